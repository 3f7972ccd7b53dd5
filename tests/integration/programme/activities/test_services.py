"""Activities: held, accepted by a second person, counted in every programme that takes them."""

from datetime import date

import pytest

from app.core.actor import SYSTEM
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotAllowed, RuleBroken
from catalog.models import Facility, Trademark
from programme.activities import services
from programme.counts.queries import Counted, count_targets, count_units
from programme.facts.tasks import follow_own_facts
from programme.models import Activity, ActivityKind, Fact, Programme
from tests.helpers import send
from tests.helpers.voting.acts import act


@pytest.fixture
def world(factory):
    """Both programmes of 2021 to 2025, and two officers of Đồng Nai."""
    programmes = {name: factory.loaded_programme(name) for name in ("quoc-gia", "dong-nai")}
    unit_id = factory.unit("75").id
    return (
        programmes,
        factory.user("officer-province", unit_id=unit_id),
        factory.user("officer-province", unit_id=unit_id),
    )


def counted(factory, programme, code):
    target = factory.target_of(programme, code)
    return count_targets(db.session.get_one(Programme, programme.id)).get(target.id, Counted())


def test_what_is_planned_counts_for_nothing_what_is_held_counts(factory, world):
    programmes, first, second = world
    row = factory.activity(by=first)
    assert counted(factory, programmes["quoc-gia"], "5.1") == Counted()
    act(first, services.hold_activity, row.id)
    assert counted(factory, programmes["quoc-gia"], "5.1") == Counted(document=40, facts=1)
    with pytest.raises(NotAllowed, match="fact_second_person"):
        act(first, services.accept_activity, row.id)
    act(second, services.accept_activity, row.id)
    assert counted(factory, programmes["quoc-gia"], "5.1") == Counted(accepted=40, facts=1)
    fact = db.session.query(Fact).one()
    assert (fact.entered_by, fact.confirmed_by) == (first.id, second.id)
    with pytest.raises(Conflict, match="activity_settled"):
        act(first, services.cancel_activity, row.id, "Nhầm")


def test_without_a_document_it_is_declared_and_cannot_be_accepted(factory, world):
    programmes, first, second = world
    row = factory.activity(by=first, state="held", document="")
    assert counted(factory, programmes["quoc-gia"], "5.1") == Counted(declared=40, facts=1)
    with pytest.raises(RuleBroken, match="fact_without_document"):
        act(second, services.accept_activity, row.id)


def test_one_handing_over_is_machines_for_the_nation_and_facilities_for_the_province(factory, world):
    programmes, first, _second = world
    maker = factory.facility(unit_code="75")
    maker_unit = factory.unit("75", "2004").id
    with_unit = {"kind": "machine-support", "state": "held", "by": first, "quantities": {"machine": 3}}
    set_unit(maker, maker_unit)
    factory.activity(**with_unit, facilities=[maker])
    assert counted(factory, programmes["quoc-gia"], "1.2").number == 3
    assert counted(factory, programmes["dong-nai"], "2.2").number == 1
    factory.activity(**with_unit, facilities=[maker])
    assert counted(factory, programmes["quoc-gia"], "1.2").number == 6
    assert counted(factory, programmes["dong-nai"], "2.2").number == 1, "a facility counts once"


def set_unit(facility, unit_id):
    with transaction() as session:
        session.get_one(Facility, facility.id).unit_id = unit_id


def test_a_fair_with_booths_is_one_fair_and_its_booths(factory, world):
    programmes, first, _second = world
    factory.activity("fair-home", state="held", by=first, quantities={"fair": 1, "booth": 4})
    assert counted(factory, programmes["quoc-gia"], "3.4").number == 1
    assert counted(factory, programmes["dong-nai"], "3.6").number == 1
    assert counted(factory, programmes["dong-nai"], "3.7").number == 4


def test_a_change_follows_and_is_kept(factory, world):
    programmes, first, second = world
    row = factory.activity(by=first, state="held")
    activity = db.session.get_one(Activity, row.id)
    data = services.ActivityData(
        kind=activity.kind, title=activity.title, starts_on=activity.starts_on, ends_on=activity.ends_on,
        unit=activity.unit, quantities={"person": 38}, document=activity.document,
    )  # fmt: skip
    act(second, services.change_activity, row.id, data)
    assert counted(factory, programmes["quoc-gia"], "5.1") == Counted(document=38, facts=1)
    assert [(change.before, change.after) for change in db.session.query(Fact).one().changes] == [
        ({"number": 40}, {"number": 38})
    ]
    with pytest.raises(NotAllowed, match="fact_second_person"):
        act(second, services.accept_activity, row.id)


def changed(activity, **values):
    """The data of an activity as it is, with some of it changed."""
    plain = {
        name: getattr(activity, name)
        for name in ("kind", "title", "starts_on", "ends_on", "unit", "quantities", "document")
    }
    return services.ActivityData(**plain | values)


def test_an_activity_moved_to_another_province_counts_there(factory, world):
    programmes = world[0]
    row = factory.activity(by=SYSTEM, state="held")
    data = changed(db.session.get_one(Activity, row.id), unit=factory.unit("01", "2004"))
    act(SYSTEM, services.change_activity, row.id, data)
    counts = count_units(db.session.get_one(Programme, programmes["quoc-gia"].id))
    assert {code: counted.number for code, counted in counts.items() if counted.number} == {"01": 1}


