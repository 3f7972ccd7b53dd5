import io

import pypdf
import pypdfium2
import pytest

from app.core.documents.qr import Level, QrError, print_symbol
from traceability.codes.qr.symbols import read_all
from traceability.labels.layout import drawing
from traceability.labels.layout.drawing import (
    Label,
    draw_sheet,
    module_width_mm,
    text_for_people,
    verify_symbols,
)
from traceability.labels.layout.sheets import SHEETS, Sheet, SheetError

ADDRESS = "https://tieubieu.example.vn/t/S8K2M4NP6QRTVWXYZ0"
LINES = ("Nước mắm truyền thống Thuận Hưng 40 độ đạm", "Lô NM-0411", "S8K2-M4NP-6QRT-VWXY-Z012")
A4_65 = SHEETS["a4-65"]


def some(count: int) -> list[Label]:
    return [Label(f"{ADDRESS}{n:02}", LINES) for n in range(count)]


def picture(pdf: bytes, page: int = 0):
    return pypdfium2.PdfDocument(pdf)[page].render(scale=300 / 72).to_pil().convert("L")


def text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def refusal(call, *args, **kwargs):
    with pytest.raises((SheetError, QrError)) as caught:
        call(*args, **kwargs)
    return caught.value.code


@pytest.mark.parametrize("name", ["a4-65", "a4-40", "a4-24"])
def test_every_code_of_a_rendered_sheet_is_read(name):
    sheet = SHEETS[name]
    wanted = some(sheet.labels)
    run = draw_sheet(wanted, sheet)
    assert read_all(picture(run.pdf)) == [label.payload for label in wanted]
    assert run.pages == 1


def test_sheet_is_the_same_to_the_byte_each_time():
    assert draw_sheet(some(3), A4_65).pdf == draw_sheet(some(3), A4_65).pdf


def test_sheet_says_in_embedded_type_what_people_read():
    run = draw_sheet(some(1), A4_65)
    words = " ".join(text(run.pdf).split())
    assert "Nước mắm truyền thống Thuận Hưng 40 độ đạm Lô NM-0411" in words
    fonts = pypdf.PdfReader(io.BytesIO(run.pdf)).pages[0]["/Resources"]["/Font"].values()
    names = sorted(str(font.get_object()["/BaseFont"]) for font in fonts)
    assert [name.partition("+")[2] for name in names if "+" in name] == [
        "SourceSansPro-Bold",
        "SourceSansPro-Regular",
    ]


def test_sheet_goes_on_from_the_start_position_to_the_next_page():
    run = draw_sheet(some(3), A4_65, start=64)
    assert run.pages == 2
    assert read_all(picture(run.pdf, 0)) == [f"{ADDRESS}00", f"{ADDRESS}01"]
    assert read_all(picture(run.pdf, 1)) == [f"{ADDRESS}02"]


def test_offset_moves_everything_right_and_down():
    def ink(offset):
        box = (
            picture(draw_sheet(some(1), A4_65, offset_mm=offset).pdf)
            .point(lambda v: 255 * (v < 128))
            .getbbox()
        )
        return box[0] / 300 * 25.4, box[1] / 300 * 25.4

    plain, moved = ink((0, 0)), ink((2, -1.5))
    assert moved == pytest.approx((plain[0] + 2, plain[1] - 1.5), abs=0.1)


def test_symbol_keeps_its_quiet_zone_within_the_label():
    run = draw_sheet(some(1), A4_65)
    box = picture(run.pdf).crop((0, 0, 690, 400)).point(lambda v: 255 * (v < 128))
    left = box.getbbox()[0] / 300 * 25.4
    assert left - A4_65.corner_mm(0)[0] >= 4 * run.module_mm


@pytest.mark.parametrize(
    ("chars", "name", "width"), [(20, "a4-65", 0.593), (80, "a4-65", 0.423), (20, "a4-24", 0.931)]
)
def test_module_is_whole_printer_dots_and_as_large_as_fits(chars, name, width):
    symbol = print_symbol("x" * chars)
    assert round(module_width_mm(symbol, SHEETS[name]), 3) == width


