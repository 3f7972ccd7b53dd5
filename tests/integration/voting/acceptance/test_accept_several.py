"""The secretary accepts several dossiers in one step, from a list of what it touches."""

import pytest

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import NotAllowed, RuleBroken
from app.core.mail import OutboxMail
from catalog.enums import ProductState
from tests.helpers.voting.acts import act, entry, the_round
from tests.helpers.voting.browser import Person
from voting.acceptance.services import accept_several
from voting.dossiers import services as nominations
from voting.models import Nomination


@pytest.fixture
def people(factory):
    """Four dossiers handed in: two sound ones, one that names its maker, one whose product is not public any more."""
    made = factory.receiving_round(products=4)
    with transaction():
        made.facility.name = "Cơ sở Bà Tám"
    made.nominations = []
    for number, product in enumerate(made.products):
        nomination = factory.complete_dossier(made.member, made.round_id, product.id)
        if number == 2:
            text = f"Nước chấm của Bà Tám. {nomination.statement}"
            act(made.member, nominations.change_statement, nomination.id, text, version=nomination.version)
        act(made.member, nominations.submit_nomination, nomination.id)
        made.nominations.append(nomination)
    with transaction():
        made.products[3].state = ProductState.DRAFT
    made.ids = [nomination.id for nomination in made.nominations]
    return made


def states(people):
    return [entry(people, number).state for number in range(4)]


def ticked(page):
    """The ids that are ticked beforehand."""
    import re

    tags = re.findall(r'<input[^>]*name="entries"[^>]*>', page)
    return [int(re.search(r'value="(\d+)"', tag)[1]) for tag in tags if " checked" in tag]


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_list_shows_what_is_touched_and_one_press_accepts_it(people, app, login_as, locale):
    slug = the_round(people).slug
    secretary = Person(app, login_as(people.secretary), locale)
    assert secretary.url("voting.accept_several", slug=slug) in secretary.open("voting.work_round", slug=slug)
    page = secretary.open("voting.accept_several", slug=slug)
    assert ticked(page) == people.ids[:2]
    assert page.count('name="entries"') == 3  # the fourth is listed apart, with the reason
    assert page.count(secretary.url("voting.nomination", nomination_id=people.ids[3])) == 1
    before = db.session.query(OutboxMail).filter_by(recipient=people.member.email).count()

    secretary.send("voting.accept_several", {"entries": people.ids[:2]}, slug=slug)
    assert states(people) == ["accepted", "accepted", "submitted", "submitted"]
    assert len({entry(people, number).codes[0].code for number in range(2)}) == 2
    told = db.session.query(OutboxMail).filter_by(recipient=people.member.email).count() - before
    assert told == 2


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_wrong_input_is_answered_at_the_field_and_nothing_is_accepted(people, app, login_as, locale):
    secretary = Person(app, login_as(people.secretary), locale)
    for wrong in ([], ["x"], [10**6], [people.ids[0], people.ids[3]], ["9" * 40]):
        page = secretary.send(
            "voting.accept_several", {"entries": wrong}, expect=422, slug=the_round(people).slug
        )
        assert len(secretary.errors) == 1, wrong
        assert 'class="field-invalid"' in page
    assert states(people) == ["submitted"] * 4


def test_photo_titled_with_the_maker_is_looked_at_first(people, app, login_as):
    """The title of a photo of the first dossier names the maker; the jury sees the photo and no title."""
    with transaction():
        photo = next(one for one in entry(people, 0).documents if one.kind == "photo")
        photo.title = "Bảng hiệu Bà Tám"
    slug, secretary = the_round(people).slug, Person(app, login_as(people.secretary), "en")
    page = secretary.open("voting.accept_several", slug=slug)
    assert ticked(page) == people.ids[1:2]
    assert "Titles of photos name the maker: Bảng hiệu Bà Tám" in page
    assert "these photos may show the name as well: Bảng hiệu Bà Tám." in secretary.open(
        "voting.nomination", nomination_id=people.ids[0]
    )
    act(people.secretary, accept_several, people.round_id, people.ids[:1])
    seen = entry(people, 0).entry
    assert (len(seen["pictures"]), "Bảng hiệu" in str(seen)) == (3, False)


def test_facility_is_told_of_such_photos_while_it_may_still_change_them(people, app, login_as):
    with transaction():
        photo = next(one for one in entry(people, 0).documents if one.kind == "photo")
        photo.title = "Bảng hiệu Bà Tám"
    place = {"nomination_id": people.ids[0]}
    member, secretary = (Person(app, login_as(one), "en") for one in (people.member, people.secretary))
    head, own, other = (
        "Titles of photos name the maker",
        "Choose photos that do not show",
        "The jury sees no title",
    )
    told = []
    for verb, facts in ((None, ()), (nominations.return_nomination, ("Thiếu ảnh",))):
        if verb:
            act(people.secretary, verb, people.ids[0], *facts)
        page = member.open("voting.nomination", **place)
        told.append([part in page for part in (head, own, other)])
    assert told == [[False, False, False], [True, True, False]]
    act(people.member, nominations.submit_nomination, people.ids[0])
    act(people.secretary, accept_several, people.round_id, people.ids[:1])
    assert head not in secretary.open("voting.nomination", **place)


def test_all_or_none(people):
    with pytest.raises(RuleBroken) as unready:
        act(people.secretary, accept_several, people.round_id, people.ids)
    assert (unready.value.code, unready.value.field) == ("dossiers_not_ready", "entries")
    assert unready.value.params == {"names": people.products[3].name_vi}
    act(people.secretary, nominations.accept_nomination, people.ids[0])
    with pytest.raises(RuleBroken) as gone:
        act(people.secretary, accept_several, people.round_id, people.ids[:3])
    assert gone.value.code == "dossiers_moved_on"
    assert states(people) == ["accepted", "submitted", "submitted", "submitted"]


def test_accepting_is_the_secretary_s(people, app, login_as):
    for person in (people.chair, people.officer, people.member, people.jurors[0]):
        with pytest.raises(NotAllowed):
            act(person, accept_several, people.round_id, people.ids[:1])
    slug = the_round(people).slug
    chair = Person(app, login_as(people.chair))
    chair.open("voting.accept_several", expect=403, slug=slug)
    assert chair.url("voting.accept_several", slug=slug) not in chair.open("voting.work_round", slug=slug)


def test_nothing_waits(factory, app, login_as):
    people = factory.receiving_round()
    secretary = Person(app, login_as(people.secretary), "en")
    assert "No dossier waits" in secretary.open("voting.accept_several", slug=the_round(people).slug)
    page = secretary.open("voting.work_round", slug=the_round(people).slug)
    assert secretary.url("voting.accept_several", slug=the_round(people).slug) not in page
    assert db.session.query(Nomination).count() == 0
