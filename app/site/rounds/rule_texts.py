"""A rule set in plain words: what is scored, how sheets become one figure, who decides the rest."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from app.site.bilingual import in_locale, joined, marked
from app.web.filters import number_text
from app.web.i18n import N_, translate

METHODS = {
    ("total", "mean"): N_("Each juror’s points are added up; the total is the mean of these sums."),
    ("total", "trimmed_mean"): N_(
        "Each juror’s points are added up; the %(low)s lowest and the %(high)s highest sums are left out, the total is "
        "the mean of the others."
    ),
    ("total", "median"): N_("Each juror’s points are added up; the total is the middle one of these sums."),
    ("criterion", "mean"): N_(
        "For each criterion the mean of the jurors’ points is taken; the means are added up."
    ),
    ("criterion", "trimmed_mean"): N_(
        "For each criterion the %(low)s lowest and the %(high)s highest points are left out and the mean of the others "
        "is taken; the means are added up."
    ),
    ("criterion", "median"): N_(
        "For each criterion the middle one of the jurors’ points is taken; they are added up."
    ),
}
MODES = {
    "half_up": N_("to the nearest, a half upwards"),
    "half_even": N_("to the nearest, a half to the even neighbour"),
    "half_down": N_("to the nearest, a half downwards"),
    "down": N_("towards zero"),
    "up": N_("away from zero"),
    "floor": N_("downwards"),
    "ceiling": N_("upwards"),
}
TIES = {
    "median": N_("the higher median of the jurors’ sums"),
    "highest": N_("the higher highest sum"),
    "lowest": N_("the higher lowest sum"),
    "ballots": N_("more sheets"),
    "council_vote": N_("a vote of the council, with its reason on record"),
}
SPREADS = {
    "median": N_(
        "A sheet more than %(limit)s points away from the middle one is scored again after a discussion."
    ),
    "range": N_(
        "Where highest and lowest sheet lie more than %(limit)s points apart, the entry is scored again after a "
        "discussion."
    ),
}


def criteria_rows(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The score sheet: each criterion with its maximum, its parts and the meaning of the bands of points."""
    return [
        {
            "name": marked(row["name_vi"], row["name_en"]),
            "points": points(row["max"]),
            "weight": number_text(row["weight"]) if row["weight"] != "1" else "",
            "parts": [
                {"name": marked(part["name_vi"], part["name_en"]), "points": points(part["max"])}
                for part in row["parts"]
            ],
            "anchors": [anchor_text(band, row["max"]) for band in row["anchors"]],
        }
        for row in body["criteria"]
    ]


def points(text: str) -> str:
    return translate("at most %(points)s points", points=number_text(text))


def anchor_text(band: Mapping[str, Any], most: str) -> str:
    """A band of points with its meaning: "30 to under 35: …"; the topmost takes the maximum too."""
    low, high = number_text(band["lower"]), number_text(band["upper"])
    if Fraction(band["upper"]) == Fraction(most):
        span = translate("%(low)s to %(high)s", low=low, high=high)
    else:
        span = translate("%(low)s to under %(high)s", low=low, high=high)
    return joined([span, in_locale(band.get("text_vi", ""), band.get("text_en", ""))], ": ")


def rule_lines(body: Mapping[str, Any]) -> list[dict[str, str]]:
    """(question, answer) of what a reader asks of the rules, in the order of the work."""
    return [
        {"key": translate(key), "value": value}
        for key, value in (
            (N_("Who scores"), _jurors(body)),
            (N_("From sheets to a total"), _method(body)),
            (N_("Rounding"), _rounding(body)),
            (N_("Pass mark"), _threshold(body)),
            (N_("Sheets needed"), _ballots(body)),
            (N_("Sheets far apart"), _spread(body)),
            (N_("Equal totals"), _ties(body)),
            (N_("Who decides"), _council(body)),
            (
                N_("How many are recognised"),
                _cap(body["cap"], N_("No limit: the council decides on every entry.")),
            ),
            (N_("From the level below"), _lower(body)),
            (N_("Complaints"), _complaints(body)),
        )
        if value
    ]


