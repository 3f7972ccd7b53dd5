"""Programmes loaded from files, and amended."""

import json
from dataclasses import replace
from datetime import date

import pytest

from app.core.actor import SYSTEM
from app.core.audit import AuditEntry
from app.core.database.base import db
from app.core.database.changes import Change
from app.core.database.transaction import transaction
from app.core.errors import NotAllowed, RuleBroken
from app.demo.programmes import FOLDER
from programme.models import Measure, Target
from programme.targets.files import read_file
from programme.targets.queries import get_programme
from programme.targets.reading import Named
from programme.targets.services import Amendment, amend_target, load_programme
from tests.helpers.voting.acts import act, refused

# Numbers of the two programmes as their texts give them, counted here by hand from the published lists.
NATIONAL = [340, 1600, 300, 300, 100, 50, 3, 2, 350, 15, 5, 50, 60, None, 10000, 500, 300, None]
DONG_NAI = [5, 1500, 2, 47, 2, 5, 2, 5, 1, 15, 42, 1, 5, 4, 1, 2, 2, 25, None, 120, 8000, 20, 5000, 20]


@pytest.mark.parametrize(
    ("name", "slug", "numbers", "approximate"),
    [
        ("quoc-gia", "khuyen-cong-quoc-gia-2021-2025", NATIONAL, [60, 500, 300]),
        ("dong-nai", "khuyen-cong-dong-nai-2021-2025", DONG_NAI, []),
    ],
)
def test_all_targets_of_the_file_are_loaded(factory, name, slug, numbers, approximate):
    factory.loaded_programme(name)
    found = get_programme(slug)
    versions = [target.versions[-1] for target in found.targets]
    assert [version.number for version in versions] == numbers
    assert [version.number for version in versions if version.is_approximate] == approximate
    assert all(version.wording_vi and version.wording_en for version in versions)
    assert (found.starts_on, found.ends_on) == (date(2021, 1, 1), date(2025, 12, 31))


def test_the_province_is_the_one_of_that_time(factory):
    unit = factory.loaded_programme("dong-nai").unit
    assert (unit.list_version, unit.code, unit.name_vi) == ("2004", "75", "Đồng Nai")


def test_the_same_file_again_changes_nothing(factory):
    factory.loaded_programme("quoc-gia")
    factory.loaded_programme("quoc-gia")
    assert [len(target.versions) for target in get_programme("khuyen-cong-quoc-gia-2021-2025").targets] == [
        1
    ] * 18


def changed_file(**amended):
    file = read_file((FOLDER / "quoc-gia-2021-2025.json").read_bytes())
    rows = [replace(row, number=1700) if row.code == "1.2" else row for row in file.targets]
    return replace(file, targets=tuple(rows), amended=amended)


def test_a_changed_file_needs_the_decision_that_amended_it(factory):
    factory.loaded_programme("quoc-gia")
    with pytest.raises(RuleBroken, match="programme_there"):
        act(SYSTEM, load_programme, changed_file())
    act(SYSTEM, load_programme, changed_file(amended_by="Quyết định số 9/QĐ-TTg", amended_on="2023-07-01"))
    target = next(t for t in get_programme("khuyen-cong-quoc-gia-2021-2025").targets if t.code == "1.2")
    assert [(v.number, v.from_day, v.decision) for v in target.versions] == [
        (1600, date(2021, 1, 1), "Quyết định số 1881/QĐ-TTg"),
        (1700, date(2023, 7, 1), "Quyết định số 9/QĐ-TTg"),
    ]
    assert target.version_on(date(2023, 6, 30)).number == 1600
    assert target.version_on(date(2023, 7, 1)).number == 1700


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"decision": " "}, "fill_in"),
        ({"wording_vi": ""}, "fill_in"),
        ({"number": 0}, "target_number_low"),
        ({"from_day": date(2021, 1, 1)}, "amendment_day"),
        ({"from_day": date(2026, 1, 1)}, "amendment_day"),
    ],
)
def test_wrong_amendments_are_refused(factory, changes, code):
    target = factory.target_of(factory.loaded_programme("quoc-gia"), "1.1")
    right = Amendment(date(2023, 1, 1), "Quyết định số 9", "", "Mô hình", "Models", 350, is_approximate=False)
    with pytest.raises(RuleBroken, match=code):
        act(SYSTEM, amend_target, target.id, replace(right, **changes))


def test_an_officer_loads_the_programme_of_their_own_area_alone(factory):
    file = read_file((FOLDER / "dong-nai-2021-2025.json").read_bytes())
    own = factory.user("officer-province", unit_id=factory.unit("75").id)
    other = factory.user("officer-province", unit_id=factory.unit("01").id)
    factory.loaded_programme("quoc-gia")
    for person in (other, factory.user("officer-national"), factory.user("secretary")):
        with pytest.raises(NotAllowed, match="not_your_programme"):
            act(person, load_programme, file)
    act(own, load_programme, file)
    assert get_programme(file.slug).created_by == own.id


def test_a_measure_that_nobody_knows_is_refused_with_its_line(factory):
    file = read_file((FOLDER / "quoc-gia-2021-2025.json").read_bytes())
    rows = (replace(file.targets[0], measure="tấn"), *file.targets[1:])
    with pytest.raises(RuleBroken) as refusal, transaction():
        load_programme(SYSTEM, replace(file, targets=rows))
    assert (refusal.value.code, refusal.value.params) == ("row_measure", {"line": 1, "typed": "tấn"})


