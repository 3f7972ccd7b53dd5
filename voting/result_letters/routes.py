"""Letters of results: the facility reads its own, the council's office prints them all."""

from typing import Any

from flask import redirect, render_template
from werkzeug.wrappers import Response

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate, translate_plural
from app.web.notices import tell
from voting.blueprint import bp
from voting.models import Nomination, SelectionRound
from voting.official_papers.queries import list_numbers
from voting.official_papers.routes import paper_file
from voting.official_papers.series import PaperKind
from voting.official_papers.services import number_notices
from voting.policies import can_lead
from voting.result_letters import services
from voting.result_letters.forms import MoneyForm, NumberLettersForm, ReleaseSeveralForm, RemarkForm
from voting.result_letters.letter import letter_paper
from voting.result_letters.queries import (
    find_money,
    find_remark,
    get_entry_letter,
    get_facility_letter,
    list_jury_remarks,
    list_money,
    list_recipients,
    list_remarked,
    list_unreleased,
)
from voting.results.board import list_board
from voting.rounds.pages import get_council_round

Page = Response | str | tuple[str, int]


@localized(
    bp, "/co-so-cua-toi/ho-so/<int:nomination_id>/ket-qua", "/my-facility/dossier/<int:nomination_id>/result"
)
@access("member")
def result_letter(nomination_id: int) -> Page:
    """What the facility learns: verdict, points by criterion, bands, remarks, reason, what comes next."""
    letter = get_entry_letter(current_actor(), nomination_id)
    return render_template("voting/result_letters/letter.html", letter=letter, nomination_id=nomination_id)


@localized(
    bp,
    "/co-so-cua-toi/ho-so/<int:nomination_id>/ket-qua.<ending>",
    "/my-facility/dossier/<int:nomination_id>/result.<ending>",
)
@access("member")
def result_letter_file(nomination_id: int, ending: str) -> Response:
    """The same as a letter on paper, PDF or DOCX."""
    letter = get_entry_letter(current_actor(), nomination_id)
    return paper_file(letter_paper(letter), f"{letter.round.slug}-{letter.facility.slug}", ending)


@localized(bp, "/hoi-dong/<slug>/thong-bao", "/council/<slug>/letters", methods=("GET", "POST"))
@access("voting.council")
def result_letters(slug: str) -> Page:
    """The letters to all facilities, with their numbers; gives those without one the next numbers."""
    round_ = get_council_round(slug)
    if round_.published_at is None or round_.annulled_at is not None:
        raise NotFound("not_found")
    facilities = list_recipients(round_)
    form = NumberLettersForm(data={"signed_on": today()})
    if form.validate_on_submit():
        try:
            with transaction():
                count = number_notices(
                    current_actor(), round_.id, form.signed_on.data, [one.slug for one in facilities]
                )
        except DomainError as error:
            form.refuse(error)
        else:
            tell(
                "success",
                translate_plural("One letter got its number.", "%(num)s letters got their numbers.", count),
            )
            return redirect(local_url("voting.result_letters", slug=slug), 303)
    numbers = list_numbers(round_.id)
    rows = [
        {"facility": one, "number": numbers.get((PaperKind.NOTICE, one.slug))}
        for one in list_recipients(round_)
    ]
    page = render_template("voting/result_letters/letters.html", round=round_, rows=rows, form=form)
    return page, 422 if form.is_submitted() else 200


@localized(
    bp, "/hoi-dong/<slug>/thong-bao/<facility>.<ending>", "/council/<slug>/letters/<facility>.<ending>"
)
@access("voting.council")
def facility_letter(slug: str, facility: str, ending: str) -> Response:
    """One facility's letter, for the council to sign."""
    letter = get_facility_letter(current_actor(), get_council_round(slug), facility)
    return paper_file(letter_paper(letter), f"{slug}-{facility}", ending)


@localized(bp, "/hoi-dong/<slug>/nhan-xet", "/council/<slug>/remarks")
@access("voting.council")
def remarks(slug: str) -> Page:
    """What jurors remarked on each entry, and what the chair has released of it."""
    round_ = get_council_round(slug)
    board = list_board(current_actor(), round_)
    entries = list_remarked(round_, board)
    may_release = bool(can_lead(current_actor(), round_))
    return render_template(
        "voting/result_letters/remarks.html",
        round=round_,
        rows=entries,
        may_release=may_release,
        waiting=[one for one in list_unreleased(round_, entries) if one.is_ready],
    )


