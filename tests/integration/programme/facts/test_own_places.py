"""Fairs, stands, showrooms and labels of this site count by themselves, each once, and as long as they stand."""

import random
from datetime import date

from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from programme.activities import services as activities
from programme.activity_places.services import link_activity
from programme.counts.queries import count_targets
from programme.counts.services import find_wrong_counts
from programme.facts.tasks import follow_own_facts
from programme.fairs import services as fairs
from programme.models import Fact, Fair, Measure, Programme, Showroom, Target, TargetVersion
from tests.helpers.voting.acts import act
from traceability.models import LabelRun

AS_TOLD = {
    "quantities": {"fair": 1, "booth": 1}, "starts_on": date(2025, 9, 12), "ends_on": date(2025, 9, 15),
}  # fmt: skip
LAST = {"starts_on": date(2025, 9, 12), "ends_on": date(2025, 9, 15), "decision_number": "12/QĐ-SCT"}


def counted(programme, code, factory):
    target = factory.target_of(programme, code)
    found = count_targets(db.session.get_one(Programme, programme.id)).get(target.id)
    return found.number if found else 0


def makers(factory, *provinces):
    return [factory.facility(name=f"Cơ sở {n}", unit_code=code) for n, code in enumerate(provinces)]


def stands(officer, fair, *taken):
    """taken: (facility, supported) of each stand."""
    lines = [
        f"A{n}; {maker.slug}; {'có' if yes else 'không'}" for n, (maker, yes) in enumerate(taken, start=1)
    ]
    return act(officer, fairs.add_stands, fair.id, "\n".join(lines))


def test_one_fair_of_two_provinces_is_one_for_the_nation_and_one_for_each(factory):
    national, local = factory.loaded_programme("quoc-gia"), factory.loaded_programme("dong-nai")
    officer = factory.officer_actor()
    fair = factory.fair(officer, unit_id=factory.unit("01").id, **LAST)
    here, there, alone = makers(factory, "75", "01", "75")
    stands(officer, fair, (here, True), (there, True), (alone, True), (here, False))
    follow_own_facts()
    assert counted(national, "3.4", factory) == 1
    assert (counted(local, "3.6", factory), counted(local, "3.7", factory)) == (1, 2)
    assert follow_own_facts() == 0


def test_a_fair_called_off_or_taken_off_the_site_counts_no_more(factory):
    national, local = factory.loaded_programme("quoc-gia"), factory.loaded_programme("dong-nai")
    officer = factory.officer_actor()
    fair = factory.fair(officer, **LAST)
    stands(officer, fair, (makers(factory, "75")[0], True))
    follow_own_facts()
    assert (counted(national, "3.4", factory), counted(local, "3.7", factory)) == (1, 1)
    with transaction() as session:
        session.get_one(Fair, fair.id).cancelled_on = date(2025, 9, 1)
    follow_own_facts()
    assert [
        counted(national, "3.4", factory),
        counted(local, "3.6", factory),
        counted(local, "3.7", factory),
    ] == [
        0,
        0,
        0,
    ]
    with transaction() as session:
        session.get_one(Fair, fair.id).cancelled_on = None
    follow_own_facts()
    assert (counted(national, "3.4", factory), counted(local, "3.7", factory)) == (1, 1)
    assert db.session.query(Fact).count() == 3, "what was taken out is put back, not written anew"


def test_nobody_knows_of_which_province_a_place_of_two_was_before_they_became_one(factory):
    national, local = factory.loaded_programme("quoc-gia"), factory.loaded_programme("dong-nai")
    officer = factory.officer_actor()
    before = LAST | {"starts_on": date(2025, 6, 28), "ends_on": date(2025, 6, 30)}
    fair = factory.fair(officer, **before)
    stands(officer, fair, (makers(factory, "75")[0], True))
    follow_own_facts()
    assert counted(national, "3.4", factory) == 1
    assert (counted(local, "3.6", factory), counted(local, "3.7", factory)) == (0, 0)


def test_labels_with_the_logo_count_by_month_and_a_reprint_is_none(factory):
    local = factory.loaded_programme("dong-nai")
    with transaction() as session:
        measure = Measure(code="label", name_vi="tem")
        target = Target(programme_id=local.id, code="9.1", position=99, measure=measure, counts=["label"])
        version = TargetVersion(
            target=target, from_day=local.starts_on, wording_vi="Tem", recorded_at=utc_now()
        )
        session.add_all([measure, target, version])
    lot = factory.lot(factory.product())
    for month, quantity, logo, reprint in (
        (9, 100, "programme", False), (9, 20, "programme", False), (10, 5, "programme", False), (9, 7, "", False),
        (9, 100, "programme", True),
    ):  # fmt: skip
        with transaction() as session:
            at = utc_now().replace(year=2025, month=month, day=3)
            first = session.query(LabelRun).first()
            session.add(
                LabelRun(
                    lot_id=lot.id, kind="lot", quantity=quantity, sheet="a4-65", logo=logo, state="done", created_at=at,
                    finished_at=at, reprint_of_id=first.id if reprint else None,
                )
            )  # fmt: skip
    follow_own_facts()
    assert [(fact.number, fact.day.month) for fact in db.session.query(Fact).order_by(Fact.day)] == [
        (120, 9),
        (5, 10),
    ]
    assert counted(local, "9.1", factory) == 125


