"""The council's pages: the board after closing, verdicts, the provisional list, the decision, publication."""

from collections.abc import Iterable
from datetime import date

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.web.access import access, current_actor
from app.web.fields import ReasonForm
from app.web.filters import exact_total, number_text
from app.web.i18n import current_locale, local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from catalog.labels import PRODUCT_GROUPS as GROUPS
from catalog.register.queries import get_progress_of_round
from catalog.validity import award_valid_until
from voting.blueprint import bp
from voting.complaints.queries import accepts_complaints
from voting.council import services as council_service
from voting.council.forms import VOTE, DecisionEntryForm, VerdictForm, with_votes
from voting.enums import NominationState, RoundState
from voting.levels.queries import authority_of, get_level_rules, number_example
from voting.log import records as sealed
from voting.models import CouncilVerdict, Nomination, SelectionRound
from voting.policies import council_role
from voting.product_sets.labels import SET_CASES
from voting.publication import services as publication
from voting.results.board import BoardRow, find_line, list_board
from voting.results.labels import VERDICTS
from voting.results.queries import find_session, list_present
from voting.rounds.pages import get_council_round
from voting.rounds.queries import count_open_complaints, get_work_round, list_work_rounds
from voting.rounds.signatures import list_signatures
from voting.rounds.working_days.holidays import count_term
from voting.rule_sets.services import rules_of
from voting.rules.rule_set import RuleSet, scored
from voting.tally.exact import exact_text

Page = Response | str | tuple[str, int]


@localized(bp, "/hoi-dong", "/council")
@access("voting.council")
def council() -> Page:
    """The rounds of whose council the person is a member."""
    actor = current_actor()
    mine = [round_ for round_ in list_work_rounds(actor) if council_role(actor, round_)]
    return render_template("voting/council/council.html", rounds=mine, actor=actor)


@localized(bp, "/hoi-dong/<slug>/bang-diem", "/council/<slug>/board")
@access("voting.council")
def board(slug: str) -> Page:
    """Scores, places, spread and verdicts, after closing."""
    round_ = get_work_round(current_actor(), slug)
    rows = list_board(current_actor(), round_)
    return render_template(
        "voting/council/board.html",
        round=round_,
        rows=rows,
        rules=rules_of(round_),
        groups=GROUPS,
        decision=sealed.find_decision(round_.id),
        signatures=list_signatures(round_, "publish_provisional"),
        papers=get_progress_of_round(round_.id) if round_.published_at else None,
        undecided=_undecided(rows),
        unanswered=count_open_complaints(round_.id),
        line=find_line(rows, rules_of(round_).cap),
        session=find_session(round_.id),
        term=count_term(today(), rules_of(round_).complaint_days)
        if round_.state == RoundState.COUNCIL
        else None,
    )


@localized(bp, "/hoi-dong/<slug>/bang-diem/<code>", "/council/<slug>/board/<code>", methods=("GET", "POST"))
@access("voting.council")
def decide(slug: str, code: str) -> Page:
    """One entry for the council to decide."""
    actor = current_actor()
    round_ = get_work_round(actor, slug)
    row = _row(list_board(actor, round_), code)
    form = with_votes(VerdictForm, list_present(round_), data=_verdict_values(row.verdict))
    if form.validate_on_submit():
        try:
            with transaction():
                council_service.decide_entry(
                    actor,
                    round_.id,
                    row.nomination.id,
                    recognised=form.recognised.data == "yes",
                    reason=form.reason.data or "",
                    votes_for=form.votes_for.data,
                    votes_against=form.votes_against.data,
                    votes=form.votes(),
                )
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The decision on %(code)s is saved.", code=code))
            other = _next_undecided(slug) if request.form.get("act") == "next" else None
            if other is not None:
                return redirect(local_url("voting.decide", slug=slug, code=other), 303)
            return redirect(local_url("voting.board", slug=slug), 303)
    page = render_template(
        "voting/council/decide.html",
        round=round_,
        row=row,
        form=form,
        groups=GROUPS,
        facts=_facts(row, rules_of(round_)),
    )
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/hoi-dong/<slug>/du-kien", "/council/<slug>/provisional", methods=("POST",))
@access("voting.council")
def publish_provisional(slug: str) -> Page:
    round_id = get_work_round(current_actor(), slug).id
    try:
        with transaction():
            done = council_service.sign_provisional(current_actor(), round_id)
    except DomainError as error:
        if error.code == "confirmation_needed":
            raise
        tell("danger", message_for(error))
    else:
        signed = translate("You have signed. The other person signs next.")
        tell("success", translate("The provisional list is public.") if done else signed)
    return redirect(local_url("voting.board", slug=slug), 303)


