"""What the level below must have done is what the rule set of the round says."""

import pytest

from app.core.actor import SYSTEM
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import RuleBroken
from tests.helpers.voting.acts import act
from tests.helpers.voting.levels import open_round
from voting.dossiers import services as nominations
from voting.models import Nomination
from voting.rule_sets import services as rule_sets
from voting.rules.document import rule_set_from_dict


def rules_with(lower):
    with transaction():
        body = {**rule_sets.sync_rule_sets().body, "code": "chuoi", "version": 1}
        row = rule_sets._insert(
            SYSTEM, rule_set_from_dict(body if lower is None else {**body, "lower": lower})
        )
        db.session.flush()
        return row.id


def asked(certificate, promotion):
    return {"certificate": certificate, "promotion": promotion}


@pytest.mark.parametrize(
    ("level", "lower", "refusal"),
    [
        ("tinh", None, None),
        ("tinh", asked(True, False), "lower_certificate_missing"),
        ("tinh", asked(False, True), "not_promoted"),
        ("khu-vuc", None, "lower_certificate_missing"),
        ("khu-vuc", asked(False, False), None),
        ("quoc-gia", None, "not_promoted"),
        ("quoc-gia", asked(False, False), None),
        ("quoc-gia", asked(True, False), "lower_certificate_missing"),
    ],
)
def test_first_obstacle_is_the_one_the_rules_ask_for(factory, level, lower, refusal):
    facility = factory.facility()
    product, member = factory.product(facility), factory.user("facility", facility_id=facility.id)
    officer, plan = {
        "tinh": (factory.user("officer-province", unit_id=facility.unit_id), {"unit_id": facility.unit_id}),
        "khu-vuc": (factory.user("officer-region", region="phia-nam"), {"region": "phia-nam"}),
        "quoc-gia": (factory.user("officer-national"), {}),
    }[level]
    people = open_round(officer, {"level": level, "rule_set_id": rules_with(lower), **plan})
    if refusal is None:
        act(member, nominations.enter_product, people.round_id, product.id)
        assert db.session.query(Nomination).count() == 1
    else:
        with pytest.raises(RuleBroken) as error:
            act(member, nominations.enter_product, people.round_id, product.id)
        assert error.value.code == refusal


def test_commune_certificate_opens_the_province(factory):
    facility = factory.facility()
    product, member = factory.product(facility), factory.user("facility", facility_id=facility.id)
    factory.award(product, level="xa", number="CNNT-75-26158-2026-0001")
    officer = factory.user("officer-province", unit_id=facility.unit_id)
    plan = {"level": "tinh", "unit_id": facility.unit_id, "rule_set_id": rules_with(asked(True, False))}
    people = open_round(officer, plan)
    act(member, nominations.enter_product, people.round_id, product.id)
    assert db.session.query(Nomination).one().round_id == people.round_id
