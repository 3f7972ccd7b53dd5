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


def test_text_is_drawn_by_its_face_wherever_that_has_the_letter():
    found = fonts.runs("Bánh pía ខ្មែរ ☸ 500 g", fonts.BOLD)
    assert [face for face, _piece in found] == [
        fonts.BOLD, "NotoSansKhmer", fonts.BOLD, "NotoSansSymbols", fonts.BOLD,
    ]  # fmt: skip
    assert "".join(piece for _face, piece in found) == "Bánh pía ខ្មែរ ☸ 500 g"
    assert found[1] == ("NotoSansKhmer", "ខ្មែរ")
    assert fonts.runs("Nước mắm", fonts.BOLD) == ((fonts.BOLD, "Nước mắm"),)


def test_khmer_is_measured_as_it_is_shaped():
    """The subscript of ខ្មែ stands below and takes no room of its own."""
    shaped = fonts.text_width("ខ្មែរ", fonts.REGULAR, 10)
    loose = sum(fonts.text_width(char, fonts.REGULAR, 10) for char in "ខ្មែរ")
    assert 5 < shaped < loose


def test_letters_that_no_face_has_are_refused_by_name_or_spelt_out():
    with pytest.raises(fonts.LettersMissing) as refused:
        fonts.drawn("Gốm 龍 鳳 ខ")
    assert (refused.value.code, refused.value.params["letters"]) == ("letters_missing", "龍 鳳")
    assert fonts.spelt_out("Gốm 龍 ខ") == "Gốm [U+9F8D] ខ"
    with pytest.raises(fonts.LettersMissing):
        fonts.require_drawable("Gốm", "鳳")
    fonts.require_drawable("Gốm", "ខ្មែរ", "")


def test_word_of_several_scripts_is_drawn_letter_by_letter():
    assert fonts.runs("kខก", fonts.REGULAR) == (
        (fonts.REGULAR, "k"),
        ("NotoSansKhmer", "ខ"),
        ("NotoSansThai", "ก"),
    )
