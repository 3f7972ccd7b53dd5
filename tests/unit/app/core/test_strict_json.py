import pytest

from app.core.strict_json import JsonError, load_json


def test_document_is_read_with_or_without_byte_order_mark():
    assert load_json('{"tên": [1, "a"]}'.encode()) == {"tên": [1, "a"]}
    assert load_json('{"tên": 1}'.encode("utf-8-sig")) == {"tên": 1}


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "not_json", 1),
        (b"{", "not_json", 1),
        (b'{"a": 1}\n\n}', "not_json", 3),
        (b'{"a": "\x00"}', "not_json", 1),
        (b'{"a":\n"\xff"}', "not_utf8", 2),
        (b'{"a": 1, "a": 2}', "duplicate_key", 0),
        (b'{"a": {"b": 1, "c": 2, "b": 1}}', "duplicate_key", 0),
        (b'{"a": NaN}', "not_a_number", 0),
        (b"-Infinity", "not_a_number", 0),
        (b"[" * 100_000, "too_deep", 0),
        (b"1" * 5000, "too_long_number", 0),
    ],
)
def test_hostile_document_is_refused_in_one_line(data, code, line):
    with pytest.raises(JsonError) as caught:
        load_json(data)
    assert (caught.value.code, caught.value.params["line"]) == (code, line)
    assert "\n" not in caught.value.message
