"""`tieubieu user` and `tieubieu token`."""

import sys
from typing import Any

import click

from app.core.actor import SYSTEM, Role
from app.core.errors import NotFound
from app.ops.application import open_for_command, print_json


@click.group()
def user() -> None:
    """Accounts."""


@user.command("create")
@click.option("--email", required=True)
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option(
    "--province", metavar="CODE", help="Of an officer of a province: its code in the list of 1 July 2025."
)
@click.option("--commune", metavar="CODE", help="Of an officer of a commune: its code in the same list.")
@click.option("--region", help="Of an officer of a region: phia-bac, mien-trung-tay-nguyen, phia-nam.")
@click.option(
    "--facility", metavar="SLUG", help="Of a member of a facility; without it they register one themselves."
)
@click.option("--name", default="", help="How the person is named.")
def create_user(
    email: str,
    role: str,
    province: str | None,
    commune: str | None,
    region: str | None,
    facility: str | None,
    name: str,
) -> None:
    """Make an account that can sign in at once; the password is read from standard input.

    Every role but `facility` sets up a second factor at the first sign-in.
    """
    if role in {Role.OFFICER_PROVINCE, Role.PROGRAMME_EDITOR} and not province:
        raise click.UsageError(f"--role {role} needs --province CODE")
    if role == Role.OFFICER_COMMUNE and not commune:
        raise click.UsageError("--role officer-commune needs --commune CODE")
    if role == Role.OFFICER_REGION and not (region or province):
        raise click.UsageError(
            "--role officer-region needs --region, or --province for a province of the region"
        )
    password = _read_password()
    with open_for_command().app_context():
        print_json(
            _create(
                email,
                Role(role),
                name,
                password,
                province=province,
                region=region,
                facility=facility,
                commune=commune,
            )
        )


def _create(
    email: str,
    role: Role,
    name: str,
    password: str,
    *,
    province: str | None,
    region: str | None,
    facility: str | None,
    commune: str | None = None,
) -> dict[str, Any]:
    from app.accounts.addresses import email_key  # noqa: PLC0415  # the database comes with it
    from app.accounts.services.members import create_user as create  # noqa: PLC0415  # as above
    from app.accounts.services.passwords import new_hash  # noqa: PLC0415  # as above
    from app.core.database.transaction import transaction  # noqa: PLC0415  # as above

    password_hash = new_hash(password, email=email_key(email), name=name)
    with transaction():
        scope = (
            _commune_scope(commune)
            if role is Role.OFFICER_COMMUNE
            else _scope(role, province, region, facility)
        )
        person = create(SYSTEM, email, password_hash, scope, name=name)
        return {"id": person.id, "email": person.email, "role": role.value}


def _scope(role: Role, province: str | None, region: str | None, facility: str | None) -> Any:
    from app.accounts.services.members import Scope  # noqa: PLC0415  # the database comes with it
    from catalog.labels import REGIONS  # noqa: PLC0415  # as above
    from catalog.units.queries import get_unit  # noqa: PLC0415  # as above

    unit = None
    if province:
        try:
            unit = get_unit("2025", province)
        except NotFound:
            raise click.ClickException(f"there is no province or city with the code {province!r}") from None
    if role in {Role.OFFICER_PROVINCE, Role.PROGRAMME_EDITOR} and unit:
        return Scope(role, unit_id=unit.id)
    if role is Role.OFFICER_REGION:
        key = region or (unit.region if unit else "")
        if key not in set(REGIONS):
            raise click.UsageError(f"--region: give one of {', '.join(REGIONS)}")
        return Scope(role, region=key)
    if role is Role.FACILITY and not facility:
        return None
    return Scope(role, facility_id=_facility_id(facility)) if facility else Scope(role)


def _commune_scope(code: str | None) -> Any:
    from app.accounts.services.members import Scope  # noqa: PLC0415  # the database comes with it
    from catalog.units.communes import find_commune  # noqa: PLC0415  # as above

    found = find_commune(code or "")
    if found is None:
        raise click.ClickException(f"there is no commune with the code {code!r}")
    return Scope(Role.OFFICER_COMMUNE, commune=found.key)


def _facility_id(slug: str) -> int:
    from sqlalchemy import select  # noqa: PLC0415  # the database comes with it

    from app.core.database.base import db  # noqa: PLC0415  # as above
    from catalog.models import Facility  # noqa: PLC0415  # as above

    found = db.session.scalar(select(Facility.id).where(Facility.slug == slug))
    if found is None:
        raise click.ClickException(f"there is no facility {slug!r}")
    return found


def _read_password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, err=True))
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise click.ClickException("give the password on standard input")
    return line


@click.group()
def token() -> None:
    """API tokens."""


@token.command("create")
@click.option("--email", required=True)
@click.option("--name", default="command line", help="What the token is for.")
def create_token(email: str, name: str) -> None:
    """Make a token that acts as the person; it is printed once and kept as a hash only."""
    with open_for_command().app_context():
        from app.accounts.queries import get_user_by_email  # noqa: PLC0415  # the database comes with it
        from app.accounts.services.tokens import add_token  # noqa: PLC0415  # as above
        from app.core.database.transaction import transaction  # noqa: PLC0415  # as above

        with transaction():
            person = get_user_by_email(email)
            if person is None or person.disabled_at is not None:
                raise click.ClickException(f"there is no account {email!r} that may sign in")
            secret = add_token(SYSTEM, person, name)
    print_json({"token": secret})
