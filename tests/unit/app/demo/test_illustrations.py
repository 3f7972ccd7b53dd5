import unicodedata
from random import Random

import pytest
from PIL import ImageChops

from app.demo.illustrations import SQUARE, WIDE, View, draw_illustration, motifs
from app.demo.illustrations.brush import Brush
from app.demo.illustrations.motifs import choose_motif
from app.demo.illustrations.palette import PAPER
from catalog.enums import ProductGroup

CRAFT, FOOD, MACHINE, OTHER = ProductGroup
SMALL = (160, 120)

DRAWINGS = {
    drawing.__name__: drawing
    for rows in motifs._BY_WORD.values()
    for _words, motif in rows
    for drawing in (motif.thing, motif.close_up)
} | {
    drawing.__name__: drawing
    for chosen in motifs._DEFAULTS.values()
    for motif in chosen
    for drawing in (motif.thing, motif.close_up)
}


@pytest.mark.parametrize("size", [SQUARE, WIDE])
def test_illustration_has_the_size_asked_for(size):
    picture = draw_illustration("Nước mắm", FOOD, 1, size)
    assert (picture.size, picture.mode) == (size, "RGB")


@pytest.mark.parametrize("view", View)
def test_illustration_is_the_same_each_time_in_any_unicode_form(view):
    one = draw_illustration("Bình gốm men ngọc", CRAFT, 4, SMALL, view)
    two = draw_illustration(unicodedata.normalize("NFD", "Bình gốm men ngọc"), CRAFT, 4, SMALL, view)
    assert one.tobytes() == two.tobytes()


def test_illustrations_of_one_product_are_three_different_pictures():
    views = [draw_illustration("Trà sen", FOOD, 0, SMALL, view).tobytes() for view in View]
    assert len(set(views)) == 3


def test_illustrations_of_two_products_of_a_kind_differ():
    pictures = {draw_illustration(f"Nước mắm số {n}", FOOD, 0, SMALL).tobytes() for n in range(6)}
    assert len(pictures) == 6


@pytest.mark.parametrize("view", View)
def test_illustration_says_in_its_corner_what_it_is(monkeypatch, view):
    said = draw_illustration("Trà sen", FOOD, 0, (600, 600), view)
    monkeypatch.setattr("app.demo.illustrations.CAPTION", "x")
    silent = draw_illustration("Trà sen", FOOD, 0, (600, 600), view)
    left, top, right, bottom = ImageChops.difference(said, silent).getbbox()
    assert (left > 400, top > 540, right <= 600, bottom <= 600) == (True, True, True, True)


@pytest.mark.parametrize("size", [(63, 100), (100, 2401)])
def test_illustration_of_an_absurd_size_is_refused(size):
    with pytest.raises(ValueError, match="64 to 2,400"):
        draw_illustration("x", OTHER, 0, size)


@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_drawing_marks_the_board_and_is_steady(name):
    pictures = []
    for _ in range(2):
        board = Brush((120, 90), PAPER)
        DRAWINGS[name](board, Random(3))
        pictures.append(board.finished())
    assert pictures[0].tobytes() == pictures[1].tobytes()
    assert len(pictures[0].getcolors(100_000)) > 3


@pytest.mark.parametrize(
    ("name", "group", "thing"),
    [
        ("Bộ sản phẩm nước mắm cá cơm Phan Thiết - Mũi Né", FOOD, "sauce_bottles"),
        ("Bộ sản phẩm mực bơ tỏi - cá đù cháy tỏi - cá lạc chiên mắm", FOOD, "seafood"),
        ("Nước cốt dừa cấp đông", FOOD, "juice"),
        ("Trà gạo lứt", FOOD, "tea"),
        ("Tinh bột nghệ chế biến sạch", FOOD, "jar"),
        ("Sâm nhung mật ong", FOOD, "mushrooms"),
        ("GẠO LONG HIỆP (Hạt Ngọc Rồng)", FOOD, "rice"),
        ("Vải lụa tơ tằm Mã Châu", CRAFT, "cloth"),
        ("Ghế mây bập bênh trẻ em", CRAFT, "basket"),
        ("Bộ trống đồng", CRAFT, "drum"),
        ("Túi cói", OTHER, "cloth"),
        ("Máy ép sấy cám viên", MACHINE, "press"),
        ("Bộ sản phẩm gạch không nung", OTHER, "bricks"),
        ("Một thứ khác", OTHER, "parcel"),
    ],
)
def test_motif_follows_the_first_telling_word(name, group, thing):
    assert choose_motif(name, group, Random(0)).thing.__name__ == thing
