"""E-mail addresses as keys."""

import pytest

from app.accounts.addresses import checked_email
from app.core.errors import RuleBroken


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" Lan@MAM.vn ", "lan@mam.vn"),
        ("a.b+c@x-y.com.vn", "a.b+c@x-y.com.vn"),
        ("ngọc@làng.vn", "ngọc@làng.vn"),
    ],
)
def test_address_has_one_spelling(given, kept):
    assert checked_email(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "",
        "lan",
        "lan@",
        "@mam.vn",
        "lan@mam",
        "a b@mam.vn",
        "lan@mam.vn\nBcc: x@y.vn",
        "a@b@c.vn",
        "<lan@mam.vn>",
        "x" * 250 + "@mam.vn",
        "lan\x00@mam.vn",
    ],
)
def test_what_is_no_address_is_refused(given):
    with pytest.raises(RuleBroken) as refusal:
        checked_email(given)
    assert (refusal.value.code, refusal.value.field) == ("email_invalid", "email")
