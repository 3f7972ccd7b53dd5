"""Rounds of a commune: its officer, its council, its certificates, who may enter, who recognises."""

from types import SimpleNamespace

import pytest

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import NotAllowed, NotFound, RuleBroken
from catalog.models import Award
from tests.helpers.voting.acts import act, publish, refused, the_round
from tests.helpers.voting.levels import commune_round
from voting.dossiers import services as nominations
from voting.dossiers.queries import list_open_rounds
from voting.levels import services as levels
from voting.levels.defaults import DEFAULTS, LevelRules
from voting.levels.queries import authority_of, get_level_rules, number_example
from voting.models import SelectionRound
from voting.rounds import services as rounds
from voting.rounds.queries import get_work_round, list_work_rounds
from voting.rule_sets import services as rule_sets

PHU_LAM = "2025-26158"
"""Xã Phú Lâm, Đồng Nai."""


def plan(commune=PHU_LAM, **changes):
    with transaction():
        rules = rule_sets.sync_rule_sets().id
    return rounds.RoundPlan(
        title_vi="Kỳ cấp xã", level="xa", year=2026, rule_set_id=rules, commune=commune, **changes
    )


def test_officer_of_the_commune_plans_its_round(factory):
    officer = factory.user("officer-commune", commune=PHU_LAM)
    round_ = act(officer, rounds.plan_round, plan())
    row = db.session.get_one(SelectionRound, round_.id)
    assert (row.level, row.commune, row.unit.code, row.unit_name) == (
        "xa",
        PHU_LAM,
        "75",
        "Xã Phú Lâm, Đồng Nai",
    )
    actor = factory.actor(officer)
    assert [each.id for each in list_work_rounds(actor)] == [row.id]
    assert get_work_round(actor, row.slug).id == row.id


def test_officer_of_the_province_may_plan_it_and_another_commune_may_not(factory):
    province = factory.user("officer-province", unit_id=factory.unit("75").id)
    assert act(province, rounds.plan_round, plan()).commune == PHU_LAM
    for stranger in (
        factory.user("officer-commune", commune="2025-00004"),
        factory.user("officer-province", unit_id=factory.unit("01").id),
        factory.user("officer-region", region="phia-nam"),
    ):
        with pytest.raises(NotAllowed) as error:
            act(stranger, rounds.plan_round, plan())
        assert error.value.code == "not_your_area"


@pytest.mark.parametrize("key", ["", "2025-99999", "2004-26158", "26158", "2025-"])
def test_unknown_commune_is_refused_at_the_area(factory, key):
    officer = factory.user("officer-province", unit_id=factory.unit("75").id)
    with pytest.raises(RuleBroken) as error:
        act(officer, rounds.plan_round, plan(key))
    assert (error.value.code, error.value.field) == ("commune_unknown", "area")


def test_only_facilities_of_the_commune_enter(factory):
    people = commune_round(factory, products=1)
    here = factory.actor(people.member)
    assert [row.id for row in list_open_rounds(here)] == [people.round_id]
    elsewhere = factory.facility(commune="Xã Tân An")
    member = factory.user("facility", facility_id=elsewhere.id)
    product = factory.product(elsewhere)
    assert list_open_rounds(factory.actor(member)) == []
    with pytest.raises(RuleBroken) as error:
        act(member, nominations.enter_product, people.round_id, product.id)
    assert error.value.code == "outside_area"


def test_certificates_bear_the_commune_and_its_authority(factory):
    people = commune_round(factory, products=1)
    assert authority_of(the_round(people)) == "Ủy ban nhân dân xã Phú Lâm"
    assert number_example(the_round(people)) == "44/QĐ-UBND"
    people.finish()
    publish(people)
    [award] = db.session.query(Award).all()
    assert (award.level, award.number, award.unit_name) == (
        "xa",
        f"CNNT-75-26158-{award.year}-0001",
        "Xã Phú Lâm, Đồng Nai",
    )


def test_settings_of_a_level_are_kept_and_followed(factory):
    ministry = factory.user("officer-national")
    assert (
        get_level_rules("xa")
        == DEFAULTS["xa"]
        == LevelRules(False, "Ủy ban nhân dân {area}", "Chủ tịch", "UBND")
    )
    rules = LevelRules(True, "Hội đồng nhân dân {area}", "Phó Chủ tịch", "HĐND")
    act(ministry, levels.set_level, "xa", rules)
    assert get_level_rules("xa") == rules
    round_ = SimpleNamespace(level="xa", commune=PHU_LAM, unit_name="Xã Phú Lâm, Đồng Nai")
    assert (authority_of(round_), number_example(round_)) == ("Hội đồng nhân dân xã Phú Lâm", "44/QĐ-HĐND")
    with pytest.raises(NotAllowed):
        act(factory.user("officer-province"), levels.set_level, "xa", rules)
    with pytest.raises(RuleBroken) as error:
        act(ministry, levels.set_level, "xa", LevelRules(True, " ", "x", "y"))
    assert error.value.field == "authority"
    assert refused(ministry, levels.set_level, "lang", rules) == ("choice_unknown", "level")


def test_other_officers_do_not_find_the_round(factory):
    people = commune_round(factory, products=1)
    stranger = factory.actor(factory.user("officer-commune", commune="2025-00004"))
    assert list_work_rounds(stranger) == []
    with pytest.raises(NotFound):
        get_work_round(stranger, the_round(people).slug)
