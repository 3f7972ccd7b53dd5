"""Short texts of the selection's pages: time left, periods."""

from datetime import date, datetime, timedelta

from app.core.clock import local_day, utc_now
from app.web.filters import datetime_text
from app.web.i18n import current_locale, translate, translate_plural
from voting.models import SelectionRound
from voting.rounds.working_days.holidays import open_years

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def title_of(round_: SelectionRound) -> str:
    """The title of a round in the language of the page; Vietnamese where there is no other."""
    return round_.title_vi if current_locale() == "vi" else round_.title_en or round_.title_vi


def countdown_text(until: datetime | None) -> str:
    """The time left until a deadline, in two units; empty where there is none."""
    if until is None:
        return ""
    left = until - utc_now()
    if left <= timedelta():
        return translate("Time is up")
    minutes, hours = left.seconds % 3600 // 60, left.seconds // 3600
    if left >= DAY:
        if not hours:
            return translate_plural("%(num)s day left", "%(num)s days left", left.days)
        return translate("%(days)s d %(hours)s h left", days=left.days, hours=hours)
    if left >= HOUR:
        return translate("%(hours)s h %(minutes)s min left", hours=hours, minutes=minutes)
    return translate("%(minutes)s min left", minutes=minutes)


def period_text(begin: datetime | None, end: datetime | None) -> str:
    """From when to when, with what is known; empty where neither is set."""
    if begin and end:
        return translate("From %(begin)s to %(end)s", begin=_without_zone(begin), end=datetime_text(end))
    if end:
        return translate("Until %(end)s", end=datetime_text(end))
    return translate("From %(begin)s", begin=datetime_text(begin)) if begin else ""


def term_note(first: datetime, last: date | None) -> str:
    """Beside the last day of a term: the first year whose days off may still move it; empty where none does."""
    years = open_years(local_day(first), last) if last else ()
    if not years:
        return ""
    return translate(
        "The days off of %(years)s are not announced yet, so this day may move.",
        years=str(years[0]),
    )


def _without_zone(at: datetime) -> str:
    """The zone is given once, at the end of the period."""
    return datetime_text(at).rpartition(" (")[0]