def test_an_activity_of_another_kind_is_another_thing(factory, world):
    programmes = world[0]
    row = factory.activity("demonstration-model", by=SYSTEM, state="held", quantities={"model": 1})
    kind = db.session.query(ActivityKind).filter_by(code="technology-transfer").one()
    act(SYSTEM, services.change_activity, row.id, changed(db.session.get_one(Activity, row.id), kind=kind))
    assert counted(factory, programmes["quoc-gia"], "1.1") == Counted(document=1, facts=1)
    target = factory.target_of(programmes["quoc-gia"], "1.1")
    facts = db.session.query(Fact).filter_by(target_id=target.id)
    assert {fact.source_kind: fact.withdrawn_at is None for fact in facts} == {
        "demonstration-model": False, "technology-transfer": True,
    }  # fmt: skip


def test_a_cancelled_one_is_taken_out(factory, world):
    programmes, first, _second = world
    row = factory.activity(by=first, state="held")
    with pytest.raises(RuleBroken, match="reason_needed"):
        act(first, services.cancel_activity, row.id, " ")
    act(first, services.cancel_activity, row.id, "Lớp không mở")
    assert counted(factory, programmes["quoc-gia"], "5.1") == Counted()


def test_officers_of_other_provinces_and_roles_run_nothing(factory, world):
    _programmes, first, _second = world
    row = factory.activity(by=first)
    for person in (
        factory.user("officer-province"),
        factory.user("officer-region"),
        factory.user("secretary"),
    ):
        with pytest.raises(NotAllowed, match="not_your_programme"):
            act(person, services.hold_activity, row.id)
        with pytest.raises(NotAllowed, match="not_your_programme"):
            factory.activity(by=person)


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"title": " "}, "fill_in", "title"),
        ({"quantities": {}}, "activity_without_number", "number"),
        ({"used": {"national": 1}}, "used_above_planned", "used_national"),
        ({"breakdown": {"women": 41}}, "part_too_large", "women"),
    ],
)
def test_wrong_input_is_refused_at_its_field(factory, world, values, code, field):
    with pytest.raises(RuleBroken) as refusal:
        factory.activity(by=world[1], **values)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def helped(factory, first, maker):
    """A handing over of machines that helped one facility."""
    return factory.activity(
        "machine-support", state="held", by=first, quantities={"machine": 1}, facilities=[maker]
    )


def test_a_facility_that_two_activities_helped_counts_while_one_of_them_stands(factory, world):
    programmes, first, _second = world
    maker = factory.facility(unit_code="75")
    set_unit(maker, factory.unit("75", "2004").id)
    one, two = helped(factory, first, maker), helped(factory, first, maker)
    act(first, services.cancel_activity, one.id, "Máy trả lại")
    assert counted(factory, programmes["dong-nai"], "2.2").number == 1
    assert db.session.query(Fact).filter_by(source_key=f"facility:{maker.id}").one().activity_id == two.id
    act(first, services.cancel_activity, two.id, "Máy trả lại")
    assert counted(factory, programmes["dong-nai"], "2.2").number == 0
    three = helped(factory, first, maker)
    assert counted(factory, programmes["dong-nai"], "2.2") == Counted(document=1, facts=1)
    assert db.session.query(Fact).filter_by(source_key=f"facility:{maker.id}").one().activity_id == three.id


def test_a_supported_trademark_counts_by_itself_once_it_is_granted(factory, world, login_as):
    programmes, first, _second = world
    maker = factory.facility(unit_code="75", name="Cơ sở Gốm Thử")
    mark = factory.trademark(facility=maker, name="GỐM THỬ", state="filed", application_number="4-2022-00001")
    client, page = login_as(first), "/can-bo/hoat-dong/moi"
    typed = {"kind": "trademark-support", "title": "Hỗ trợ nhãn hiệu", "starts_on": "5/1/2022",
             "province": str(factory.unit("75", "2004").id), "facilities": "Cơ sở Gốm Thử",
             "document": "Biên bản số 5/BB"}  # fmt: skip
    wrong = send(client, page, **typed, trademarks="NHÃN LẠ", then="held")
    assert wrong.status_code == 422
    assert "không có nhãn hiệu nào là “NHÃN LẠ”" in wrong.text
    answer = send(client, page, **typed, trademarks="gốm thử", then="held")
    assert "GỐM THỬ" in client.get(answer.headers["Location"]).text
    assert "4-2022-00001" in client.get(answer.headers["Location"] + "/sua").text
    follow_own_facts()
    assert counted(factory, programmes["quoc-gia"], "3.3").number == 0
    with transaction() as session:
        row = session.get_one(Trademark, mark.id)
        row.state, row.registration_number, row.registration_date = "granted", "4-0001", date(2023, 3, 1)
    follow_own_facts()
    assert counted(factory, programmes["quoc-gia"], "3.3").number == 1


def test_an_unknown_step_cancels_nothing(factory, world, login_as):
    first = world[1]
    row = factory.activity(by=first, state="held")
    page = f"/can-bo/hoat-dong/{row.id}"
    assert send(login_as(first), f"{page}/buoc", page=page, act="huy", reason="Nhầm").status_code == 303
    assert db.session.get_one(Activity, row.id).state == "held"
