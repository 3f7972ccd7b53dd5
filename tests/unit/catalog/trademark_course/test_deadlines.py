"""What comes next in the course of a trademark, by literal days; the classes of goods by words."""

from datetime import date

import pytest

from catalog.credentials.nice import CLASSES, edition_on, find_classes
from catalog.enums import TrademarkStepKind
from catalog.trademark_course.deadlines import deadlines, renewal_opens
from catalog.validity import months_after, protected_until

FILED = date(2026, 1, 31)
TERMS = [
    (
        date(2020, 1, 1),
        {"formal": 1, "publication": 2, "substance": 9, "answer_objection": 3, "fee": 3, "appeal": 3},
    )
]


def told(steps, filed=FILED, until=None, terms=TERMS):
    return [(each.code, each.until, each.ours) for each in deadlines(filed, steps, until, terms)]


def test_terms_that_nobody_verified_are_not_told():
    published = {
        TrademarkStepKind.ACCEPTED: date(2025, 2, 27),
        TrademarkStepKind.PUBLISHED: date(2025, 4, 20),
    }
    assert told({}, terms=None) == [("formal", date(2026, 2, 28), False)]
    assert told(published, terms=None) == [("substance", date(2026, 1, 20), False)]
    assert told({TrademarkStepKind.PUBLISHED: date(2026, 4, 20)}, terms=None) == []
    assert told({TrademarkStepKind.OBJECTED: date(2025, 11, 30)}, terms=None) == []


def test_each_stage_leads_to_the_next():
    accepted = {TrademarkStepKind.ACCEPTED: date(2026, 2, 27)}
    published = accepted | {TrademarkStepKind.PUBLISHED: date(2026, 4, 20)}
    objected = published | {TrademarkStepKind.OBJECTED: date(2026, 11, 30)}
    answered = objected | {TrademarkStepKind.OBJECTION_ANSWERED: date(2027, 1, 15)}
    fee = answered | {TrademarkStepKind.FEE: date(2027, 3, 1)}
    granted = fee | {TrademarkStepKind.GRANTED: date(2027, 4, 2)}
    assert told({}) == [("formal", date(2026, 2, 28), False)]
    assert told(accepted) == [("publication", date(2026, 4, 27), False)]
    assert told(published) == [("substance", date(2027, 1, 20), False)]
    assert told(objected) == [("answer_objection", date(2027, 2, 28), True)]
    assert told(answered) == []
    assert told(fee) == [("fee", date(2027, 6, 1), True)]
    assert told(granted) == []


def test_a_refusal_may_be_complained_about_and_ends_the_rest():
    refused = {TrademarkStepKind.PUBLISHED: date(2026, 4, 20), TrademarkStepKind.REFUSED: date(2026, 12, 15)}
    assert told(refused) == [("appeal", date(2027, 3, 15), True)]
    assert told(refused | {TrademarkStepKind.APPEALED: date(2027, 1, 4)}) == []


def test_an_opposition_that_no_known_term_answers_is_not_guessed():
    assert told(
        {TrademarkStepKind.PUBLISHED: date(2026, 4, 20), TrademarkStepKind.OPPOSED: date(2026, 6, 1)}
    ) == [("substance", date(2027, 1, 20), False)]


def test_renewal_is_due_after_ten_years_and_possible_six_months_before():
    assert protected_until(None, date(2016, 2, 29), []) == date(2026, 2, 28)
    assert renewal_opens(date(2026, 8, 31)) == date(2026, 2, 28)
    assert told({}, filed=None, until=date(2032, 2, 29)) == [("renewal", date(2032, 2, 29), True)]


@pytest.mark.parametrize(
    ("stated", "filed", "renewed", "until"),
    [
        (date(2026, 8, 31), date(2016, 8, 30), [], date(2026, 8, 31)),
        (None, date(2006, 5, 4), [], date(2016, 5, 4)),
        (None, date(2006, 5, 4), [date(2015, 11, 4)], date(2026, 5, 4)),
        (None, date(2006, 5, 4), [date(2015, 11, 3)], date(2016, 5, 4)),
        (None, date(2006, 5, 4), [date(2016, 11, 4)], date(2026, 5, 4)),
        (None, date(2006, 5, 4), [date(2026, 4, 1), date(2016, 2, 1)], date(2036, 5, 4)),
        (date(2036, 5, 4), None, [date(2026, 4, 1)], date(2036, 5, 4)),
        (None, None, [date(2026, 4, 1)], None),
    ],
    ids=["stated", "ten years", "renewed", "too early", "late", "twice", "stated after it", "unknown"],
)
def test_a_mark_runs_ten_years_from_its_application_and_ten_more_by_each_renewal(
    stated, filed, renewed, until
):
    assert protected_until(stated, filed, renewed) == until


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_end_on_the_same_or_the_last_day(day, months, expected):
    assert months_after(day, months) == expected


def test_the_edition_is_that_of_the_day():
    assert [edition_on(day) for day in (date(2026, 1, 1), date(2025, 12, 31), date(2010, 1, 1))] == [
        "NCL 13-2026", "NCL 12-2025", "",
    ]  # fmt: skip


def test_classes_are_found_by_words_with_and_without_accents_and_by_number():
    assert sorted(CLASSES) == list(range(1, 46))
    assert [row.number for row in find_classes("nuoc cham")] == [30]
    assert [row.number for row in find_classes("mat ong")] == [30]  # "ong" is no part of "không"
    assert [row.number for row in find_classes("Gốm sứ")] == [21]
    assert [row.number for row in find_classes("33")] == [33]
    assert find_classes("xyz") == []
    assert len(find_classes("")) == 45
