"""Rule sets as data: what is stored, sealed in the log and published. Reading writes back the same.

Numbers are decimal strings, shares "n/d" or decimals, counts integers. Unknown and missing keys are refused.
"""

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from voting.enums import AggregateOn, CapKind, Method, RoundingMode, SpreadKind
from voting.errors import RuleError
from voting.rules.bands import Band
from voting.rules.rule_set import (
    Aggregate,
    Criterion,
    LowerLevel,
    Part,
    RuleSet,
    aggregate_data,
    rounding_data,
)
from voting.tally.caps import Cap
from voting.tally.exact import Rounding, exact_text, parse_decimal
from voting.tally.spread import SpreadRule

Word = TypeVar("Word", bound=StrEnum)

_RULES = (
    "code version name_vi name_en source criteria aggregate total_round threshold bands minimum_ballots "
    "quorum vote_share cap upward_quota ties spread passes blind complaint_days answer_days"
)

LOWER = "lower"
"""The only optional key: older rule sets follow what is usual at their level."""


def rule_set_to_dict(rules: RuleSet) -> dict[str, Any]:
    return {
        "code": rules.code,
        "version": rules.version,
        "name_vi": rules.name_vi,
        "name_en": rules.name_en,
        "source": rules.source,
        "criteria": [_criterion_data(criterion) for criterion in rules.criteria],
        "aggregate": aggregate_data(rules.aggregate),
        "total_round": rounding_data(rules.total_rounding),
        "threshold": None if rules.threshold is None else exact_text(rules.threshold),
        "bands": _bands_data(rules.bands),
        "minimum_ballots": rules.minimum_ballots,
        "quorum": exact_text(rules.quorum),
        "vote_share": exact_text(rules.vote_share),
        "cap": _cap_data(rules.cap),
        "upward_quota": _cap_data(rules.upward_quota),
        "ties": list(rules.ties),
        "spread": rules.spread
        and {"kind": rules.spread.kind.value, "points": exact_text(rules.spread.points)},
        "passes": rules.passes,
        "blind": rules.blind,
        "complaint_days": rules.complaint_days,
        "answer_days": rules.answer_days,
        **_lower_data(rules.lower),
    }


def rule_set_from_dict(data: object) -> RuleSet:
    """Raises RuleError whose field is the faulty path. For lesser problems see RuleSet.problems."""
    keys = f"{_RULES} {LOWER}" if isinstance(data, dict) and LOWER in data else _RULES
    rules = _object(data, "rules", keys)
    aggregate = _object(rules["aggregate"], "aggregate", "on method drop_low drop_high round")
    return RuleSet(
        code=_text(rules, "code"),
        version=_count(rules, "version"),
        name_vi=_text(rules, "name_vi"),
        name_en=_text(rules, "name_en"),
        source=_text(rules, "source"),
        criteria=tuple(_criterion(item, n) for n, item in enumerate(_items(rules["criteria"], "criteria"))),
        aggregate=Aggregate(
            _word(AggregateOn, aggregate, "on"),
            _word(Method, aggregate, "method"),
            _count(aggregate, "drop_low"),
            _count(aggregate, "drop_high"),
            _rounding(aggregate["round"], "aggregate.round"),
        ),
        total_rounding=_rounding(rules["total_round"], "total_round"),
        threshold=None if rules["threshold"] is None else _number(rules, "threshold"),
        bands=_bands(rules["bands"], "bands"),
        minimum_ballots=_count(rules, "minimum_ballots"),
        quorum=_number(rules, "quorum"),
        vote_share=_number(rules, "vote_share"),
        cap=_cap(rules["cap"], "cap"),
        upward_quota=_cap(rules["upward_quota"], "upward_quota"),
        ties=tuple(_text({"ties": key}, "ties") for key in _items(rules["ties"], "ties")),
        spread=_spread(rules["spread"]),
        passes=_count(rules, "passes"),
        blind=_flag(rules, "blind"),
        complaint_days=_count(rules, "complaint_days"),
        answer_days=_count(rules, "answer_days"),
        lower=_lower(rules.get(LOWER)),
    )


def _criterion_data(criterion: Criterion) -> dict[str, Any]:
    return {
        **_row_data(criterion),
        "weight": exact_text(criterion.weight),
        "parts": [_row_data(part) for part in criterion.parts],
    }


def _row_data(row: Criterion | Part) -> dict[str, Any]:
    return {
        "code": row.code,
        "name_vi": row.name_vi,
        "name_en": row.name_en,
        "max": exact_text(row.maximum),
        "anchors": _bands_data(row.anchors),
    }


