"""Rule sets: read one, write a new version, and try it on past rounds."""

from fractions import Fraction
from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from app.core.database.transaction import transaction
from app.core.errors import DomainError, RuleBroken
from app.core.refused import Refused
from app.web.access import access, current_actor
from app.web.filters import exact_total
from app.web.i18n import current_locale, local_url, localized, translate
from app.web.notices import tell
from catalog.labels import PRODUCT_GROUPS as GROUPS
from voting.blueprint import bp
from voting.results.labels import VERDICTS
from voting.rule_sets import labels
from voting.rule_sets import services as service
from voting.rule_sets.forms import (
    BAND_FIELDS,
    ROW_FIELDS,
    RuleSetForm,
    count_rows,
    flatten,
    lower_word,
    rule_set_form,
)
from voting.rule_sets.queries import MOST_ROUNDS, get_rule_set, list_rule_sets, list_trials
from voting.rules.document import rule_set_from_dict
from voting.rules.rule_set import RuleSet, get_rows
from voting.rules.trial import Mismatch
from voting.tally.exact import exact_text

Page = Response | str | tuple[str, int]
SPARE = 3
"""Empty rows at the end of a form, and as many more on demand."""


@localized(bp, "/can-bo/bo-tieu-chi", "/officer/rule-sets")
@access("voting.run")
def rule_sets() -> str:
    """All rule sets with their versions."""
    return render_template(
        "voting/rule_sets/rule_sets.html", rows=list_rule_sets(), may_write=bool(current_actor().is_officer)
    )


@localized(bp, "/can-bo/bo-tieu-chi/<int:rule_set_id>", "/officer/rule-sets/<int:rule_set_id>")
@access("voting.run")
def rule_set(rule_set_id: int) -> str:
    """One version in words."""
    row = get_rule_set(rule_set_id)
    rules = rule_set_from_dict(row.body)
    return render_template(
        "voting/rule_sets/rule_set.html",
        row=row,
        rules=rules,
        facts=_facts(rules),
        criteria=_criteria(rules),
        get_rows=get_rows,
        text=exact_text,
        may_write=bool(current_actor().is_officer),
    )


@localized(bp, "/can-bo/bo-tieu-chi/<int:rule_set_id>/thu", "/officer/rule-sets/<int:rule_set_id>/trial")
@access("voting.run")
def rule_set_trial(rule_set_id: int) -> str:
    """These rules tried on the latest published rounds."""
    row = get_rule_set(rule_set_id)
    return render_template(
        "voting/rule_sets/rule_set_trial.html",
        row=row,
        trials=list_trials(rule_set_from_dict(row.body)),
        is_mismatch=lambda found: isinstance(found, Mismatch),
        groups=GROUPS,
        verdict_words=VERDICTS,
        most=MOST_ROUNDS,
        back=request.args.get("ky", ""),
    )


@localized(
    bp,
    "/can-bo/bo-tieu-chi/<int:rule_set_id>/phien-ban-moi",
    "/officer/rule-sets/<int:rule_set_id>/new-version",
    methods=("GET", "POST"),
)
@access("voting.plan")
def new_rule_set(rule_set_id: int) -> Page:
    """Write a new version from an older one; a version that exists is never changed."""
    row = get_rule_set(rule_set_id)
    values = flatten(row.body)
    if not request.form:
        rows, bands = (count_rows(values, kind) + SPARE for kind in ("row", "band"))
        return _page(rule_set_form(values, rows=rows, bands=bands), row)
    more = SPARE if "more" in request.form else 0
    form = rule_set_form(
        {}, rows=count_rows(request.form, "row") + more, bands=count_rows(request.form, "band") + more
    )
    if more:
        return _page(form, row)
    if form.validate_on_submit() and (made := _create(form)) is not None:
        tell("success", translate("The new version is saved. See how it would have decided past rounds."))
        return redirect(local_url("voting.rule_set_trial", rule_set_id=made), 303)
    return _page(form, row), 422


def _create(form: RuleSetForm) -> int | None:
    """The id of the new version, or None with every problem beside its field."""
    body = form.body()
    if body is None:
        return None
    try:
        problems = rule_set_from_dict({**body, "version": 1}).problems()
        for problem in problems:
            form.refuse(
                RuleBroken(f"rules_{problem.code}", form.place_of(problem.where), where=problem.where)
            )
        if problems:
            return None
        with transaction():
            made = service.create_rule_set(current_actor(), body).id
    except DomainError as error:
        form.refuse(error)
        return None
    except Refused as error:
        form.form_errors.append(str(error))
        return None
    return made


