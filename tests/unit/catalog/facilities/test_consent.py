from datetime import UTC, datetime

import pytest

from catalog.enums import FacilityKind, FacilityState
from catalog.facilities.consent import CONSENT_TEXTS, CONSENT_VERSION, may_be_named, needs_consent


def test_households_and_cooperative_groups_must_agree():
    asked = {kind for kind in FacilityKind if needs_consent(kind)}
    assert asked == {FacilityKind.HOUSEHOLD, FacilityKind.COOPERATIVE_GROUP}


def test_the_version_asked_for_has_its_text():
    assert list(CONSENT_TEXTS)[-1] == CONSENT_VERSION


@pytest.mark.parametrize(
    ("kind", "consent_at", "state", "named"),
    [
        (FacilityKind.ENTERPRISE, None, FacilityState.WITHDRAWN, True),
        (FacilityKind.HOUSEHOLD, datetime(2026, 1, 1, tzinfo=UTC), FacilityState.VERIFIED, True),
        (FacilityKind.HOUSEHOLD, None, FacilityState.VERIFIED, False),
        (FacilityKind.COOPERATIVE_GROUP, datetime(2026, 1, 1, tzinfo=UTC), FacilityState.WITHDRAWN, False),
    ],
)
def test_person_is_named_while_their_consent_stands(kind, consent_at, state, named):
    assert may_be_named(kind, consent_at, state) is named
