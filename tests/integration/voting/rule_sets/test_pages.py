"""Rule sets as an officer meets them: read, write a new version, try it on past rounds."""

import json
import re
from fractions import Fraction

import pytest

from app.core.database.base import db
from tests.helpers.voting.acts import the_round
from tests.helpers.voting.browser import Person
from voting.models import RuleSet
from voting.rule_sets.forms import flatten
from voting.rule_sets.queries import list_trials
from voting.rules.document import rule_set_from_dict

CLOSE = {"market": "30", "economy": "31", "culture": "5", "other": "4"}


@pytest.fixture(params=["vi", "en"])
def browse(request, app, login_as):
    return lambda user: Person(app, login_as(user), request.param)


def typed(row, **changes):
    """What the form shows for a version, as a browser would send it."""
    values = {name: "" if value is None else value for name, value in flatten(row.body).items()}
    if values.pop("blind"):
        values["blind"] = "y"
    return values | changes


@pytest.fixture
def officer(factory, browse):
    people = factory.planned_round()
    person = browse(people.officer)
    person.row = db.session.query(RuleSet).one()
    return person


def write(officer, expect=303, **changes):
    return officer.send(
        "voting.new_rule_set", typed(officer.row, **changes), rule_set_id=officer.row.id, expect=expect
    )


def newest():
    return db.session.query(RuleSet).order_by(RuleSet.id.desc()).first()


def test_unchanged_form_writes_the_same_rules_as_the_next_version(officer):
    before = json.dumps(officer.row.body, sort_keys=True)
    where = write(officer)
    made = newest()
    assert where == officer.url("voting.rule_set_trial", rule_set_id=made.id)
    assert (made.version, {**made.body, "version": 1}) == (2, officer.row.body)
    assert json.dumps(db.session.get(RuleSet, officer.row.id).body, sort_keys=True) == before


EVERY_SETTING = {
    "code": "tinh-2027", "name_vi": "Bộ tiêu chí 2027", "on": "criterion", "method": "trimmed_mean",
    "drop_low": "1", "drop_high": "1", "round_step": "0,01", "round_mode": "half_even",
    "total_round_step": "0.1", "total_round_mode": "down", "threshold": "72,5", "minimum_ballots": "5",
    "tie_0": "criterion:m-thi-truong", "tie_1": "median", "lower": "certificate",
    "row_0_code": "market", "row_4_code": "m-thi-truong",
    "row_4_of": "market", "row_4_name_vi": "Thị trường", "row_4_name_en": "Market", "row_4_max": "25",
    "row_5_code": "m-phat-trien", "row_5_of": "market", "row_5_name_vi": "Phát triển",
    "row_5_name_en": "Growth", "row_5_max": "15", "band_0_code": "kha", "band_0_lower": "70",
    "band_0_upper": "85,5", "band_0_text_vi": "Khá", "band_0_text_en": "Good", "band_1_code": "tot",
    "band_1_lower": "85.5", "band_1_upper": "100", "band_1_text_vi": "Tốt", "band_1_text_en": "Very good",
    "band_2_of": "culture", "band_2_lower": "0", "band_2_upper": "10", "band_2_text_vi": "Đậm bản sắc",
    "band_2_text_en": "Rich in culture", "quorum": "3/4", "vote_share": "0,5", "cap_kind": "share",
    "cap_value": "0.5", "quota_kind": "count", "quota_value": "7", "spread_kind": "median",
    "spread_points": "10", "passes": "2", "blind": "", "complaint_days": "20", "answer_days": "8",
}  # fmt: skip