def _page(form: RuleSetForm, row: Any) -> str:
    return render_template(
        "voting/rule_sets/rule_set_form.html",
        form=form,
        row=row,
        row_fields=list(ROW_FIELDS),
        band_fields=list(BAND_FIELDS),
    )


def _criteria(rules: RuleSet) -> list[dict[str, object]]:
    """Criteria with their parts below them."""
    name = "name_vi" if current_locale() == "vi" else "name_en"
    return [
        {
            "name": getattr(one, name),
            "most": _exact(one.maximum),
            "weight": "" if one is not criterion else _exact(criterion.weight),
            "part": one is not criterion,
        }
        for criterion in rules.criteria
        for one in get_rows(criterion)
    ]


def _facts(rules: RuleSet) -> list[dict[str, object]]:
    aggregate = rules.aggregate
    trimmed = translate(
        "%(low)s lowest and %(high)s highest left out", low=aggregate.drop_low, high=aggregate.drop_high
    )
    none = translate("None")
    return [
        {"key": translate("Legal source"), "value": rules.source},
        {"key": translate("What is combined"), "value": _word(labels.AGGREGATES, aggregate.on)},
        {
            "key": translate("How the jurors’ scores are combined"),
            "value": _word(labels.METHODS, aggregate.method),
            "note": trimmed if aggregate.drop_low or aggregate.drop_high else None,
        },
        {"key": translate("Round each aggregate to"), "value": _rounding(aggregate.rounding)},
        {"key": translate("Round the total to"), "value": _rounding(rules.total_rounding)},
        {
            "key": translate("Pass mark"),
            "value": none if rules.threshold is None else _exact(rules.threshold),
        },
        {"key": translate("Sheets that an entry needs"), "value": rules.minimum_ballots},
        {"key": translate("Ties are broken by"), "value": "; ".join(_tie(rules, key) for key in rules.ties)},
        {"key": translate("Quorum of the council"), "value": str(Fraction(rules.quorum))},
        {
            "key": translate("Votes needed"),
            "value": translate("more than %(share)s", share=Fraction(rules.vote_share)),
        },
        {"key": translate("Most entries recognised"), "value": _cap(rules.cap)},
        {"key": translate("Most entries sent up"), "value": _cap(rules.upward_quota)},
        {"key": translate("Score again where jurors lie far apart"), "value": _spread(rules)},
        {"key": translate("Passes of scoring"), "value": rules.passes},
        {
            "key": translate("Jurors do not learn whose product it is"),
            "value": translate("Yes") if rules.blind else translate("No"),
        },
        {
            "key": translate("Requirements from the level below"),
            "value": _word(labels.LOWER_LEVELS, lower_word(rules.lower)),
        },
        {"key": translate("Working days to complain"), "value": rules.complaint_days},
        {"key": translate("Working days to answer"), "value": rules.answer_days},
    ]


def _word(words: dict[str, str], code: str) -> str:
    message = words[code]
    return translate(message)


def _exact(value: Any) -> str:
    text = exact_text(value)
    return text if "/" in text else exact_total(text)


def _rounding(rounding: Any) -> str:
    if rounding is None:
        return translate("Not rounded: exact")
    return f"{_exact(rounding.step)} · {_word(labels.ROUNDINGS, rounding.mode)}"


def _cap(cap: Any) -> str:
    if cap is None:
        return _word(labels.CAPS, "")
    return f"{_word(labels.CAPS, cap.kind)}: {_exact(cap.value)}"


def _spread(rules: RuleSet) -> str:
    if rules.spread is None:
        return _word(labels.SPREADS, "")
    points = translate("more than %(points)s points", points=_exact(rules.spread.points))
    return f"{_word(labels.SPREADS, rules.spread.kind)}: {points}"


def _tie(rules: RuleSet, key: str) -> str:
    if key in labels.TIES:
        return _word(labels.TIES, key)
    name = "name_vi" if current_locale() == "vi" else "name_en"
    code = key.partition(":")[2]
    rows: dict[str, str] = {
        one.code: getattr(one, name) for criterion in rules.criteria for one in get_rows(criterion)
    }
    return rows.get(code, key)
