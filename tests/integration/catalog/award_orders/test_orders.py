"""Decisions about a certificate: number, date, authority and reason, two people, and everything that follows."""

import io
import json
from datetime import date, timedelta

import pypdf
import pytest

from app.core.clock import FixedClock, today, use_clock, utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from app.core.work.jobs import Job, run_pending
from catalog.award_orders import services as orders
from catalog.award_orders.queries import find_open_order, list_orders
from catalog.models import Award, AwardOrder, RegisterLeaf
from tests.factories import accounts
from tests.helpers import send
from tests.helpers.statements import statements
from tests.helpers.voting.acts import act, the_round
from voting.favourite import services as favourite
from voting.favourite.queries import find_favourite, list_standing
from voting.publication.decisions import list_published_decisions

DAY = date(2026, 11, 20)


def data(act="revoke", **changes):
    values = {
        "act": act,
        "decision_number": "51/QĐ-UBND",
        "decision_date": today(),
        "authority": "Ủy ban nhân dân tỉnh Đồng Nai",
        "reason": "Hàng giả nhãn hiệu",
    }
    return orders.OrderData(**(values | changes))


@pytest.fixture
def officers(factory):
    unit_id = factory.unit("75").id
    return [factory.user("officer-province", unit_id=unit_id) for _ in range(2)]


@pytest.fixture
def award(factory):
    return factory.award(number="CNNT-75-2026-0001")


def taken(officers, award, act_name="revoke", **changes):
    """An order by both officers; the certificate afterwards."""
    row = act(officers[0], orders.propose_order, award.id, data(act_name, **changes))
    act(officers[1], orders.confirm_order, award.id, row.id)
    return db.session.get_one(Award, award.id, populate_existing=True)


def test_one_person_alone_changes_nothing(officers, award):
    row = act(officers[0], orders.propose_order, award.id, data())
    assert db.session.get_one(Award, award.id).revoked_on is None
    with pytest.raises(NotAllowed) as error:
        act(officers[0], orders.confirm_order, award.id, row.id)
    assert error.value.code == "second_person_needed"
    assert db.session.get_one(Award, award.id, populate_existing=True).revoked_on is None


def test_second_person_carries_it_out_and_the_register_keeps_the_decision(officers, award):
    row = taken(officers, award)
    assert (row.revoked_on, row.revoked_reason) == (today(), "Hàng giả nhãn hiệu")
    event = json.loads(db.session.query(RegisterLeaf).order_by(RegisterLeaf.position.desc()).first().event)
    assert (event["kind"], event["decision_number"], event["decision_date"], event["authority"]) == (
        "revoke",
        "51/QĐ-UBND",
        today().isoformat(),
        "Ủy ban nhân dân tỉnh Đồng Nai",
    )
    letter = db.session.query(Job).filter_by(kind="catalog.letter").one().payload["text"]
    assert letter == (
        f"Quyết định số 51/QĐ-UBND ngày {today():%d/%m/%Y} của Ủy ban nhân dân tỉnh Đồng Nai: Hàng giả nhãn hiệu"
    )


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"decision_number": " "}, "required", "decision_number"),
        ({"authority": ""}, "required", "authority"),
        ({"reason": ""}, "reason_text_required", "reason"),
        ({"decision_date": None}, "required", "decision_date"),
        ({"decision_date": date(2020, 1, 1)}, "order_date_range", "decision_date"),
        ({"decision_date": date(2099, 1, 1)}, "order_date_range", "decision_date"),
    ],
)
def test_decision_is_asked_for_in_full(officers, award, changes, code, field):
    with pytest.raises(RuleBroken) as error:
        act(officers[0], orders.propose_order, award.id, data(**changes))
    assert (error.value.code, error.value.field) == (code, field)
    assert db.session.query(AwardOrder).count() == 0


def test_order_that_waits_bars_another_until_it_is_dropped(officers, award):
    row = act(officers[0], orders.propose_order, award.id, data("suspend"))
    with pytest.raises(Conflict):
        act(officers[1], orders.propose_order, award.id, data())
    act(officers[1], orders.drop_order, award.id, row.id)
    assert find_open_order(award.id) is None
    with pytest.raises(NotFound):
        act(officers[1], orders.confirm_order, award.id, row.id)
    assert db.session.get_one(Award, award.id).suspended_on is None


def test_suspension_is_ended_by_a_decision_too(officers, award):
    assert taken(officers, award, "suspend").suspended_on == today()
    with pytest.raises(Conflict):
        act(officers[0], orders.propose_order, award.id, data("suspend"))
    assert taken(officers, award, "restore", decision_number="60/QĐ-UBND").suspended_on is None
    assert [(row.act, row.decision_number) for row in list_orders(award.id)] == [
        ("restore", "60/QĐ-UBND"),
        ("suspend", "51/QĐ-UBND"),
    ]


def test_strangers_neither_propose_nor_confirm(factory, officers, award):
    other = factory.user("officer-province", unit_id=factory.unit("01").id)
    with pytest.raises(NotAllowed):
        act(other, orders.propose_order, award.id, data())
    row = act(officers[0], orders.propose_order, award.id, data())
    with pytest.raises(NotAllowed):
        act(other, orders.confirm_order, award.id, row.id)


