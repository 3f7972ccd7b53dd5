"""What identifies a maker is blanked before jurors see it."""

import pytest

from voting.dossiers.blinding import Maker, blind, distinctive_part, find_identifying

MAKER = Maker(
    names=("Cơ sở sản xuất bánh Bà Tám", "Nguyễn Thị Tám"),
    marks=("BÀ TÁM", "Hương Quê"),
    places=("12 Lê Lợi", "Xã Tân An"),
    contacts=("0251 3822 222", "batam@example.vn", "https://batam.example.vn"),
)


def test_everything_that_names_the_maker_is_blanked():
    text = "bánh của Bà Tám, nhãn hiệu BÀ TÁM, gọi 02513822222, batam.example.vn"
    assert blind(text, MAKER) == "bánh của …, nhãn hiệu …, gọi …, …"
    assert find_identifying(text, MAKER) == ["Bà Tám", "BÀ TÁM", "02513822222", "batam.example.vn"]


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("Cơ sở sản xuất  bánh Bà Tám làm từ 1990", "… làm từ 1990"),
        ("banh ba tam truyền thống", "… truyền thống"),
        ("Gọi 0251.382.2222 hoặc +84 251 3822 222", "Gọi … hoặc …"),
        ("Thư: batam@example.vn, trang www.banhbatam.com.vn/gioi-thieu", "Thư: …, trang …"),
        ("Nhãn hương quê của làng", "Nhãn … của làng"),
        ("Làm ở xã Tân An và Tân An cũ", "Làm ở … và … cũ"),
        ("Bà Nguyễn Thị Tám truyền nghề", "Bà … truyền nghề"),
        ("Gạo 1.500 kg, tre 0,5 m, năm 2026", "Gạo 1.500 kg, tre 0,5 m, năm 2026"),
        ("Bánh tráng phơi sương", "Bánh tráng phơi sương"),
    ],
)
def test_each_spelling_is_found_and_nothing_else(text, blank):
    assert blind(text, MAKER) == blank


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Công ty TNHH MTV Sen Việt", "Sen Việt"),
        ("HTX nông nghiệp dịch vụ Phú Lễ", "Phú Lễ"),
        ("Cơ sở sản xuất bánh Bà Tám", "bánh Bà Tám"),
        ("Công nghiệp Xanh", "Công nghiệp Xanh"),
    ],
)
def test_distinctive_part_leaves_words_of_kind_and_trade(name, part):
    assert distinctive_part(name) == part


def test_maker_without_anything_blanks_nothing():
    assert blind("Nước chấm ủ chượp", Maker()) == "Nước chấm ủ chượp"
