"""Time-based one-time codes (RFC 6238): 6 digits, 30 seconds, one step of drift either way, each used once."""

import unicodedata
from datetime import datetime

import pyotp

STEP = 30
DRIFT = 1
ISSUER = "Tieu Bieu"


def new_secret() -> str:
    """A base32 secret of 160 bits."""
    return str(pyotp.random_base32())


def normal_code(text: str) -> str:
    """The intended text: without spaces and hyphens, full-width digits made plain, in upper case."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(char for char in plain if not char.isspace() and char not in "-–—").upper()


def matching_step(secret: str, code: str, at: datetime, *, after: int) -> int | None:
    """The time step whose code this is, if it is later than step `after` (the last one used); else None."""
    wanted = normal_code(code)
    if len(wanted) != 6 or not (wanted.isascii() and wanted.isdigit()):  # noqa: PLR2004  # digits
        return None
    now = int(at.timestamp()) // STEP
    codes = pyotp.TOTP(secret)
    for step in range(now - DRIFT, now + DRIFT + 1):
        if step > after and pyotp.utils.strings_equal(codes.generate_otp(step), wanted):
            return step
    return None


def provisioning_uri(secret: str, email: str) -> str:
    """The `otpauth://` address that an authenticator app reads."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER))
