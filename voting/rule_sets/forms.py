"""The form in which an officer writes a rule set: flat rows for criteria and bands, single fields for the rest."""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from wtforms import BooleanField, SelectField, StringField

from app.web.fields import options
from app.web.forms import Form
from app.web.i18n import N_, translate
from voting.enums import RoundingMode
from voting.rule_sets.labels import AGGREGATES, CAPS, LOWER_LEVELS, METHODS, ROUNDINGS, SPREADS, TIES
from voting.rules.document import LOWER, rule_set_from_dict
from voting.rules.rule_set import COUNCIL_VOTE, LowerLevel
from voting.tally.exact import parse_decimal
from voting.tally.input import CRITERION_TIE, SIMPLE_TIES

ROW_FIELDS = {
    "code": N_("Short code"),
    "of": N_("Part of"),
    "name_vi": N_("Name in Vietnamese"),
    "name_en": N_("Name in English"),
    "max": N_("Maximum"),
    "weight": N_("Weight"),
}
BAND_FIELDS = {
    "of": N_("Criterion"),
    "code": N_("Short code"),
    "lower": N_("From score"),
    "upper": N_("To below score"),
    "text_vi": N_("Text in Vietnamese"),
    "text_en": N_("Text in English"),
}
MOST_ROWS = 60
TIE_FIELDS = (N_("Ties are broken first by"), *[N_("Then by")] * 5)
MOST_TIES = len(TIE_FIELDS)
CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")
NUMBERS = {"quorum", "vote_share"}
COUNTS = ("minimum_ballots", "drop_low", "drop_high", "passes", "complaint_days", "answer_days")
_INDEX = re.compile(r"(row|band)_(\d{1,2})_")


CHOOSING = ("row_", "band_", "tie_")
"""How the names of fields begin that choose among the rows of the form."""


