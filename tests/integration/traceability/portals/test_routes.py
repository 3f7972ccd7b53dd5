"""Files for the traceability portals."""

import csv
import io
from dataclasses import replace

import pytest

from config import BadSetting, Settings
from traceability.enums import EventKind
from traceability.portals.files import FACTS
from traceability.portals.queries import list_portal_facts, list_portal_lots


@pytest.fixture
def lot(factory):
    return factory.lot_with_events(factory.product(name_vi="Nước mắm Hương Quê", gtin="08938501234568"))


@pytest.fixture
def browser(factory, login_as, lot):
    return login_as(factory.user("facility", facility_id=lot.facility_id))


def test_facts_of_a_lot_are_those_that_are_public(factory, lot):
    factory.event(lot, EventKind.DRY, is_public=False)
    factory.lot(lot.product, public=False)
    (facts,) = list_portal_facts(list_portal_lots([lot.facility_id]))
    assert set(facts) == set(FACTS)
    assert facts["lot"] == lot.code
    assert facts["uri"] == f"http://127.0.0.1:8000/01/08938501234568/10/{lot.code}"
    assert [step.split()[0] for step in facts["steps"].split("; ")] == [
        "make", "ferment", "check", "fill", "pack", "ship",
    ]  # fmt: skip
    assert facts["recalled"] == "no"
    factory.recall(lot)
    assert list_portal_facts(list_portal_lots([lot.facility_id]))[0]["recalled"] == "yes"


def test_files_by_the_pages(factory, login_as, browser, lot):
    hidden = factory.lot(lot.product, public=False)
    for page in ("/co-so-cua-toi/lo/cong-truy-xuat", "/en/my-facility/lots/portals"):
        assert "tt02-xml" in browser.get(page).get_data(as_text=True)
    whole = browser.get("/co-so-cua-toi/lo/cong-truy-xuat/tt02-csv")
    assert whole.headers["Content-Disposition"] == 'attachment; filename="lo-hang-tt02-csv.csv"'
    assert [row[11] for row in csv.reader(io.StringIO(whole.data.decode("utf-8-sig")))] == [
        "8. Số lô",
        lot.code,
    ]
    one = browser.get(f"/en/my-facility/lots/{lot.id}/portals/tt02-xml")
    assert one.content_type == "application/xml"
    assert lot.code.encode() in one.data
    assert browser.get("/co-so-cua-toi/lo/cong-truy-xuat/khac").status_code == 404
    assert browser.get(f"/co-so-cua-toi/lo/{hidden.id}/cong-truy-xuat/tt02-csv").status_code == 422
    other = login_as(factory.user("facility", facility_id=factory.facility().id))
    assert other.get(f"/co-so-cua-toi/lo/{lot.id}/cong-truy-xuat/tt02-csv").status_code == 404


def test_operators_form_is_offered_and_a_bad_one_told(app, browser, lot, tmp_path):
    good, bad = tmp_path / "a.toml", tmp_path / "b.toml"
    good.write_text('[[profile]]\ncode = "bo"\ntitle = "Cổng của Bộ"\ncolumns = [["TEN", "name"]]', "utf-8")
    bad.write_text('[[profile]]\ncode = "bo"\ntitle = "Cổng"\ncolumns = [["TEN", "colour"]]', "utf-8")
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, portal_profiles=str(good))
    assert "Cổng của Bộ" in browser.get("/co-so-cua-toi/lo/cong-truy-xuat").get_data(as_text=True)
    assert (
        browser.get("/co-so-cua-toi/lo/cong-truy-xuat/bo").get_data(as_text=True).splitlines()[1]
        == "Nước mắm Hương Quê"
    )
    app.extensions["settings"] = replace(settings, portal_profiles=str(bad))
    answer = browser.get("/co-so-cua-toi/lo/cong-truy-xuat")
    assert answer.status_code == 422
    assert "profile 1: columns" in answer.get_data(as_text=True)


def test_start_is_refused_without_the_file_named(tmp_path):
    env = {"DATA_DIR": str(tmp_path), "PORTAL_PROFILES": str(tmp_path / "none.toml")}
    with pytest.raises(BadSetting, match="PORTAL_PROFILES"):
        Settings.from_env(env)
