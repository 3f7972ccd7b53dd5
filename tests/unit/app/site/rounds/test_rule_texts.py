"""A round in plain words: every rule has its sentence, the calendar counts down, holidays are named."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from app.core.clock import FixedClock, use_clock
from app.site.rounds import calendar as round_calendar
from app.site.rounds import rule_texts
from app.site.rounds.calendar import left_text, steps_of
from voting.enums import AggregateOn, Method, RoundingMode, SpreadKind
from voting.rules.default import CIRCULAR_26_2014
from voting.rules.document import rule_set_to_dict

NOW = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
BODY = rule_set_to_dict(CIRCULAR_26_2014)
UNKNOWN = (
    "scoring_from", "scoring_opened_at", "scoring_closed_at", "provisional_at", "complaints_until", "published_at",
    "annulled_at",
)  # fmt: skip


def body(**changes):
    return BODY | changes


def lines(rules):
    return {row["key"]: row["value"] for row in rule_texts.rule_lines(rules)}


def round_row(**facts):
    values = {
        **dict.fromkeys(UNKNOWN),
        "slug": "ky-thu",
        "title_vi": "Kỳ, thử",
        "title_en": "",
        "state": "receiving",
        "created_at": NOW,
        "announced_at": NOW - timedelta(days=9),
        "entries_from": NOW - timedelta(days=5),
        "entries_until": NOW + timedelta(days=2, hours=3),
        "scoring_until": NOW + timedelta(days=20),
        "rule_set": SimpleNamespace(body=BODY),
    }
    return SimpleNamespace(**(values | facts))


def test_the_rules_of_the_circular_read_as_sentences():
    found = lines(BODY)
    assert found["Điểm đạt"] == "Từ 70 điểm trở lên. Đây là điều kiện cần; hội đồng là nơi quyết định."
    assert found["Làm tròn"] == "Không làm tròn: 69,996 vẫn nhỏ hơn 70."
    assert "hơn 1/2 số phiếu đồng ý" in found["Ai quyết định"]
    assert found["Bằng điểm"].endswith("biểu quyết của hội đồng, có ghi lý do.")
    assert [row["points"] for row in rule_texts.criteria_rows(BODY)] == [
        "tối đa 40 điểm", "tối đa 40 điểm", "tối đa 10 điểm", "tối đa 10 điểm",
    ]  # fmt: skip


@pytest.mark.parametrize("on", AggregateOn)
@pytest.mark.parametrize("method", Method)
def test_every_way_of_counting_has_a_sentence_without_holes(on, method):
    text = lines(body(aggregate={"on": on, "method": method, "drop_low": 1, "drop_high": 2, "round": None}))
    assert ("%" in text["Từ phiếu chấm đến tổng điểm"], "2" in text["Từ phiếu chấm đến tổng điểm"]) == (
        False,
        method == Method.TRIMMED_MEAN,
    )


@pytest.mark.parametrize("mode", RoundingMode)
def test_every_rounding_has_words(mode):
    text = lines(body(total_round={"step": "0.01", "mode": mode}))["Làm tròn"]
    assert text.startswith("tổng điểm làm tròn đến 0,01, ")


@pytest.mark.parametrize("kind", SpreadKind)
def test_every_spread_rule_has_words(kind):
    assert "10 điểm" in lines(body(spread={"kind": kind, "points": "10"}))["Phiếu lệch nhau nhiều"]


@pytest.mark.parametrize(
    ("changes", "key", "part"),
    [
        ({"threshold": None}, "Điểm đạt", "Không có điểm sàn"),
        ({"blind": False, "passes": 2}, "Ai chấm điểm", "Chấm hai vòng"),
        ({"cap": {"kind": "share", "value": "1/3"}}, "Số lượng công nhận", "1/3"),
        ({"cap": {"kind": "count", "value": "20"}}, "Số lượng công nhận", "20"),
        ({"ties": ["ballots", "median", "criterion:gone", "council_vote"]}, "Bằng điểm", "criterion:gone"),
    ],
)
def test_other_rules_have_their_words(changes, key, part):
    assert part in lines(body(**changes))[key]


def test_parts_and_anchors_of_a_criterion_are_told():
    rules = body(
        criteria=[
            {
                "code": "a", "name_vi": "Chất lượng", "name_en": "Quality", "max": "100", "weight": "1",
                "parts": [{"code": "b", "name_vi": "Vị", "name_en": "Taste", "max": "60", "anchors": []}],
                "anchors": [{"code": "x", "lower": "30", "upper": "40", "text_vi": "Tốt", "text_en": "Good"}],
            }
        ],
        ties=["criterion:b"],
    )  # fmt: skip
    (row,) = rule_texts.criteria_rows(rules)
    assert (row["parts"][0]["points"], row["anchors"][0].endswith(": Tốt")) == ("tối đa 60 điểm", True)
    assert "Vị" in lines(rules)["Bằng điểm"]


def test_the_next_step_is_counted_down_and_past_ones_are_done():
    with use_clock(FixedClock(NOW)):
        rows = round_calendar.calendar_rows(round_row())
    assert [row["state"] for row in rows] == ["done", "done", "next", "todo"]
    assert (rows[2]["left"], rows[2]["iso"]) == ("còn 2 ngày 3 giờ", "2026-12-03T13:00:00+07:00")


def test_an_annulled_round_counts_nothing_down():
    with use_clock(FixedClock(NOW)):
        rows = round_calendar.calendar_rows(round_row(state="annulled", annulled_at=NOW))
    assert {row["state"] for row in rows} == {"done"}


def test_a_last_day_lasts_until_midnight_in_vietnam():
    row = round_row(provisional_at=NOW, complaints_until=date(2026, 12, 22))
    step = next(step for step in steps_of(row) if step.key == "complaints")
    assert step.moment == datetime(2026, 12, 22, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "wanted"),
    [
        (timedelta(hours=5, minutes=7), "còn 5 giờ 7 phút"),
        (timedelta(minutes=59, seconds=59), "còn 59 phút"),
        (timedelta(seconds=59), "còn chưa đầy một phút"),
        (timedelta(seconds=-5), "còn chưa đầy một phút"),
    ],
)
def test_what_is_left_is_said_in_two_units(left, wanted):
    assert left_text(left) == wanted


def test_the_term_of_complaints_names_its_holidays():
    row = round_row(provisional_at=datetime(2026, 4, 24, 3, tzinfo=UTC), complaints_until=date(2026, 5, 20))
    assert round_calendar.complaint_term(row).endswith("27/04/2026, 30/04/2026, 01/05/2026.")
    assert round_calendar.complaint_term(round_row()) == ""
