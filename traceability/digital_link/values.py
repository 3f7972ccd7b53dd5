"""Whether a value is valid for its Application Identifier, and whether the identifiers go together."""

from collections.abc import Iterable, Mapping

from traceability.digital_link.errors import DigitalLinkError
from traceability.digital_link.identifiers import IDENTIFIERS, Group, Identifier
from traceability.digital_link.value_checks.checks import PROBLEMS

# (8030) signs one individual thing, so these keys must then be longer than without their serial.
_WITHOUT_SERIAL = {"253": 13, "255": 13, "8003": 14}


def check_value(identifier: Identifier, value: str) -> None:
    """Raise DigitalLinkError unless the value has the identifier's length, characters and content."""
    found = identifier.pattern.fullmatch(value)
    if found is None:
        raise _wrong_form(identifier, value)
    for place, check in identifier.checks:
        part = found[place]
        if part is not None:
            code = check(part)
            if code is not None:
                raise DigitalLinkError(code, f"AI ({identifier.ai}): {PROBLEMS[code]}", identifier.ai)


def _wrong_form(identifier: Identifier, value: str) -> DigitalLinkError:
    ai = identifier.ai
    if not value:
        return DigitalLinkError("empty_value", f"AI ({ai}) has no value", ai)
    if len(value) < identifier.least:
        return DigitalLinkError(
            "too_short", f"AI ({ai}) needs at least {identifier.least} characters, not {len(value)}", ai
        )
    if len(value) > identifier.most:
        return DigitalLinkError(
            "too_long", f"AI ({ai}) takes at most {identifier.most} characters, not {len(value)}", ai
        )
    if identifier.pattern.fullmatch("0" * len(value)) is None:
        return DigitalLinkError("length", f"AI ({ai}) cannot be {len(value)} characters long", ai)
    return DigitalLinkError("characters", f"AI ({ai}) holds a character that is not allowed there", ai)


def check_together(values: Mapping[str, str]) -> None:
    """Raise DigitalLinkError unless each identifier has those it requires beside it and none it excludes."""
    present = values.keys()
    identifiers = [IDENTIFIERS[ai] for ai in sorted(present)]
    for identifier in identifiers:
        for other in sorted(identifier.excludes & present):
            message = f"AI ({identifier.ai}) and AI ({other}) must not stand together"
            raise DigitalLinkError("excluded_pair", message, identifier.ai)
    for identifier in identifiers:
        for groups in identifier.requires:
            if not any(_is_present(group, present) for group in groups):
                raise DigitalLinkError(
                    "required_missing",
                    f"AI ({identifier.ai}) needs {_spelled(groups)} beside it",
                    identifier.ai,
                )
    if "8030" in present:
        for ai, length in _WITHOUT_SERIAL.items():
            if len(values.get(ai, "")) == length:
                raise DigitalLinkError(
                    "serial_missing", f"AI ({ai}) needs its serial number beside AI (8030)", ai
                )


def _is_present(group: Group, present: Iterable[str]) -> bool:
    return all(not alternatives.isdisjoint(present) for alternatives in group)


def _spelled(groups: tuple[Group, ...]) -> str:
    return " or ".join(" with ".join(f"({min(member)})" for member in group if member) for group in groups)
