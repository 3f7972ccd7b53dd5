"""People for tests: `factory.user("officer-province", unit_id=…)`, `login_as(user)`."""

import secrets
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from app.accounts.credentials.passwords import hash_password
from app.accounts.models import Membership, User, UserSession
from app.accounts.sessions.store import LIFETIME, MARK, key_hash
from app.core.actor import Actor, Role
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction

PASSWORD = "một câu dài để thử 2026"
_numbers = count(1)


def user(
    *roles: str,
    email: str | None = None,
    name: str = "",
    password: str = PASSWORD,
    facility_id: int | None = None,
    unit_id: int | None = None,
    region: str = "phia-bac",
    commune: str = "",
    waived: bool = True,
    verified: bool = True,
) -> User:
    """A person with roles (values of Role). A province officer serves Hà Nội unless `unit_id` says otherwise.

    waived: no second factor is asked for, as with the demonstration accounts.
    """
    number = next(_numbers)
    now = utc_now()
    if {Role.OFFICER_PROVINCE, Role.PROGRAMME_EDITOR} & set(roles) and unit_id is None:
        unit_id = _unit_id()
    with transaction() as session:
        person = User(
            email=email or f"nguoi{number}@example.vn",
            name=name or f"Người thứ {number}",
            password_hash=hash_password(password),
            created_at=now,
            email_verified_at=now if verified else None,
            second_factor_waived=waived,
        )
        for role in roles:
            person.memberships.append(
                Membership(
                    role=str(Role(role)),
                    facility_id=facility_id if role == Role.FACILITY else None,
                    unit_id=unit_id if role in {Role.OFFICER_PROVINCE, Role.PROGRAMME_EDITOR} else None,
                    region=region if role == Role.OFFICER_REGION else "",
                    commune=commune if role == Role.OFFICER_COMMUNE else "",
                    created_at=now,
                )
            )
        session.add(person)
    return person


def actor(person: User, *, confirmed: bool = True) -> Actor:
    """The Actor of a person who has just signed in with everything that is asked for."""
    from app.accounts.sessions.actors import actor_of

    return actor_of(person, second_factor=True, confirmed_at=utc_now() if confirmed else None)


def signed_in_client(app: Flask, person: Any, *, second_factor: bool = True) -> FlaskClient:
    """A new browser with a server-side session of a user, or of a new user with a role given by its name."""
    if isinstance(person, str):
        person = user(person)
    now, key = utc_now(), secrets.token_urlsafe(32)
    with transaction() as session:
        session.add(
            UserSession(
                key_hash=key_hash(key),
                user_id=person.id,
                data={"_user_id": str(person.id), "_fresh": True},
                created_at=now,
                seen_at=now,
                expires_at=now + LIFETIME,
                second_factor_at=now if second_factor else None,
                confirmed_at=now,
                device="test",
            )
        )
    client = app.test_client()
    client.set_cookie(app.config["SESSION_COOKIE_NAME"], MARK + key)
    return client


def _unit_id() -> int:
    from sqlalchemy import select

    from catalog.models import AdministrativeUnit

    found = db.session.scalar(
        select(AdministrativeUnit.id).where(
            AdministrativeUnit.list_version == "2025", AdministrativeUnit.code == "01"
        )
    )
    assert found is not None
    return found