def test_an_officer_of_a_province_adds_no_measures_and_kinds(factory):
    file = read_file((FOLDER / "dong-nai-2021-2025.json").read_bytes())
    factory.loaded_programme("quoc-gia")
    own = factory.user("officer-province", unit_id=factory.unit("75").id)
    new = replace(
        file, measures=(*file.measures, Named("ton", "tấn")), kinds=(*file.kinds, Named("khac", "Việc khác"))
    )
    with pytest.raises(RuleBroken) as refusal:
        act(own, load_programme, new)
    assert (refusal.value.code, refusal.value.field) == ("programme_words_of_all", "file")
    assert refusal.value.params == {"names": "tấn, Việc khác"}
    act(SYSTEM, load_programme, new)
    assert db.session.query(Measure).filter_by(code="ton").one().name_vi == "tấn"


def test_only_who_edits_the_old_programme_says_what_replaces_it(factory):
    national = factory.loaded_programme("quoc-gia")
    file = read_file((FOLDER / "dong-nai-2021-2025.json").read_bytes())
    own = factory.user("officer-province", unit_id=factory.unit("75").id)
    with pytest.raises(RuleBroken) as refusal:
        act(own, load_programme, replace(file, replaces=national.slug))
    assert (refusal.value.code, refusal.value.field) == ("programme_replaces_other", "file")
    assert get_programme(national.slug).successor is None
    old = act(own, load_programme, file)
    new = act(own, load_programme, replace(file, slug="khuyen-cong-dong-nai-moi", replaces=old.slug))
    assert get_programme(old.slug).successor.slug == "khuyen-cong-dong-nai-moi"
    noted = db.session.query(AuditEntry).filter_by(act="programme.programme.replace").one()
    assert noted.user_id == own.id
    told = db.session.query(Change).filter_by(kind="programme", key=str(old.id)).order_by(Change.id).all()
    assert len(told) == 2, "once as loaded, once as replaced"
    assert new.id != old.id


def test_an_amendment_by_an_officer_keeps_the_parts_of_a_target(factory):
    programme = factory.loaded_programme("quoc-gia")
    target = factory.target_of(programme, "5.1")
    with transaction() as session:
        session.get_one(Target, target.id).versions[0].breakdown = [{"of": "Nữ", "number": 3000}]
    words = Amendment(date(2024, 1, 1), "Quyết định 9/QĐ-TTg", "Tăng", "Lao động", "Workers", 12000, False)
    act(factory.user("officer-national"), amend_target, target.id, words)
    version = db.session.get_one(Target, target.id).versions[-1]
    assert (version.number, version.breakdown) == (12000, [{"of": "Nữ", "number": 3000}])


def test_a_file_of_a_programme_brings_no_facts():
    body = json.loads((FOLDER / "quoc-gia-2021-2025.json").read_bytes())
    body["facts"] = [{"target": "1.2", "kind": "machine-support", "title": "Máy", "day": "2023-01-01"}]
    with pytest.raises(RuleBroken, match="programme_with_facts"):
        read_file(json.dumps(body).encode())


SLUG = "khuyen-cong-quoc-gia-2021-2025"


def test_an_amended_file_brings_a_new_target_and_new_parts(factory):
    factory.loaded_programme("quoc-gia")
    file = changed_file(amended_by="Quyết định số 9/QĐ-TTg", amended_on="2023-07-01")
    rows = [replace(row, breakdown=(("Nữ", 900),)) if row.code == "1.2" else row for row in file.targets]
    new = replace(rows[0], code="9.9", wording_vi="Việc mới", number=7)
    act(SYSTEM, load_programme, replace(file, targets=(*rows, new)))
    found = {target.code: target for target in get_programme(SLUG).targets}
    assert found["1.2"].versions[-1].breakdown == [{"of": "Nữ", "number": 900}]
    assert found["1.1"].versions[-1].from_day == date(2021, 1, 1), "what did not change has no new version"
    [version] = found["9.9"].versions
    assert (found["9.9"].position, version.number, version.from_day) == (19, 7, date(2023, 7, 1))


def test_a_file_with_a_day_or_a_province_that_cannot_be_is_refused(factory):
    factory.loaded_programme("quoc-gia")
    wrong = changed_file(amended_by="Quyết định số 9/QĐ-TTg", amended_on="mai")
    assert refused(SYSTEM, load_programme, wrong) == ("programme_day", "file")
    file = read_file((FOLDER / "dong-nai-2021-2025.json").read_bytes())
    for name in ("", "Sài Gòn Hư Cấu"):
        assert refused(SYSTEM, load_programme, replace(file, unit=name)) == ("programme_unit", "file")


def test_a_programme_may_replace_one_that_is_not_kept_here(factory):
    factory.loaded_programme("quoc-gia")
    file = read_file((FOLDER / "dong-nai-2021-2025.json").read_bytes())
    act(SYSTEM, load_programme, replace(file, replaces="khuyen-cong-dong-nai-2016-2020"))
    assert get_programme(file.slug).title_vi == file.title_vi
    assert db.session.query(AuditEntry).filter_by(act="programme.programme.replace").count() == 0
