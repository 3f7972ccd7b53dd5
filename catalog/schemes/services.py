"""The ministry's officers keep the list of schemes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from app.core.text import slugify
from catalog import fields
from catalog.enums import CertificateKind
from catalog.models import CertificateScheme
from catalog.policies import can_set_lists
from catalog.schemes.queries import find_scheme
from catalog.schemes.rules import Issuer, read_issuers

TAKEN_BY_PAGES = ("moi", "new")
"""Codes at whose addresses the page of a new scheme stands."""
MAX_NAME, MAX_SOURCE, MAX_MONTHS = 120, 500, 240


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeData:
    """As typed. issuers: one a line, as `read_issuers` takes them."""

    kind: str
    name_vi: str = ""
    name_en: str = ""
    issuers: str = ""
    months: int | None = None
    source: str = ""
    is_offered: bool = True


def add_scheme(actor: Actor, data: SchemeData) -> CertificateScheme:
    """Another scheme of a kind. Its code is made of its name and stays."""
    authorize(actor, can_set_lists)
    fields.one_of(data.kind, CertificateKind, "kind")
    fields.required(data.name_vi, "name_vi")
    code = slugify(data.name_vi)
    if not code or code in TAKEN_BY_PAGES:
        raise RuleBroken("scheme_name_form", "name_vi")
    if find_scheme(code) is not None:
        raise Conflict("scheme_exists", "name_vi")
    row = CertificateScheme(code=code, kind=data.kind)
    db.session.add(row)
    return _keep(actor, row, data, "add")


def set_scheme(actor: Actor, code: str, data: SchemeData, *, version: int) -> CertificateScheme:
    """Change one; papers entered before stay as they are. version: 0 for one as it came with the program."""
    authorize(actor, can_set_lists)
    known = find_scheme(code)
    if known is None:
        raise NotFound("not_found")
    row = db.session.scalar(select(CertificateScheme).where(CertificateScheme.code == code))
    if (row.version if row is not None else 0) != version:
        raise Conflict("stale")
    if not known.is_base:
        fields.required(data.name_vi, "name_vi")
    if row is None:
        row = CertificateScheme(code=code, kind=known.kind)
        db.session.add(row)
    return _keep(actor, row, data, "edit")


def _keep(actor: Actor, row: CertificateScheme, data: SchemeData, act: str) -> CertificateScheme:
    for name, most in (("name_vi", MAX_NAME), ("name_en", MAX_NAME), ("source", MAX_SOURCE)):
        if len(getattr(data, name)) > most:
            raise RuleBroken("too_long", name, limit=most)
        setattr(row, name, getattr(data, name))
    if data.months is not None and not 1 <= data.months <= MAX_MONTHS:
        raise RuleBroken("months_range", "months", most=MAX_MONTHS)
    try:
        row.issuers = _stored(read_issuers(data.issuers))
    except ValueError as error:
        raise RuleBroken("issuer_line", "issuers", line=error.args[0]) from None
    row.months, row.is_offered = data.months, data.is_offered
    row.changed_by, row.changed_at = actor.user_id, utc_now()
    audit.record(actor, f"catalog.scheme.{act}", row, months=data.months, public=data.is_offered)
    return row


def _stored(issuers: Iterable[Issuer]) -> list[dict[str, Any]]:
    return [
        {
            "name": issuer.name,
            "since": issuer.since.isoformat() if issuer.since else None,
            "until": issuer.until.isoformat() if issuer.until else None,
            "stars": list(issuer.stars),
        }
        for issuer in issuers
    ]
