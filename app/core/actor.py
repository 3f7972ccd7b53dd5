"""Who acts: a frozen copy of a person's rights, passed to every use case."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    FACILITY = "facility"
    OFFICER_COMMUNE = "officer-commune"
    OFFICER_PROVINCE = "officer-province"
    OFFICER_REGION = "officer-region"
    OFFICER_NATIONAL = "officer-national"
    SECRETARY = "secretary"
    CHAIR = "chair"
    JUROR = "juror"
    SUPPORT = "support"
    PROGRAMME_EDITOR = "programme-editor"
    APPRAISER = "appraiser"
    ADMIN = "admin"


class Duty(StrEnum):
    """What a member of a facility does there. RECORDER: lots and their diary alone."""

    OWNER = "owner"
    EDITOR = "editor"
    RECORDER = "recorder"


OFFICER_ROLES = frozenset({Role.OFFICER_PROVINCE, Role.OFFICER_REGION, Role.OFFICER_NATIONAL})
"""Officers who verify facilities and their papers; a commune's officer only runs rounds and answers for its awards."""
SECOND_FACTOR_ROLES = frozenset(set(Role) - {Role.FACILITY})
"""Roles that must confirm a second factor before they reach their area."""


@dataclass(frozen=True, slots=True)
class Actor:
    """user_id: None for the public and for the system; label: what the audit shows.

    facilities: ids of the facilities the person belongs to; owned: those whose members the person chooses; recorded:
    those where the person keeps lots and nothing else. provinces: ids of administrative units of the present list an
    officer serves; centres: of those whose centre of promotion the person works for. communes: keys of communes.
    regions: region keys. confirmed_at: when the person last proved who they are (password or second factor) in this
    session.
    """

    user_id: int | None = None
    label: str = ""
    email: str = ""
    roles: frozenset[Role] = frozenset()
    facilities: frozenset[int] = frozenset()
    owned: frozenset[int] = frozenset()
    recorded: frozenset[int] = frozenset()
    provinces: frozenset[int] = frozenset()
    centres: frozenset[int] = frozenset()
    communes: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    session_key: str = field(default="", repr=False)
    second_factor: bool = False
    confirmed_at: datetime | None = None

    @property
    def is_anonymous(self) -> bool:
        return self.user_id is None

    def has(self, *roles: Role) -> bool:
        """Whether the person holds one of these roles."""
        return not self.roles.isdisjoint(roles)

    def manages(self, facility_id: int) -> bool:
        """Whether the person looks after the facility's listings, papers and entries."""
        return facility_id in self.facilities and facility_id not in self.recorded

    @property
    def is_officer(self) -> bool:
        return self.has(*OFFICER_ROLES)

    @property
    def runs_rounds(self) -> bool:
        """Whether the person plans rounds of an area."""
        return self.has(*OFFICER_ROLES, Role.OFFICER_COMMUNE)


PUBLIC = Actor(label="public")
SYSTEM = Actor(label="system", roles=frozenset({Role.ADMIN}))
"""The program itself: jobs, imports, the command line. It never acts for a chair or secretary."""
