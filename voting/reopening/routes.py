"""Reopen or end a round: one page for each act that chair and secretary sign with a reason."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import redirect, render_template
from werkzeug.wrappers import Response

from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.web.access import access, current_actor
from app.web.i18n import N_, local_url, localized, translate, translate_plural
from app.web.messages import message_for
from app.web.notices import tell
from voting.blueprint import bp
from voting.complaints.labels import OUTCOMES
from voting.complaints.queries import list_complaints
from voting.enums import NominationAct, NominationState, RoundAct, RoundState
from voting.jury.labels import CONFLICT_RULES
from voting.models import Nomination, SelectionRound
from voting.policies import can_decide, can_lead, can_sign, council_role
from voting.product_sets.queries import set_titles, sets_by_member
from voting.promotion.queries import find_origin
from voting.reopening import services as reopening
from voting.reopening.forms import SignedReasonForm
from voting.rounds.lifecycle import get_nomination_acts
from voting.rounds.pages import get_council_round
from voting.rounds.queries import count_open_complaints
from voting.rounds.signatures import list_signatures
from voting.rounds.status import IN_SCORING, shown_state
from voting.rounds.transitions import check_round_act, is_act_open
from voting.rule_sets.services import rules_of
from voting.scoring import second_ballots

Page = Response | str | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Weighty:
    """An act of two people with a reason. Texts are message ids; done: where to go once it is carried out."""

    act: RoundAct
    verb: Callable[..., bool]
    title: str
    lead: str
    consequences: tuple[str, ...]
    button: str
    success: str
    done: str = "voting.work_round"


REOPEN = Weighty(
    RoundAct.REOPEN_SCORING,
    reopening.sign_reopening,
    N_("Open scoring again"),
    N_("For a mistake that only new score sheets can correct."),
    (
        N_("The count made at closing is kept on record and is no longer valid."),
        N_("Verdicts and sets recorded by the council are cancelled."),
        N_("Submitted sheets stay submitted; missing ones wait for their jurors again."),
        N_("Scoring stays open until chair and secretary close it again."),
    ),
    N_("Sign the reopening"),
    N_("Scoring is open again. The jurors have been informed."),
)
RETURN = Weighty(
    RoundAct.RETURN_TO_COUNCIL,
    reopening.sign_return,
    N_("Return the list to the council"),
    N_("For a complaint that was upheld, or a mistake seen in the list."),
    (
        N_("The provisional list is no longer public; the page of the round says why."),
        N_("The council may change its verdicts and sets, or open scoring again."),
        N_("A new list opens a new time for complaints."),
    ),
    N_("Sign the return"),
    N_("The list is withdrawn. The entrants have been informed."),
    "voting.board",
)
ANNUL = Weighty(
    RoundAct.ANNUL,
    reopening.sign_annulment,
    N_("Annul the round"),
    N_("Ends the round permanently. This cannot be undone."),
    (
        N_("The page of the round says that it is annulled, and why."),
        N_("Certificates issued by it are revoked at once."),
        N_("Log, counts and published files stay on record."),
    ),
    N_("Sign the annulment"),
    N_("The round is annulled."),
)


@bp.context_processor
def after_words() -> dict[str, object]:
    """What the templates of this part, and the board, look up."""
    return {
        "after_links": after_links,
        "complaint_outcomes": OUTCOMES,
        "conflict_text": conflict_text,
        "find_origin": find_origin,
        "has_spread_rule": has_spread_rule,
        "may_add_jurors": may_add_jurors,
        "my_council_role": my_council_role,
        "may_disqualify": may_disqualify,
        "set_titles": set_titles,
        "sets_by_member": sets_by_member,
        "shown_state": shown_state,
    }


@localized(bp, "/hoi-dong/<slug>/mo-cham-lai", "/council/<slug>/reopen", methods=("GET", "POST"))
@access("voting.council")
def reopen_scoring(slug: str) -> Page:
    return _weighty(slug, REOPEN)


@localized(bp, "/hoi-dong/<slug>/xem-xet-lai", "/council/<slug>/return", methods=("GET", "POST"))
@access("voting.council")
def return_to_council(slug: str) -> Page:
    return _weighty(slug, RETURN)


@localized(bp, "/hoi-dong/<slug>/huy-ket-qua", "/council/<slug>/annul", methods=("GET", "POST"))
@access("voting.council")
def annul_round(slug: str) -> Page:
    return _weighty(slug, ANNUL)


@localized(bp, "/hoi-dong/<slug>/cham-lai-phieu", "/council/<slug>/score-again", methods=("POST",))
@access("voting.council")
def score_again(slug: str) -> Page:
    """The chair gives sheets back that the spread rule names."""
    round_id = get_council_round(slug).id
    try:
        with transaction():
            count = second_ballots.give_wide_back(current_actor(), round_id)
    except DomainError as error:
        tell("danger", message_for(error))
    else:
        text = translate_plural(
            "One sheet was given back. Let the jurors discuss the entry first.",
            "%(num)s sheets were given back. Let the jurors discuss these entries first.",
            count,
        )
        tell("success", text)
    return redirect(local_url("voting.work_round", slug=slug), 303)


def after_links(round_: SelectionRound) -> list[dict[str, object]]:
    """The other acts open to this person for this round: `{"text", "href", "grave"}`, texts translated.
    grave: it reopens or ends the round.
    """
    actor, slug = current_actor(), round_.slug
    found: list[tuple[str, str]] = []
    if round_.state == RoundState.COUNCIL:
        found.append((N_("Merge entries into sets"), "voting.sets"))
    if list_complaints(round_.id) or round_.complaints_until:
        found.append((N_("Complaints"), "voting.council_complaints"))
    found += _letter_links(round_)
    if round_.published_at and not round_.annulled_at:
        found.append((N_("Send entries up"), "voting.promotion"))
    if can_sign(actor, round_):
        signed = ((REOPEN, "reopen_scoring"), (RETURN, "return_to_council"), (ANNUL, "annul_round"))
        found += [(act.title, f"voting.{name}") for act, name in signed if is_act_open(round_, act.act)]
    waiting = count_open_complaints(round_.id)
    return [
        {
            "text": translate(text)
            + (f" ({waiting})" if waiting and name == "voting.council_complaints" else ""),
            "href": local_url(name, slug=slug),
            "grave": name in GRAVE,
        }
        for text, name in found
    ]


def _letter_links(round_: SelectionRound) -> list[tuple[str, str]]:
    """What the facilities are told: remarks and money from the closing on, letters once the decision is public."""
    if not round_.scoring_closed_at:
        return []
    found = [
        (N_("Remarks of the jury"), "voting.remarks"),
        (N_("Grades and award money"), "voting.award_money"),
    ]
    return [*found, (N_("Letters of the result"), "voting.result_letters")] if round_.published_at else found


GRAVE = frozenset({"voting.reopen_scoring", "voting.return_to_council", "voting.annul_round"})


def my_council_role(round_: SelectionRound) -> str | None:
    """The seat of the person who asks; None outside the council."""
    return council_role(current_actor(), round_)


def may_add_jurors(round_: SelectionRound) -> bool:
    return round_.state in IN_SCORING and bool(can_lead(current_actor(), round_))


def may_disqualify(nomination: Nomination) -> bool:
    state, round_state = NominationState(nomination.state), RoundState(nomination.round.state)
    is_open = NominationAct.DISQUALIFY in get_nomination_acts(state, round_state)
    return is_open and bool(can_decide(current_actor(), nomination.round))


def has_spread_rule(round_: SelectionRound) -> bool:
    return rules_of(round_).spread is not None


def conflict_text(rule: str) -> str:
    """The kinds of a conflict found by rule, in words."""
    return "; ".join(translate(CONFLICT_RULES[kind]) for kind in rule.split() if kind in CONFLICT_RULES)


def _weighty(slug: str, what: Weighty) -> Page:
    actor, round_ = current_actor(), get_council_round(slug)
    check_round_act(round_, what.act)
    given = list_signatures(round_, what.act)
    form = SignedReasonForm(data={"reason": given[-1].reason if given else ""})
    if form.validate_on_submit():
        try:
            with transaction():
                done = what.verb(actor, round_.id, reason=form.reason.data or "")
        except DomainError as error:
            if error.code == "confirmation_needed":
                raise
            form.refuse(error)
        else:
            tell(
                "success",
                translate(what.success)
                if done
                else translate("You have signed. The other person signs next."),
            )
            return redirect(local_url(what.done if done else "voting.work_round", slug=slug), 303)
    page = render_template(
        "voting/reopening/weighty.html", round=get_council_round(slug), what=what, form=form, signatures=given
    )
    return page, 422 if form.is_submitted() else 200
