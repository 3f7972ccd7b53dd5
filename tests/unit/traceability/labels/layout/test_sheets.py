import pytest

from traceability.labels.layout.sheets import SHEETS, Sheet, SheetError, get_sheet, places

OWN = {"columns": 2, "rows": 4, "label_mm": [90, 60], "margin_mm": [10, 20], "gap_mm": [5, 2]}


def refusal(call, *args):
    with pytest.raises(SheetError) as caught:
        call(*args)
    return caught.value.code


@pytest.mark.parametrize(("name", "count"), [("a4-65", 65), ("a4-40", 40), ("a4-24", 24)])
def test_stock_sheet_is_centred_on_a4(name, count):
    sheet = get_sheet(name)
    x, y = sheet.corner_mm(count - 1)
    assert sheet.labels == count
    assert x + sheet.label_mm[0] + sheet.margin_mm[0] == pytest.approx(210, abs=0.1)
    assert y + sheet.label_mm[1] + sheet.margin_mm[1] == pytest.approx(297, abs=0.1)


def test_places_run_row_by_row_onto_the_next_page():
    assert list(places(SHEETS["a4-24"], 3, 23)) == [(0, 22), (0, 23), (1, 0)]


@pytest.mark.parametrize("start", [0, 25, -1])
def test_start_outside_the_sheet_is_refused(start):
    assert refusal(places, SHEETS["a4-24"], 1, start) == "start_outside"


def test_own_sheet_has_the_geometry_asked_for():
    sheet = get_sheet(OWN)
    assert sheet == Sheet("own", 2, 4, (90.0, 60.0), (10.0, 20.0), (5.0, 2.0))
    assert sheet.corner_mm(3) == (105.0, 82.0)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("a4-66", "sheet_unknown"),
        (None, "sheet_malformed"),
        (["a4-65"], "sheet_malformed"),
        (OWN | {"columns": 0}, "sheet_malformed"),
        (OWN | {"columns": True}, "sheet_malformed"),
        (OWN | {"rows": 2.5}, "sheet_malformed"),
        (OWN | {"label_mm": [90]}, "sheet_malformed"),
        (OWN | {"label_mm": [90, "60"]}, "sheet_malformed"),
        (OWN | {"label_mm": [90, float("nan")]}, "sheet_malformed"),
        (OWN | {"label_mm": 90}, "sheet_malformed"),
        (OWN | {"label_mm": [4, 60]}, "sheet_malformed"),
        (OWN | {"margin_mm": [-1, 0]}, "sheet_malformed"),
        ({k: v for k, v in OWN.items() if k != "margin_mm"}, "sheet_malformed"),
        (OWN | {"columns": 3}, "sheet_off_page"),
        (OWN | {"rows": 5}, "sheet_off_page"),
    ],
)
def test_sheet_that_cannot_be_printed_is_refused(asked, code):
    assert refusal(get_sheet, asked) == code
