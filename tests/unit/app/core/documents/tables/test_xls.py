"""Old Excel files, put together by hand: the form of their cells, and files that are not as they should be."""

import struct
from enum import StrEnum
from random import Random

import pytest

from app.core.documents.tables.sheet_form import SheetForm
from app.core.documents.tables.tables import TableForm, read_table
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


def outcome(data):
    try:
        forms_in_xls(data, 10, 40)
    except RuleBroken as refusal:
        return str(refusal)
    return "read"


def test_a_file_of_any_damage_is_read_or_refused_in_words():
    random, whole = Random(7), compound(book())
    for _ in range(2_000):
        data = bytearray(whole[: random.randrange(len(whole))] if random.random() < 0.3 else whole)
        for _change in range(random.randrange(1, 6)):
            if data:
                data[random.randrange(len(data))] = random.choice([0, 1, 9, 0x7F, 0xFE, 0xFF])
        assert outcome(bytes(data)) in {"read", "sheet_unreadable at file", "sheet_too_large at file"}


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
    with pytest.raises(RuleBroken, match="sheet_unreadable"):
        forms_in_xls(bytes(data), 10, 40)


def test_sectors_larger_than_any_file_has_are_refused():
    data = bytearray(compound(book()))
    struct.pack_into("<H", data, 0x1E, 31)
    with pytest.raises(RuleBroken, match="sheet_unreadable"):
        forms_in_xls(bytes(data), 10, 40)


class Column(StrEnum):
    NUMBER = "number"


BEGIN = record(0x0809, struct.pack("<HH", 0x0600, 5), bytes(4))
SHEET = record(0x0809, struct.pack("<HH", 0x0600, 0x10), bytes(4))
END_OF_PART = record(0x000A)


def number(row, column, form=1):
    return record(0x0203, struct.pack("<HHHd", row, column, form, 0.12))


def sheets_of(*parts, starts=None, states=None, texts=b""):
    """A file with a sheet A, B … of each part; format 1 is 0%. starts: the number of the part for each sheet.
    texts: the records of the shared texts.
    """
    starts = range(len(parts)) if starts is None else starts
    states = [(0, 0)] * len(starts) if states is None else states
    forms = record(0x00E0, struct.pack("<HH", 0, 0), bytes(16)) + record(
        0x00E0, struct.pack("<HH", 0, 9), bytes(16)
    )
    at = len(BEGIN) + len(forms) + len(starts) * len(record(0x0085, bytes(9))) + len(texts) + len(END_OF_PART)
    places = [at + sum(map(len, parts[:place])) for place in range(len(parts))]
    listed = [
        record(0x0085, struct.pack("<IBB", places[part], *state), b"\x01\0" + bytes([65 + place]))
        for place, (part, state) in enumerate(zip(starts, states, strict=True))
    ]
    return compound(BEGIN + forms + b"".join(listed) + texts + END_OF_PART + b"".join(parts))


def test_sheets_in_one_place_are_refused():
    part = SHEET + number(0, 0) + END_OF_PART
    assert set(forms_in_xls(sheets_of(part, part), 10, 40)) == {"A", "B"}
    with pytest.raises(RuleBroken, match="sheet_unreadable"):
        read_sheets(sheets_of(part, starts=[0, 0]), 10)


def test_a_sheet_within_another_is_refused():
    inner = SHEET + number(0, 0) + END_OF_PART
    outer = SHEET + inner + END_OF_PART
    assert set(forms_in_xls(sheets_of(outer), 10, 40)) == {"A"}
    with pytest.raises(RuleBroken, match="sheet_unreadable"):
        forms_in_xls(sheets_of(outer[: len(SHEET)], outer[len(SHEET) :]), 10, 40)


def test_forms_are_those_of_the_first_visible_sheets(monkeypatch):
    monkeypatch.setattr("app.core.documents.tables.xls.MAX_SHEETS", 2)
    part = SHEET + number(0, 0) + END_OF_PART
    states = [(0, 2), (1, 0), (0, 0), (0, 0), (0, 0)]  # a chart and a hidden sheet come first
    assert list(forms_in_xls(sheets_of(*[part] * 5, states=states), 10, 40)) == ["C", "D"]


def test_a_row_of_short_numbers_is_followed_no_further_than_what_is_read():
    cells = struct.pack("<HI", 1, 6) * 3
    row = record(0x00BD, struct.pack("<HH", 0, 0), cells, b"\x02\0")
    below = record(0x00BD, struct.pack("<HH", 7, 0), cells, b"\x02\0")
    sheet = sheets_of(SHEET + row + below + END_OF_PART)
    assert forms_in_xls(sheet, 7, 2)["A"].shares == {(1, 0), (1, 1)}


def test_a_sheet_laid_out_too_large_is_refused_before_the_reader_opens_it(monkeypatch):
    monkeypatch.setattr("app.core.documents.tables.layout.MOST_CELLS", 20)
    part = SHEET + number(4, 3) + END_OF_PART
    assert forms_in_xls(sheets_of(part), 10, 40)["A"].shares == {(5, 3)}
    for parts in ([SHEET + number(0, 20) + END_OF_PART], [SHEET + number(20, 0) + END_OF_PART], [part, part]):
        with pytest.raises(RuleBroken, match="sheet_too_large"):
            read_sheets(sheets_of(*parts), 10)


