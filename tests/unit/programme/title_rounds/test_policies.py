from programme.models import TitleRound
from programme.title_rounds.policies import can_keep_round, can_publish_round
from tests.helpers.programme_people import OFFICER, answers, expected, unit

NO = "not_your_programme"
OFFICERS = ("province", "second", "officer and member")


def test_round_of_a_province_is_kept_by_its_officers_and_the_nation():
    assert answers(can_keep_round, "tinh", unit()) == expected(NO, *OFFICERS, "nation", "system")


def test_round_of_the_nation_is_kept_by_its_officers():
    assert answers(can_keep_round, "quoc-gia", None) == expected(NO, "nation", "system")
    assert answers(can_keep_round, "quoc-gia", unit()) == expected(NO, "nation", "system")


def test_decision_is_published_by_another_person_than_the_one_who_prepared_it():
    row = TitleRound(level="tinh", unit=unit(), prepared_by=OFFICER)
    wanted = expected(NO, *OFFICERS, "nation", "system", province="title_second_person")
    assert answers(can_publish_round, row) == wanted