def test_module_between_dots_is_used_where_whole_dots_would_be_too_small():
    sheet = Sheet("own", 1, 1, (60.0, 18.5), (0.0, 0.0))
    symbol = print_symbol(f"{ADDRESS}00")
    assert round(module_width_mm(symbol, sheet), 3) == round((18.5 - 1.6) / 41, 3)


def test_module_is_never_wider_than_gs1_allows():
    assert module_width_mm(print_symbol("x"), Sheet("own", 1, 1, (200.0, 150.0), (0.0, 0.0))) <= 0.990


def test_code_too_large_for_its_label_is_refused_with_the_sizes():
    with pytest.raises(SheetError) as caught:
        draw_sheet([Label("https://tieubieu.example.vn/" + "x" * 80)], A4_65)
    assert caught.value.code == "code_too_large"
    assert caught.value.params == {"needed_mm": 21.0, "available_mm": 19.6, "modules": 45}
    assert "0.396 mm" in str(caught.value)


def test_text_stands_below_the_code_on_an_upright_label():
    sheet = Sheet("own", 4, 5, (40.0, 55.0), (10.0, 10.0))
    run = draw_sheet(some(2), sheet)
    shot = picture(run.pdf)
    assert read_all(shot) == [f"{ADDRESS}00", f"{ADDRESS}01"]
    x0, y0 = (round(n / 25.4 * 300) for n in (10, 10))
    below = shot.crop((x0, y0 + round(44 / 25.4 * 300), x0 + 472, y0 + 649))
    assert below.getextrema()[0] < 128


def test_text_that_does_not_fit_is_refused_with_its_label():
    with pytest.raises(SheetError) as caught:
        draw_sheet([*some(1), Label(ADDRESS, ("rất dài " * 60,))], A4_65)
    assert (caught.value.code, caught.value.params) == ("text_too_long", {"label": 2})


def test_label_without_lines_is_a_bare_code():
    assert text(draw_sheet([Label(ADDRESS)], A4_65).pdf).strip() == ""


@pytest.mark.parametrize(
    ("wanted", "options", "code"),
    [
        ([], {}, "labels_missing"),
        (some(1), {"start": 66}, "start_outside"),
        (some(1), {"offset_mm": (0, 11)}, "offset_too_large"),
        ([Label("")], {}, "payload_empty"),
        ([Label("a\x00b")], {}, "payload_unprintable"),
        ([Label("a" * 9000)], {}, "payload_too_long"),
    ],
)
def test_run_that_cannot_be_drawn_is_refused(wanted, options, code):
    assert refusal(draw_sheet, wanted, A4_65, **options) == code


def test_run_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(drawing, "MAX_LABELS", 2)
    assert refusal(draw_sheet, some(3), A4_65) == "labels_too_many"


def test_verify_reads_every_symbol():
    symbols = [print_symbol(f"{ADDRESS}{n}", Level.Q) for n in range(5)]
    verify_symbols(symbols)
    wrong = type(symbols[0])("another payload", Level.Q, symbols[0].size, symbols[0].modules)
    assert refusal(verify_symbols, [*symbols, wrong]) == "read_differs"


@pytest.mark.parametrize(
    ("payload", "lines"),
    [
        ("https://x.vn/t/S00000000000000123456", ("x.vn/t/S00000000000000123456",)),
        ("https://x.vn/t/X0000000000000000001", ("x.vn/t/X0000000000000000001",)),
        ("https://x.vn/t/B0000000000000000001", ("x.vn", "B000-0000-0000-0000-0001")),
        (
            "https://x.vn/01/08931234567895/10/L%2F26/21/S1?linkType=x",
            ("x.vn", "(01) 08931234567895", "(10) L/26", "(21) S1"),
        ),
        ("https://x.vn/san-pham/a", ("x.vn/san-pham/a",)),
        ("SP-01", ("SP-01",)),
    ],
)
def test_text_for_people_names_the_elements(payload, lines):
    assert text_for_people(payload) == lines


def test_letters_that_the_typeface_lacks_are_refused_before_anything_is_drawn():
    label = Label("https://vi.du/t/X", ("Nước mắm 中文", "Lô 1"))
    with pytest.raises(SheetError, match="typeface") as refused:
        draw_sheet([label], SHEETS["a4-24"])
    assert refused.value.code == "letters_missing"
    assert refused.value.params["letters"] == "中 文"
