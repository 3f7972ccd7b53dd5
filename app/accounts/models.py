"""People, their roles, their sessions and secrets. Secrets are kept as hashes only."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.actor import SECOND_FACTOR_ROLES, Duty
from app.core.database.base import Base, HasId


class User(HasId, Base):
    """email: folded to lower case; password_hash: argon2, empty until an invitation is taken up.

    totp_secret: base32, empty when no second factor is set up. second_factor_waived: demonstration
    accounts only, and the pages say so.
    """

    __tablename__ = "user"

    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    locale: Mapped[str] = mapped_column(default="vi")
    password_hash: Mapped[str] = mapped_column(default="")
    password_changed_at: Mapped[datetime | None] = mapped_column(default=None)
    totp_secret: Mapped[str] = mapped_column(default="")
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    totp_last_step: Mapped[int] = mapped_column(default=0)
    second_factor_waived: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    email_verified_at: Mapped[datetime | None] = mapped_column(default=None)
    disabled_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="user",
        cascade="all, delete-orphan",
        order_by="Membership.id",
        foreign_keys="Membership.user_id",
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return self.email

    @property
    def has_role_with_second_factor(self) -> bool:
        """Whether a role of this person asks for a second factor."""
        return any(membership.role in SECOND_FACTOR_ROLES for membership in self.memberships)


class Membership(HasId, Base):
    """One role of one person, with its scope: a facility, an administrative unit, a commune, a region, or none.

    commune: list and code, as `catalog.units.communes.Commune.key` has them. duty: of a member of a facility.
    """

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("user_id", "role", "facility_id", "unit_id", "region"),
        CheckConstraint("role <> 'facility' OR facility_id IS NOT NULL", name="facility_scope"),
        CheckConstraint("role <> 'officer-province' OR unit_id IS NOT NULL", name="province_scope"),
        CheckConstraint("role <> 'officer-region' OR region <> ''", name="region_scope"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    role: Mapped[str]
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), default=None, index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("administrative_unit.id"), default=None)
    region: Mapped[str] = mapped_column(default="")
    commune: Mapped[str] = mapped_column(default="", server_default="")
    duty: Mapped[str] = mapped_column(default=Duty.OWNER, server_default="owner")
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)

    user: Mapped[User] = relationship(back_populates="memberships", foreign_keys=[user_id])


class UserSession(HasId, Base):
    """A signed-in browser. key_hash: SHA-256 of the cookie's random key; data: the session's values."""

    __tablename__ = "user_session"

    key_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    data: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    second_factor_at: Mapped[datetime | None] = mapped_column(default=None)
    confirmed_at: Mapped[datetime]
    device: Mapped[str] = mapped_column(default="")


class SecretLink(HasId, Base):
    """A single-use link sent by mail. purpose: verify, reset, invite; key_hash: SHA-256 of the secret."""

    __tablename__ = "secret_link"
    __table_args__ = (Index(None, "user_id", "purpose"),)

    key_hash: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class RecoveryCode(HasId, Base):
    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("user_id", "code_hash"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    code_hash: Mapped[str]
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class ApiToken(HasId, Base):
    """A token `tb_…` for programs. key_hash: SHA-256 of it; hint: its last four characters."""

    __tablename__ = "api_token"

    key_hash: Mapped[str] = mapped_column(unique=True)
    hint: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)


class RateCounter(Base):
    """How often something was tried. key: purpose and keyed hash, never an address in clear."""

    __tablename__ = "rate_counter"

    key: Mapped[str] = mapped_column(primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime]


class HeldForm(HasId, Base):
    """What a person had typed when their session ended; restored once, to the same person."""

    __tablename__ = "held_form"

    key_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    path: Mapped[str]
    values: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
