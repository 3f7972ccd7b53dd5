"""The list of schemes: as it comes with the program, with what the ministry's officers have changed and added."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from app.core.database.base import db
from app.core.text import sort_key
from catalog.models import Certificate, CertificateScheme
from catalog.schemes.chain import renewing
from catalog.schemes.rules import Issuer, Scheme

_BASE = Path(__file__).with_name("base.json")


def list_schemes() -> list[Scheme]:
    """All of them; those of a kind side by side, the one for the whole kind last."""
    found = {scheme.code: scheme for scheme in base_schemes()}
    for row in db.session.scalars(select(CertificateScheme).order_by(CertificateScheme.id)):
        found[row.code] = _of_row(row)
    kinds = [scheme.kind for scheme in base_schemes()]
    return sorted(
        found.values(), key=lambda each: (kinds.index(each.kind), each.is_base, sort_key(each.name_vi))
    )


def find_scheme(code: str) -> Scheme | None:
    """By its code, though it may not be offered any more."""
    return next((scheme for scheme in list_schemes() if scheme.code == code), None)


def get_version(code: str) -> int:
    """Of what was changed here; 0 for a scheme as it came with the program."""
    query = select(CertificateScheme.version).where(CertificateScheme.code == code)
    return db.session.scalar(query) or 0


def is_renewed() -> ColumnElement[bool]:
    """Whether the facility has given the paper that takes the place of a certificate, and no officer refused that."""
    later = aliased(Certificate)
    return exists().where(later.replaces_id == Certificate.id, later.check_state.in_(renewing(pending=True)))


@cache
def base_schemes() -> tuple[Scheme, ...]:
    """As they come with the program."""
    rows = json.loads(_BASE.read_text("utf-8"))
    return tuple(Scheme(**row | {"issuers": issuers_of(row.get("issuers", ()))}) for row in rows)


def issuers_of(stored: Any) -> tuple[Issuer, ...]:
    """From what JSON keeps of them."""
    return tuple(
        Issuer(row["name"], _day(row.get("since")), _day(row.get("until")), tuple(row.get("stars", ())))
        for row in stored
    )


def _of_row(row: CertificateScheme) -> Scheme:
    return Scheme(
        code=row.code, kind=row.kind, name_vi=row.name_vi, name_en=row.name_en, issuers=issuers_of(row.issuers),
        months=row.months, source=row.source, is_offered=row.is_offered,
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
