"""A set is a set wherever it appears: certificate, brochure, letter, mail, list upward and the dossier above."""

import io

import pypdf
import pytest

from app.core.clock import today
from app.core.database.base import db
from app.core.mail import OutboxMail
from app.site.certificates.file import draw
from catalog.brochure.drawing import brochure_pdf
from catalog.brochure.queries import list_recognised
from catalog.brochure.tasks import _page
from catalog.models import Award
from tests.helpers.voting.acts import act, both, entry, publish, the_round
from tests.helpers.voting.browser import Person
from tests.integration.voting.promotion.test_services import upper_round
from voting.council import services as council
from voting.models import Nomination
from voting.product_sets import services as product_sets
from voting.promotion import services as promotion
from voting.result_letters.letter import letter_paper
from voting.result_letters.queries import make_letter

NAME = "Bộ quà Đồng Nai"
BEST = {"market": "40", "economy": "40", "culture": "10", "other": "9.5"}


def words(data):
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture
def people(factory):
    """Of three entries the council makes the first two one set, which the second one carries."""
    made = factory.closed_round({1: BEST}, products=3)
    ids = [made.nominations[number].id for number in (0, 1)]
    act(made.secretary, product_sets.merge_entries, made.round_id, ids, name=NAME, set_case="c")
    publish(made)
    made.items = [product.name_vi for product in made.products[:2]]
    made.award = db.session.query(Award).filter_by(nomination_id=ids[1]).one()
    return made


def test_council_decides_and_publishes_under_the_name_of_the_set(factory, app, login_as):
    people = factory.closed_round({1: BEST}, products=3)
    ids = [people.nominations[number].id for number in (0, 1)]
    act(people.secretary, product_sets.merge_entries, people.round_id, ids, name=NAME, set_case="c")
    chair, slug = Person(app, login_as(people.chair), "en"), the_round(people).slug
    code = entry(people, 1).codes[0].code
    pages = [("voting.follow_count", {}), ("voting.decide_several", {}), ("voting.overall_order", {}),
             ("voting.decide", {"code": code})]  # fmt: skip
    assert [NAME in chair.open(page, slug=slug, **more) for page, more in pages] == [True] * 4
    assert people.products[1].name_vi not in chair.open("voting.follow_count", slug=slug)
    act(people.chair, council.follow_count, people.round_id)
    assert both(people, council.sign_provisional, people.round_id) == [False, True]
    page = chair.open("voting.publish", slug=slug)
    assert (NAME in page, people.products[1].name_vi in page) == (True, False)


def test_certificate_names_the_set_and_what_is_in_it(people, client):
    assert (people.award.product_name, people.award.set_items) == (NAME, people.items)
    text = words(draw(people.award))
    assert (NAME in text, f"gồm: {'; '.join(people.items)}" in text) == (True, True)
    page = client.get(f"/giay-chung-nhan/{people.award.number}").text
    assert (NAME in page, "; ".join(people.items) in page) == (True, True)
    single = db.session.query(Award).filter_by(nomination_id=people.nominations[2].id).one()
    assert (single.set_items, "gồm:" in words(draw(single))) == ([], False)


def test_page_of_a_member_leads_to_the_product_that_carries_the_set(people, client):
    member, lead = (client.get(f"/san-pham/{product.slug}").text for product in people.products[:2])
    told = "Được công nhận trong bộ sản phẩm, cùng với"
    assert (told in member, told in lead) == (True, False)
    assert f'<a href="/san-pham/{people.products[1].slug}">' in member.partition(told)[2][:200]


def test_brochure_shows_the_set_on_one_page(people):
    entries = [_page(found) for found in list_recognised(today())]
    assert sorted(page.name for page in entries) == sorted([NAME, people.products[2].name_vi])
    text = words(brochure_pdf("Bìa", "", entries))
    assert f"Bộ sản phẩm gồm: {'; '.join(people.items)}" in text


def test_every_member_learns_that_it_is_recognised_within_the_set(people, app, login_as):
    letter = make_letter(the_round(people), people.facility)
    told = [
        (one.nomination.id, one.result.recognised, one.part_of, one.certificate) for one in letter.entries
    ]
    first, second, third = (nomination.id for nomination in people.nominations)
    number = people.award.number
    assert told[:2] == [(first, True, NAME, number), (second, True, "", number)]
    assert told[2][:3] == (third, True, "")
    heads = [block.text for block in letter_paper(letter).blocks if type(block).__name__ == "Heading"]
    assert heads[0].endswith(f"được công nhận trong bộ sản phẩm “{NAME}”")
    assert heads[1].startswith(f"2. {NAME} (mã số bình chọn ")
    member = Person(app, login_as(people.member), "en")
    assert "Part of the set" in member.open("voting.result_letter", nomination_id=first)
    page = member.open("voting.nomination", nomination_id=first)
    assert ("Recognised" in page, "Not recognised" in page) == (True, False)
    mail = (
        db.session.query(OutboxMail)
        .filter(OutboxMail.recipient == people.member.email, OutboxMail.body.contains("ket-qua"))
        .one()
    )
    assert (mail.body.count(f"bộ “{NAME}”"), "Không được công nhận" in mail.body) == (2, False)


