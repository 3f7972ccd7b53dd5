import unicodedata

import pytest

from app.core.documents import fonts


def test_fonts_are_installed_and_set_vietnamese():
    assert fonts.fonts_available()


def test_fonts_missing_package_is_reported(monkeypatch):
    monkeypatch.setattr(fonts, "find_spec", lambda _name: None)
    fonts.register_fonts.cache_clear()
    assert not fonts.fonts_available()
    monkeypatch.undo()
    fonts.register_fonts()


def test_font_path_of_a_face_we_do_not_use_is_refused():
    with pytest.raises(FileNotFoundError):
        fonts.font_path("Helvetica")


def test_font_path_of_a_file_that_is_gone_is_refused(monkeypatch):
    monkeypatch.setattr(fonts, "FACES", ("SourceSansPro-Heavy",))
    with pytest.raises(FileNotFoundError):
        fonts.font_path("SourceSansPro-Heavy")


def test_drawn_text_is_composed_and_on_one_line():
    assert fonts.drawn(unicodedata.normalize("NFD", "Nước  mắm\nPhú Quốc")) == "Nước mắm Phú Quốc"


def test_missing_glyphs_names_each_once():
    assert fonts.missing_glyphs("Bát 龍 gốm 龍 鳳") == "龍鳳"


def test_text_width_is_proportional_to_size():
    assert fonts.text_width("Đắk Lắk", fonts.BOLD, 20) == pytest.approx(
        2 * fonts.text_width("Đắk Lắk", fonts.BOLD, 10)
    )


def test_pillow_font_measures_vietnamese():
    assert fonts.pillow_font(fonts.REGULAR, 40).getlength("Nước mắm") > 100
