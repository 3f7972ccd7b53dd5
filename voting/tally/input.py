"""Reads a tally input document and refuses everything that does not match the contract exactly.

Absent and null are the same for `round`, `total_round`, `threshold` and `ties`. A key that the contract
does not know is refused where it could hide a misspelt rule (`rule_set`, `aggregate`, a rounding) and
ignored elsewhere.
"""

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import Any, TypeVar

from voting.enums import AggregateOn, BallotStatus, Method, RoundingMode
from voting.errors import TallyError
from voting.tally.exact import Rounding, exact_text, parse_decimal

MAX_COUNT = 1_000_000
"""Largest whole number accepted for `minimum_ballots` and the trimming counts."""

MAX_QUOTED = 80
"""Characters of a wrong value repeated in a message."""

SIMPLE_TIES = ("median", "lowest", "highest", "ballots")
CRITERION_TIE = "criterion:"

_RULE_KEYS = {"criteria", "aggregate", "total_round", "threshold", "minimum_ballots", "ties"}
_AGGREGATE_KEYS = {"on", "method", "drop_low", "drop_high", "round"}
_COUNTED = (BallotStatus.CAST, BallotStatus.RECUSED, BallotStatus.ABSENT)

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class BallotPath:
    """Names a ballot in messages."""

    number: int
    juror: str
    entry: str

    def __str__(self) -> str:
        return f"ballots[{self.number}] (juror {quoted(self.juror)}, entry {quoted(self.entry)})"


@dataclass(frozen=True, slots=True)
class Criterion:
    code: str
    maximum: Fraction
    weight: Fraction


