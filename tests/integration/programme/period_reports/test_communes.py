"""Commune, province, nation: facts without a facility have a place too, and what has none is told as such."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import text

from app.core.database.base import db
from app.core.errors import RuleBroken
from programme.activities.entry import read_one
from programme.activities.rows import Column
from programme.facts.areas import commune_in
from programme.facts.tasks import follow_own_facts
from programme.models import Fact
from programme.period_reports import services
from programme.period_reports.areas import area_figures
from programme.period_reports.queries import figures_of, get_report
from tests.factories.accounts import actor
from tests.helpers.voting.acts import act

QUARTER = "2025Q4"
DAY = date(2025, 11, 10)


@pytest.fixture
def world(factory):
    """What was done in two communes of Đồng Nai, in the whole of it and in Hà Nội in the last quarter of 2025."""
    programme = factory.loaded_programme("quoc-gia")
    here, away = factory.unit("75"), factory.unit("01")
    maker = factory.facility(unit_code="75", commune="Xã Phú Lâm")

    def held(kind, unit, commune="", **values):
        key = commune_in(commune, unit)
        return factory.activity(
            kind, state="held", starts_on=DAY, ends_on=DAY, unit=unit, commune=key, **values
        )

    held("training-workers", here, "Phường Trấn Biên")
    held("training-workers", here, "x. phú lâm", quantities={"person": 25})
    held("training-workers", here, quantities={"person": 30})
    held("training-workers", away, "Xã Bát Tràng", quantities={"person": 10})
    held("machine-support", here, "Trấn Biên", quantities={"machine": 3})
    held("cleaner-assessment", here, quantities={}, facilities=[maker])
    factory.fair(
        factory.officer_actor(),
        starts_on=DAY,
        ends_on=DAY,
        commune="Phường Trấn Biên",
        decision_number="3/QĐ",
    )
    follow_own_facts()
    return programme


def signed(factory, programme, unit):
    roles = ("officer-province", {"unit_id": unit.id}) if unit else ("officer-national", {})
    first, second = (factory.user(roles[0], **roles[1]) for _ in range(2))
    report = act(first, services.prepare_report, programme.id, unit, QUARTER).id
    act(second, services.sign_report, report)
    return get_report(report)


def by_area(report):
    return {(row.area, row.target.code): row.new for row in area_figures(report, report.lines)}


def test_communes_make_the_province_and_provinces_the_nation(factory, world):
    province = signed(factory, world, factory.unit("75"))
    assert by_area(province) == {
        ("Phường Trấn Biên", "1.2"): 3, ("Phường Trấn Biên", "3.4"): 1, ("Phường Trấn Biên", "5.1"): 40,
        ("Xã Phú Lâm", "2.1"): 1, ("Xã Phú Lâm", "5.1"): 25,
        ("", "5.1"): 30,
    }  # fmt: skip
    whole = Counter()
    for (_area, code), number in by_area(province).items():
        whole[code] += number
    told = {row.target.code: row.new for row in figures_of(world, province, province.lines) if row.new}
    assert dict(whole) == told == {"1.2": 3, "2.1": 1, "3.4": 1, "5.1": 95}
    away = signed(factory, world, factory.unit("01"))
    assert by_area(away) == {("Xã Bát Tràng", "5.1"): 10}
    nation = signed(factory, world, None)
    assert by_area(nation) == {
        ("Đồng Nai", "1.2"): 3, ("Đồng Nai", "2.1"): 1, ("Đồng Nai", "3.4"): 1, ("Đồng Nai", "5.1"): 95,
        ("Hà Nội", "5.1"): 10,
    }  # fmt: skip
    assert [row.reported for row in area_figures(nation, nation.lines)] == [3, 1, 1, 95, 10]


def test_a_commune_equals_a_count_of_what_stands_behind_it(factory, world):
    """Counted anew from activities, facilities and fairs, not from the facts."""
    key = commune_in("Phường Trấn Biên", factory.unit("75"))
    activities = text(
        "SELECT k.code, a.quantities FROM programme_activity a JOIN programme_activity_kind k ON k.id = a.kind_id "
        "WHERE a.commune_key = :key"
    )
    behind = sorted((code, str(rest)) for code, rest in db.session.execute(activities, {"key": key}))
    assert [(code, "40" in rest or "3" in rest) for code, rest in behind] == [
        ("machine-support", True), ("training-workers", True)
    ]  # fmt: skip
    facts = db.session.query(Fact).filter_by(commune_key=key)
    assert sorted((fact.source_kind, fact.number) for fact in facts) == [
        ("fair:trong-nuoc", 1), ("machine-support", 3), ("training-workers", 40)
    ]  # fmt: skip
    assert key.startswith("2025-")


def test_the_paper_and_the_page_say_what_is_of_no_commune(factory, world, login_as):
    report = signed(factory, world, factory.unit("75"))
    officer = login_as(factory.user("officer-province", unit_id=factory.unit("75").id))
    page = officer.get(f"/can-bo/bao-cao-khuyen-cong/{report.id}").text
    assert ("Xã Phú Lâm" in page, "Chung của tỉnh, không gắn với xã, phường" in page) == (True, True)
    file = officer.get(f"/can-bo/bao-cao-khuyen-cong/{report.id}/tep.csv?table=areas").text
    assert '"Chung của tỉnh, không gắn với xã, phường",5.1' in file


def test_a_commune_is_one_of_the_province_by_its_name_of_today(factory, world):
    here = factory.unit("75")
    person = actor(factory.user("officer-province", unit_id=here.id))
    cells = {
        Column.KIND: "training-workers", Column.TITLE: "Lớp thử", Column.STARTS: "10/11/2025", Column.NUMBER: "9",
    }  # fmt: skip
    assert read_one(person, cells | {Column.COMMUNE: "Trấn Biên"}, here, is_new=True).commune == commune_in(
        "Trấn Biên", here
    )
    for typed, unit, code in (
        ("Xã Bát Tràng", here, "commune_not_here"),
        ("Xã", None, "commune_without_province"),
    ):
        with pytest.raises(RuleBroken) as refusal:
            commune_in(typed, unit)
        assert (refusal.value.code, refusal.value.field) == (code, "commune")
    with pytest.raises(RuleBroken) as refusal:
        read_one(person, cells | {Column.COMMUNE: "Xã Không Có"}, here, is_new=True)
    assert (refusal.value.code, refusal.value.field) == ("commune_not_here", "commune")
