"""One-time codes: the values of RFC 6238, the window, the replay."""

import base64
from datetime import UTC, datetime

import pyotp
import pytest

from app.accounts.credentials.totp import matching_step, new_secret, normal_code, provisioning_uri

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("at", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_code_of_rfc_6238_matches(at, code):
    assert matching_step(RFC_SECRET, code, datetime.fromtimestamp(at, UTC), after=0) == at // 30


def test_code_of_one_step_away_matches_and_of_two_does_not():
    at = datetime.fromtimestamp(1111111109, UTC)
    step = 1111111109 // 30
    codes = pyotp.TOTP(RFC_SECRET)
    found = [
        matching_step(RFC_SECRET, codes.generate_otp(step + away), at, after=0) for away in (-2, -1, 0, 1, 2)
    ]
    assert found == [None, step - 1, step, step + 1, None]


def test_code_that_was_used_does_not_match_again():
    at = datetime.fromtimestamp(59, UTC)
    assert matching_step(RFC_SECRET, "287082", at, after=1) is None


@pytest.mark.parametrize("typed", [" 287 082 ", "287-082", "２８７０８２", "287\u00a0082"])
def test_code_is_read_as_people_type_it(typed):
    assert matching_step(RFC_SECRET, typed, datetime.fromtimestamp(59, UTC), after=0) == 1


@pytest.mark.parametrize("typed", ["", "28708", "2870822", "abcdef", "٢٨٧٠٨٢", "287082\x00"])
def test_code_of_another_shape_does_not_match(typed):
    assert matching_step(RFC_SECRET, typed, datetime.fromtimestamp(59, UTC), after=0) is None


def test_recovery_code_is_read_without_its_hyphens():
    assert normal_code("abcd-efgh jkmn–pqrs") == "ABCDEFGHJKMNPQRS"


def test_secrets_have_160_bits_and_differ():
    secrets = {new_secret() for _ in range(20)}
    assert {len(base64.b32decode(secret)) for secret in secrets} == {20}
    assert len(secrets) == 20


def test_an_app_is_told_who_asks_for_what():
    assert provisioning_uri(RFC_SECRET, "lan@mam.vn") == (
        f"otpauth://totp/Tieu%20Bieu:lan%40mam.vn?secret={RFC_SECRET}&issuer=Tieu%20Bieu"
    )
