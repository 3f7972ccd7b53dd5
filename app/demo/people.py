"""The demonstration accounts: one at least for each role, second factor switched off, a password for each role."""

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from app.accounts.models import User
from app.accounts.services.members import Scope, add_membership, create_user
from app.accounts.services.passwords import check_strength, new_hash
from app.accounts.sessions.actors import actor_of
from app.core.actor import SYSTEM, Actor, Role
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.enums import Region
from catalog.units.queries import get_unit

FILE = "demo-accounts.json"
DOMAIN = "minhhoa.example"
WORDS = """
    bao ben bong buom cam cau cay chieu chim cui dao dat dem den dinh dong du dua ech gao gio go gom ha hac hat
    hoa hong kem khoai lang lau lua lut mai mam mang may mo mua nang nem ngo ngoc nia non nua ong quat que ruong
    sao sen son song suoi tam thao thuyen tra tre trau vai vang vuon xanh xoai
    """.split()  # noqa: SIM905  # a word list reads best as text
MEMBER_EMAILS = (
    "co-so",
    "co-so-gom",
    "co-so-co-khi",
    "co-so-dua",
    "co-so-sen",
    "co-so-may-tre",
    "co-so-lua",
    "co-so-mac-ca",
)


@dataclass(frozen=True, slots=True)
class Person:
    """A demonstration account to be made. key: how the rest of the demonstration names it."""

    key: str
    role: Role
    local: str
    name: str

    @property
    def email(self) -> str:
        return f"{self.local}@{DOMAIN}"


MEMBERS = tuple(
    Person(f"member-{number}", Role.FACILITY, local, f"Người liên hệ minh họa {number}")
    for number, local in enumerate(MEMBER_EMAILS, start=1)
)
STAFF = (
    Person("commune", Role.OFFICER_COMMUNE, "can-bo-xa-phu-lam", "Cán bộ minh họa xã Phú Lâm"),
    Person("province", Role.OFFICER_PROVINCE, "can-bo-dong-nai", "Cán bộ minh họa Đồng Nai"),
    Person("region", Role.OFFICER_REGION, "can-bo-phia-nam", "Cán bộ minh họa khu vực phía Nam"),
    Person("national", Role.OFFICER_NATIONAL, "can-bo-quoc-gia", "Cán bộ minh họa cấp quốc gia"),
    Person("secretary", Role.SECRETARY, "thu-ky", "Thư ký minh họa"),
    Person("chair", Role.CHAIR, "chu-tich", "Chủ tịch hội đồng minh họa"),
    *(Person(f"juror-{n}", Role.JUROR, f"giam-khao-{n}", f"Giám khảo minh họa {n}") for n in range(1, 6)),
    Person("centre", Role.PROGRAMME_EDITOR, "trung-tam-dong-nai", "Cán bộ trung tâm minh họa"),
    *(
        Person(f"appraiser-{n}", Role.APPRAISER, f"tham-dinh-{n}", f"Người thẩm định minh họa {n}")
        for n in (1, 2, 3)
    ),
    Person("admin", Role.ADMIN, "quan-tri", "Quản trị minh họa"),
)
COMMUNE = "2025-26158"
"""Xã Phú Lâm, Đồng Nai."""
PEOPLE = (*MEMBERS, *STAFF)


def load_people(folder: Path) -> None:
    """Make the accounts that are missing and write their passwords to `demo-accounts.json`; safe to run again.

    An account whose password the file no longer knows gets a new one. Those that get theirs at once share one a role,
    and its hash: whoever reads the file has them all, and each hash takes a tenth of a second.
    """
    path = folder / FILE
    known = read_passwords(path)
    fresh_passwords = {person.role: new_password() for person in PEOPLE}
    passwords = {person.email: known.get(person.email) or fresh_passwords[person.role] for person in PEOPLE}
    fresh = [person for person in PEOPLE if person.email not in known or _find(person.email) is None]
    for person in fresh:
        check_strength(passwords[person.email], email=person.email, name=person.name)
    hashes = {password: new_hash(password) for password in {passwords[person.email] for person in fresh}}
    if hashes:
        write_passwords(path, PEOPLE, passwords)  # before the accounts: otherwise a password could be lost
    with transaction():
        for person in fresh:
            _put(person, hashes[passwords[person.email]])


def person_actor(key: str) -> Actor:
    """The person as use cases see them right after signing in; by the key of PEOPLE."""
    email = next(person.email for person in PEOPLE if person.key == key)
    user = db.session.scalars(select(User).where(User.email == email)).one()
    return actor_of(user, second_factor=True, confirmed_at=utc_now(), session_key=f"demonstration-{key}")


def email_of(key: str) -> str:
    return next(person.email for person in PEOPLE if person.key == key)


def new_password() -> str:
    """Four short words and two digits: about 29 bits, enough behind the sign-in's limits."""
    return "-".join([*(secrets.choice(WORDS) for _ in range(4)), f"{secrets.randbelow(90) + 10}"])


def read_passwords(path: Path) -> dict[str, str]:
    """Passwords by address; empty when the file is missing or not ours."""
    try:
        return {row["email"]: row["password"] for row in json.loads(path.read_text("utf-8"))}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def write_passwords(path: Path, people: Sequence[Person], passwords: dict[str, str]) -> None:
    """A list of {"role", "email", "password"}, readable by its owner alone."""
    rows = [{"role": p.role.value, "email": p.email, "password": passwords[p.email]} for p in people]
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(
        os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as handle:
        json.dump(rows, handle, ensure_ascii=False, indent=2)
        handle.write("\n")
    part.replace(path)


def _put(person: Person, password_hash: str) -> None:
    user = _find(person.email)
    if user is not None:
        user.password_hash, user.password_changed_at = password_hash, utc_now()
        return
    user = create_user(SYSTEM, person.email, password_hash, None, name=person.name, waived=True, demo=True)
    if person.role is not Role.FACILITY:  # a member gets the role with the facility
        add_membership(SYSTEM, user, _scope(person.role))


def _scope(role: Role) -> Scope:
    if role is Role.OFFICER_COMMUNE:
        return Scope(role, commune=COMMUNE)
    if role in {Role.OFFICER_PROVINCE, Role.PROGRAMME_EDITOR}:
        return Scope(role, unit_id=get_unit("2025", "75").id)
    return Scope(role, region=Region.SOUTH) if role is Role.OFFICER_REGION else Scope(role)


def _find(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email))