def test_list_upward_and_the_dossier_above_hold_the_whole_set(people, factory, app, login_as):
    upper = upper_round(factory)
    chair = Person(app, login_as(people.chair), "en")
    where = {"slug": the_round(people).slug, "to_slug": the_round(upper).slug}
    whole = f"{NAME} ({'; '.join(people.items)})"
    assert whole in chair.open("voting.promote", **where)
    chair.send("voting.promote", {"entries": [people.nominations[1].id]}, **where)
    assert whole in chair.open("voting.sign_promotion", **where)
    assert both(people, promotion.sign_promotion, people.round_id, upper.round_id) == [False, True]
    assert whole in chair.open("voting.promotion", slug=where["slug"])
    above = db.session.query(Nomination).filter_by(round_id=upper.round_id).one()
    assert (above.set_name, above.set_case, above.set_items) == (NAME, "c", people.items)
    statements = [entry(people, number).statement for number in (0, 1)]
    assert above.statement == "\n\n".join(
        f"{name}: {text}" for name, text in zip(people.items, statements, strict=True)
    )
    mail = (
        db.session.query(OutboxMail)
        .filter_by(recipient=people.member.email)
        .order_by(OutboxMail.id)
        .all()[-1]
    )
    assert f"“{NAME}”" in mail.body


def test_set_that_the_facility_entered_keeps_its_items(factory):
    from voting.dossiers import services as nominations

    people = factory.receiving_round(products=1)
    facts = {"is_set": True, "set_case": "b", "set_name": "Bộ ấm trà", "set_items": ["Ấm", "Bốn chén"]}
    product = people.products[0]
    nomination = act(people.member, nominations.enter_product, people.round_id, product.id, **facts)
    with_papers = _complete(people, nomination)
    people.nominations = [with_papers]
    from tests.factories.voting import FULL
    from tests.helpers.voting.khanh_hoa import score_all

    score_all(people, {0: FULL})
    publish(people)
    award = db.session.query(Award).filter_by(round_id=people.round_id).one()
    assert (award.product_name, award.set_items) == ("Bộ ấm trà", ["Ấm", "Bốn chén"])


def test_set_that_the_facility_entered_is_shown_as_a_set_to_everyone(factory, app, login_as, client):
    """Case b: different designs of one use and material. The jury reads items and case, and no maker."""
    from voting.dossiers import services as nominations
    from voting.score_sheets.queries import list_sheets

    people = factory.receiving_round(products=1)
    facts = {"is_set": True, "set_case": "b", "set_name": "Bộ ấm trà", "set_items": ["Ấm", "Bốn chén"]}
    nomination = act(
        people.member, nominations.enter_product, people.round_id, people.products[0].id, **facts
    )
    people.nominations = [_complete(people, nomination)]
    case = "Different designs, same use, one material"
    shown = {}
    secretary = Person(app, login_as(people.secretary), "en")
    shown["secretary"] = secretary.open("voting.nomination", nomination_id=nomination.id)
    from tests.factories.voting import FULL
    from tests.helpers.voting.khanh_hoa import score_all

    score_all(people, {0: FULL})
    key = list_sheets(factory.actor(people.jurors[0]))[0].sheet.key
    shown["juror"] = Person(app, login_as(people.jurors[0]), "en").open("voting.sheet", key=key)
    slug = the_round(people).slug
    code = entry(people, 0).codes[-1].code
    shown["council"] = Person(app, login_as(people.chair), "en").open("voting.decide", slug=slug, code=code)
    assert {who: (case in page, "Ấm; Bốn chén" in page) for who, page in shown.items()} == dict.fromkeys(
        shown, (True, True)
    )
    assert people.facility.name not in shown["juror"]
    publish(people)
    public = client.get(f"/en/rounds/{slug}").text
    assert [part in public for part in ("Bộ ấm trà", "Ấm", "Bốn chén")] == [True, True, True]
    award = db.session.query(Award).filter_by(round_id=people.round_id).one()
    page = client.get(f"/giay-chung-nhan/{award.number}").text
    assert ("Bộ ấm trà" in page, "Ấm; Bốn chén" in page) == (True, True)


def _complete(people, nomination):
    from tests.factories.voting import STATEMENT, stored_file
    from voting.dossiers import check_list as dossier
    from voting.dossiers import services as nominations

    act(people.member, nominations.change_statement, nomination.id, STATEMENT, version=nomination.version)
    for number, kind in enumerate((dossier.ENTRY_FORM, dossier.REGISTRATION, *[dossier.PHOTO] * 3)):
        act(people.member, nominations.add_document, nomination.id, kind, "", stored_file(number))
    act(people.member, nominations.submit_nomination, nomination.id)
    act(people.secretary, nominations.accept_nomination, nomination.id)
    return nomination
