"""A commune by its list and code: the code alone has been given to other units between lists."""

from catalog.units.communes import (
    _communes,
    _former_by_name,
    commune_key_of,
    commune_of,
    commune_title,
    communes_of,
    communes_of_former,
    find_commune_by_key,
    former_communes_named,
    former_province_of,
)
from catalog.units.table import LIST_2004


def test_commune_is_known_by_list_and_code():
    assert find_commune_by_key("2025-00577").name == "Bát Tràng"
    assert [find_commune_by_key(key) for key in ("", "2004-00577", "2025-99999")] == [None, None, None]
    assert [commune_title(key) for key in ("2025-00577", "2004-00577")] == ["Xã Bát Tràng", "2004-00577"]


def test_every_former_unit_leads_to_what_it_became_and_a_divided_one_to_each_part():
    """10,442 units until June 2025 went into others; of one a part went elsewhere, so that no single unit is told."""
    assert len(_communes()) == 3321
    assert sum(len(rows) for rows in _former_by_name().values()) == 10_442
    assert sorted(row.code for row in former_communes_named("xã Trần Hợi", "96")) == ["32095", "32104"]
    assert commune_of("Xã Trần Hợi", "96") is None
    assert commune_of("Phường Quán Thánh", "01").title == "Phường Ba Đình"


def test_communes_of_a_province_stand_by_name():
    found = communes_of("56")
    assert (len(found), [row.name for row in found[:3]]) == (65, ["Anh Dũng", "Ba Ngòi", "Bác Ái"])


def test_a_commune_of_today_lay_in_one_province_of_before():
    # Lộc Ninh, Trấn Biên, Hà Đông, Côn Đảo, Mộc Châu, Lý Sơn: the first and last of their ranges among them.
    keys = ("2025-25270", "2025-26041", "2025-09556", "2025-26732", "2025-03980", "2025-21548")
    assert [former_province_of(key) for key in keys] == ["70", "75", "01", "77", "14", "51"]
    assert former_province_of("2004-25270") == ""
    assert former_province_of("") == ""


def test_every_commune_lay_in_a_province_that_went_into_its_own():
    successors = {code: successor for code, _name, _kind, _region, successor in LIST_2004}
    for code, successor in successors.items():
        assert {find_commune_by_key(key).province for key in communes_of_former(code)} == {successor}
    assert sum(len(communes_of_former(code)) for code in successors) == 3321


def test_key_of_a_commune_is_found_by_an_address():
    assert commune_key_of("Xã Bát Tràng", "01") == "2025-00577"
    assert commune_key_of("Xã Trần Hợi", "96") == ""
