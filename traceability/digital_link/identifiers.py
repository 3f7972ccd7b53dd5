"""The Application Identifiers, compiled once from `facts` at import."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from traceability.digital_link.facts import FACTS
from traceability.digital_link.value_checks.checks import CHECKS, CSET82, Check

_CHARACTERS = {"N": "0-9", "X": re.escape(CSET82), "Y": "#\\-/0-9A-Z", "Z": "A-Za-z0-9_\\-="}
_COMPONENT = re.compile(r"(\[?)([NXYZ])(\.\.)?([0-9]+)\]?((?:\.[a-z][a-z0-9]*)*)")
_FAMILY = re.compile(r"([0-9]+)(?:-([0-9]+))?(?::([0-9]))?")

Group = tuple[frozenset[str], ...]
Sequence = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Component:
    charset: str
    least: int
    most: int
    optional: bool
    checks: tuple[Check, ...]

    def pattern(self) -> str:
        return f"([{_CHARACTERS[self.charset]}]{{{self.least},{self.most}}}){'?' if self.optional else ''}"


@dataclass(frozen=True, slots=True)
class Identifier:
    """One Application Identifier.

    `separated`: in an element string its value ends with FNC1. `attribute`: may stand in a link's query.
    `requires`: of each entry one whole group must be present; a group's members are sets of alternatives.
    """

    ai: str
    separated: bool
    attribute: bool
    components: tuple[Component, ...]
    least: int
    most: int
    pattern: re.Pattern[str]
    checks: tuple[tuple[int, Check], ...]
    requires: tuple[tuple[Group, ...], ...]
    excludes: frozenset[str]


def _identifiers_of(text: str) -> list[str]:
    """`310-311:1` -> 3100 3101 3110 3111; `91-93` -> 91 92 93."""
    found = _FAMILY.fullmatch(text)
    assert found is not None
    first, last, final = found.groups()
    stems = [f"{number:0{len(first)}d}" for number in range(int(first), int(last or first) + 1)]
    return stems if final is None else [f"{stem}{digit}" for stem in stems for digit in range(int(final) + 1)]


def _component(text: str) -> Component:
    found = _COMPONENT.fullmatch(text)
    assert found is not None
    bracket, charset, variable, length, checks = found.groups()
    most = int(length)
    return Component(
        charset=charset,
        least=1 if variable else most,
        most=most,
        optional=bool(bracket),
        checks=tuple(CHECKS[name] for name in checks.split(".")[1:])
        + ((_padding,) if charset == "Z" else ()),
    )


def _padding(text: str) -> str | None:
    """Base64url: at most two "=", only at the end, and only where the whole length is a multiple of three."""
    body = text.rstrip("=")
    padded = len(text) - len(body)
    return "padding" if "=" in body or padded > 2 or (padded and len(text) % 3) else None  # noqa: PLR2004


def _rows() -> Iterator[tuple[str, str, tuple[Component, ...], list[str]]]:
    for line in FACTS.strip().splitlines():
        family, flags, components, *rules = line.split()
        parsed = tuple(_component(part) for part in re.split(r"/(?=\[?[NXYZ])", components))
        for ai in _identifiers_of(family):
            yield ai, flags, parsed, [rule.replace("~", ai[:3] + "n") for rule in rules]


_ALL = frozenset(ai for ai, *_ in _rows())


@cache
def _named_by(pattern: str) -> frozenset[str]:
    digits = pattern.rstrip("n")
    return frozenset(ai for ai in _ALL if ai.startswith(digits) and len(ai) == len(pattern))


def _alternatives(pattern: str, ai: str) -> frozenset[str]:
    """The identifiers that a pattern such as `01` or `35nn` names, without the one that names them."""
    return _named_by(pattern) - {ai}


@cache
def _pattern(components: tuple[Component, ...]) -> re.Pattern[str]:
    return re.compile("".join(part.pattern() for part in components))


def _requirement(rule: str, ai: str) -> tuple[Group, ...]:
    return tuple(tuple(_alternatives(part, ai) for part in group.split("+")) for group in rule.split(","))


def _identifier(ai: str, flags: str, components: tuple[Component, ...], rules: list[str]) -> Identifier:
    return Identifier(
        ai=ai,
        separated="*" not in flags,
        attribute="?" in flags,
        components=components,
        least=sum(part.least for part in components if not part.optional),
        most=sum(part.most for part in components),
        pattern=_pattern(components),
        checks=tuple((place, check) for place, part in enumerate(components, 1) for check in part.checks),
        requires=tuple(_requirement(rule, ai) for rule in _said(rules, "req")),
        excludes=_excluded(_said(rules, "ex"), ai),
    )


def _said(rules: list[str], name: str) -> list[str]:
    """What the rules of a name say."""
    return [rule.removeprefix(f"{name}=") for rule in rules if rule.startswith(f"{name}=")]


def _excluded(rules: list[str], ai: str) -> frozenset[str]:
    return frozenset().union(*(_alternatives(part, ai) for rule in rules for part in rule.split(",")))


def _sequences() -> Iterator[Sequence]:
    """Every lawful path: a primary key alone or with some of its qualifiers, in their order."""
    for ai, _, _, rules in _rows():
        for rule in rules:
            name, _, lists = rule.partition("=")
            if name != "key":
                continue
            for qualifiers in lists.split("|"):
                ordered = [part for part in qualifiers.split(",") if part]
                for count in range(len(ordered) + 1):
                    for chosen in combinations(ordered, count):
                        yield (ai, *chosen)


def _room_in(path: Sequence) -> frozenset[str]:
    """The identifiers that could be put into the path at some place after the key."""
    return frozenset(
        longer[place]
        for longer in PATHS
        if len(longer) == len(path) + 1
        for place in range(1, len(longer))
        if longer[:place] + longer[place + 1 :] == path
    )


IDENTIFIERS: Mapping[str, Identifier] = {row[0]: _identifier(*row) for row in _rows()}
LENGTH_BY_PREFIX: Mapping[str, int] = {ai[:2]: len(ai) for ai in IDENTIFIERS}
PATHS: frozenset[Sequence] = frozenset(_sequences())
PRIMARY_KEYS: frozenset[str] = frozenset(path[0] for path in PATHS if len(path) == 1)
BELONGS_IN_PATH: Mapping[Sequence, frozenset[str]] = {path: _room_in(path) for path in PATHS}
