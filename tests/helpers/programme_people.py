"""People around the programme of Đồng Nai (unit 75, South), for tables of who may do what."""

from app.core.actor import PUBLIC, SYSTEM, Actor, Role
from catalog.models import AdministrativeUnit

HERE, THERE = 75, 1
FACILITY = 7
SOUTH = "phia-nam"
ENTRANT, OFFICER, SECOND, NATION = 2, 4, 5, 8
"""Accounts of those whom a test names beside a thing."""


def actor(user_id, *roles, **facts):
    return Actor(user_id=user_id, roles=frozenset(roles), **facts)


PEOPLE = {
    "public": PUBLIC,
    "entrant": actor(ENTRANT, Role.FACILITY, facilities=frozenset({FACILITY})),
    "recorder": actor(
        3, Role.FACILITY, facilities=frozenset({FACILITY}), recorded=frozenset({FACILITY})
    ),  # keeps its lots, nothing else
    "province": actor(OFFICER, Role.OFFICER_PROVINCE, provinces=frozenset({HERE})),
    "second": actor(SECOND, Role.OFFICER_PROVINCE, provinces=frozenset({HERE})),
    "other province": actor(6, Role.OFFICER_PROVINCE, provinces=frozenset({THERE})),
    "region": actor(7, Role.OFFICER_REGION, regions=frozenset({SOUTH})),
    "nation": actor(NATION, Role.OFFICER_NATIONAL),
    "centre": actor(9, Role.PROGRAMME_EDITOR, centres=frozenset({HERE})),
    "other centre": actor(10, Role.PROGRAMME_EDITOR, centres=frozenset({THERE})),
    "officer and member": actor(
        11,
        Role.OFFICER_PROVINCE,
        Role.FACILITY,
        provinces=frozenset({HERE}),
        facilities=frozenset({FACILITY}),
    ),
    "admin": actor(12, Role.ADMIN),
    "system": SYSTEM,
}
OK, NOT_FOUND = "ok", "404"


def unit(key=HERE, region=SOUTH, successor=None):
    return AdministrativeUnit(id=key, region=region, successor=successor)


def said(decision):
    return OK if decision else (NOT_FOUND if decision.hidden else decision.code)


def answers(policy, *args, **named):
    """What the policy says to each of them."""
    return {name: said(policy(who, *args, **named)) for name, who in PEOPLE.items()}


def expected(default, *allowed, **others):
    """What it should say: `default` to all but those allowed and those named."""
    told = {name.replace("_", " "): value for name, value in others.items()}
    return dict.fromkeys(PEOPLE, default) | dict.fromkeys(allowed, OK) | told