def test_a_fair_that_runs_or_is_abroad_is_none_at_home(factory):
    national = factory.loaded_programme("quoc-gia")
    officer = factory.officer_actor()
    factory.fair(officer, name_vi="Đang diễn ra")
    factory.fair(officer, name_vi="Hội chợ nước ngoài", country_vi="Lào", country_en="Laos", **LAST)
    follow_own_facts()
    assert (counted(national, "3.4", factory), counted(national, "3.5", factory)) == (0, 1)


def test_without_a_paper_a_fair_is_only_declared(factory):
    national = factory.loaded_programme("quoc-gia")
    factory.fair(factory.officer_actor(), **LAST | {"decision_number": ""})
    follow_own_facts()
    assert counted(national, "3.4", factory) == 0
    assert db.session.query(Fact).one().evidence == "declared"


def test_a_fair_that_an_activity_counts_is_counted_once(factory):
    national, local = factory.loaded_programme("quoc-gia"), factory.loaded_programme("dong-nai")
    officer = factory.officer_actor()
    fair = factory.fair(officer, **LAST)
    here, guest = makers(factory, "75", "01")
    stands(officer, fair, (here, True), (guest, True))
    row = factory.activity("fair-home", state="held", by=officer, unit=factory.unit("75"), **AS_TOLD)
    follow_own_facts()
    assert counted(national, "3.4", factory) == 2, "nobody has said yet that they are one"
    act(officer, link_activity, row.id, f"fair:{fair.id}")
    follow_own_facts()
    assert counted(national, "3.4", factory) == 1
    assert (counted(local, "3.6", factory), counted(local, "3.7", factory)) == (1, 1)
    act(officer, activities.cancel_activity, row.id, "Nhập nhầm")
    follow_own_facts()
    assert (counted(national, "3.4", factory), counted(local, "3.6", factory)) == (1, 1)


def test_an_activity_that_counts_for_nothing_hides_no_fair(factory):
    national = factory.loaded_programme("quoc-gia")
    officer = factory.officer_actor()
    fair = factory.fair(officer, unit_id=factory.unit("01").id, **LAST)
    told = AS_TOLD | {"unit": factory.unit("75"), "state": "held", "by": officer}
    declared = factory.activity("fair-home", **told | {"document": ""})
    elsewhere = factory.activity("workshop", **told)
    for row in (declared, elsewhere):
        act(officer, link_activity, row.id, f"fair:{fair.id}")
    follow_own_facts()
    assert counted(national, "3.4", factory) == 1


def test_showrooms_count_by_who_keeps_them(factory):
    local = factory.loaded_programme("dong-nai")
    officer = factory.officer_actor()
    opened = {"opened_on": date(2025, 8, 1), "decision_number": "3/QĐ-SCT"}
    maker = factory.facility()
    centre = factory.showroom(officer, name_vi="Tại trung tâm", **opened)
    factory.showroom(officer, name_vi="Tại cơ sở", facility=maker.slug, **opened)
    follow_own_facts()
    assert (counted(local, "3.8", factory), counted(local, "3.9", factory)) == (1, 1)
    with transaction() as session:
        session.get_one(Showroom, centre.id).withdrawn_at = utc_now()
    follow_own_facts()
    assert (counted(local, "3.8", factory), counted(local, "3.9", factory)) == (0, 1)


def shaken(fair, dice):
    """One change at random: called off, off the site, past the programme, a stand supported; or back."""
    change = dice.randrange(4)
    if change == 0:
        fair.cancelled_on = None if fair.cancelled_on else date(2025, 9, 1)
    elif change == 1:
        fair.withdrawn_at = None if fair.withdrawn_at else utc_now()
    elif change == 2:
        late = fair.ends_on.year == 2026
        fair.starts_on = fair.ends_on = date(2025, 9, 15) if late else date(2026, 1, 1)
    else:
        booth = dice.choice(fair.booths)
        booth.is_supported = not booth.is_supported


def stands_now(fair):
    return fair.cancelled_on is None and fair.withdrawn_at is None and fair.ends_on.year == 2025


def test_kept_numbers_stay_a_count_through_a_hundred_changes(factory):
    national, local = factory.loaded_programme("quoc-gia"), factory.loaded_programme("dong-nai")
    officer, dice = factory.officer_actor(), random.Random(20261130)
    people = makers(factory, "75", "01", "75")
    rows = [factory.fair(officer, name_vi=f"Hội chợ {n}", **LAST) for n in range(6)]
    for row in rows:
        stands(officer, row, *[(maker, dice.random() < 0.5) for maker in people])
    for step in range(100):
        with transaction() as session:
            shaken(session.get_one(Fair, dice.choice(rows).id), dice)
        if step % 5 == 4:
            follow_own_facts()
            assert find_wrong_counts(db.session.connection()) == []
    standing = [fair for fair in db.session.query(Fair) if stands_now(fair)]
    ours = {people[0].id, people[2].id}
    supported = [booth for fair in standing for booth in fair.booths if booth.is_supported]
    assert counted(national, "3.4", factory) == len(standing)
    assert counted(local, "3.6", factory) == len(standing)
    assert counted(local, "3.7", factory) == sum(booth.facility_id in ours for booth in supported)
