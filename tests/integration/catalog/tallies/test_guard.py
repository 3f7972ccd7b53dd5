"""A counted fact that changes outside a transaction is a fault of the program: nothing of it is kept."""

import pytest

from app.core.database.base import db
from catalog.enums import FacilityState
from catalog.models import Facility
from programme.models import Fact


def test_a_facility_changes_in_a_transaction_alone(factory, facility):
    row = db.session.get_one(Facility, facility.id)
    row.phone = "0988 777 666"
    db.session.flush()  # which no number hangs on
    row.state = FacilityState.SUSPENDED
    with pytest.raises(RuntimeError, match="outside a transaction"):
        db.session.flush()
    db.session.rollback()
    assert db.session.get_one(Facility, facility.id).state == FacilityState.VERIFIED


def test_a_fact_of_a_programme_changes_in_a_transaction_alone(factory):
    programme = factory.loaded_programme("quoc-gia")
    key = factory.fact(factory.target_of(programme, "1.2"), number=5).id
    db.session.get_one(Fact, key).number = 7
    with pytest.raises(RuntimeError, match="outside a transaction"):
        db.session.flush()
    db.session.rollback()
    assert db.session.get_one(Fact, key).number == 5
