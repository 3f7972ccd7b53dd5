import io

import pypdf
import pytest

from app.core.documents.canvas import A4_MM, balanced, fit, new_canvas, wrap
from app.core.documents.fonts import BOLD, REGULAR, text_width

NAME = "Bộ sản phẩm nước mắm cá cơm truyền thống Phan Thiết - Mũi Né"


def test_wrap_keeps_every_word_within_the_width():
    lines = wrap(NAME, REGULAR, 12, 120)
    assert " ".join(lines) == NAME
    assert max(text_width(line, REGULAR, 12) for line in lines) <= 120


def test_wrap_breaks_a_long_word_after_its_marks():
    assert wrap("S8K2-M4NP-6QRT-VWXY-Z012", REGULAR, 10, 60) == ["S8K2-M4NP-", "6QRT-VWXY-", "Z012"]


def test_wrap_breaks_a_word_without_marks_between_letters():
    lines = wrap("m" * 50, REGULAR, 10, 100)
    assert "".join(lines) == "m" * 50
    assert max(text_width(line, REGULAR, 10) for line in lines) <= 100


def test_wrap_of_nothing_has_no_lines():
    assert wrap(" \n", REGULAR, 10, 100) == []


def test_wrap_narrower_than_a_letter_still_ends():
    assert wrap("abc", REGULAR, 10, 1) == ["a", "b", "c"]


def test_balanced_has_as_many_lines_and_no_orphan():
    even = balanced(NAME, BOLD, 20, 500)
    assert len(even) == len(wrap(NAME, BOLD, 20, 500)) == 2
    widths = [text_width(line, BOLD, 20) for line in even]
    assert min(widths) > 0.7 * max(widths)


def test_fit_takes_the_largest_size_that_fits():
    assert fit(NAME, BOLD, (40, 30, 24), 500, 2).size == 30
    assert fit("Gốm", BOLD, (30, 24), 500).size == 30


def test_fit_marks_what_it_must_leave_out():
    short = fit(NAME * 5, BOLD, (20, 16), 300, 2)
    assert (len(short.lines), short.size, short.lines[-1][-1]) == (2, 16, "…")
    assert max(text_width(line, BOLD, 16) for line in short.lines) <= 300


def test_fit_of_nothing_is_nothing():
    assert fit("", BOLD, (20,), 300).lines == ()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_document_carries_title_author_and_language_and_no_time(lang):
    out = io.BytesIO()
    canvas = new_canvas(out, A4_MM, title="Tem gốm", author="Tiêu Biểu", lang=lang)
    canvas.drawString(10, 10, "x")
    canvas.save()
    reader = pypdf.PdfReader(io.BytesIO(out.getvalue()))
    assert (reader.metadata.title, reader.metadata.author) == ("Tem gốm", "Tiêu Biểu")
    assert reader.trailer["/Root"]["/Lang"] == lang
    assert reader.metadata.creation_date.year == 2000


def test_fit_makes_room_for_the_mark():
    short = fit("i" * 300, REGULAR, (10,), 100)
    assert short.lines[0][-1] == "…"
    assert text_width(short.lines[0], REGULAR, 10) <= 100
