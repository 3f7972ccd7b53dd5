"""The faults of a document: where (JSON path), a stable code, and how to correct them."""

import re
from dataclasses import dataclass

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

# The event is still readable with these, so a hash can be made of it.
_READABLE = frozenset(
    {
        "context",
        "identifier",
        "list.duplicate",
        "namespace",
        "rule",
        "vocabulary.spelling",
    }
)


@dataclass(frozen=True, slots=True)
class Issue:
    """readable: the event can be read in spite of it, where the code alone does not say so."""

    path: str
    code: str
    message: str
    readable: bool = False

    @property
    def stops_reading(self) -> bool:
        """Whether the event cannot be read at all, rather than only break a rule of the standard."""
        return (
            not self.readable and self.code not in _READABLE and self.code.partition(".")[0] not in _READABLE
        )

    def as_dict(self) -> dict[str, str]:
        return {"path": self.path, "code": self.code, "message": self.message}


class InvalidEpcis(ValueError):
    """An invalid document; `issues` says where and why, at least one."""

    code = "epcis_invalid"

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        first = issues[0]
        more = f" (and {len(issues) - 1} more)" if len(issues) > 1 else ""
        super().__init__(f"{first.path}: {first.message}{more}")
        self.issues = issues


def step(path: str, name: str) -> str:
    """The JSON path of member `name` under `path`: `$.a.b`, or `$.a['x:y']` for other names."""
    if _PLAIN_NAME.fullmatch(name):
        return f"{path}.{name}"
    quoted = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"{path}['{quoted}']"
