"""Words of rule sets, and what is wrong with one."""

from app.web.i18n import N_
from app.web.messages import register_messages
from voting.enums import AggregateOn, CapKind, Method, RoundingMode, SpreadKind

AGGREGATES: dict[str, str] = {
    AggregateOn.TOTAL: N_("Each juror's total"),
    AggregateOn.CRITERION: N_("Each criterion by itself, then added"),
}
METHODS: dict[str, str] = {
    Method.MEAN: N_("Mean"),
    Method.TRIMMED_MEAN: N_("Mean without the lowest and highest"),
    Method.MEDIAN: N_("Median"),
}
ROUNDINGS: dict[str, str] = {
    RoundingMode.HALF_UP: N_("Half up"),
    RoundingMode.HALF_EVEN: N_("Half to the even digit"),
    RoundingMode.HALF_DOWN: N_("Half down"),
    RoundingMode.DOWN: N_("Always down"),
    RoundingMode.UP: N_("Always up"),
    RoundingMode.FLOOR: N_("Down to the step below"),
    RoundingMode.CEILING: N_("Up to the step above"),
}
CAPS: dict[str, str] = {
    "": N_("No limit"),
    CapKind.COUNT: N_("A number of entries"),
    CapKind.SHARE: N_("A share of the entries"),
}
SPREADS: dict[str, str] = {
    "": N_("No such rule"),
    SpreadKind.MEDIAN: N_("A juror too far from the median"),
    SpreadKind.RANGE: N_("Too much between lowest and highest"),
}
LOWER_LEVELS: dict[str, str] = {
    "": N_("As usual: a region requires a certificate, the nation a certificate and the list"),
    "nothing": N_("Nothing: any facility of the area may enter"),
    "certificate": N_("Recognised it with a valid certificate"),
    "promotion": N_("Put it on its list upward"),
    "certificate+promotion": N_("Recognised it and put it on its list upward"),
}
"""As in a form: the requirements, joined by "+"."""
TIES: dict[str, str] = {
    "median": N_("higher median"),
    "lowest": N_("higher lowest score"),
    "highest": N_("higher highest score"),
    "ballots": N_("more sheets"),
    "council_vote": N_("vote of the council"),
}

register_messages(
    {
        "rules_no_criteria": N_("Name at least one criterion."),
        "rules_maxima_not_100": N_("The maxima, each times its weight, must add to 100."),
        "rules_parts_not_maximum": N_("The parts of this criterion must add to its maximum."),
        "rules_bad_code": N_("This code appears twice."),
        "rules_maximum_not_positive": N_("The maximum must be above 0."),
        "rules_name_missing": N_("Give the name in both languages."),
        "rules_drops_without_trimming": N_(
            "Scores are left out only by the mean without the lowest and highest."
        ),
        "rules_minimum_ballots_zero": N_("An entry needs at least one sheet."),
        "rules_trimming_leaves_none": N_("More sheets must be needed than are left out."),
        "rules_threshold_over_maximum": N_("The pass mark must not be above 100."),
        "rules_not_a_share": N_("Give a share between 0 and 1."),
        "rules_bad_cap": N_("Give a number above 0; a share must not be above 1."),
        "rules_complaint_days_cut": N_("The law gives at least 15 working days to complain."),
        "rules_answer_days_over": N_("The law requires an answer within 10 working days."),
        "rules_bad_passes": N_("There are one or two passes."),
        "rules_bands_empty": N_("A band must reach from a lower to a higher score."),
        "rules_bands_gap": N_("There is a gap between two bands: each begins where the one below ends."),
        "rules_bands_overlap": N_("Two bands overlap: each begins where the one below ends."),
        "rules_bands_not_to_maximum": N_("The topmost band must end at the maximum."),
        "rules_ties_end_without_vote": N_("The last way to break a tie is the vote of the council."),
        "rules_unknown_tie_key": N_("This key is not known: %(where)s."),
        "rules_tie_key_twice": N_("A key appears twice."),
    }
)
