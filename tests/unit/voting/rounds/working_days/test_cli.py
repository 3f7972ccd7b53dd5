import json

import pytest
from click.testing import CliRunner

from voting.rounds.working_days.cli import working_days


def run(*args):
    return CliRunner().invoke(working_days, args)


def test_working_days_tells_deadline_and_what_it_leaves_out():
    result = run("--from", "2026-12-31", "--days", "1")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "deadline": "2027-01-04",
        "left_out": [
            {"date": "2027-01-01", "why": "Tết Dương lịch"},
            {"date": "2027-01-02", "why": "weekend"},
            {"date": "2027-01-03", "why": "weekend"},
        ],
        "unknown_years": [],
    }


def test_working_days_names_years_that_nobody_knows():
    assert json.loads(run("--from", "2150-01-01", "--days", "1").stdout)["unknown_years"] == [2150]


def test_working_days_warns_of_years_whose_swapped_days_are_not_recorded():
    result = run("--from", "2031-01-02", "--days", "1")
    assert (result.exit_code, json.loads(result.stdout)["deadline"]) == (0, "2031-01-03")
    assert result.stderr == "the government's swapped days of 2031 are not recorded\n"


def test_term_beyond_the_calendar_is_one_clear_line():
    result = run("--from", "9999-12-30", "--days", "10")
    assert result.exit_code == 1
    assert result.stderr == "the term ends beyond the last day of the calendar\n"


@pytest.mark.parametrize(
    "args",
    [
        ("--from", "30/12/2026", "--days", "1"), ("--from", "2026-12-30", "--days", "0"),
        ("--from", "2026-12-3", "--days", "1"), ("--from", "２０２６-12-30", "--days", "1"),
        ("--from", "2026-12-30", "--days", "1_0"), ("--from", "2026-12-30", "--days", "１"),
        ("--from", "2026-12-30", "--days", " 1"), ("--from", "2026-12-30", "--days", "+1"),
    ],
)  # fmt: skip
def test_wrong_usage_is_refused(args):
    assert run(*args).exit_code == 2