class RuleSetForm(Form):
    """Rows are added by `rule_set_form`. Numbers may be typed with a comma."""

    code = StringField(
        N_("Code of the rule set"),
        description=N_("Small letters, digits and hyphens. The same code makes a new version of it."),
    )
    name_vi = StringField(N_("Name in Vietnamese"))
    name_en = StringField(N_("Name in English"))
    source = StringField(N_("Legal source"))
    on = SelectField(N_("What is combined"), choices=options(AGGREGATES))
    method = SelectField(N_("How the jurors’ scores are combined"), choices=options(METHODS))
    drop_low = StringField(N_("Lowest scores left out"))
    drop_high = StringField(N_("Highest scores left out"))
    round_step = StringField(N_("Round each aggregate to"), description=N_("Such as 0.01; empty for exact."))
    round_mode = SelectField(N_("How halves are rounded"), choices=options(ROUNDINGS))
    total_round_step = StringField(N_("Round the total to"), description=N_("Such as 0.01; empty for exact."))
    total_round_mode = SelectField(N_("How halves are rounded"), choices=options(ROUNDINGS))
    threshold = StringField(N_("Pass mark"), description=N_("Leave empty if there is none."))
    minimum_ballots = StringField(N_("Sheets that an entry needs"))
    quorum = StringField(N_("Quorum of the council"), description=N_("At least this share, such as 2/3."))
    vote_share = StringField(N_("Votes needed"), description=N_("More than this share, such as 1/2."))
    cap_kind = SelectField(N_("Most entries recognised"), choices=options(CAPS))
    cap_value = StringField(
        N_("Number or share"), description=N_("Such as 30, or 0.5 for half of the entries.")
    )
    quota_kind = SelectField(N_("Most entries sent up"), choices=options(CAPS))
    quota_value = StringField(
        N_("Number or share"), description=N_("Such as 30, or 0.5 for half of the entries.")
    )
    spread_kind = SelectField(N_("Score again where jurors lie far apart"), choices=options(SPREADS))
    spread_points = StringField(N_("More than this many points"))
    passes = SelectField(
        N_("Passes of scoring"), choices=options({"1": N_("One"), "2": N_("Two, with site visits")})
    )
    blind = BooleanField(N_("Jurors do not learn whose product it is"))
    lower = SelectField(N_("Requirements from the level below"), choices=options(LOWER_LEVELS))
    complaint_days = StringField(N_("Working days to complain"))
    answer_days = StringField(N_("Working days to answer"))

    def rows(self, kind: str) -> list[int]:
        """The numbers of the rows of one kind: `row` for criteria, `band` for bands."""
        return sorted({int(m[2]) for name in self._fields if (m := _INDEX.match(name)) and m[1] == kind})

    def body(self) -> dict[str, Any] | None:
        """The rule set as data without its version, None when a field cannot be read; the fields then say why."""
        criteria = self._criteria()
        data = {
            "code": self._code("code"),
            "name_vi": self.name_vi.data,
            "name_en": self.name_en.data,
            "source": self.source.data or "",
            "criteria": criteria,
            "aggregate": {
                "on": self.on.data,
                "method": self.method.data,
                "drop_low": self._count("drop_low"),
                "drop_high": self._count("drop_high"),
                "round": self._rounding("round"),
            },
            "total_round": self._rounding("total_round"),
            "threshold": self._number("threshold") if self.threshold.data else None,
            "bands": self._bands(""),
            "minimum_ballots": self._count("minimum_ballots"),
            "quorum": self._number("quorum"),
            "vote_share": self._number("vote_share"),
            "cap": self._pair("cap", "value"),
            "upward_quota": self._pair("quota", "value"),
            "ties": [*self._ties(), COUNCIL_VOTE],
            "spread": self._pair("spread", "points"),
            "passes": int(self.passes.data),
            "blind": bool(self.blind.data),
            "complaint_days": self._count("complaint_days"),
            "answer_days": self._count("answer_days"),
            **self._lower(),
        }
        self._check_choices()
        return None if self.errors else data

    def place_of(self, where: str) -> str:
        """The form field at which a problem of the rules is shown. where: as `Problem` has it."""
        for number in self.rows("row"):
            if self._text(f"row_{number}_code") == where:
                return f"row_{number}_code"
        for number in range(MOST_TIES):
            if self._text(f"tie_{number}") == where:
                return f"tie_{number}"
        first = {"criteria": "row_0_max", "bands": "band_0_lower", "aggregate": "drop_low", "cap": "cap_value",
                 "upward_quota": "quota_value"}  # fmt: skip
        return first.get(where, where if where in self._fields else "tie_0")

    def offer_criteria(self) -> None:
        """Let fields that name a criterion choose among those in the rows of this form."""
        whole, shown = self._named(whole=True), self._named(whole=False)
        more = translate("more points under “%(criterion)s”")
        ties = {CRITERION_TIE + code: more % {"criterion": text} for code, text in shown.items()}
        ties |= {key: translate(TIES[key]) for key in SIMPLE_TIES}
        for start, first, rest in (
            ("row_", translate("A criterion itself"), whole),
            ("band_", translate("The total"), shown),
            ("tie_", translate("Nothing more"), ties),
        ):
            for name, field in self._fields.items():
                if name.startswith(start) and isinstance(field, SelectField):
                    field.choices = [("", first), *rest.items()]

    def _check_choices(self) -> None:
        """Refuse a criterion that no row of this form has, rather than dropping its part, band or tie."""
        for name, field in self._fields.items():
            if field.errors or not isinstance(field, SelectField):
                continue
            if name.startswith(CHOOSING) and (field.data or "") not in dict(field.choices):
                self._fault(name, N_("Choose one of the options offered."))

    def _named(self, *, whole: bool) -> dict[str, str]:
        """Code -> name of the rows of this form. whole: criteria alone, without their parts."""
        found = {}
        for number in self.rows("row"):
            head = f"row_{number}_"
            code, name = self._text(head + "code"), self._text(head + "name_vi")
            if code and not (whole and self._text(head + "of")):
                found[code] = f"{name} ({code})" if name else code
        return found

    def _criteria(self) -> list[dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for number in self.rows("row"):
            head = f"row_{number}_"
            if not any(self._text(head + name) for name in ("code", "name_vi", "name_en", "max")):
                continue
            row: dict[str, Any] = {
                "code": self._code(head + "code"),
                "name_vi": self._text(head + "name_vi"),
                "name_en": self._text(head + "name_en"),
                "max": self._number(head + "max"),
                "anchors": self._bands(self._text(head + "code")),
            }
            parent = self._text(head + "of")
            if not parent:
                weight = self._number(head + "weight") if self._text(head + "weight") else "1"
                found[row["code"] or head] = {**row, "weight": weight, "parts": []}
            elif parent in found:
                found[parent]["parts"].append(row)
            else:
                self._fault(head + "of", N_("Name a criterion above this row."))
        return list(found.values())

    def _bands(self, of: str) -> list[dict[str, str]]:
        found = []
        for number in self.rows("band"):
            head = f"band_{number}_"
            if self._text(head + "of") != of:
                continue
            if not any(self._text(head + name) for name in BAND_FIELDS if name != "of"):
                continue
            found.append(
                {
                    "code": self._text(head + "code") or f"b{number + 1}",
                    "lower": self._number(head + "lower"),
                    "upper": self._number(head + "upper"),
                    "text_vi": self._text(head + "text_vi"),
                    "text_en": self._text(head + "text_en"),
                }
            )
        return found

    def _rounding(self, name: str) -> dict[str, str] | None:
        if not self._text(f"{name}_step"):
            return None
        step = self._number(f"{name}_step")
        if parse_decimal(step) == 0:
            self._fault(f"{name}_step", N_("Give a step above 0, such as 0.01."))
        return {"step": step, "mode": self._fields[f"{name}_mode"].data}

    def _pair(self, name: str, value: str) -> dict[str, str] | None:
        kind = self._fields[f"{name}_kind"].data
        return {"kind": kind, value: self._number(f"{name}_{value}")} if kind else None

    def _lower(self) -> dict[str, Any]:
        done = (self.lower.data or "").split("+")
        return {LOWER: {name: name in done for name in ("certificate", "promotion")}} if done != [""] else {}

    def _ties(self) -> list[str]:
        return [key for number in range(MOST_TIES) if (key := self._text(f"tie_{number}"))]

    def _text(self, name: str) -> str:
        return str(self._fields[name].data or "") if name in self._fields else ""

    def _code(self, name: str) -> str:
        text = self._text(name)
        if not CODE.fullmatch(text):
            self._fault(name, N_("Use small letters, digits and hyphens, a letter first."))
        return text

    def _number(self, name: str) -> str:
        text = self._text(name).replace(",", ".").replace(" ", "")
        parts = [parse_decimal(part) for part in text.split("/")]
        if len(parts) > 2 or None in parts or parts[1:] == [0]:  # noqa: PLR2004  # a fraction has two parts
            self._fault(name, N_("Write a number such as 70, 35.5 or 2/3."))
            return "0"
        return text

    def _count(self, name: str) -> int:
        text = self._text(name) or "0"
        if not (text.isascii() and text.isdigit() and len(text) <= 3):  # noqa: PLR2004  # up to 999
            self._fault(name, N_("Write a whole number such as 3."))
            return 0
        return int(text)

    def _fault(self, name: str, message: str) -> None:
        field = self._fields[name]
        field.errors = (*field.errors, message)


def rule_set_form(values: dict[str, Any], *, rows: int, bands: int) -> RuleSetForm:
    """The form with so many rows for criteria and bands. values: see `flatten`."""
    fields: dict[str, Any] = {}
    for kind, count, names in (("row", rows, ROW_FIELDS), ("band", bands, BAND_FIELDS)):
        for n in range(min(count, MOST_ROWS)):
            fields |= {f"{kind}_{n}_{name}": _field(name, label) for name, label in names.items()}
    fields |= {f"tie_{n}": _field("of", label) for n, label in enumerate(TIE_FIELDS)}
    form: RuleSetForm = type("RuleSetFormOfRows", (RuleSetForm,), fields)(data=values)
    form.offer_criteria()
    return form


def _field(name: str, label: str) -> Any:
    """A choice among the criteria of the form, or a text."""
    return SelectField(label, choices=[], validate_choice=False) if name == "of" else StringField(label)


def lower_word(lower: LowerLevel | None) -> str:
    """The choice in the form for the requirements from the level below."""
    if lower is None:
        return ""
    asked = {"certificate": lower.certificate, "promotion": lower.promotion}
    return "+".join(name for name, is_asked in asked.items() if is_asked) or "nothing"


def count_rows(names: Iterable[str], kind: str) -> int:
    """How many rows of a kind a posted form has."""
    return max((int(m[2]) + 1 for name in names if (m := _INDEX.match(name)) and m[1] == kind), default=0)


def flatten(body: dict[str, Any]) -> dict[str, Any]:
    """Field values of the form from a rule set as data."""
    simple = ("code", "name_vi", "name_en", "source", "threshold", "quorum", "vote_share", "blind")
    values: dict[str, Any] = {name: body[name] for name in simple}
    values |= {name: str(Fraction(body[name])) for name in NUMBERS}
    values |= _table_values(body)
    counts = {**body, **body["aggregate"]}
    values |= {name: str(counts[name]) for name in COUNTS}
    values |= {"on": counts["on"], "method": counts["method"]}
    no_rounding = {"step": "", "mode": RoundingMode.HALF_UP.value}
    for name in ("round", "total_round"):
        values |= _named(name, counts[name] or no_rounding, "step", "mode")
    nothing = {"kind": "", "value": "", "points": ""}
    values |= _named("cap", body["cap"] or nothing, "kind", "value")
    values |= _named("quota", body["upward_quota"] or nothing, "kind", "value")
    values |= _named("spread", body["spread"] or nothing, "kind", "points")
    values["lower"] = lower_word(rule_set_from_dict({"version": 1, **body}).lower)
    ties = [key for key in body["ties"] if key != COUNCIL_VOTE]
    return values | {f"tie_{n}": key for n, key in enumerate(ties)}


def _table_values(body: dict[str, Any]) -> dict[str, Any]:
    """The rows of criteria and of bands."""
    rows = [
        {**row, "of": parent}
        for criterion in body["criteria"]
        for parent, row in [("", criterion), *((criterion["code"], part) for part in criterion["parts"])]
    ]
    bands = [{**band, "of": ""} for band in body["bands"]]
    bands += [{**band, "of": row["code"]} for row in rows for band in row["anchors"]]
    values = {f"row_{n}_{name}": row.get(name, "") for n, row in enumerate(rows) for name in ROW_FIELDS}
    return values | {f"band_{n}_{name}": band[name] for n, band in enumerate(bands) for name in BAND_FIELDS}


def _named(prefix: str, value: dict[str, Any], *names: str) -> dict[str, Any]:
    return {f"{prefix}_{name}": value[name] for name in names}
