"""The next steps shown to a facility."""

from datetime import date

from catalog.enums import FacilityState, ProductState
from catalog.workspace.next_steps import Ending, ListingState, Step, next_steps

DAY = date(2026, 11, 2)


def listing(state, missing=0, key=1):
    return ListingState(key, "Nước mắm", state, missing, waits=False)


LISTINGS = [listing(ProductState.DRAFT), listing(ProductState.RETURNED, key=2)]


def test_a_new_facility_writes_its_first_product():
    assert next_steps(FacilityState.PENDING, [], [], DAY) == [Step("first_product")]


def test_what_was_sent_back_comes_first():
    steps = next_steps(
        FacilityState.RETURNED, [listing(ProductState.DRAFT), listing(ProductState.RETURNED, key=2)], [], DAY
    )
    assert [(step.code, step.urgent) for step in steps] == [
        ("correct_facility", True), ("correct_product", True), ("submit_product", False),
    ]  # fmt: skip


def test_a_draft_that_lacks_something_is_completed_before_it_is_sent():
    assert next_steps(FacilityState.VERIFIED, [listing(ProductState.DRAFT, missing=2)], [], DAY) == [
        Step("complete_product", "Nước mắm", 1, 2)
    ]


def test_papers_are_told_of_from_ninety_days_before_their_end():
    papers = [
        Ending("certificate", "ISO", date(2027, 2, 1)),  # 91 days ahead
        Ending("certificate", "VietGAP", date(2027, 1, 31)),  # 90 days ahead
        Ending("trademark", "Sen", date(2026, 11, 1)),
    ]
    steps = next_steps(FacilityState.VERIFIED, [listing(ProductState.PUBLISHED)], papers, DAY)
    assert [(step.code, step.name, step.urgent) for step in steps] == [
        ("ended", "Sen", True),
        ("renew", "VietGAP", False),
    ]