@localized(
    bp, "/hoi-dong/<slug>/nhan-xet/nhieu-ho-so", "/council/<slug>/remarks/several", methods=("GET", "POST")
)
@access("voting.council")
def release_several_remarks(slug: str) -> Page:
    """Release what stands on the sheets of the ticked entries; those that name a juror or are too long stand apart."""
    round_ = get_council_round(slug)
    authorize(current_actor(), can_lead, round_)
    waiting = list_unreleased(round_, list_remarked(round_, list_board(current_actor(), round_)))
    ready = [one for one in waiting if one.is_ready]
    form = ReleaseSeveralForm(data={"entries": [one.row.nomination.id for one in ready]})
    form.entries.choices = [
        (one.row.nomination.id, f"{one.row.code} · {one.row.nomination.product.name_vi}") for one in ready
    ]
    if form.validate_on_submit():
        try:
            with transaction():
                count = services.release_several(current_actor(), round_.id, form.entries.data or ())
        except DomainError as error:
            form.refuse(error)
        else:
            text = translate_plural(
                "The remarks on one entry are released.",
                "The remarks on %(num)s entries are released.",
                count,
            )
            tell("success", text)
            return redirect(local_url("voting.remarks", slug=slug), 303)
    page = render_template(
        "voting/result_letters/release_several.html",
        round=get_council_round(slug),
        form=form,
        ready=ready,
        hints={one.row.nomination.id: one.text for one in ready},
        apart=[one for one in waiting if not one.is_ready],
    )
    return page, 422 if form.is_submitted() else 200


@localized(
    bp, "/hoi-dong/<slug>/nhan-xet/<int:nomination_id>", "/council/<slug>/remarks/<int:nomination_id>",
    methods=("GET", "POST"),
)  # fmt: skip
@access("voting.council")
def release_remark(slug: str, nomination_id: int) -> Page:
    """The chair says what the facility may read."""
    round_ = get_council_round(slug)
    nomination = _entry_on_board(round_, nomination_id)
    written = list_jury_remarks(round_).get(nomination_id, [])
    found = find_remark(nomination_id)
    form = RemarkForm(data={"text": found.text if found else "\n".join(written)})
    if form.validate_on_submit():
        try:
            with transaction():
                services.release_remark(current_actor(), round_.id, nomination_id, form.text.data or "")
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The remark is released with the result."))
            return redirect(local_url("voting.remarks", slug=slug), 303)
    page = render_template(
        "voting/result_letters/remark.html", round=round_, nomination=nomination, written=written, form=form
    )
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/hoi-dong/<slug>/tien-thuong", "/council/<slug>/award-money")
@access("voting.council")
def award_money(slug: str) -> Page:
    """Grade and money of each recognised entry."""
    round_ = get_council_round(slug)
    money = list_money(round_.id)
    rows: list[dict[str, Any]] = [
        {"board": row, "money": money.get(row.nomination.id)}
        for row in list_board(current_actor(), round_)
        if row.verdict is not None and row.verdict.recognised
    ]
    total = sum(row["money"].amount or 0 for row in rows if row["money"])
    return render_template("voting/result_letters/money.html", round=round_, rows=rows, total=total)


@localized(
    bp, "/hoi-dong/<slug>/tien-thuong/<int:nomination_id>", "/council/<slug>/award-money/<int:nomination_id>",
    methods=("GET", "POST"),
)  # fmt: skip
@access("voting.council")
def set_award_money(slug: str, nomination_id: int) -> Page:
    """Write down grade, amount and the day of payment."""
    round_ = get_council_round(slug)
    nomination = _entry_on_board(round_, nomination_id)
    found = find_money(nomination_id)
    form = MoneyForm(
        data={
            "grade": found.grade if found else "",
            "amount": str(found.amount) if found and found.amount else "",
            "decision": found.decision if found else "",
            "paid_on": found.paid_on if found else None,
        }
    )
    if form.validate_on_submit():
        try:
            with transaction():
                services.set_money(
                    current_actor(),
                    round_.id,
                    nomination_id,
                    grade=form.grade.data or "",
                    amount=int(form.amount.amount) if form.amount.amount is not None else None,
                    decision=form.decision.data or "",
                    paid_on=form.paid_on.data,
                )
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("Grade and money are saved."))
            return redirect(local_url("voting.award_money", slug=slug), 303)
    page = render_template(
        "voting/result_letters/money_form.html", round=round_, nomination=nomination, form=form
    )
    return page, 422 if form.is_submitted() else 200


def _entry_on_board(round_: SelectionRound, nomination_id: int) -> Nomination:
    """Raises NotFound before closing, outside the council, and for entries that were not counted."""
    board = list_board(current_actor(), round_)
    found = next((row.nomination for row in board if row.nomination.id == nomination_id), None)
    if found is None:
        raise NotFound("not_found")
    return found
