"""Role × place: who may do what with a programme, what counts in it, its activities and its reports."""

import pytest

from programme import policies
from programme.models import Activity, Fact, FactChange, PeriodReport, Programme, Target
from tests.helpers.programme_people import (
    HERE,
    NATION,
    OFFICER,
    PEOPLE,
    SECOND,
    THERE,
    answers,
    expected,
    unit,
)

NO = "not_your_programme"
OFFICERS = ("province", "second", "officer and member")


def programme(level="tinh", at=HERE):
    return Programme(level=level, unit=unit(at) if at is not None else None)


def test_programme_of_the_nation_is_edited_by_its_officer():
    assert answers(policies.can_edit_programme, "quoc-gia", None) == expected(NO, "nation", "system")


def test_programme_of_a_province_is_edited_by_its_officers():
    assert answers(policies.can_edit_programme, "tinh", unit()) == expected(NO, *OFFICERS, "system")
    assert answers(policies.can_edit_programme, "tinh", None) == expected(NO, "system")


def test_programme_of_a_province_that_was_merged_is_edited_where_it_belongs_today():
    old = unit(60, successor=unit(HERE))
    assert answers(policies.can_edit_programme, "tinh", old) == expected(NO, *OFFICERS, "system")


def test_plan_of_a_year_is_set_by_the_nation():
    assert answers(policies.can_set_plan) == expected(NO, "nation", "system")


def test_fact_is_entered_by_who_edits_and_for_the_nation_by_its_province_too():
    nation = programme("quoc-gia", None)
    assert answers(policies.can_enter_fact, nation, None) == expected(NO, "nation", "system")
    assert answers(policies.can_enter_fact, nation, unit()) == expected(NO, "nation", *OFFICERS, "system")
    assert answers(policies.can_enter_fact, programme(), unit(THERE)) == expected(NO, *OFFICERS, "system")


def test_fact_is_confirmed_by_another_person_than_the_one_who_answers_for_it():
    fact = Fact(target=Target(programme=programme()), entered_by=OFFICER, changes=[])
    wanted = expected(NO, *OFFICERS, "system", province="fact_second_person")
    assert answers(policies.can_confirm_fact, fact) == wanted
    fact.changes = [
        FactChange(after={"number": 3}, changed_by=SECOND),
        FactChange(after={"evidence": "accepted"}, changed_by=OFFICER),
    ]
    wanted = expected(NO, *OFFICERS, "system", second="fact_second_person")
    assert answers(policies.can_confirm_fact, fact) == wanted


def test_activity_is_run_by_officers_and_the_centre_of_its_province():
    wanted = expected(NO, *OFFICERS, "nation", "centre", "system")
    assert answers(policies.can_run_activity, unit()) == wanted
    assert answers(policies.can_run_activity, None) == expected(NO, "nation", "system")


def test_settled_activity_is_changed_by_officers_alone():
    wanted = expected("activity_for_officers", *OFFICERS, "nation", "system")
    assert answers(policies.can_change_settled, unit()) == wanted


@pytest.mark.parametrize(("held_by", "first"), [(OFFICER, "province"), (NATION, "nation")])
def test_activity_is_accepted_by_another_officer_than_the_one_who_held_it(held_by, first):
    wanted = expected(NO, *OFFICERS, "nation", "system") | {first: "fact_second_person"}
    assert answers(policies.can_accept_activity, Activity(unit=unit(), held_by=held_by)) == wanted


def test_report_of_a_province_is_made_by_its_officers():
    wanted = expected(NO, *OFFICERS)
    assert answers(policies.can_report, programme("quoc-gia", None), unit()) == wanted
    assert answers(policies.can_report, programme(), unit()) == wanted
    assert answers(policies.can_report, programme(at=THERE), unit()) == expected(NO)


def test_report_of_the_whole_is_made_by_who_edits_the_programme():
    assert answers(policies.can_report, programme("quoc-gia", None), None) == expected(NO, "nation", "system")
    assert answers(policies.can_report, programme(), None) == expected(NO, *OFFICERS, "system")


def test_signed_report_is_opened_again_from_above_never_by_its_signer():
    report = PeriodReport(signed_by=OFFICER)
    assert answers(policies.can_reopen_report, report) == expected("report_from_above", "nation")
    report.signed_by = PEOPLE["nation"].user_id
    assert answers(policies.can_reopen_report, report) == expected("report_from_above")
