"""Facts entered, confirmed by a second person, corrected and withdrawn."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.core.clock import today
from app.core.database.base import db
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from programme.counts.queries import Counted, count_targets
from programme.enums import Evidence
from programme.facts import services
from programme.facts.services import FactData
from programme.models import Fact, Programme
from tests.helpers.voting.acts import act


@pytest.fixture
def world(factory):
    """The programme of Đồng Nai with two officers of it."""
    programme = factory.loaded_programme("dong-nai")
    unit_id = factory.unit("75").id
    first, second = (factory.user("officer-province", unit_id=unit_id) for _ in range(2))
    data = FactData(
        kind="workshop", key="", title="Hội thảo chuyển đổi số", measure="workshop", number=1, day=date(2023, 5, 10),
        unit=factory.unit("75", "2004"), evidence=Evidence.DOCUMENT, document="Báo cáo số 12/BC-TTKC",
    )  # fmt: skip
    return programme, factory.target_of(programme, "5.7"), first, second, data


def numbers(programme, target):
    return count_targets(db.session.get_one(Programme, programme.id)).get(target.id, Counted())


def test_two_people_make_an_accepted_fact(world):
    programme, target, first, second, data = world
    fact = act(first, services.enter_fact, target.id, data)
    assert numbers(programme, target) == Counted(document=1, facts=1)
    with pytest.raises(NotAllowed, match="fact_second_person"):
        act(first, services.confirm_fact, fact.id)
    act(second, services.confirm_fact, fact.id)
    assert numbers(programme, target) == Counted(accepted=1, facts=1)
    assert db.session.get_one(Fact, fact.id).confirmed_by == second.id
    with pytest.raises(Conflict, match="fact_settled"):
        act(second, services.confirm_fact, fact.id)


def test_what_is_only_declared_counts_for_nothing(world):
    programme, target, first, second, data = world
    declared = replace(data, evidence=Evidence.DECLARED, document="")
    fact = act(first, services.enter_fact, target.id, declared)
    assert numbers(programme, target).number == 0
    assert numbers(programme, target).declared == 1
    with pytest.raises(RuleBroken, match="fact_without_document"):
        act(second, services.confirm_fact, fact.id)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"title": " "}, "fill_in", "title"),
        ({"number": 0}, "fact_number_low", "number"),
        ({"day": today() + timedelta(1)}, "date_in_future", "day"),
        ({"document": ""}, "fact_without_document", "document"),
        ({"evidence": Evidence.ACCEPTED}, "fact_accepted_by_second", "evidence"),
        ({"measure": "person"}, "fact_other_measure", "measure"),
        ({"kind": "television"}, "fact_other_kind", "kind"),
    ],
)
def test_wrong_input_is_refused_at_its_field(world, changes, code, field):
    _programme, target, first, _second, data = world
    with pytest.raises(RuleBroken) as refusal:
        act(first, services.enter_fact, target.id, replace(data, **changes))
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_the_same_thing_counts_once(world):
    programme, target, first, second, data = world
    act(first, services.enter_fact, target.id, data)
    with pytest.raises(Conflict, match="fact_counted_already"):
        act(second, services.enter_fact, target.id, data)
    assert numbers(programme, target).number == 1


def test_a_correction_keeps_what_stood_there_and_must_be_confirmed_again(world):
    programme, target, first, second, data = world
    fact = act(first, services.enter_fact, target.id, data)
    act(second, services.confirm_fact, fact.id)
    with pytest.raises(RuleBroken, match="reason_needed"):
        act(first, services.correct_fact, fact.id, replace(data, number=2), " ")
    act(first, services.correct_fact, fact.id, replace(data, number=2), "Ghi thiếu một buổi")
    assert numbers(programme, target) == Counted(document=2, facts=1)
    changes = db.session.get_one(Fact, fact.id).changes
    assert changes[-1].before == {"number": 1, "evidence": "accepted"}
    assert changes[-1].after == {"number": 2, "evidence": "document"}
    assert changes[-1].reason == "Ghi thiếu một buổi"
    act(first, services.withdraw_fact, fact.id, "Không thuộc chương trình")
    assert numbers(programme, target) == Counted()


def test_officers_of_other_provinces_enter_nothing(world, factory):
    _programme, target, _first, _second, data = world
    for person in (
        factory.user("officer-province"),
        factory.user("secretary"),
        factory.user("officer-region"),
    ):
        with pytest.raises(NotAllowed):
            act(person, services.enter_fact, target.id, data)


def test_a_province_enters_its_own_for_the_programme_of_the_nation(world, factory):
    _programme, _target, first, _second, data = world
    target = factory.target_of(factory.loaded_programme("quoc-gia"), "1.2")
    machines = replace(data, kind="machine-support", measure="machine", title="Máy sấy")
    act(first, services.enter_fact, target.id, machines)
    with pytest.raises(NotAllowed):
        act(first, services.enter_fact, target.id, replace(machines, unit=factory.unit("01", "2004")))


def test_who_corrected_a_figure_does_not_confirm_it(world):
    programme, target, first, second, data = world
    fact = act(first, services.enter_fact, target.id, data)
    act(second, services.correct_fact, fact.id, replace(data, number=2), "Ghi thiếu một buổi")
    with pytest.raises(NotAllowed, match="fact_second_person"):
        act(second, services.confirm_fact, fact.id)
    act(first, services.confirm_fact, fact.id)
    assert numbers(programme, target) == Counted(accepted=2, facts=1)


def test_a_correction_moves_nothing_into_another_province(world, factory):
    _programme, _target, first, _second, data = world
    target = factory.target_of(factory.loaded_programme("quoc-gia"), "1.2")
    machines = replace(data, kind="machine-support", measure="machine", title="Máy sấy")
    fact = act(first, services.enter_fact, target.id, machines)
    with pytest.raises(NotAllowed, match="not_your_programme"):
        act(
            first,
            services.correct_fact,
            fact.id,
            replace(machines, unit=factory.unit("01", "2004")),
            "Nhầm tỉnh",
        )
    assert db.session.get_one(Fact, fact.id).unit.code == "75"


def test_what_follows_an_activity_is_not_touched_by_hand(world, factory):
    _programme, _target, first, second, data = world
    factory.activity("workshop", state="held", by=first, quantities={"workshop": 1})
    fact = db.session.query(Fact).filter(Fact.activity_id.is_not(None)).one()
    for verb, *facts in (
        (services.confirm_fact,),
        (services.correct_fact, replace(data, number=5), "Sửa"),
        (services.withdraw_fact, "Bỏ"),
    ):
        with pytest.raises(Conflict, match="fact_of_activity"):
            act(second, verb, fact.id, *facts)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"number": 0}, "fact_number_low", "number"),
        ({"day": today() + timedelta(1)}, "date_in_future", "day"),
        ({"measure": "person"}, "fact_other_measure", "measure"),
    ],
)
def test_a_wrong_correction_is_refused_at_its_field_and_changes_nothing(world, changes, code, field):
    _programme, target, first, _second, data = world
    fact = act(first, services.enter_fact, target.id, data).id
    with pytest.raises(RuleBroken) as refusal:
        act(first, services.correct_fact, fact, replace(data, **changes), "Ghi nhầm")
    assert (refusal.value.code, refusal.value.field) == (code, field)
    row = db.session.get_one(Fact, fact, populate_existing=True)
    assert (row.number, row.day, row.changes) == (1, date(2023, 5, 10), [])


def test_a_correction_that_changes_nothing_leaves_the_second_persons_word(world):
    _programme, target, first, second, data = world
    fact = act(
        first, services.enter_fact, target.id, replace(data, evidence=Evidence.DECLARED, document="")
    ).id
    act(second, services.correct_fact, fact, replace(data, document=""), "Xem lại")
    assert db.session.get_one(Fact, fact).changes == []


def test_a_withdrawn_fact_is_settled(world):
    _programme, target, first, second, data = world
    fact = act(first, services.enter_fact, target.id, data).id
    with pytest.raises(RuleBroken, match="reason_needed"):
        act(first, services.withdraw_fact, fact, " ")
    act(first, services.withdraw_fact, fact, "Trùng với báo cáo khác")
    for verb, args in (
        (services.withdraw_fact, ("Lần nữa",)),
        (services.correct_fact, (data, "Ghi nhầm")),
        (services.confirm_fact, ()),
    ):
        with pytest.raises(Conflict, match="fact_settled"):
            act(second, verb, fact, *args)
    for verb, args in ((services.confirm_fact, ()), (services.withdraw_fact, ("Trùng",))):
        with pytest.raises(NotFound):
            act(second, verb, 999_999, *args)
    with pytest.raises(NotFound):
        act(first, services.enter_fact, 999_999, data)