@localized(bp, "/hoi-dong/<slug>/quyet-dinh", "/council/<slug>/decision", methods=("GET", "POST"))
@access("voting.council")
def decision(slug: str) -> Page:
    """Number, date, signer and validity of the decision."""
    actor = current_actor()
    round_ = get_council_round(slug)
    form = DecisionEntryForm(data=_decision_values(round_))
    form.number.description = translate(
        "As on the paper, for example %(number)s.", number=number_example(round_)
    )
    if form.validate_on_submit():
        try:
            with transaction():
                council_service.prepare_decision(actor, round_.id, form.decision())
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(local_url("voting.publish", slug=slug), 303)
    return render_template(
        "voting/council/decision.html", round=round_, form=form
    ), 422 if form.is_submitted() else 200


@localized(bp, "/hoi-dong/<slug>/cong-bo", "/council/<slug>/publish", methods=("GET", "POST"))
@access("voting.council")
def publish(slug: str) -> Page:
    """The page that both people sign; the second signature publishes everything in one transaction."""
    round_ = get_council_round(slug)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            with transaction():
                done = publication.sign_publication(current_actor(), round_.id)
        except DomainError as error:
            if error.code == "confirmation_needed":
                raise
            form.refuse(error)
        else:
            text = (
                translate("The decision is public and the certificates are issued.")
                if done
                else translate("You have signed. The other person signs next.")
            )
            tell("success", text)
            return redirect(local_url("voting.board", slug=slug), 303)
    page = render_template(
        "voting/council/publish.html",
        round=get_council_round(slug),
        form=form,
        decision=sealed.find_decision(round_.id),
        rows=[row for row in list_board(current_actor(), round_) if row.verdict and row.verdict.recognised],
        signatures=list_signatures(round_, "publish"),
        groups=GROUPS,
        complaints_open=accepts_complaints(round_),
    )
    return page, 422 if form.is_submitted() else 200


def _undecided(rows: Iterable[BoardRow]) -> list[BoardRow]:
    """Entries that the council still has to decide on."""
    return [row for row in rows if row.verdict is None and row.nomination.state == NominationState.ACCEPTED]


def _next_undecided(slug: str) -> str | None:
    """The code of the next entry without a decision, in the order of the board."""
    rows = _undecided(list_board(current_actor(), get_work_round(current_actor(), slug)))
    return rows[0].code if rows else None


def _verdict_values(verdict: CouncilVerdict | None) -> dict[str, object]:
    """What the form of a decision holds. The numbers follow from the members' votes, where these are recorded."""
    if verdict is None:
        return {}
    numbers = (None, None) if verdict.votes else (verdict.votes_for, verdict.votes_against)
    return {
        "recognised": "yes" if verdict.recognised else "no",
        "reason": verdict.reason,
        **dict(zip(("votes_for", "votes_against"), numbers, strict=True)),
        **{f"{VOTE}{member}": vote for member, vote in verdict.votes.items()},
    }


def _set_facts(nomination: Nomination) -> list[dict[str, str]]:
    return [
        {"key": translate("What makes it a set"), "value": translate(SET_CASES[nomination.set_case])},
        {"key": translate("Products of the set"), "value": "; ".join(nomination.set_items)},
    ]


def _facts(row: BoardRow, rules: RuleSet) -> list[dict[str, str]]:
    name = "name_vi" if current_locale() == "vi" else "name_en"
    verdict = VERDICTS[row.row["verdict"]]
    criteria = {part.code: part for c in rules.criteria for part in scored(c)}
    nomination = row.nomination
    return [
        *(_set_facts(nomination) if nomination.is_set else ()),
        {"key": translate("Mean total"), "value": exact_total(row.row["total"])},
        {"key": translate("Count"), "value": translate(verdict)},
        {"key": translate("Place"), "value": str(row.row["place"] or "—")},
        {"key": translate("Sheets"), "value": str(row.row["ballots"])},
        *(
            {
                "key": getattr(criteria[code], name),
                "value": f"{exact_total(mean)} / {number_text(exact_text(criteria[code].maximum))}",
            }
            for code, mean in row.row["by_criterion"].items()
        ),
    ]


def _row(rows: list[BoardRow], code: str) -> BoardRow:
    found = next((row for row in rows if row.code == code), None)
    if found is None:
        raise NotFound("not_found")
    return found


def _decision_values(round_: SelectionRound) -> dict[str, object]:
    found = sealed.find_decision(round_.id)
    if found is None:
        day: date = today()
        return {
            "signed_on": day,
            "valid_until": award_valid_until(day),
            "authority": authority_of(round_),
            "signer_title": get_level_rules(round_.level).signer_title,
        }
    names = ("number", "signed_on", "signer", "signer_title", "authority", "valid_until")
    return {name: getattr(found, name) for name in names}
