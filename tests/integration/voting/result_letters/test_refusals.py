"""What a letter and its remarks refuse, and what a letter without a recognised product leaves out."""

import pytest

from app.core.clock import today
from app.core.database.base import db
from tests.helpers.voting.acts import act, entry, publish, refused, the_round
from voting.models import AwardMoney, ReleasedRemark
from voting.result_letters import services as letters
from voting.result_letters.letter import AFTER, letter_paper
from voting.result_letters.queries import LONGEST_REMARK, make_letter

LOW = {"market": "20", "economy": "20", "culture": "5", "other": "5.5"}


@pytest.fixture
def people(factory):
    """Two entries, the second of which is not recognised."""
    made = factory.closed_round({1: LOW})
    publish(made)
    return made


def test_a_remark_is_released_after_closing_and_within_its_length(factory, people):
    key = entry(people).id
    told = refused(people.chair, letters.release_remark, people.round_id, key, "n" * (LONGEST_REMARK + 1))
    assert told == ("remark_too_long", "text")
    assert db.session.query(ReleasedRemark).count() == 0
    scoring = factory.round_in_scoring(products=1)
    for verb, args in (
        (letters.release_remark, (entry(scoring).id, "Ngon")),
        (letters.release_several, ([entry(scoring).id],)),
    ):
        assert refused(scoring.chair, verb, scoring.round_id, *args) == ("scoring_still_open", None)


def test_grade_and_money_are_corrected_in_place(people):
    key = entry(people).id
    act(people.secretary, letters.set_money, people.round_id, key, grade="A", amount=5_000_000)
    act(
        people.secretary,
        letters.set_money,
        people.round_id,
        key,
        grade="B",
        amount=4_000_000,
        paid_on=today(),
    )
    rows = db.session.query(AwardMoney).all()
    assert [(row.grade, row.amount, row.paid_on) for row in rows] == [("B", 4_000_000, today())]


def test_a_letter_tells_of_the_certificate_where_a_product_is_recognised(factory):
    for scores, is_told in ((None, True), ({0: LOW}, False)):
        people = factory.closed_round(scores, products=1)
        publish(people)
        blocks = letter_paper(make_letter(the_round(people), people.facility)).blocks
        assert (AFTER in [getattr(block, "text", "") for block in blocks]) is is_told
