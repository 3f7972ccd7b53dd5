"""Argon2 hashes of passwords; checking one costs the same whether the account exists or not."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.accounts.installation import account_setup
from app.core.text import nfc

_COSTS: dict[str, dict[str, int]] = {
    "interactive": {
        "time_cost": 2,
        "memory_cost": 47_104,
        "parallelism": 1,
    },  # OWASP: at least 46 MiB and one pass
    "low": {"time_cost": 1, "memory_cost": 64, "parallelism": 1},  # tests only
}


def hash_password(password: str) -> str:
    return _hasher(account_setup().password_cost).hash(nfc(password))


def password_matches(kept: str, password: str) -> bool:
    """Whether the password is the one behind a hash. An empty hash (no such account, or none set yet) takes
    as long as a real one and never matches.
    """
    cost = account_setup().password_cost
    try:
        return _hasher(cost).verify(kept or _nobody(cost), nfc(password)) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other costs than today's."""
    return _hasher(account_setup().password_cost).check_needs_rehash(kept)


@cache
def _hasher(cost: str) -> PasswordHasher:
    parts = _COSTS[cost]
    return PasswordHasher(parts["time_cost"], parts["memory_cost"], parts["parallelism"])


@cache
def _nobody(cost: str) -> str:
    return _hasher(cost).hash("the password of nobody")
