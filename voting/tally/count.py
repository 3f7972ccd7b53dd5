"""The selection engine: score sheets and a rule set in, totals, verdicts and places out. Exact throughout.

What the contract leaves open is defined here:

- `aggregate.round` rounds every aggregated value: the total under `on: total`, each criterion under
  `on: criterion`, and what `by_criterion` reports (before weights) under both. Under `on: total`,
  `total_round` then rounds the total; under `on: criterion` it rounds each weighted criterion.
- The threshold is compared with the total as reported. Without a threshold every decided entry passes.
- Too few ballots for trimming leave no total (null), and the entry is undecided.
- An entry under `minimum_ballots` keeps its total for information, is undecided and has no place.
- Tie keys: `criterion:<code>` (aggregated, as reported; `a+b` adds several), `median`, `lowest`, `highest`
  (of the jurors' weighted totals) and `ballots`; higher goes first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import mul
from typing import Any

from voting.enums import AggregateOn, Method, Verdict
from voting.tally.exact import exact_text, rounded, rounded_ratio
from voting.tally.input import TallyInput, TallyRules, read_tally
from voting.tally.ties import Place, get_places


@dataclass(frozen=True, slots=True)
class Tally:
    """One entry's count: None where nothing can be aggregated.

    `juror_totals` are the sheets' weighted totals, ascending, in one unit for the whole tally.
    """

    total: Fraction | None
    by_criterion: tuple[Fraction | None, ...]
    juror_totals: tuple[int, ...]
    verdict: Verdict

    @property
    def ballots(self) -> int:
        return len(self.juror_totals)


def tally(document: object) -> dict[str, Any]:
    """Tally input -> tally result, both as contract.md has them; results are in the order of `entries`.

    Raises TallyError, whose message names the ballot or the rule at fault.
    """
    given = read_tally(document)
    rules = given.rules
    counted = {entry: count_entry(given, entry) for entry in given.sheets}
    places = get_places(
        {entry: _keys(rules, one) for entry, one in counted.items() if one.verdict is not Verdict.UNDECIDED}
    )
    return {"results": [_row(rules, entry, one, places.get(entry)) for entry, one in counted.items()]}


def aggregate(rules: TallyRules, values: Sequence[int], scale: int) -> Fraction | None:
    """Aggregate whole numbers of 1/scale and round, both by the rule; None when trimming leaves nothing."""
    if rules.method is Method.TRIMMED_MEAN:
        values = sorted(values)[rules.drop_low : max(len(values) - rules.drop_high, 0)]
    if not values:
        return None
    if rules.method is Method.MEDIAN:
        values = sorted(values)
        middle = len(values) // 2
        values = values[middle : middle + 1] if len(values) % 2 else values[middle - 1 : middle + 1]
    return rounded_ratio(sum(values), len(values) * scale, rules.rounding)


def count_entry(given: TallyInput, entry: str) -> Tally:
    rules, sheets = given.rules, given.sheets[entry]
    fine = given.scale * given.weight_scale
    sums = sorted(sum(map(mul, given.weights, sheet)) for sheet in sheets)
    columns = zip(*sheets, strict=True) if sheets else [()] * len(rules.criteria)
    by_criterion = tuple(aggregate(rules, column, given.scale) for column in columns)
    total = aggregate(rules, sums, fine)
    if total is not None:
        total = _total(rules, total, by_criterion)
    return Tally(total, by_criterion, tuple(sums), _verdict(rules, total, len(sheets)))


def _total(rules: TallyRules, aggregated: Fraction, by_criterion: tuple[Fraction | None, ...]) -> Fraction:
    if rules.on is AggregateOn.TOTAL:
        return rounded(aggregated, rules.total_rounding)
    return sum(
        (
            rounded_ratio(
                value.numerator * criterion.weight.numerator,
                value.denominator * criterion.weight.denominator,
                rules.total_rounding,
            )
            for criterion, value in zip(rules.criteria, by_criterion, strict=True)
            if value is not None
        ),
        Fraction(0),
    )


def _verdict(rules: TallyRules, total: Fraction | None, ballots: int) -> Verdict:
    if total is None or ballots < rules.minimum_ballots:
        return Verdict.UNDECIDED
    if rules.threshold is None or total >= rules.threshold:
        return Verdict.PASS
    return Verdict.BELOW


def _keys(rules: TallyRules, one: Tally) -> tuple[Fraction, ...]:
    keys = [one.total or Fraction(0)]
    for key in rules.ties:
        if isinstance(key, tuple):
            keys.append(sum((one.by_criterion[n] or Fraction(0) for n in key), Fraction(0)))
        elif key == "ballots":
            keys.append(Fraction(one.ballots))
        else:
            keys.append(_of_totals(key, one.juror_totals))
    return tuple(keys)


def _of_totals(key: str, totals: tuple[int, ...]) -> Fraction:
    if key == "lowest":
        return Fraction(totals[0])
    if key == "highest":
        return Fraction(totals[-1])
    return Fraction(totals[(len(totals) - 1) // 2] + totals[len(totals) // 2], 2)


def _row(rules: TallyRules, entry: str, one: Tally, place: Place | None) -> dict[str, Any]:
    return {
        "entry": entry,
        "total": None if one.total is None else exact_text(one.total),
        "by_criterion": {
            criterion.code: None if value is None else exact_text(value)
            for criterion, value in zip(rules.criteria, one.by_criterion, strict=True)
        },
        "ballots": one.ballots,
        "verdict": one.verdict.value,
        "place": place and place.place,
        "tie": place and place.tie,
    }
