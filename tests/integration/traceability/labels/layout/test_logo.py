"""A mark in the middle of printed codes, and what a run of a held lot says."""

import io

import pypdfium2
import pytest
from PIL import Image
from sqlalchemy import select

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.documents.qr import Level, QrError, print_symbol
from app.core.errors import RuleBroken
from app.core.ports import ports
from tests.helpers import send
from traceability.codes.qr.symbols import logo_modules, read_all, read_under_logo
from traceability.enums import RunKind
from traceability.labels.layout.drawing import verify_symbols
from traceability.labels.layout.logo import PROGRAMME, logo_image, programme_logo
from traceability.labels.services import LabelOrder, order_labels
from traceability.models import LabelRun

ADDRESS = "https://tieubieu.example.vn/t/BXXPSEC692CMRDEAM3HK"


def ordered(browser, lot_id, **fields):
    order = {"kind": "item", "quantity": "3", "sheet": "a4-24", "level": "Q"}
    return send(browser, f"/co-so-cua-toi/lo/{lot_id}/in-tem", **(order | fields))


def picture():
    out = io.BytesIO()
    Image.new("RGB", (500, 300), (20, 90, 40)).save(out, "PNG")
    out.seek(0)
    return out


def codes_on(browser, run):
    page = pypdfium2.PdfDocument(browser.get(f"/co-so-cua-toi/lo/tem/{run.id}.pdf").data)[0]
    drawn = page.render(scale=300 / 72).to_pil()
    return read_all(drawn), drawn


@pytest.mark.parametrize("fields", [{"logo": "programme"}, {"logo": "own"}])
def test_labels_with_a_mark_are_read_from_the_print(factory, maker, lot, fields):
    more = {"logo_file": (picture(), "logo.png")} if fields["logo"] == "own" else {}
    answer = ordered(maker, lot.id, **fields, **more)
    assert answer.status_code == 303, answer.text
    db.session.rollback()
    run = db.session.scalars(select(LabelRun)).one()
    assert run.state == "done"
    texts, drawn = codes_on(maker, run)
    assert len(set(texts)) == 3
    wanted = (163, 22, 26) if fields["logo"] == "programme" else (20, 90, 40)
    assert any(
        max(abs(a - b) for a, b in zip(pixel, wanted, strict=True)) < 12
        for _, pixel in drawn.getcolors(1 << 20)
    )
    if fields["logo"] == "own":
        assert ports().files.exists(run.logo)
        assert maker.get(f"/tep/{run.logo}").status_code == 404
    path = f"/co-so-cua-toi/lo/tem/{run.id}"
    assert send(maker, f"{path}/in-lai", page=path, sheet="a4-24").status_code == 303
    db.session.rollback()
    assert {row.logo for row in db.session.scalars(select(LabelRun))} == {run.logo}


@pytest.mark.parametrize(
    ("fields", "error"),
    [({"logo": "programme", "level": "M"}, "level-error"), ({"logo": "own"}, "logo_file-error"),
     ({"logo": "own", "logo_file": b"<svg/>"}, "logo_file-error"), ({"logo_file": b"<svg/>"}, "logo_file-error")],
)  # fmt: skip
def test_mark_is_refused_at_its_field(maker, lot, fields, error):
    if "logo_file" in fields:
        fields = fields | {"logo_file": (io.BytesIO(fields["logo_file"]), "a.svg")}
    answer = ordered(maker, lot.id, **fields)
    assert answer.status_code == 422
    assert f'id="{error}"' in answer.text
    assert db.session.scalars(select(LabelRun)).all() == []


def test_use_case_refuses_a_mark_at_a_low_level(factory, lot):
    actor, lot_id = factory.member_actor(lot.facility), lot.id
    order = LabelOrder(kind=RunKind.ITEM, quantity=1, level="L", logo=PROGRAMME)
    with pytest.raises(RuleBroken, match="logo_needs_level"), transaction():
        order_labels(actor, lot_id, order)


def test_mark_covers_whole_modules_and_at_most_a_fifth(app):
    for level in (Level.Q, Level.H):
        symbol = print_symbol(ADDRESS, level)
        side = logo_modules(symbol)
        assert (side % 2, side <= symbol.size * 0.2) == (symbol.size % 2, True)
        assert read_under_logo(symbol, programme_logo()) == ADDRESS
        verify_symbols([symbol], programme_logo())
    with pytest.raises(QrError, match="level Q or H"):
        read_under_logo(print_symbol(ADDRESS, Level.M), programme_logo())
    assert logo_image("") is None


def test_run_of_a_held_lot_says_so_and_offers_no_print(factory, maker, lot):
    run_id = factory.labels(lot, drawn=True).id
    path = f"/co-so-cua-toi/lo/tem/{run_id}"
    assert "In lại" in maker.get(path).text
    factory.recall(lot, kind="hold", reason_vi="Chờ kết quả kiểm nghiệm")
    page = maker.get(path).text
    assert "Lô này đang tạm giữ: tạm thời không in được tem." in page
    assert "Chờ kết quả kiểm nghiệm" in page
    assert f"{path}.pdf" not in page
    assert "/in-lai" not in page
    assert "đang tạm giữ" in maker.get(f"/co-so-cua-toi/lo/{lot.id}/in-tem").text
    waiting = maker.get(f"/en/my-facility/lots/labels/{run_id}").text
    assert "This lot is on hold" in waiting
