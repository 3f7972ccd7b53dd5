"""The fields of a score sheet in the reader's language, in screens of at most four, with the agreed bands."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.web.i18n import current_locale, translate
from voting.rules.bands import Band
from voting.rules.rule_set import Criterion, Part, RuleSet, scored
from voting.score_sheets.comparison import weighted_total
from voting.tally.exact import exact_text

FIELDS_A_SCREEN = 4


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a score in a band looks like. lower, upper: exact decimals; the upper edge is out, but for the topmost."""

    lower: str
    upper: str
    span: str
    text: str


@dataclass(frozen=True, slots=True)
class ScoreField:
    """code names the form field; `name` is in the reader's language, `maximum` and `weight` are exact."""

    code: str
    name: str
    maximum: str
    weight: str
    anchors: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """At most four fields shown together. title: the criterion whose parts they are, empty for plain criteria."""

    title: str
    fields: tuple[ScoreField, ...]


def list_fields(rules: RuleSet) -> list[ScoreField]:
    """Every field of the sheet, in the order of the rules."""
    return [_field(row, criterion.weight) for criterion in rules.criteria for row in scored(criterion)]


def list_screens(rules: RuleSet) -> list[Screen]:
    """The fields in screens: plain criteria together, the parts of one criterion by themselves."""
    screens: list[Screen] = []
    plain: list[ScoreField] = []
    for criterion in rules.criteria:
        if criterion.parts:
            screens += _cut("", plain)
            plain = []
            screens += _cut(_name(criterion), [_field(part, criterion.weight) for part in criterion.parts])
        else:
            plain.append(_field(criterion, criterion.weight))
    return screens + _cut("", plain)


def shown_score(text: str) -> str:
    """A score as written in this language: 35,5 in Vietnamese."""
    return text.replace(".", ",") if current_locale() == "vi" else text


def weights_of(rules: RuleSet) -> dict[str, Fraction]:
    """What each field counts in the total."""
    return {row.code: criterion.weight for criterion in rules.criteria for row in scored(criterion)}


def shown_total(scores: Mapping[str, str], rules: RuleSet) -> str:
    """The exact weighted sum of scores, as written in this language; empty for none."""
    return shown_score(weighted_total(scores, weights_of(rules)))


def _cut(title: str, fields: list[ScoreField]) -> list[Screen]:
    return [
        Screen(title, tuple(fields[at : at + FIELDS_A_SCREEN]))
        for at in range(0, len(fields), FIELDS_A_SCREEN)
    ]


def _field(row: Criterion | Part, weight: Fraction) -> ScoreField:
    anchors = sorted(row.anchors, key=lambda band: band.lower, reverse=True)
    top = max((band.upper for band in anchors), default=None)
    return ScoreField(
        code=row.code,
        name=_name(row),
        maximum=exact_text(row.maximum),
        weight=exact_text(weight),
        anchors=tuple(_anchor(band, is_top=band.upper == top) for band in anchors),
    )


def _anchor(band: Band, *, is_top: bool) -> Anchor:
    low, high = shown_score(exact_text(band.lower)), shown_score(exact_text(band.upper))
    span = (
        translate("%(low)s to %(high)s", low=low, high=high)
        if is_top
        else translate("%(low)s to under %(high)s", low=low, high=high)
    )
    text = band.text_vi if current_locale() == "vi" else band.text_en or band.text_vi
    return Anchor(exact_text(band.lower), exact_text(band.upper), span, text)


def _name(row: Criterion | Part) -> str:
    return row.name_vi if current_locale() == "vi" else row.name_en
