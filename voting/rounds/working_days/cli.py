"""`tieubieu working-days`: the last day of a term, without a database."""

import json
from datetime import datetime

import click

from app.core.command_values import IsoDay, WholeNumber
from voting.rounds.working_days.holidays import count_term

MOST_DAYS = 10_000


@click.command("working-days")
@click.option("--from", "start", required=True, type=IsoDay(), help="The day of the act.")
@click.option("--days", required=True, type=WholeNumber(1, MOST_DAYS), help="How many working days.")
def working_days(start: datetime, days: int) -> None:
    """The last day of a term of DAYS working days, counted from the day after FROM, and what it leaves out."""
    try:
        term = count_term(start.date(), days)
    except OverflowError:
        click.echo("the term ends beyond the last day of the calendar", err=True)
        raise SystemExit(1) from None
    for year in term.unconfirmed_years:
        click.echo(f"the government's swapped days of {year} are not recorded", err=True)
    body = {
        "deadline": term.deadline.isoformat(),
        "left_out": [{"date": row.date.isoformat(), "why": row.why} for row in term.left_out],
        "unknown_years": list(term.unknown_years),
    }
    click.echo(json.dumps(body, ensure_ascii=False))
