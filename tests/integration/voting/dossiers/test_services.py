"""Product sets that a facility enters, and what jurors see of an entry."""

import pytest

from app.core.database.base import db
from app.core.errors import RuleBroken
from app.core.mail import OutboxMail
from catalog.models import Award
from tests.helpers.voting.acts import act, close, publish, the_round
from voting.dossiers import check_list as dossier
from voting.dossiers import services as nominations
from voting.dossiers.contents import get_check_list
from voting.publication.queries import get_public_round
from voting.rounds import transitions
from voting.score_sheets.queries import list_sheets
from voting.scoring import services as scoring_stage

STATEMENT = "Bộ ấm trà men nâu gồm ấm, chén và khay, nung củi ba ngày đêm trong lò bầu."
ITEMS = ("Ấm trà", "Chén trà", "Khay gỗ")


def entered(people, **facts):
    return act(
        people.member,
        nominations.enter_product,
        people.round_id,
        people.products[0].id,
        statement=STATEMENT,
        is_set=True,
        set_case="c",
        **facts,
    )


def test_set_needs_the_names_of_two_products(factory):
    people = factory.receiving_round(products=1)
    with pytest.raises(RuleBroken) as refused:
        entered(people, set_items=["Ấm trà", "  "])
    assert (refused.value.code, refused.value.field) == ("set_items_missing", "set_items")


def test_set_of_a_facility_is_a_set_everywhere(factory, login_as):
    people = factory.receiving_round(products=1)
    nomination = entered(people, set_name="Bộ ấm trà", set_items=ITEMS)
    for number, kind in enumerate((dossier.ENTRY_FORM, dossier.REGISTRATION, *[dossier.PHOTO] * 3)):
        act(people.member, nominations.add_document, nomination.id, kind, "", factory.stored_file(number))
    page = login_as(people.member).get(f"/co-so-cua-toi/ho-so/{nomination.id}").text
    assert "Ấm trà; Chén trà; Khay gỗ" in page
    act(people.member, nominations.submit_nomination, nomination.id)
    act(people.secretary, nominations.accept_nomination, nomination.id)
    act(people.officer, transitions.step, people.round_id, "close_entries")
    act(people.officer, scoring_stage.open_scoring, people.round_id)
    people.nominations = [nomination]
    from voting.jury import services as jury
    from voting.score_sheets.queries import list_seats

    for user in people.jurors:
        act(user, jury.declare_conflicts, list_seats(user.id)[0].id, frozenset(), "")
        [view] = list_sheets(factory.actor(user))
        assert view.entry["set"] == {"case": "c", "items": list(ITEMS)}
        factory.submit_sheet(user, view.sheet.key)
    close(people)
    publish(people)
    [row] = get_public_round(the_round(people).slug).result["recognised"]
    assert (row["product"], row["set"]["case"]) == ("Bộ ấm trà", "c")
    assert [member["product"] for member in row["set"]["members"]] == list(ITEMS)
    [award] = db.session.query(Award).filter_by(round_id=people.round_id)
    assert award.product_name == "Bộ ấm trà"


def test_each_facility_learns_its_own_result(factory, login_as):
    people = factory.published_round(products=1)
    mail = (
        db.session.query(OutboxMail)
        .filter_by(recipient=people.member.email)
        .order_by(OutboxMail.id.desc())
        .first()
    )
    assert [part in mail.body for part in ("Đã công nhận", "76,5", "31,5")] == [True] * 3
    page = login_as(people.member).get(f"/co-so-cua-toi/ho-so/{people.nominations[0].id}").text
    assert [part in page for part in ("Kết quả bình chọn", "76,5", "31,5")] == [True] * 3


def test_saving_a_description_says_what_names_the_maker(factory, login_as):
    people = factory.receiving_round(products=1)
    text = f"{people.facility.name}, gọi 0251 382 2222"
    nomination = act(
        people.member, nominations.enter_product, people.round_id, people.products[0].id, statement=text
    )
    page = login_as(people.member).get(f"/co-so-cua-toi/ho-so/{nomination.id}").text
    assert "Nội dung làm lộ cơ sở sản xuất" in page
    assert f"{people.facility.name}; 0251 382 2222" in page


def test_the_same_photo_three_times_is_one_photo(factory):
    people = factory.receiving_round(products=1)
    nomination = entered(people, set_items=ITEMS)
    for number in (1, 1, 1, 2):
        act(
            people.member,
            nominations.add_document,
            nomination.id,
            dossier.PHOTO,
            "",
            factory.stored_file(number),
        )
    have = {item.code: item.have for item in get_check_list(nomination)}
    assert have[dossier.PHOTO] == 2
