"""A commune by its list and code: the code alone has been given to other units between lists."""

from catalog.units.communes import commune_title, communes_of, find_commune_by_key


def test_commune_is_known_by_list_and_code():
    assert find_commune_by_key("2025-00577").name == "Bát Tràng"
    assert [find_commune_by_key(key) for key in ("", "2004-00577", "2025-99999")] == [None, None, None]
    assert [commune_title(key) for key in ("2025-00577", "2004-00577")] == ["Xã Bát Tràng", "2004-00577"]


def test_communes_of_a_province_stand_by_name():
    found = communes_of("56")
    assert (len(found), [row.name for row in found[:3]]) == (65, ["Anh Dũng", "Ba Ngòi", "Bác Ái"])