def test_every_setting_is_written_and_shown(officer):
    write(officer, **EVERY_SETTING)
    row = newest()
    rules = rule_set_from_dict(row.body)
    assert (row.code, row.version, rules.problems()) == ("tinh-2027", 1, ())
    assert [part.maximum for part in rules.criteria[0].parts] == [25, 15]
    assert [(band.lower, band.upper) for band in rules.bands] == [
        (70, Fraction("85.5")),
        (Fraction("85.5"), 100),
    ]
    assert rules.criteria[2].anchors[0].text_vi == "Đậm bản sắc"
    assert (rules.aggregate.drop_low, rules.quorum, rules.cap.value) == (1, Fraction(3, 4), Fraction(1, 2))
    assert (rules.spread.points, rules.passes, rules.complaint_days) == (10, 2, 20)
    page = officer.open("voting.rule_set", rule_set_id=row.id)
    wanted = ["Đậm bản sắc", "Khá", "Phát triển"] if officer.locale == "vi" else ["Rich in culture", "Growth"]
    wanted.append("3/4")
    assert [text in page for text in wanted] == [True] * len(wanted)
    assert "tinh-2027" in officer.open("voting.rule_sets")


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"row_0_max": "41"}, 1),
        ({"row_0_max": "bốn mươi"}, 1),
        ({"row_0_code": "Thị trường", "threshold": "x", "quorum": "1/0"}, 4),  # and the tie that named it
        ({"row_4_code": "a", "row_4_of": "nowhere", "row_4_max": "1"}, 1),
        ({"band_0_lower": "70", "band_0_upper": "80", "band_1_lower": "81", "band_1_upper": "100"}, 1),
        ({"band_0_lower": "70", "band_0_upper": "90"}, 1),
        ({"drop_low": "1"}, 1),
        ({"minimum_ballots": "0"}, 1),
        ({"minimum_ballots": "-3"}, 1),
        ({"threshold": "101"}, 1),
        ({"tie_0": "criterion:price"}, 1),
        ({"tie_0": "median", "tie_1": "median"}, 1),
        ({"lower": "twice"}, 1),
        ({"cap_kind": "share", "cap_value": "1.5"}, 1),
        ({"round_step": "0"}, 1),
        ({"quorum": "3"}, 1),
        ({"row_0_name_en": ""}, 1),
        ({"method": "mode"}, 1),
    ],
)
def test_wrong_rules_are_refused_beside_their_field_and_nothing_is_lost(
    factory, app, login_as, changes, faults
):
    officer = Person(app, login_as(factory.planned_round().officer))
    officer.row = db.session.query(RuleSet).one()
    page = write(officer, expect=422, name_vi="Tên vừa gõ", **changes)
    assert len(officer.errors) == faults, officer.errors
    assert page.count('aria-invalid="true"') == faults
    assert 'value="Tên vừa gõ"' in page
    assert db.session.query(RuleSet).count() == 1


def test_more_rows_keep_what_was_typed(officer):
    page = write(officer, expect=200, more="1", name_vi="Tên vừa gõ")
    assert 'value="Tên vừa gõ"' in page
    assert ('name="row_6_code"' in page, 'name="row_7_code"' in page) == (True, False)


def test_trial_shows_what_would_have_changed(factory, browse):
    people = factory.published_round(scores={0: None, 1: CLOSE})
    row = db.session.query(RuleSet).one()
    officer = browse(people.officer)
    officer.row = row
    write(officer, threshold="71")
    page = officer.open("voting.rule_set_trial", rule_set_id=newest().id)
    sentence = {
        "vi": "Đạt điểm: 2 theo công bố, 1 theo bộ tiêu chí này, trong 2 hồ sơ.",
        "en": "Reaching the pass mark: 2 as published, 1 under these rules, of 2.",
    }
    assert sentence[officer.locale] in page
    assert the_round(people).title_vi in page
    [trial] = list_trials(rule_set_from_dict(newest().body))
    assert [(found.verdicts, found.places) for _group, found in trial.groups] == [(1, 0)]
    assert officer.url("voting.rule_set_trial", rule_set_id=row.id) in officer.open(
        "voting.work_round", slug=the_round(people).slug
    )


def test_trial_says_where_a_recount_is_impossible(factory, browse):
    people = factory.published_round()
    officer = browse(people.officer)
    officer.row = db.session.query(RuleSet).one()
    write(officer, row_0_max="35", row_1_max="45")
    page = officer.open("voting.rule_set_trial", rule_set_id=newest().id)
    assert {"vi": "Không thể tính lại", "en": "Cannot be counted again"}[officer.locale] in page


def test_trial_looks_at_published_rounds_alone(factory):
    people = factory.provisional_round()
    assert list_trials(rule_set_from_dict(the_round(people).rule_set.body)) == []


def test_rule_sets_are_written_by_officers_alone(factory, browse):
    people = factory.planned_round()
    row = db.session.query(RuleSet).one()
    for user, read, write_ in (
        (people.officer, 200, 200),
        (people.chair, 200, 403),
        (people.member, 403, 403),
    ):
        person = browse(user)
        seen = [
            person.client.get(person.url(page, rule_set_id=row.id)).status_code
            for page in ("voting.rule_set", "voting.rule_set_trial", "voting.new_rule_set")
        ]
        assert seen == [read, read, write_]


def test_tie_rules_are_chosen_from_a_list_in_words(officer):
    """Nobody types a key: each criterion and each simple rule stands in the list, once, in the reader's language."""
    page = officer.open("voting.new_rule_set", rule_set_id=officer.row.id)
    [listed] = re.findall(r'<select[^>]*name="tie_0".*?</select>', page, re.DOTALL)
    options = dict(re.findall(r'<option[^>]*value="([^"]*)"[^>]*>\s*([^<]*?)\s*</option>', listed))
    criteria = [f"criterion:{code}" for code in ("market", "economy", "culture", "other")]
    assert list(options) == ["", *criteria, "median", "lowest", "highest", "ballots"]
    words = {
        "vi": ("trung vị cao hơn", "điểm thấp nhất lớn hơn"),
        "en": ("higher median", "higher lowest score"),
    }[officer.locale]
    assert (options["median"], options["lowest"]) == words
    assert [text for text in options.values() if ":" in text or "criterion" in text] == []
    assert 'type="text" name="tie_' not in page