@dataclass(frozen=True, slots=True)
class TallyRules:
    """`ties` holds, for each key in order, a word of SIMPLE_TIES or the positions of the criteria added."""

    criteria: tuple[Criterion, ...]
    on: AggregateOn
    method: Method
    drop_low: int
    drop_high: int
    rounding: Rounding | None
    total_rounding: Rounding | None
    threshold: Fraction | None
    minimum_ballots: int
    ties: tuple[str | tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class TallyInput:
    """Scores and weights as whole numbers, so that counting is integer arithmetic.

    `sheets`: for each entry, one row a cast ballot, one number a criterion, in units of 1/scale;
    `weights`: one number a criterion, in units of 1/weight_scale.
    """

    rules: TallyRules
    sheets: dict[str, list[tuple[int, ...]]]
    scale: int
    weights: tuple[int, ...]
    weight_scale: int


def quoted(value: object) -> str:
    """One printable line for a message, cut when long; texts are in quotation marks, numbers are not."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    text = json.dumps(value, ensure_ascii=not (isinstance(value, str) and value.isprintable()))
    return text if len(text) <= MAX_QUOTED else f"{text[: MAX_QUOTED - 3]}..."


def read_tally(document: object) -> TallyInput:
    """Read the whole input. Raises TallyError naming the ballot or the rule at fault."""
    whole = _object(document, "input")
    rules = read_rules(whole.get("rule_set"))
    rows: dict[str, list[tuple[str, ...]]] = {entry: [] for entry in _read_entries(whole.get("entries"))}
    known: dict[str, dict[str, Fraction]] = {criterion.code: {} for criterion in rules.criteria}
    seen: set[tuple[str, str]] = set()
    for n, ballot in enumerate(_list(whole.get("ballots"), "ballots")):
        _read_ballot(ballot, n, rules, rows, known, seen)
    sheets, scale = _in_units(rows, known)
    weight_scale = lcm(*(criterion.weight.denominator for criterion in rules.criteria))
    weights = tuple(int(criterion.weight * weight_scale) for criterion in rules.criteria)
    return TallyInput(rules, sheets, scale, weights, weight_scale)


def read_rules(value: object) -> TallyRules:
    """Read `rule_set` alone. Raises TallyError whose field is the path of the rule at fault."""
    rules = _object(value, "rule_set", _RULE_KEYS)
    criteria = tuple(
        _read_criterion(item, f"rule_set.criteria[{n}]")
        for n, item in enumerate(_list(rules.get("criteria"), "rule_set.criteria"))
    )
    if not criteria:
        raise _refusal("missing", "rule_set.criteria", "needs at least one criterion")
    codes = [criterion.code for criterion in criteria]
    _refuse_twice(codes, "rule_set.criteria")
    aggregate = _object(rules.get("aggregate"), "rule_set.aggregate", _AGGREGATE_KEYS)
    method = _word(Method, aggregate.get("method"), "rule_set.aggregate.method")
    trimmed = method is Method.TRIMMED_MEAN
    threshold = rules.get("threshold")
    return TallyRules(
        criteria=criteria,
        on=_word(AggregateOn, aggregate.get("on"), "rule_set.aggregate.on"),
        method=method,
        drop_low=_drop(aggregate, "drop_low", trimmed=trimmed),
        drop_high=_drop(aggregate, "drop_high", trimmed=trimmed),
        rounding=_rounding(aggregate.get("round"), "rule_set.aggregate.round"),
        total_rounding=_rounding(rules.get("total_round"), "rule_set.total_round"),
        threshold=None if threshold is None else _decimal(threshold, "rule_set.threshold"),
        minimum_ballots=_count(rules.get("minimum_ballots"), "rule_set.minimum_ballots"),
        ties=tuple(_ties(rules.get("ties"), codes)),
    )


def _read_entries(value: object) -> list[str]:
    entries = [_code(entry, f"entries[{n}]") for n, entry in enumerate(_list(value, "entries"))]
    _refuse_twice(entries, "entries")
    return entries


def _in_units(
    rows: dict[str, list[tuple[str, ...]]], known: dict[str, dict[str, Fraction]]
) -> tuple[dict[str, list[tuple[int, ...]]], int]:
    """The scores as whole numbers, and how many of their unit make one point. known: each criterion's scores."""
    scale = lcm(*(value.denominator for values in known.values() for value in values.values()))
    units = [{text: int(value * scale) for text, value in values.items()} for values in known.values()]
    sheets = {
        entry: [tuple(map(dict.__getitem__, units, row)) for row in texts] for entry, texts in rows.items()
    }
    return sheets, scale


def _read_criterion(value: object, where: str) -> Criterion:
    item = _object(value, where)
    maximum = _decimal(item.get("max"), f"{where}.max")
    if maximum == 0:
        raise _refusal("not_positive", f"{where}.max", "must be more than 0")
    return Criterion(
        _code(item.get("code"), f"{where}.code"), maximum, _decimal(item.get("weight"), f"{where}.weight")
    )


def _read_ballot(
    value: object,
    number: int,
    rules: TallyRules,
    rows: dict[str, list[tuple[str, ...]]],
    known: dict[str, dict[str, Fraction]],
    seen: set[tuple[str, str]],
) -> None:
    """Add one ballot to `rows` when it is cast; `known` gathers each criterion's distinct scores."""
    ballot = _object(value, f"ballots[{number}]")
    juror = _code(ballot.get("juror"), f"ballots[{number}].juror")
    entry = _code(ballot.get("entry"), f"ballots[{number}].entry")
    where = BallotPath(number, juror, entry)
    if entry not in rows:
        raise _refusal("unknown_entry", where, "the entry is not in entries")
    if (juror, entry) in seen:
        raise _refusal("duplicate_ballot", where, "this juror already has a ballot for this entry")
    seen.add((juror, entry))
    status = ballot.get("status")
    scores = ballot.get("scores")
    if status not in _COUNTED:
        message = f"status must be cast, recused or absent, not {quoted(status)}"
        raise _refusal("unknown_status", where, message)
    if status == BallotStatus.CAST:
        rows[entry].append(_read_scores(scores, where, rules, known))
    elif scores not in (None, {}):
        raise _refusal("scores_without_vote", where, f"a juror who is {status} has no scores")


def _read_scores(
    value: object, where: BallotPath, rules: TallyRules, known: dict[str, dict[str, Fraction]]
) -> tuple[str, ...]:
    if not isinstance(value, dict):
        raise _refusal("missing_score", where, "a cast ballot needs its scores")
    scores = value if value.keys() == known.keys() else _same_codes(value, set(known), where)
    for criterion in rules.criteria:
        accepted, text = known[criterion.code], scores[criterion.code]
        if not isinstance(text, str) or text not in accepted:
            accepted[text] = _score(text, criterion, where)
    return tuple([scores[code] for code in known])


def _same_codes(scores: dict[str, Any], codes: set[str], where: BallotPath) -> dict[str, Any]:
    """The scores under NFC codes, where these are exactly the criteria."""
    named = {_nfc(code): score for code, score in scores.items()}
    for code in sorted(named.keys() - codes):
        raise _refusal("unknown_criterion", where, f"{quoted(code)} is not a criterion of the rules")
    for code in sorted(codes - named.keys()):
        raise _refusal("missing_score", where, f"no score for {quoted(code)}")
    if len(named) < len(scores):
        raise _refusal("duplicate", where, "a criterion is scored twice")
    return named


def _score(text: object, criterion: Criterion, where: BallotPath) -> Fraction:
    value = parse_decimal(text)
    if value is None or value > criterion.maximum:
        wanted = f"a decimal string from 0 to {exact_text(criterion.maximum)}"
        message = f"score for {quoted(criterion.code)} must be {wanted}, not {quoted(text)}"
        raise _refusal("bad_score", where, message)
    return value


def _ties(value: object, codes: list[str]) -> Iterable[str | tuple[int, ...]]:
    """Each key is a word of SIMPLE_TIES, or "criterion:a", or "criterion:a+b" for a sum of criteria."""
    for n, key in enumerate([] if value is None else _list(value, "rule_set.ties")):
        where = f"rule_set.ties[{n}]"
        text = _code(key, where)
        if text in SIMPLE_TIES:
            yield text
            continue
        named = text.removeprefix(CRITERION_TIE)
        parts = [named] if named in codes else named.split("+")
        if named == text or any(part not in codes for part in parts):
            raise _refusal("unknown_tie_key", where, f"unknown tie key {quoted(text)}")
        yield tuple(codes.index(part) for part in parts)


def _rounding(value: object, where: str) -> Rounding | None:
    if value is None:
        return None
    rounding = _object(value, where, {"step", "mode"})
    step = _decimal(rounding.get("step"), f"{where}.step")
    if step == 0:
        raise _refusal("not_positive", f"{where}.step", "must be more than 0")
    return Rounding(step, _word(RoundingMode, rounding.get("mode"), f"{where}.mode"))


def _drop(aggregate: dict[str, Any], key: str, *, trimmed: bool) -> int:
    """A trimming count: required when trimming, checked but without effect otherwise."""
    value = aggregate.get(key)
    if value is None and not trimmed:
        return 0
    count = _count(value, f"rule_set.aggregate.{key}")
    return count if trimmed else 0


def _count(value: object, where: str) -> int:
    if type(value) is not int or not 0 <= value <= MAX_COUNT:
        raise _refusal("bad_count", where, f"must be a whole number from 0 to {MAX_COUNT}")
    return value


def _decimal(value: object, where: str) -> Fraction:
    number = parse_decimal(value)
    if number is None:
        raise _refusal("bad_decimal", where, f'must be a decimal string such as "70", not {quoted(value)}')
    return number


def _word(words: type[Word], value: object, where: str) -> Word:
    for word in words:
        if word.value == value:
            return word
    listed = ", ".join(word.value for word in words)
    raise _refusal("unknown_word", where, f"must be one of {listed}, not {quoted(value)}")


def _code(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise _refusal("bad_code", where, f"must be a printable text, not {quoted(value)}")
    return _nfc(value)


def _nfc(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _refuse_twice(codes: list[str], where: str) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise _refusal("duplicate", where, f"{quoted(code)} stands twice")
        seen.add(code)


def _object(value: object, where: str, keys: set[str] | None = None) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _refusal("bad_type", where, "must be a JSON object")
    unknown = sorted(value.keys() - keys) if keys else []
    if unknown:
        raise _refusal("unknown_key", where, f"unknown key {quoted(unknown[0])}")
    return value


def _list(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise _refusal("bad_type", where, "must be a JSON list")
    return value


def _refusal(code: str, where: str | BallotPath, message: str) -> TallyError:
    return TallyError(code, f"{where}: {message}", field=str(where))
