import csv
import io
import xml.etree.ElementTree as ET
from datetime import date

import pytest

from traceability.portals.files import BUILT_IN, CIRCULAR, FACTS, ProfileError, read_profiles, write_lots

LOT = {
    "name": "Nước mắm <Thử> & bạn",
    "maker": "=cmd()",
    "made_on": date(2026, 11, 2),
    "uri": "https://a.example/t/B1",
}
FORM = """
[[profile]]
code = "cong-bo"
title = "Cổng của Bộ"
delimiter = ";"
bom = false
dates = "%d/%m/%Y"
columns = [["TEN_SP", "name"], ["NSX", "made_on"], ["GTIN", "gtin"]]

[[profile]]
code = "cong-xml"
title = "Cổng XML"
format = "xml"
root = "DanhSach"
row = "Lo"
columns = [["Ten", "name"]]
"""


def test_built_in_csv_has_the_items_of_the_circular_and_safe_cells():
    rows = list(csv.reader(io.StringIO(write_lots(BUILT_IN[0], [LOT]).decode("utf-8-sig"))))
    assert rows[0] == [heading for heading, _fact in CIRCULAR]
    assert {heading.partition(".")[0] for heading in rows[0]} == {str(number) for number in range(1, 11)}
    assert rows[1][0] == "Nước mắm <Thử> & bạn"
    assert rows[1][2] == "'=cmd()"
    assert rows[1][7] == "2026-11-02"


def test_built_in_xml_escapes_and_drops_control_characters():
    written = write_lots(BUILT_IN[1], [LOT | {"standard": "TCVN\x0b 5107"}, {}])
    assert written.startswith(b"<?xml")
    lots = ET.fromstring(written).findall("lot")
    assert len(lots) == 2
    assert lots[0].findtext("name") == "Nước mắm <Thử> & bạn"
    assert lots[0].findtext("standard") == "TCVN 5107"
    assert lots[1].findtext("name") == ""


def test_forms_of_the_operator_are_used_as_described():
    table, document = read_profiles(FORM)
    assert write_lots(table, [LOT]) == "TEN_SP;NSX;GTIN\r\nNước mắm <Thử> & bạn;02/11/2026;\r\n".encode()
    assert ET.fromstring(write_lots(document, [LOT])).find("Lo/Ten").text == LOT["name"]


def test_no_profiles_are_none():
    assert read_profiles("") == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[profile", "array"),
        ("profile = 3", "tables"),
        ("profile = [3]", "tables"),
        ('[[profile]]\ncode = "a"\ntitle = "A"\nsize = 3', "no such field: size"),
        ('[[profile]]\ncode = 3\ntitle = "A"', "code: give a text"),
        ('[[profile]]\ncode = "a"\ntitle = "A"', "columns"),
        ('[[profile]]\ncode = "a"\ntitle = "A"\ncolumns = []', "columns"),
        ('[[profile]]\ncode = "a"\ntitle = "A"\ncolumns = [["X", "colour"]]', "facts: name"),
        ('[[profile]]\ncode = "a"\ntitle = "A"\ncolumns = [["X"]]', "columns"),
        ('[[profile]]\ncode = "a"\ntitle = "A"\ncolumns = ["X"]', "columns"),
        ('[[profile]]\ncode = "a"\ntitle = "A"\ncolumns = [["", "name"]]', "columns"),
        ('[[profile]]\ncode = "a"\ncolumns = [["X", "name"]]', "title is missing"),
        ('[[profile]]\ncode = "a"\ntitle = "A"\nbom = "no"\ncolumns = [["X", "name"]]', "bom"),
        ('[[profile]]\ncode = "Ấ"\ntitle = "A"\ncolumns = [["X", "name"]]', "code: a–z"),
        ('[[profile]]\ncode = "a"\ntitle = "A"\nformat = "pdf"\ncolumns = [["X", "name"]]', "csv or xml"),
        ('[[profile]]\ncode = "a"\ntitle = "A"\ndelimiter = ";;"\ncolumns = [["X", "name"]]', "delimiter"),
        ('[[profile]]\ncode = "a"\ntitle = "A"\nformat = "xml"\ncolumns = [["Tên SP", "name"]]', "'Tên SP'"),
        ('[[profile]]\ncode = "tt02-csv"\ntitle = "A"\ncolumns = [["X", "name"]]', "same code"),
    ],
)
def test_bad_profiles_are_refused_with_the_place(text, says):
    with pytest.raises(ProfileError, match=says):
        read_profiles(text)


def test_each_column_of_the_circular_is_a_fact():
    assert {fact for _heading, fact in CIRCULAR} <= set(FACTS)
