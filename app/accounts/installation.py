"""What accounts need to know of the installation: secret, address, cost of a password hash."""

from dataclasses import dataclass, field
from typing import cast

from flask import current_app


@dataclass(frozen=True, slots=True)
class AccountSetup:
    """secret: keys the hashes of addresses and the device cookie. confirm_email_first: nobody signs in with
    an address that was not confirmed. It is off only where the server can send no mail, because nobody could
    confirm an address there.
    """

    secret: bytes = field(repr=False)
    password_cost: str = "interactive"  # noqa: S105  # a name of `passwords`
    confirm_email_first: bool = True


def account_setup() -> AccountSetup:
    """The setup of the running application."""
    return cast("AccountSetup", current_app.extensions["accounts"])
