from catalog.consent import CONSENT_TEXTS, CONSENT_VERSION, needs_consent
from catalog.enums import FacilityKind


def test_households_and_cooperative_groups_must_agree():
    asked = {kind for kind in FacilityKind if needs_consent(kind)}
    assert asked == {FacilityKind.HOUSEHOLD, FacilityKind.COOPERATIVE_GROUP}


def test_the_version_asked_for_has_its_text():
    assert list(CONSENT_TEXTS)[-1] == CONSENT_VERSION