def test_a_sheet_that_claims_more_cells_than_any_can_have_is_refused():
    for rows, columns in ((65_537, 1), (1, 257)):
        claim = record(0x0200, struct.pack("<IIHHH", 0, rows, 0, columns, 0))
        with pytest.raises(RuleBroken, match="sheet_too_large"):
            read_sheets(sheets_of(SHEET + claim + END_OF_PART), 10)


def test_a_sheet_whose_form_is_unknown_spoils_no_other():
    damaged = SHEET + number(0, 0, form=9) + number(1, 0) + END_OF_PART
    sound = SHEET + number(0, 0) + END_OF_PART
    data = sheets_of(damaged, sound)
    assert forms_in_xls(data, 10, 40) == {"B": SheetForm(frozenset({(1, 0)}))}
    assert [(sheet.name, sheet.is_formless) for sheet in read_sheets(data, 10)] == [("A", True), ("B", False)]


def test_a_table_whose_form_is_unknown_is_refused():
    form = TableForm(lambda _text: Column.NUMBER, [Column.NUMBER], 10, 100_000, 1_000)
    rows = [number(0, 0), number(1, 0)]
    assert read_table(sheets_of(SHEET + b"".join(rows) + END_OF_PART), form).rows == ((2, ("12%",)),)
    rows.append(number(2, 0, form=9))
    with pytest.raises(RuleBroken, match="sheet_unreadable"):
        read_table(sheets_of(SHEET + b"".join(rows) + END_OF_PART), form)


@pytest.mark.parametrize(("number_of_page", "name"), [(1258, "SĐ"), (60_000, "SÐ")])
def test_an_old_name_is_read_by_the_encoding_of_the_file(number_of_page, name):
    """One that nobody knows is taken for that of western Europe."""
    data = book(is_new=False).replace(b"\x02So", b"\x02S\xd0", 1)
    begins = len(record(0x0809, bytes(8)))
    page = record(0x0042, struct.pack("<H", number_of_page))
    start = data.index(b"\x02S\xd0") - 6
    data = (
        data[:begins]
        + page
        + data[begins:start]
        + struct.pack("<I", struct.unpack_from("<I", data, start)[0] + len(page))
        + data[start + 4 :]
    )
    assert set(forms_in_xls(compound(data, "Book"), 10, 40)) == {name}


def test_streams_are_found_by_their_names_in_any_case_and_once():
    assert forms_in_xls(compound(book(), "WORKBOOK"), 10, 40) == {"Sổ": FORM}
    data = bytearray(compound(book()))
    at = data.index(entry("Workbook", 2, 3, 4096)[:64])
    data[at + 128 : at + 256] = data[at : at + 128]
    with pytest.raises(RuleBroken, match="sheet_unreadable"):
        forms_in_xls(bytes(data), 10, 40)


def text_cell(row, number):
    return record(0x00FD, struct.pack("<HHHI", row, 0, 0, number))


def test_a_text_counts_for_each_cell_that_shows_it(monkeypatch):
    monkeypatch.setattr("app.core.documents.tables.layout.MOST_LETTERS", 14)
    texts = record(
        0x00FC,
        struct.pack("<II", 3, 3),
        struct.pack("<HBH", 2, 0x08, 1) + b"ab" + bytes(4),  # one run of letters in another face
        struct.pack("<HB", 5, 0x01) + "chè".encode("utf-16-le"),
    ) + record(
        0x003C, b"\0cd", struct.pack("<HBI", 1, 0x04, 3) + b"x" + bytes(3)
    )  # the rest is narrow; a sound
    for cells, is_refused in (([1, 1, 0, 0], False), ([1, 1, 0, 0, 2], True), ([1, 1, 1], True)):
        part = SHEET + b"".join(text_cell(row, number) for row, number in enumerate(cells)) + END_OF_PART
        assert outcome(sheets_of(part, texts=texts)) == ("sheet_too_large at file" if is_refused else "read")
    (sheet,) = read_sheets(sheets_of(SHEET + text_cell(0, 1) + END_OF_PART, texts=texts), 10)
    assert sheet.lines == [(1, ["chècd"])]


def test_a_sheet_that_says_how_large_it_is_is_read():
    for claim in (struct.pack("<IIHHH", 0, 65_536, 0, 256, 0), struct.pack("<HHHHH", 0, 10, 0, 4, 0)):
        part = SHEET + record(0x0200, claim) + number(0, 0) + END_OF_PART
        assert forms_in_xls(sheets_of(part), 10, 40)["A"].shares == {(1, 0)}


def test_the_places_of_a_long_file_go_on_in_a_sector_of_their_own():
    data = bytearray(compound(book()) + bytes(120 * SECTOR))
    last = len(data) // SECTOR - 1
    struct.pack_into("<II109I", data, 0x44, last, 1, *[FREE] * 109)
    assert outcome(bytes(data)) == "sheet_unreadable at file"  # none of its places is known
    data += struct.pack("<128I", 0, *[FREE] * 126, END)
    assert forms_in_xls(bytes(data), 10, 40) == {"Sổ": FORM}


def test_a_sound_that_goes_on_in_the_next_record_is_passed_over(monkeypatch):
    texts = record(0x00FC, struct.pack("<IIHBI", 2, 2, 1, 0x04, 5) + b"x" + bytes(2)) + record(
        0x003C, bytes(3), struct.pack("<HB", 6, 0) + b"abcdef"
    )
    part = SHEET + text_cell(0, 1) + END_OF_PART
    for most, told in ((6, "read"), (5, "sheet_too_large at file")):
        monkeypatch.setattr("app.core.documents.tables.layout.MOST_LETTERS", most)
        assert outcome(sheets_of(part, texts=texts)) == told
