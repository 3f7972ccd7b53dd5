"""What stands on the paper of a run, and on which paper: an own roll, a name in two scripts, a lot without a day."""

import io

import pypdf
import pytest

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.ports import ports
from tests.helpers import only, send
from traceability.labels import services as labels
from traceability.models import LabelRun, TraceCode


def words(run_id):
    run = db.session.get_one(LabelRun, run_id, populate_existing=True)
    pages = pypdf.PdfReader(io.BytesIO(ports().files.get(run.file))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def faces(run_id):
    run = db.session.get_one(LabelRun, run_id)
    (page,) = pypdf.PdfReader(io.BytesIO(ports().files.get(run.file))).pages
    return [str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()]


def test_a_name_in_two_scripts_is_printed_whole(factory):
    lot = factory.lot(factory.product(name_vi="Cốm dẹp អំបុក Sóc Trăng"))
    run = factory.labels(lot, quantity=1, sheet="a4-24", drawn=True).id
    said = words(run)
    assert ("Cốm dẹp" in said, "Sóc Trăng" in said) == (True, True)
    assert "Khmer" in " ".join(faces(run))


def test_a_lot_without_days_prints_none(factory, product):
    bare = factory.lot(product, made_on=None, best_before=None)
    said = words(factory.labels(bare, quantity=1, sheet="a4-24", drawn=True).id)
    assert (f"Lô {bare.code}" in said, "NSX" in said, "HSD" in said) == (True, False, False)
    full = factory.lot(product)
    said = words(factory.labels(full, quantity=1, sheet="a4-24", drawn=True).id)
    assert ("NSX" in said, "HSD" in said) == (True, True)


def test_an_own_roll_has_the_size_that_was_typed(factory, maker, lot):
    typed = {
        "kind": "item", "quantity": "2", "sheet": "own", "start": "1", "level": "Q", "columns": "1", "rows": "1",
        "label_width": "60", "label_height": "40", "margin_left": "0", "margin_top": "0", "page_width": "60",
        "page_height": "40",
    }  # fmt: skip
    assert send(maker, f"/co-so-cua-toi/lo/{lot.id}/in-tem", **typed).status_code == 303
    run = only(LabelRun)
    assert run.own_sheet["page_mm"] == [60, 40]
    box = pypdf.PdfReader(io.BytesIO(ports().files.get(run.file))).pages[0].mediabox
    assert [round(float(side) / 72 * 25.4) for side in (box.width, box.height)] == [60, 40]


def test_a_roll_with_a_mark_is_printed_from_the_pdf_alone(factory, maker, lot):
    run = factory.labels(lot, quantity=1, sheet="roll-60x40", level="Q", logo="programme", drawn=True).id
    path = f"/co-so-cua-toi/lo/tem/{run}"
    assert maker.get(f"{path}.pdf").status_code == 200
    assert maker.get(f"{path}.zpl").status_code == 422
    plain = factory.labels(lot, quantity=1, sheet="roll-60x40", level="Q", drawn=True).id
    assert maker.get(f"/co-so-cua-toi/lo/tem/{plain}.zpl").status_code == 200


def test_a_run_beyond_the_quota_is_told_to_wait_and_has_no_codes(maker, lot, monkeypatch):
    monkeypatch.setattr(labels, "QUOTA", 2)
    answer = send(
        maker, f"/en/my-facility/lots/{lot.id}/labels", kind="item", quantity="3", sheet="a4-65", start="1"
    )
    assert answer.status_code == 303
    assert "exceeds the quota of the facility" in maker.get(answer.location).text
    assert db.session.query(TraceCode).filter_by(kind="item").count() == 0


@pytest.mark.parametrize("quantity", [1, 40])
def test_a_run_has_as_many_codes_as_labels(factory, lot, quantity):
    run = factory.labels(lot, quantity=quantity)
    assert len({row.code for row in factory.codes(run)}) == quantity


def test_a_run_that_two_runners_drew_keeps_the_first_paper(factory, lot):
    run = factory.labels(lot, quantity=1, sheet="a4-24", drawn=True).id
    file, at = only(LabelRun).file, only(LabelRun).finished_at
    with transaction():
        labels.finish_run(run, "other.pdf")
    assert (only(LabelRun).file, only(LabelRun).finished_at) == (file, at)
