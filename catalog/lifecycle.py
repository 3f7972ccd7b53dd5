"""Which act leads from which state to which: the only place for this. Pure."""

from enum import StrEnum

from catalog.enums import FacilityState, ProductState


class ProductAct(StrEnum):
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    PUBLISH = "publish"
    RETURN = "return"


class FacilityAct(StrEnum):
    SUBMIT = "submit"
    VERIFY = "verify"
    RETURN = "return"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    REOPEN = "reopen"
    REOPEN_SUSPENDED = "reopen_suspended"
    RELEASE_UNNAMED = "release_unnamed"


PRODUCT_MOVES: dict[tuple[ProductState, ProductAct], ProductState] = {
    (ProductState.DRAFT, ProductAct.SUBMIT): ProductState.SUBMITTED,
    (ProductState.RETURNED, ProductAct.SUBMIT): ProductState.SUBMITTED,
    (ProductState.WITHDRAWN, ProductAct.SUBMIT): ProductState.SUBMITTED,
    (ProductState.SUBMITTED, ProductAct.WITHDRAW): ProductState.DRAFT,
    (ProductState.PUBLISHED, ProductAct.WITHDRAW): ProductState.WITHDRAWN,
    (ProductState.SUBMITTED, ProductAct.PUBLISH): ProductState.PUBLISHED,
    (ProductState.SUBMITTED, ProductAct.RETURN): ProductState.RETURNED,
    (ProductState.PUBLISHED, ProductAct.RETURN): ProductState.RETURNED,
}

FACILITY_MOVES: dict[tuple[FacilityState, FacilityAct], FacilityState] = {
    (FacilityState.RETURNED, FacilityAct.SUBMIT): FacilityState.PENDING,
    (FacilityState.WITHDRAWN, FacilityAct.SUBMIT): FacilityState.PENDING,
    (FacilityState.PENDING, FacilityAct.VERIFY): FacilityState.VERIFIED,
    (FacilityState.PENDING, FacilityAct.RETURN): FacilityState.RETURNED,
    (FacilityState.VERIFIED, FacilityAct.SUSPEND): FacilityState.SUSPENDED,
    (FacilityState.SUSPENDED, FacilityAct.REINSTATE): FacilityState.VERIFIED,
    (FacilityState.VERIFIED, FacilityAct.CLOSE): FacilityState.CLOSED,
    (FacilityState.SUSPENDED, FacilityAct.CLOSE): FacilityState.CLOSED,
    (FacilityState.CLOSED, FacilityAct.REOPEN): FacilityState.VERIFIED,
    (FacilityState.CLOSED, FacilityAct.REOPEN_SUSPENDED): FacilityState.SUSPENDED,
    # An officer ends it, but the person has taken their consent back: they submit it again with a new one.
    (FacilityState.SUSPENDED, FacilityAct.RELEASE_UNNAMED): FacilityState.WITHDRAWN,
    (FacilityState.CLOSED, FacilityAct.RELEASE_UNNAMED): FacilityState.WITHDRAWN,
    (FacilityState.PENDING, FacilityAct.WITHDRAW): FacilityState.WITHDRAWN,
    (FacilityState.RETURNED, FacilityAct.WITHDRAW): FacilityState.WITHDRAWN,
    (FacilityState.VERIFIED, FacilityAct.WITHDRAW): FacilityState.WITHDRAWN,
}


def next_product_state(state: ProductState, act: ProductAct) -> ProductState | None:
    """Where the act leads, or None when it cannot be done in this state."""
    return PRODUCT_MOVES.get((state, act))


def next_facility_state(state: FacilityState, act: FacilityAct) -> FacilityState | None:
    """Where the act leads, or None when it cannot be done in this state."""
    return FACILITY_MOVES.get((state, act))
