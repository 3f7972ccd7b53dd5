"""What has been counted wrongly in programmes of this field, each a test."""

from datetime import date

import pytest

from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, RuleBroken
from programme.counts.queries import count_targets
from programme.facts.tasks import follow_own_facts
from programme.models import Activity, ActivityKind, Beneficiary, Fact, Programme, Target
from voting.models import RuleSet, SelectionRound


def counted(programme, code, factory):
    target = factory.target_of(programme, code)
    found = count_targets(db.session.get_one(Programme, programme.id)).get(target.id)
    return found.number if found else 0


def published(level, year, region="", **values):
    """A published round, as far as it is counted."""
    at = utc_now().replace(year=year, month=10, day=5)
    with transaction() as session:
        rules = session.query(RuleSet).first()
        session.add(
            SelectionRound(
                slug=f"ky-{level}-{year}-{region}", title_vi=f"Kỳ {level} {year} {region}", level=level, region=region,
                year=year, rule_set_id=rules.id, published_at=at, created_at=at, state="recognised", **values,
            )
        )  # fmt: skip


def test_three_regions_of_two_years_are_two_selections(factory):
    programme = factory.loaded_programme("quoc-gia")
    factory.planned_round()
    for year in (2022, 2024):
        for region in ("phia-bac", "mien-trung-tay-nguyen", "phia-nam"):
            published("khu-vuc", year, region)
    assert follow_own_facts() == 2
    assert counted(programme, "3.2", factory) == 2
    assert follow_own_facts() == 0


def test_selections_of_two_communes_of_a_year_are_two(factory):
    programme = factory.loaded_programme("quoc-gia")
    factory.planned_round()
    with transaction() as session:
        session.get_one(Target, factory.target_of(programme, "3.2").id).counts = ["selection:xa"]
    for number, commune in enumerate(("2025-26158", "2025-26041")):
        published("xa", 2025, str(number), unit_id=factory.unit("75").id, commune=commune)
    assert follow_own_facts() == 2
    assert counted(programme, "3.2", factory) == 2
    assert {fact.commune_key for fact in db.session.query(Fact)} == {"2025-26158", "2025-26041"}


def test_known_truth_of_national_selections(factory):
    programme = factory.loaded_programme("quoc-gia")
    factory.planned_round()
    for year in (2019, 2021, 2023, 2025):
        published("quoc-gia", year)
    follow_own_facts()
    assert counted(programme, "3.1", factory) == 3


def test_a_round_that_was_annulled_is_taken_out_and_stays_in_the_list(factory):
    programme = factory.loaded_programme("quoc-gia")
    factory.planned_round()
    published("quoc-gia", 2021)
    follow_own_facts()
    with transaction() as session:
        session.query(SelectionRound).filter_by(slug="ky-quoc-gia-2021-").one().annulled_at = utc_now()
    assert follow_own_facts() == 1
    assert counted(programme, "3.1", factory) == 0
    assert db.session.query(Fact).filter(Fact.withdrawn_at.is_not(None)).count() == 1


def test_facilities_with_machines_are_not_machines(factory):
    national, local = factory.loaded_programme("quoc-gia"), factory.loaded_programme("dong-nai")
    machines, facilities = factory.target_of(national, "1.2"), factory.target_of(local, "2.2")
    factory.fact(machines, number=3)
    factory.fact(facilities)
    for target, measure in ((machines, "facility"), (facilities, "machine")):
        with pytest.raises(RuleBroken, match="fact_other_measure"):
            factory.fact(target, measure=measure, key="khac")
    assert (counted(national, "1.2", factory), counted(local, "2.2", factory)) == (3, 1)


def test_booths_count_for_booths_and_their_fair_once(factory):
    local = factory.loaded_programme("dong-nai")
    fairs, booths = factory.target_of(local, "3.6"), factory.target_of(local, "3.7")
    factory.fact(fairs, key="hoi-cho-1")
    factory.fact(booths, key="hoi-cho-1", number=4)
    with pytest.raises(Conflict, match="fact_counted_already"):
        factory.fact(fairs, key="hoi-cho-1")
    assert (counted(local, "3.6", factory), counted(local, "3.7", factory)) == (1, 4)


def test_about_60_is_shown_as_such_and_is_no_mark_to_pass(factory, client):
    programme = factory.loaded_programme("quoc-gia")
    factory.fact(factory.target_of(programme, "4.2"), number=61)
    page = client.get(f"/chuong-trinh/{programme.slug}").text
    row = page[page.index("Xử lý ô nhiễm môi trường cụm công nghiệp") :].partition("</tr>")[0]
    assert "khoảng 60" in row
    assert "không dùng làm mức đạt" in row
    assert "%" not in row
    assert "goal-time" not in row


@pytest.mark.parametrize(
    ("day", "counts"), [(date(2025, 6, 30), False), (date(2025, 7, 1), True), (date(2025, 12, 31), True)]
)
def test_a_place_of_binh_phuoc_counts_for_dong_nai_from_july_2025(factory, day, counts):
    local = factory.loaded_programme("dong-nai")
    target = factory.target_of(local, "5.1")
    binh_phuoc = factory.unit("70", "2004")
    assert binh_phuoc.name_vi == "Bình Phước"
    if not counts:
        with pytest.raises(RuleBroken, match="fact_other_area"):
            factory.fact(target, day, unit=binh_phuoc)
    else:
        factory.fact(target, day, unit=binh_phuoc)
    assert counted(local, "5.1", factory) == counts


def test_the_day_it_was_done_decides_not_the_day_it_was_entered(factory):
    programme = factory.loaded_programme("quoc-gia")
    target = factory.target_of(programme, "1.1")
    entered = factory.fact(target, date(2025, 12, 31))
    assert entered.entered_at.year >= 2026
    with pytest.raises(RuleBroken, match="fact_outside_years"):
        factory.fact(target, date(2026, 1, 1))
    assert counted(programme, "1.1", factory) == 1


def supported(factory, mark):
    """An activity that supported the registration of a mark."""
    with transaction() as session:
        kind = session.query(ActivityKind).filter_by(code="trademark-support").one()
        session.add(
            Activity(
                kind=kind, title="Hỗ trợ đăng ký nhãn hiệu", starts_on=date(2022, 1, 5), ends_on=date(2022, 12, 5),
                state="accepted", created_at=utc_now(),
                beneficiaries=[Beneficiary(facility_id=mark.facility_id, trademark_id=mark.id)],
            )
        )  # fmt: skip


def test_marks_count_when_granted_with_support(factory):
    programme = factory.loaded_programme("quoc-gia")
    granted = {"state": "granted", "registration_number": "4-0001", "registration_date": date(2023, 3, 1)}
    with_support, without = factory.trademark(**granted), factory.trademark(**granted)
    refused = factory.trademark(state="refused")
    waiting = factory.trademark(state="filed")
    second = factory.trademark(with_support.facility, **granted)
    for mark in (with_support, second, refused, waiting):
        supported(factory, mark)
    follow_own_facts()
    assert counted(programme, "3.3", factory) == 1
    facts = db.session.query(Fact).filter_by(source_kind="trademark").all()
    assert [fact.facility_id for fact in facts] == [with_support.facility_id], "a facility counts once"
    assert without.facility_id != with_support.facility_id
