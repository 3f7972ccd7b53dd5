from itertools import product

from catalog.enums import FacilityState, ProductState
from catalog.lifecycle import (
    FACILITY_MOVES,
    PRODUCT_MOVES,
    FacilityAct,
    ProductAct,
    next_facility_state,
    next_product_state,
)


def test_only_an_officers_act_makes_a_product_public():
    acts = {act for (_, act), state in PRODUCT_MOVES.items() if state == ProductState.PUBLISHED}
    assert acts == {ProductAct.PUBLISH}


def test_nothing_is_published_that_was_not_submitted():
    before = {state for (state, act) in PRODUCT_MOVES if act == ProductAct.PUBLISH}
    assert before == {ProductState.SUBMITTED}


def test_every_state_of_a_product_has_a_way_on_but_of_one_that_became_another():
    assert {state for state, _ in PRODUCT_MOVES} == set(ProductState) - {ProductState.MERGED}


def test_every_state_of_a_facility_has_a_way_on_but_of_one_that_became_another():
    assert {state for state, _ in FACILITY_MOVES} == set(FacilityState) - {FacilityState.MERGED}


def test_only_an_officers_act_makes_a_facility_public():
    acts = {act for (_, act), state in FACILITY_MOVES.items() if state == FacilityState.VERIFIED}
    assert acts == {FacilityAct.VERIFY, FacilityAct.REINSTATE, FacilityAct.REOPEN}


def test_a_suspended_facility_cannot_help_itself():
    acts = {act for state, act in FACILITY_MOVES if state == FacilityState.SUSPENDED}
    assert acts == {FacilityAct.REINSTATE, FacilityAct.RELEASE_UNNAMED, FacilityAct.CLOSE}


def test_what_the_table_does_not_name_is_refused():
    allowed = [pair for pair in product(ProductState, ProductAct) if next_product_state(*pair) is not None]
    assert set(allowed) == set(PRODUCT_MOVES)
    assert next_facility_state(FacilityState.SUSPENDED, FacilityAct.WITHDRAW) is None


def test_what_an_officer_had_stopped_is_withdrawn_where_its_consent_is_gone():
    for state in (FacilityState.SUSPENDED, FacilityState.CLOSED):
        assert next_facility_state(state, FacilityAct.RELEASE_UNNAMED) is FacilityState.WITHDRAWN
    assert next_facility_state(FacilityState.VERIFIED, FacilityAct.RELEASE_UNNAMED) is None