def _bands_data(bands: Iterable[Band]) -> list[dict[str, str]]:
    return [
        {
            "code": band.code,
            "lower": exact_text(band.lower),
            "upper": exact_text(band.upper),
            "text_vi": band.text_vi,
            "text_en": band.text_en,
        }
        for band in bands
    ]


def _cap_data(cap: Cap | None) -> dict[str, str] | None:
    return {"kind": cap.kind.value, "value": exact_text(cap.value)} if cap else None


def _criterion(value: object, number: int) -> Criterion:
    where = f"criteria[{number}]"
    data = _object(value, where, "code name_vi name_en max weight parts anchors")
    parts = [
        _object(item, f"{where}.parts", "code name_vi name_en max anchors")
        for item in _items(data["parts"], f"{where}.parts")
    ]
    return Criterion(
        _text(data, "code"),
        _text(data, "name_vi"),
        _text(data, "name_en"),
        _number(data, "max"),
        _number(data, "weight"),
        tuple(
            Part(
                _text(part, "code"),
                _text(part, "name_vi"),
                _text(part, "name_en"),
                _number(part, "max"),
                _bands(part["anchors"], f"{where}.parts"),
            )
            for part in parts
        ),
        _bands(data["anchors"], where),
    )


def _bands(value: object, where: str) -> tuple[Band, ...]:
    rows = [_object(item, where, "code lower upper text_vi text_en") for item in _items(value, where)]
    return tuple(
        Band(
            _text(row, "code"),
            _number(row, "lower"),
            _number(row, "upper"),
            _text(row, "text_vi"),
            _text(row, "text_en"),
        )
        for row in rows
    )


def _cap(value: object, where: str) -> Cap | None:
    if value is None:
        return None
    data = _object(value, where, "kind value")
    return Cap(_word(CapKind, data, "kind"), _number(data, "value"))


def _spread(value: object) -> SpreadRule | None:
    if value is None:
        return None
    data = _object(value, "spread", "kind points")
    return SpreadRule(_word(SpreadKind, data, "kind"), _number(data, "points"))


def _lower_data(lower: LowerLevel | None) -> dict[str, Any]:
    if lower is None:
        return {}
    return {LOWER: {"certificate": lower.certificate, "promotion": lower.promotion}}


def _lower(value: object) -> LowerLevel | None:
    if value is None:
        return None
    data = _object(value, LOWER, "certificate promotion")
    return LowerLevel(_flag(data, "certificate"), _flag(data, "promotion"))


def _rounding(value: object, where: str) -> Rounding | None:
    if value is None:
        return None
    data = _object(value, where, "step mode")
    step = _number(data, "step")
    if not step:
        raise RuleError("not_positive", f"{where}.step must be more than 0", field=where)
    return Rounding(step, _word(RoundingMode, data, "mode"))


def _number(data: dict[str, Any], key: str) -> Fraction:
    text = data[key]
    parts = [parse_decimal(part) for part in text.split("/")] if isinstance(text, str) else []
    match parts:
        case [Fraction() as whole]:
            return whole
        case [Fraction() as top, Fraction() as bottom] if bottom:
            return top / bottom
        case _:
            raise RuleError("bad_number", f'{key} must be a string such as "70" or "2/3"', field=key)


def _text(data: dict[str, Any], key: str) -> str:
    if not isinstance(data[key], str):
        raise RuleError("bad_text", f"{key} must be a text", field=key)
    return str(data[key])


def _count(data: dict[str, Any], key: str) -> int:
    if type(data[key]) is not int or data[key] < 0:
        raise RuleError("bad_count", f"{key} must be a whole number", field=key)
    return int(data[key])


def _flag(data: dict[str, Any], key: str) -> bool:
    if type(data[key]) is not bool:
        raise RuleError("bad_flag", f"{key} must be true or false", field=key)
    return bool(data[key])


def _word(words: type[Word], data: dict[str, Any], key: str) -> Word:
    for word in words:
        if word.value == data[key]:
            return word
    raise RuleError("unknown_word", f"{key} must be one of {', '.join(words)}", field=key)


def _items(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise RuleError("bad_list", f"{where} must be a list", field=where)
    return value


def _object(value: object, where: str, keys: str) -> dict[str, Any]:
    if not isinstance(value, dict) or value.keys() != set(keys.split()):
        raise RuleError("bad_object", f"{where} must have exactly: {keys}", field=where)
    return value
