"""What public pages say of one thing: its day, its place, its thresholds, its contact."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from app.core.clock import FixedClock, use_clock
from app.site.catalogue.facets import MOST_VILLAGES, _few
from app.site.catalogue.province_map import small_map_piece
from app.site.certificates.file import signed_at
from app.site.compare.routes import _paper_name
from app.site.fairs.views import state_text
from app.site.products.page import paper_view
from app.site.programmes.views import _changes, _value
from app.site.results.feeds import _headline
from app.site.rounds.rule_texts import anchor_text
from app.site.rounds.views import deadline_text
from app.site.template_globals import contact_of
from app.site.villages.criteria_rows import criteria_rows
from catalog.enums import CertificateKind, CheckState, Level
from programme.villages.criteria import VillageKind
from voting.enums import RoundState

NOW = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", {}),
        ("Sở Công Thương", {"name": "Sở Công Thương"}),
        (
            "Sở Công Thương; a@b.vn;; 024 3825 1234; 12 Trần Phú; Hà Nội; khac@b.vn",
            {"name": "Sở Công Thương", "email": "a@b.vn", "phone": "024 3825 1234", "address": "12 Trần Phú"},
        ),
    ],
)
def test_contact_of_the_site_is_read_in_any_order_and_the_first_of_a_kind_holds(text, parts):
    assert contact_of(text) == parts


VILLAGE = dict.fromkeys(("since_year", "craft_households", "households", "stable_years", "workers"))


def test_village_tells_who_works_in_it_and_how_it_keeps_its_ground():
    row = SimpleNamespace(
        **VILLAGE | {"kind": next(iter(VillageKind)), "workers": 1250, "environment": "Có bể lắng"}
    )
    assert [(fact["value"], fact["least"]) for fact in criteria_rows(row)] == [
        ("1.250", ""),
        ("Có bể lắng", ""),
    ]
    bare = SimpleNamespace(**VILLAGE | {"kind": next(iter(VillageKind)), "environment": ""})
    assert criteria_rows(bare) == []


def test_of_many_villages_the_most_frequent_are_offered_and_those_that_are_chosen():
    counts = {f"làng {number:03}": 1 + (number > 2) for number in range(MOST_VILLAGES + 3)}
    offered = _few("village", counts, ["làng 001", "làng không có"])
    assert list(offered) == [f"làng {number:03}" for number in range(3, MOST_VILLAGES + 3)] + ["làng 001"]
    assert _few("commune", counts, []) is counts


def test_place_that_is_no_province_has_no_map():
    assert small_map_piece("") == ""


def award(level):
    unit = SimpleNamespace(name_vi="Bình Thuận")
    product = SimpleNamespace(facility=SimpleNamespace(unit=unit))
    return SimpleNamespace(level=level, unit_name="", product=product)


@pytest.mark.parametrize(
    ("level", "place"), [(Level.NATIONAL, "Hà Nội"), (Level.REGION, "Hà Nội"), (Level.PROVINCE, "Bình Thuận")]
)
def test_certificate_is_signed_where_its_body_sits(level, place):
    assert signed_at(award(level)) == place


PAPER = {
    "kind": CertificateKind.OCOP, "title": "", "stars": 4, "check_state": CheckState.CHECKED, "number": "1",
    "issuer": "UBND", "issued_on": date(2026, 1, 2), "valid_until": None, "revoked_on": None,
    "checked_at": None, "is_demo": False,
}  # fmt: skip


def test_certificate_is_named_with_its_stars_and_one_of_another_kind_by_its_title():
    other = SimpleNamespace(**PAPER | {"kind": CertificateKind.OTHER, "title": "HACCP", "stars": None})
    assert (_paper_name(other), _paper_name(SimpleNamespace(**PAPER))) == ("HACCP", "OCOP 4 sao")
    assert paper_view(SimpleNamespace(**PAPER), date(2026, 3, 1))["name"] == "OCOP 4 sao"


@pytest.mark.parametrize(("days", "text"), [(1, "Khai mạc sau 1 ngày"), (13, "Khai mạc sau 13 ngày")])
def test_fair_that_is_to_come_counts_the_days(days, text):
    day = date(2026, 12, 1)
    fair = SimpleNamespace(
        starts_on=day + timedelta(days=days),
        ends_on=day + timedelta(days=20),
        state="public",
        cancelled_on=None,
    )
    assert state_text(fair, day) == text


def test_correction_of_words_that_are_not_shown_is_left_out():
    change = SimpleNamespace(
        before={"title": "Ông A"}, after={"title": "Ông B"}, reason="Nhầm tên", changed_at=NOW
    )
    number = SimpleNamespace(before={"number": 1}, after={"number": 2}, reason="Nhầm số", changed_at=NOW)
    fact = SimpleNamespace(changes=[change, number])
    assert [(one["reason"], len(one["parts"])) for one in _changes(fact, shown=False)] == [("", 1)]
    assert [one["reason"] for one in _changes(fact, shown=True)] == ["Nhầm tên", "Nhầm số"]


def test_correction_tells_days_as_days_and_no_evidence_as_nothing():
    assert _value("day", "2026-03-01") == date(2026, 3, 1)
    assert (_value("evidence", ""), _value("number", 3)) == ("", 3)
    assert _value("evidence", "declared") == "Mới khai báo, chưa tính"


def test_feed_says_of_an_annulled_round_that_it_is():
    row = SimpleNamespace(frozen={"title_vi": "Kỳ 2026", "title_en": ""}, round=SimpleNamespace(state=""))
    assert _headline(row) == "Kỳ 2026"
    row.round.state = RoundState.ANNULLED
    assert _headline(row) == "Đã hủy: Kỳ 2026"


def test_topmost_band_of_points_takes_the_most():
    band = {"lower": "30", "upper": "40", "text_vi": "Tốt", "text_en": "Good"}
    assert anchor_text(band, "40") == "30 đến 40: Tốt"
    assert anchor_text(band, "50") == "30 đến dưới 40: Tốt"


ROUND = dict.fromkeys(("entries_from", "entries_until", "complaints_until", "published_at"))


def test_round_tells_from_when_it_takes_entries_and_no_time_left_after_the_last():
    announced = SimpleNamespace(**ROUND | {"state": "announced", "entries_from": NOW})
    late = SimpleNamespace(**ROUND | {"state": "receiving", "entries_until": NOW - timedelta(hours=1)})
    with use_clock(FixedClock(NOW)):
        assert deadline_text(announced) == "Nhận hồ sơ từ 10:00 ngày 01/12/2026 (giờ Việt Nam)"
        assert deadline_text(late) == "Nhận hồ sơ đến 09:00 ngày 01/12/2026 (giờ Việt Nam)"
