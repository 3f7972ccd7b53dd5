"""Rows that are made when somebody looks, and the key of all their values."""

from typing import Any, NamedTuple

from app.core.database.reading import Found


class Row(NamedTuple):
    slug: str
    files: Any


def test_rows_are_made_once_and_only_where_somebody_looks():
    made = []

    def make(raw):
        made.append(raw)
        return raw[0].upper()

    found = Found([("a",), ("b",)], make)
    assert (len(found), found.key, bool(found), made) == (2, (("a",), ("b",)), True, [])
    assert [*found, found[1], *found[:1]] == ["A", "B", "B", "A"]
    assert made == [("a",), ("b",)]


def test_the_key_of_rows_whose_driver_reads_documents_tells_their_values():
    keys = [
        Found([Row("a", files)], lambda row: row).key
        for files in ({"320": "x.webp"}, {"320": "y.webp"}, ["x"], None, {"320": "x.webp"})
    ]
    assert len(set(keys)) == 4
    assert keys[0] == keys[4]


def test_no_rows_have_a_key_too():
    found = Found([], lambda row: row)
    assert (list(found), found.key, bool(found)) == ([], (), False)
