"""The report of a recall or drill as a page, a table and a document show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from app.core.clock import VIETNAM, utc_now
from app.web.filters import date_text
from app.web.i18n import N_, translate, translate_plural
from traceability.genealogy.graph.view import amount_text
from traceability.models import Lot, Recall, RecallDrill
from traceability.recall_reports.report import Amounts, Recipient, Report, Total, time_taken

HEADER = (
    N_("Recipient of goods"),
    N_("Telephone"),
    N_("Address"),
    N_("Lots"),
    N_("From"),
    N_("Until"),
    N_("Sent"),
    N_("Came back"),
    N_("Reached at"),
    N_("Note"),
)
_MINUTE, _HOUR = 60, 3600
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of the report. ended_at: the end of a drill or recall."""

    lot: Lot
    is_drill: bool
    is_recall: bool
    reason: str
    started_at: datetime
    ended_at: datetime | None
    found: str
    number: int

    @property
    def file_name(self) -> str:
        kind = "dien-tap" if self.is_drill else "thu-hoi"
        return f"{kind}-{self.lot.code}-{self.number}"


def subject_of(found: RecallDrill | Recall) -> Subject:
    if isinstance(found, RecallDrill):
        return Subject(
            lot=found.lot, is_drill=True, is_recall=False, reason=found.scenario, started_at=found.started_at,
            ended_at=found.finished_at, found=found.found, number=found.id,
        )  # fmt: skip
    return Subject(
        lot=found.lot, is_drill=False, is_recall=found.kind == "recall", reason=found.reason_vi,
        started_at=found.created_at, ended_at=found.undone_at, found=found.undone_reason, number=found.id,
    )  # fmt: skip


def heading(subject: Subject) -> str:
    if subject.is_drill:
        return translate("Recall drill")
    return translate("Report of the recall") if subject.is_recall else translate("Report of the hold")


def amounts_text(amounts: Amounts, unstated: int = 0) -> str:
    """`60 chai + 5 kg`; deliveries without an amount are counted behind it."""
    parts = [amount_text(amount, unit) for unit, amount in amounts.items()]
    if unstated:
        text = translate_plural(
            "%(num)s delivery without a quantity", "%(num)s deliveries without a quantity", unstated
        )
        parts.append(text)
    return " + ".join(parts) or "—"


def left_text(total: Total) -> str:
    """What remains according to the diary; says so if it cannot be determined."""
    if total.left is None:
        return translate("Cannot be determined")
    return amounts_text({total.dimension: total.left})


def overdrawn_lots(report: Report) -> str:
    """The lots of which more went out than there was."""
    return ", ".join(dict.fromkeys(code for total in report.totals for code in total.overdrawn))


def duration_text(span: timedelta) -> str:
    """In the two largest relevant units."""
    seconds = int(span.total_seconds())
    hours, minutes = seconds // _HOUR, seconds % _HOUR // _MINUTE
    if hours:
        return translate("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes)
    if minutes:
        return translate("%(minutes)s min %(seconds)s s", minutes=minutes, seconds=seconds % _MINUTE)
    return translate("%(seconds)s s", seconds=seconds)


def taken_text(subject: Subject) -> str:
    return duration_text(time_taken(subject.started_at, subject.ended_at, utc_now()))


def share_text(part: Decimal, whole: Decimal) -> str:
    """A whole per cent, rounded down; a dash of nothing."""
    return f"{int(part * _HUNDRED / whole)} %" if whole > 0 else "—"


def reached_share(report: Report) -> str:
    return share_text(Decimal(report.reached), Decimal(len(report.recipients)))


def moment_text(at: datetime | None) -> str:
    """Local time of Việt Nam, as a document states it."""
    if at is None:
        return ""
    local = at.astimezone(VIETNAM)
    return f"{local:%H:%M} {date_text(local.date())}"


def csv_rows(subject: Subject, report: Report) -> Iterator[list[str]]:
    """One row a recipient, a row of goods sold without a name, then a row for each lot reached."""
    for one in report.recipients:
        yield _recipient_row(one)
    if report.unnamed:
        yield [
            translate("Shipped without a named receiver"),
            *[""] * 5,
            amounts_text(report.unnamed),
            "",
            "",
            "",
        ]
    if report.retail:
        yield [translate("Sold without a name"), *[""] * 5, amounts_text(report.retail), "", "", ""]
    for lot in report.lots:
        amount = amount_text(lot.quantity.amount, lot.quantity.unit) if lot.quantity else ""
        name = f"{lot.name} ({lot.code})"
        yield [translate("Lot concerned"), "", "", name, "", "", amount, "", "", _first_note(subject, lot.id)]


def _first_note(subject: Subject, lot_id: int) -> str:
    if lot_id != subject.lot.id:
        return ""
    sign = translate("DRILL: no recall is in force") if subject.is_drill else heading(subject)
    return f"{sign}; {moment_text(subject.started_at)}; {taken_text(subject)}"


def _recipient_row(one: Recipient) -> list[str]:
    return [
        one.name,
        one.contact.phone,
        one.contact.address,
        " ".join(one.lots),
        date_text(one.first_at.astimezone(VIETNAM).date()),
        date_text(one.last_at.astimezone(VIETNAM).date()),
        amounts_text(one.sent, one.unstated),
        amounts_text(one.back) if one.back else "",
        moment_text(one.reached_at),
        one.note,
    ]
