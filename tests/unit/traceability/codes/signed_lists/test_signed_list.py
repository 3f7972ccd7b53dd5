from datetime import UTC, datetime, timedelta, timezone

import pytest

from traceability.codes.signed_lists.signed_list import (
    PublicKey,
    SignatureError,
    code_digest,
    new_private_key,
    public_key,
    sign_code_list,
    verify_code_list,
)

PRIVATE = bytes(range(32))
KEY = PublicKey(public_key(PRIVATE))
SIGNED_AT = datetime(2026, 11, 22, 9, 30, tzinfo=timezone(timedelta(hours=7)))
CODES = ["S00000000000001ABCDE", "S0000000000000200000"]


def signed(**changes):
    return sign_code_list(PRIVATE, batch="L-0001", codes=CODES, signed_at=SIGNED_AT) | changes


def refusal(statement, keys):
    with pytest.raises(SignatureError) as caught:
        verify_code_list(statement, keys)
    return caught.value.code


def test_signed_list_proves_its_codes_and_holds_none_of_them():
    statement = signed()
    assert verify_code_list(statement, [KEY]) == {code_digest(code) for code in CODES}
    assert not any(code in str(statement) for code in CODES)
    assert statement["signed_at"] == "2026-11-22T02:30:00Z"


def test_signed_list_is_the_same_whatever_the_order_of_codes():
    again = sign_code_list(PRIVATE, batch="L-0001", codes=[*reversed(CODES), CODES[0]], signed_at=SIGNED_AT)
    assert again == signed()


def test_signed_list_with_a_code_slipped_in_is_refused():
    codes = [*signed()["codes"], code_digest("S00000000000009ABCDE")]
    assert refusal(signed(codes=codes, count=3), [KEY]) == "signature_wrong"


def test_signed_list_of_an_unlisted_key_is_refused():
    assert refusal(signed(), [PublicKey(public_key(new_private_key()))]) == "key_unknown"


@pytest.mark.parametrize("hours", [0, -1, 1])
def test_signed_list_of_a_revoked_key_proves_nothing_by_its_own_day(hours):
    assert refusal(signed(), [revoked(hours)]) == "key_revoked"


@pytest.mark.parametrize(("hours", "verdict"), [(0, "key_revoked"), (-1, "key_revoked"), (1, "proved")])
def test_signed_list_known_before_the_revocation_stands(hours, verdict):
    try:
        verify_code_list(signed(), [revoked(hours)], known_since=SIGNED_AT)
        found = "proved"
    except SignatureError as error:
        found = error.code
    assert found == verdict


def revoked(hours):
    return PublicKey(KEY.public, revoked_at=SIGNED_AT.astimezone(UTC) + timedelta(hours=hours))


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "other"},
        {"key": 5},
        {"codes": "x"},
        {"codes": [1, 2]},
        {"count": 9},
        {"signature": "!"},
        {"signature": 5},
        {"signed_at": "yesterday"},
        {"signed_at": "2026-11-22T02:30:00"},
    ],
)
def test_malformed_list_is_refused(changes):
    assert refusal(signed(**changes), [KEY]) == "list_malformed"


def test_list_without_a_signature_is_refused():
    statement = signed()
    del statement["signature"]
    assert refusal(statement, [KEY]) == "list_malformed"
