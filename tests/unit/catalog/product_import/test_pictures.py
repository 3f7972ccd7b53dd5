"""Archives of pictures that are broken: refused in words, as a whole or each picture."""

import io
import zipfile

import pytest

from app.core.errors import RuleBroken
from app.core.images.uploads import PICTURE
from catalog.product_import.pictures import PictureArchive, split_archive
from tests.factories import zips
from tests.integration.catalog.conftest import jpeg


def archive(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name.replace("_", "."), data)
    return out.getvalue()


def refusal(call, *args):
    with pytest.raises(RuleBroken) as refused:
        call(*args)
    return refused.value.code, refused.value.field, refused.value.params


def test_an_archive_cut_off_is_no_archive():
    data = zips.cut_off(archive(a_jpg=b"a" * 500, b_jpg=b"b" * 500))
    assert refusal(PictureArchive, data) == ("pictures_zip", "pictures", {})


def test_an_archive_with_a_name_that_is_no_text_is_no_archive():
    data = bytearray(archive(a_jpg=b"a"))
    listed = data.find(b"PK\x01\x02")
    data[listed + 9] |= 0x08  # its name is said to be UTF-8
    data[listed + 46] = 0xFF
    assert refusal(PictureArchive, bytes(data)) == ("pictures_zip", "pictures", {})


def test_a_file_without_a_name_is_passed_by():
    data = bytearray(archive(a=b"a"))
    listed = data.find(b"PK\x01\x02")
    data[listed + 46] = 0  # a name ends where a NUL is
    assert refusal(PictureArchive(bytes(data)).check, "a")[0] == "picture_not_in_zip"


@pytest.mark.parametrize(
    "break_", [lambda data: zips.garbled(data, "a.jpg"), zips.encrypted, zips.packed_unknown]
)
def test_a_picture_that_cannot_be_unpacked_is_refused_by_name(break_):
    found = PictureArchive(break_(archive(a_jpg=b"a" * 500)))
    why = ("picture_refused", None, {"name": "a.jpg", "why": "damaged"})
    assert refusal(found.check, "a.jpg") == why
    assert refusal(found.read, "a.jpg") == why


def test_a_picture_that_many_rows_name_is_unpacked_once(monkeypatch):
    unpacked = []
    read = zipfile.ZipFile.read
    monkeypatch.setattr(
        zipfile.ZipFile, "read", lambda self, info: unpacked.append(info.filename) or read(self, info)
    )
    found = PictureArchive(archive(a_jpg=jpeg(), b_jpg=b"b"))
    for _row in range(3):
        found.check("A.JPG")
        assert refusal(found.check, "b.jpg") == (
            "picture_refused", None, {"name": "b.jpg", "why": "not_an_image"},
        )  # fmt: skip
    assert unpacked == ["a.jpg", "b.jpg"]


def test_a_broken_archive_is_not_taken_apart():
    data = zips.garbled(archive(bang_csv=b"Ten;Nhom\n" * 90, a_jpg=b"a"), "bang.csv")
    assert split_archive(data) == (data, None)


def test_a_picture_too_large_is_refused_by_its_name_unopened():
    found = PictureArchive(archive(a_jpg=b"\0" * (PICTURE.max_bytes + 1)))
    assert refusal(found.check, "a.jpg") == (
        "picture_refused", None, {"name": "a.jpg", "why": "too_large_bytes"},
    )  # fmt: skip


def test_of_two_pictures_of_one_name_each_is_found_in_its_folder_alone():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for folder in ("truoc", "sau"):
            packed.writestr(f"{folder}/a.jpg", jpeg())
    found = PictureArchive(out.getvalue())
    assert refusal(found.check, "a.jpg") == ("picture_not_in_zip", None, {"name": "a.jpg"})
    assert found.read("sau/A.JPG") == jpeg()


def test_a_name_written_as_utf_8_without_saying_so_is_read():
    data = archive(m_jpg=jpeg()).replace(b"m.jpg", "ắ.j".encode())
    assert PictureArchive(data).read("ắ.j") == jpeg()


def test_a_spreadsheet_packed_too_tightly_is_no_table():
    assert refusal(split_archive, archive(a_csv=b"\0" * 3_000_000)) == ("sheet_too_large", "file", {})
