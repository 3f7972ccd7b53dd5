"""An officer finds the two entries of a merge by a part of their names."""

from catalog.units.queries import get_unit


def test_entries_are_chosen_by_a_part_of_the_name(factory, login_as):
    maker = factory.facility(name="Hợp tác xã Sen Việt", slug="sen-viet", registration_number="0300000011")
    factory.product(maker, name_vi="Trà sen Đồng Tháp", slug="tra-sen")
    officer = login_as(factory.user("officer-province", unit_id=maker.unit_id))
    page = officer.get("/can-bo/gop/facility?from=SEN+viet").text
    assert "/can-bo/gop/facility?from=sen-viet&amp;into=" in page
    assert "0300000011" in page
    page = officer.get("/can-bo/gop/product?into=tra+sen&from=12").text
    assert "/can-bo/gop/product?from=12&amp;into=tra-sen" in page
    chosen = officer.get("/can-bo/gop/product?into=tra-sen").text
    assert "/can-bo/san-pham/" in chosen
    assert "Chọn một trong các bản ghi sau" not in chosen


def test_what_is_not_there_or_in_another_area_is_not_offered(factory, login_as):
    factory.facility(name="Cơ sở Ba Miền", slug="ba-mien")
    stranger = login_as(factory.user("officer-province", unit_id=get_unit("2025", "01").id))
    page = stranger.get("/can-bo/gop/facility?from=ba+mien").text
    assert "from=ba-mien" not in page
    assert "Không tìm thấy gì với thông tin này." in page
    assert "Không tìm thấy gì" in stranger.get("/can-bo/gop/product?from=...").text
