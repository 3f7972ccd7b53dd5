"""The calendar of a round for the public: every step with its time, what is next and how long that is, as a page and
as events of a calendar file.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.core.clock import VIETNAM, utc_now
from app.site.bilingual import in_locale
from app.web.addresses import absolute_url
from app.web.calendars import CalendarEvent
from app.web.filters import date_text, datetime_text, iso_datetime
from app.web.i18n import N_, translate
from voting.enums import RoundState
from voting.models import SelectionRound
from voting.rounds.working_days.holidays import count_term

DAY, HOUR, MINUTE = 86_400, 3600, 60


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the calendar. at: a moment or a day, None while unknown; is_until: the end of something."""

    key: str
    title: str
    at: datetime | date | None
    is_until: bool = False

    @property
    def moment(self) -> datetime | None:
        """When it happens or, of a day, when that day ends in Việt Nam."""
        if self.at is None or isinstance(self.at, datetime):
            return self.at
        return datetime.combine(self.at + timedelta(days=1), datetime.min.time(), VIETNAM)


def steps_of(row: SelectionRound) -> list[Step]:
    """The steps whose time is known, in the order of a round's life."""
    known = (
        Step("announced", N_("Announced"), row.announced_at),
        Step("entries-from", N_("Entries open"), row.entries_from),
        Step("entries-until", N_("Entries close"), row.entries_until, is_until=True),
        Step("scoring-from", N_("Scoring opens"), row.scoring_from or row.scoring_opened_at),
        Step(
            "scoring-until", N_("Scoring closes"), row.scoring_closed_at or row.scoring_until, is_until=True
        ),
        Step("provisional", N_("Provisional list"), row.provisional_at),
        Step("complaints", N_("Last day to complain"), row.complaints_until, is_until=True),
        Step("decision", N_("Decision published"), row.published_at),
        Step("annulled", N_("Annulled"), row.annulled_at),
    )
    return [step for step in known if step.at is not None]


def calendar_rows(row: SelectionRound) -> list[dict[str, str]]:
    """What the page shows of each step: {"title", "when", "iso", "state": done | next | todo, "left"}."""
    now = utc_now()
    steps = steps_of(row)
    upcoming = [] if row.state == RoundState.ANNULLED else [s for s in steps if s.moment and s.moment > now]
    soonest = min(upcoming, key=lambda step: step.moment or now, default=None)
    return [
        {
            "title": translate(step.title),
            "when": when_text(step),
            "iso": iso_datetime(step.at) if isinstance(step.at, datetime) else str(step.at),
            "state": "next" if step is soonest else "todo" if step in upcoming else "done",
            "left": left_text(step.moment - now) if step is soonest and step.moment else "",
        }
        for step in steps
    ]


def when_text(step: Step) -> str:
    """The moment with its zone; of a day that ends something, its end."""
    if isinstance(step.at, datetime):
        return datetime_text(step.at)
    return translate("end of %(date)s (Vietnam time, UTC+7)", date=date_text(step.at))


def left_text(left: timedelta) -> str:
    """How long that is, in two units at most: days and hours, hours and minutes, minutes."""
    seconds = max(0, int(left.total_seconds()))
    days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // MINUTE
    if days:
        return translate("%(days)s days %(hours)s hours left", days=days, hours=hours)
    if hours:
        return translate("%(hours)s hours %(minutes)s minutes left", hours=hours, minutes=minutes)
    return (
        translate("%(minutes)s minutes left", minutes=minutes)
        if minutes
        else translate("less than a minute left")
    )


def complaint_term(row: SelectionRound) -> str:
    """How the last day to complain was counted; empty before the provisional list."""
    if row.provisional_at is None or row.complaints_until is None:
        return ""
    first, days = row.provisional_at.astimezone(VIETNAM).date(), int(row.rule_set.body["complaint_days"])
    text = translate(
        "%(days)s working days, counted from the day after the list was published (%(date)s); Saturdays, Sundays and "
        "public holidays are left out.",
        days=days,
        date=date_text(first),
    )
    term, parts = count_term(first, days), [text]
    if term.holidays:
        dates = ", ".join(date_text(each.date) for each in term.holidays)
        parts.append(translate("Holidays in this time: %(dates)s.", dates=dates))
    parts += [
        translate("The public holidays of %(year)s are not known: only weekends were left out.", year=year)
        for year in term.unknown_years
    ]
    parts += [
        translate(
            "The government has not announced its days in lieu for %(year)s yet; they are not included.",
            year=year,
        )
        for year in term.unconfirmed_years
    ]
    return " ".join(parts)


def calendar_events(row: SelectionRound) -> list[CalendarEvent]:
    """The steps as events: whole days for days, moments for moments."""
    title = in_locale(row.title_vi, row.title_en)
    stamp = max(filter(None, (row.created_at, row.announced_at, row.provisional_at, row.published_at)))
    return [
        CalendarEvent(
            key=f"{row.slug}-{step.key}",
            title=f"{translate(step.title)}: {title}",
            starts=step.at,
            changed_at=stamp,
            url=absolute_url("site.round", slug=row.slug),
        )
        for step in steps_of(row)
        if step.at is not None
    ]