def _jurors(body: Mapping[str, Any]) -> str:
    blind = (
        translate("Jurors see a code instead of the producer’s name.")
        if body["blind"]
        else translate("Jurors see whose product it is.")
    )
    alone = translate("Every juror scores alone; nobody sees the sheets of others before scoring closes.")
    twice = (
        translate("There are two passes, each with new codes; the second counts.")
        if body["passes"] > 1
        else ""
    )
    return joined([alone, blind, twice], " ")


def _method(body: Mapping[str, Any]) -> str:
    rule = body["aggregate"]
    method = METHODS[rule["on"], rule["method"]]
    text = translate(method)
    filled = text % {"low": rule["drop_low"], "high": rule["drop_high"]} if "%(" in text else text
    return joined([filled, translate("A sheet that is missing is never counted as zero.")], " ")


def _rounding(body: Mapping[str, Any]) -> str:
    found = [(body["aggregate"]["round"], N_("means")), (body["total_round"], N_("totals"))]
    parts = [_rounded(rule, what) for rule, what in found if rule]
    if parts:
        return joined(parts, "; ")
    return translate("Nothing is rounded: 69.996 is less than 70.").replace("69.996", number_text("69.996"))


def _rounded(rule: Mapping[str, Any], what: str) -> str:
    mode = MODES[rule["mode"]]
    return translate(
        "%(what)s to %(step)s, %(mode)s",
        what=translate(what),
        step=number_text(rule["step"]),
        mode=translate(mode),
    )


def _threshold(body: Mapping[str, Any]) -> str:
    if body["threshold"] is None:
        return translate("There is none: the council decides by the places.")
    return translate(
        "%(points)s points or more. It is needed, but not enough: the council decides.",
        points=number_text(body["threshold"]),
    )


def _ballots(body: Mapping[str, Any]) -> str:
    return translate(
        "At least %(count)s sheets per entry. With fewer it is neither passed nor failed.",
        count=body["minimum_ballots"],
    )


def _spread(body: Mapping[str, Any]) -> str:
    rule = body["spread"]
    if not rule:
        return ""
    text = SPREADS[rule["kind"]]
    again = translate("Both sheets are kept.")
    return joined([translate(text, limit=number_text(rule["points"])), again], " ")


def _ties(body: Mapping[str, Any]) -> str:
    names = {row["code"]: in_locale(row["name_vi"], row["name_en"]) for row in body["criteria"]}
    names |= {
        part["code"]: in_locale(part["name_vi"], part["name_en"])
        for row in body["criteria"]
        for part in row["parts"]
    }
    words = [
        translate("more points under “%(criterion)s”", criterion=names.get(key.partition(":")[2], key))
        if key.startswith("criterion:")
        else translate(TIES[key])
        if key in TIES
        else key
        for key in body["ties"]
    ]
    after = translate("; then ")
    return translate("First %(keys)s.", keys=joined(words, after))


def _council(body: Mapping[str, Any]) -> str:
    return translate(
        "The council, when at least %(quorum)s of its members are there and more than %(share)s of the votes agree. "
        "Closing and publishing take two people: the chair and the secretary.",
        quorum=share_text(body["quorum"]),
        share=share_text(body["vote_share"]),
    )


def _cap(rule: Mapping[str, Any] | None, none: str) -> str:
    if not rule:
        return translate(none)
    if rule["kind"] == "share":
        return translate("At most %(share)s of the entries.", share=share_text(rule["value"]))
    return translate("At most %(count)s.", count=number_text(rule["value"]))


def _lower(body: Mapping[str, Any]) -> str:
    asked = body.get("lower") or {}
    certificate = N_("A product needs a valid certificate of the level below.")
    promotion = N_("The level below must have put the product on its list upward.")
    found = [
        text for name, text in (("certificate", certificate), ("promotion", promotion)) if asked.get(name)
    ]
    return joined([translate(text) for text in found], " ")


def _complaints(body: Mapping[str, Any]) -> str:
    return translate(
        "Entrants may complain within %(days)s working days of the provisional list; the council answers within "
        "%(answer)s working days.",
        days=body["complaint_days"],
        answer=body["answer_days"],
    )


def share_text(value: str) -> str:
    """A share as people say it: 2/3 as it is, 0.5 as 1/2."""
    share = Fraction(value)
    return f"{share.numerator}/{share.denominator}"
