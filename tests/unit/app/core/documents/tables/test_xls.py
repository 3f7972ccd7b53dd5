"""Old Excel files, put together by hand: the form of their cells, and files that are not as they should be."""

import struct
from random import Random

import pytest

from app.core.documents.tables.sheet_form import SheetForm
from app.core.documents.tables.workbooks import read_sheets
from app.core.documents.tables.xls import forms_in_xls, is_locked
from app.core.errors import RuleBroken

SECTOR, SMALL, END, FREE = 512, 64, 0xFFFFFFFE, 0xFFFFFFFF


def record(kind, *parts):
    content = b"".join(parts)
    return struct.pack("<HH", kind, len(content)) + content


def book(*, is_new=True):
    """One sheet "Sổ" ("So" in the old form): B2 a number of format 0%, C2 and D2 short numbers, the second of the own
    format 0,0 "%" that is none, E3 a formula of the own format 0.0%; row 3 is hidden.
    """
    version = 0x0600 if is_new else 0x0500

    def text(said, wide=b"\x02"):
        letters = said.encode("utf-16-le" if is_new else "cp1252")
        return (struct.pack("<B", len(said)) + wide[1:] + (b"\x01" if is_new else b"")) + letters

    def own(number, said):
        count = struct.pack("<HB", len(said), 0) if is_new else struct.pack("<B", len(said))
        return record(0x041E, struct.pack("<H", number), count, said.encode("latin-1"))

    def form(number):
        return record(0x00E0, struct.pack("<HH", 0, number), bytes(16))

    def starts(at):
        return record(0x0085, struct.pack("<IH", at, 0), text("Sổ" if is_new else "So"))

    begin = record(0x0809, struct.pack("<HH", version, 5), bytes(4))
    before = begin + own(164, '0.0"%"') + own(165, "0.0%") + form(0) + form(9) + form(164) + form(165)
    after = record(0x000A)
    start = len(before) + len(starts(0)) + len(after)
    chart = (
        record(0x0809, struct.pack("<HH", version, 0x20), bytes(4))
        + record(0x0203, bytes(14))
        + record(0x000A)
    )
    sheet = (
        record(0x0809, struct.pack("<HH", version, 0x10), bytes(4))
        + record(0x0208, struct.pack("<HHHHHHH", 1, 0, 5, 255, 0, 0, 0), bytes(2))
        + record(0x0208, struct.pack("<HHHHHHH", 2, 0, 5, 255, 0, 0, 0x20), bytes(2))
        + chart
        + record(0x0203, struct.pack("<HHHd", 1, 1, 1, 0.12))
        + record(
            0x00BD, struct.pack("<HH", 1, 2), struct.pack("<HI", 1, 6), struct.pack("<HI", 2, 6), b"\x03\0"
        )
        + record(0x0006, struct.pack("<HHHd", 2, 4, 3, 0.5), bytes(8))
        + record(0x000A)
    )
    return before + starts(start) + after + sheet


def entry(name, kind, start, length):
    letters = (name + "\0").encode("utf-16-le")
    head = (
        letters.ljust(64, b"\0")
        + struct.pack("<HBB", len(letters), kind, 1)
        + struct.pack("<III", *[FREE] * 3)
    )
    return head.ljust(116, b"\0") + struct.pack("<IQ", start, length)


def compound(stream, name="Workbook", *, is_small=False):
    """A file of sectors: the table of sectors, the folder, the table of small ones, the content."""
    stream = stream if is_small else stream.ljust(4096, b"\0")
    content = stream.ljust(-(-len(stream) // SECTOR) * SECTOR, b"\0")
    count = len(content) // SECTOR
    chain = [*range(4, 3 + count), END]
    table = [0xFFFFFFFD, END, END, *chain]
    smalls = [*range(1, -(-len(stream) // SMALL)), END] if is_small else []
    root = entry("Root Entry", 5, 3 if is_small else END, len(content) if is_small else 0)
    folder = root + entry(name, 2, 0 if is_small else 3, len(stream))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(0x1A, b"\0") + struct.pack("<HHHH", 3, 0xFFFE, 9, 6)
    head = head.ljust(0x2C, b"\0") + struct.pack("<II", 1, 1)
    head = head.ljust(0x38, b"\0") + struct.pack("<IIIII", 4096, 2, 1, END, 0)
    head += struct.pack("<109I", 0, *[FREE] * 108)
    sectors = [
        struct.pack("<128I", *(table + [FREE] * 128)[:128]),
        folder.ljust(SECTOR, b"\0"),
        struct.pack("<128I", *(smalls + [FREE] * 128)[:128]),
    ]
    return head + b"".join(sectors) + content


FORM = SheetForm(frozenset({(2, 1), (2, 2), (3, 4)}), frozenset({3}))


@pytest.mark.parametrize("is_small", [False, True])
def test_per_cent_and_hidden_rows_are_told(is_small):
    assert forms_in_xls(compound(book(), is_small=is_small), 10, 40) == {"Sổ": FORM}


def test_the_older_form_is_read_too():
    assert forms_in_xls(compound(book(is_new=False), "Book", is_small=True), 10, 40) == {"So": FORM}


def test_cells_beyond_what_is_read_are_left_out():
    assert forms_in_xls(compound(book()), 2, 2)["Sổ"].shares == {(2, 1)}


def test_a_file_of_any_damage_tells_nothing_rather_than_failing():
    random, whole = Random(7), compound(book())
    for _ in range(2_000):
        data = bytearray(whole[: random.randrange(len(whole))] if random.random() < 0.3 else whole)
        for _change in range(random.randrange(1, 6)):
            if data:
                data[random.randrange(len(data))] = random.choice([0, 1, 9, 0x7F, 0xFE, 0xFF])
        assert isinstance(forms_in_xls(bytes(data), 10, 40), dict)


LOCKED = record(0x0809, struct.pack("<HH", 0x0600, 5), bytes(4)) + record(0x002F, bytes(6)) + record(0x000A)


@pytest.mark.parametrize("data", [compound(LOCKED), compound(bytes(4096), "EncryptedPackage")])
def test_a_file_that_needs_a_password_is_told_from_a_damaged_one(data):
    assert is_locked(data)
    with pytest.raises(RuleBroken, match="sheet_password"):
        read_sheets(data, 10)


def test_a_file_without_a_password_or_any_sense_is_not_locked():
    assert [is_locked(data) for data in (compound(book()), b"\xd0\xcf\x11\xe0broken", b"")] == [False] * 3


def test_a_ring_of_sectors_ends():
    data = bytearray(compound(book()))
    struct.pack_into("<I", data, SECTOR + 4 * 10, 3)  # the last sector of the content leads back to the first
    assert forms_in_xls(bytes(data), 10, 40) == {}


def test_sectors_larger_than_any_file_has_are_refused():
    data = bytearray(compound(book()))
    struct.pack_into("<H", data, 0x1E, 31)
    assert forms_in_xls(bytes(data), 10, 40) == {}
