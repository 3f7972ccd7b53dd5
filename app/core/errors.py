"""What a use case raises when it refuses. The web maps the code to a message, the API to problem+json."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar


class DomainError(Exception):
    """A refusal with a stable code, the form field it concerns (or None) and values for its message.

    also: further refusals of the same input, so that a form shows all of them at once.
    """

    status: ClassVar[int] = 422

    def __init__(self, code: str, field: str | None = None, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.params = params
        self.also: tuple[DomainError, ...] = ()

    def __str__(self) -> str:
        detail = f" {self.params}" if self.params else ""
        return f"{self.code}{' at ' + self.field if self.field else ''}{detail}"


class NotFound(DomainError):
    """The object does not exist, or this person may not know that it does."""

    status = 404


class NotAllowed(DomainError):
    """The person may see the object but not do this to it."""

    status = 403


class RuleBroken(DomainError):
    """A rule of the domain refuses the input or the act."""

    status = 422


class Conflict(DomainError):
    """The object has changed since the person last saw it, or it exists already."""

    status = 409


class Unavailable(DomainError):
    """A part that the program needs (disk, index, storage, a job) is not available; trying again may help.

    retry_after among the params: seconds to wait, sent to the client.
    """

    status = 503


class CodedError(ValueError):
    """What a pure module refuses, outside every use case; `code` is stable, `params` fill the words for it."""

    def __init__(self, code: str, message: str, **params: object) -> None:
        super().__init__(message)
        self.code = code
        self.params = params


@contextmanager
def at_field(field: str) -> Iterator[None]:
    """Rules broken inside the block concern this field of a form."""
    try:
        yield
    except RuleBroken as error:
        error.field = field
        raise


def check_together(*checks: Callable[[], object]) -> None:
    """Run every check. Raises the first RuleBroken with the others as its `also`."""
    broken: list[RuleBroken] = []
    for check in checks:
        try:
            check()
        except RuleBroken as error:
            broken.append(error)
    if broken:
        broken[0].also = tuple(broken[1:])
        raise broken[0]
