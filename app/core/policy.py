"""Policies: plain functions that return Allowed or Denied."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec

from app.core.actor import Actor
from app.core.errors import NotAllowed, NotFound

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Allowed:
    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Denied:
    """code: stable; hidden: the person may not even know that the thing exists (404, not 403)."""

    code: str = "not_allowed"
    hidden: bool = False

    def __bool__(self) -> bool:
        return False


Decision = Allowed | Denied
ALLOWED = Allowed()
HIDDEN = Denied("not_found", hidden=True)


def authorize(
    actor: Actor, policy: Callable[Concatenate[Actor, P], Decision], *args: P.args, **kwargs: P.kwargs
) -> None:
    """The first line of a use case. Raises NotAllowed or, if the object is secret, NotFound."""
    decision = policy(actor, *args, **kwargs)
    if isinstance(decision, Denied):
        raise NotFound("not_found") if decision.hidden else NotAllowed(decision.code)