def test_officer_of_the_commune_answers_for_commune_certificates_alone(factory):
    product = factory.product()
    officers = [factory.user("officer-commune", commune="2025-26158") for _ in range(2)]
    own = factory.award(product, level="xa", number="CNNT-75-26158-2026-0001")
    assert taken(officers, own, "suspend").suspended_on == today()
    above = factory.award(product, number="CNNT-75-2026-0009")
    with pytest.raises(NotAllowed):
        act(officers[0], orders.propose_order, above.id, data())


def text_of(answer):
    return " ".join(
        " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages).split()
    )


@pytest.mark.parametrize(
    ("act_name", "words"), [("suspend", "ĐANG BỊ TẠM ĐÌNH CHỈ"), ("revoke", "ĐÃ BỊ THU HỒI")]
)
def test_everything_public_follows_at_once(factory, client, act_name, words):
    people = factory.published_round(products=2)
    run_pending()
    rows = db.session.query(Award).order_by(Award.number).all()
    award, other = rows
    with use_clock(FixedClock(utc_now())) as clock:
        opens, closes = utc_now() + timedelta(minutes=1), utc_now() + timedelta(days=3)
        act(people.officer, favourite.set_favourite, people.round_id, opens, closes)
        clock.advance(timedelta(minutes=5))
        slug, number = the_round(people).slug, award.number
        assert words not in text_of(client.get(f"/giay-chung-nhan/{number}.pdf"))
        colleague = accounts.user("officer-province", unit_id=people.facility.unit_id)
        taken([people.officer, colleague], award, act_name)

        pdf = text_of(client.get(f"/giay-chung-nhan/{number}.pdf"))
        assert (words in pdf, "51/QĐ-UBND" in pdf) == (True, True)
        page = client.get(f"/giay-chung-nhan/{number}").text
        assert ("51/QĐ-UBND" in page, "Ủy ban nhân dân tỉnh Đồng Nai" in page) == (True, True)
        state = {"suspend": "suspended", "revoke": "revoked"}[act_name]
        api = client.get(f"/api/v1/certificates/{number}").json
        assert (api["status"], api["valid"], api["ruling"]["number"]) == (state, False, "51/QĐ-UBND")
        assert client.get(f"/api/v1/rounds/{slug}").json["out_of_force"] == {number: state}
        csv = client.get(f"/ky-binh-chon/{slug}/ket-qua.csv").text
        assert [line.rstrip().rsplit(";", 1)[1] for line in csv.splitlines()[1:] if number in line] == [state]
        item = client.get("/ket-qua.json").json["items"][0]
        assert [
            row["out_of_force"] for row in item["_tieu_bieu"]["recognised"] if row["certificate"] == number
        ] == [state]
        label = {"suspend": "Tạm đình chỉ", "revoke": "Bị thu hồi"}[act_name]
        assert label in client.get("/ket-qua.atom").text
        vote = find_favourite(people.round_id)
        assert [row.product_slug for row in list_standing(vote)] == [other.product.slug]
        out = next(row.number for row in vote.finalists if row.product_slug == award.product.slug)
        assert client.get(f"/ky-binh-chon/{slug}/yeu-thich/{out}").status_code == 404


def test_decisions_know_their_certificates_out_of_force_in_three_statements(factory):
    first, second = (
        factory.published_round(products=1),
        factory.published_round(products=1, title_vi="Kỳ hai"),
    )
    award = db.session.query(Award).filter_by(round_id=first.round_id).one()
    colleague = accounts.user("officer-province", unit_id=first.facility.unit_id)
    taken([first.officer, colleague], award, "suspend")
    number, confirmed = award.number, list_orders(award.id)[0].confirmed_at
    with statements() as said:
        found = {row.round.id: (row.out, row.out_at) for row in list_published_decisions()}
    assert found == {
        first.round_id: ({number: "suspended"}, confirmed),
        second.round_id: ({}, None),
    }
    assert len([one for one, _values in said if "FROM award" in one]) == 2


def test_officers_decide_at_the_browser(factory, login_as, award):
    unit_id = factory.unit("75").id
    work = f"/en/officer/certificates/{award.number}"
    first, second = (login_as(factory.user("officer-province", unit_id=unit_id)) for _ in range(2))
    form = {"act": "revoke", "decision_number": "51/QĐ-UBND", "decision_date": today().isoformat()}
    form |= {"authority": "UBND tỉnh", "reason": "Vi phạm"}
    assert send(first, work, **form).status_code == 303
    order = find_open_order(award.id)
    assert "Confirm the decision" not in first.get(work).text
    assert send(first, f"{work}/confirm", page=work, order=order.id, act="confirm").status_code == 303
    assert db.session.get_one(Award, award.id, populate_existing=True).revoked_on is None
    assert "Confirm the decision" in second.get(work).text
    assert send(second, f"{work}/confirm", page=work, order=order.id, act="confirm").status_code == 303
    assert db.session.get_one(Award, award.id, populate_existing=True).revoked_on == today()
