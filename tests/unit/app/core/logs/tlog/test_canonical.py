import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.logs.tlog.canonical import DEEPEST, LARGEST, canonical, record_hash
from app.core.logs.tlog.errors import ChainError

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-LARGEST, LARGEST)
    | st.text(st.characters(codec="utf-8"), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=10,
)


def test_canonical_form_sorts_keys_and_drops_spaces():
    assert canonical({"b": [1, None, True], "a": "Đắk"}) == '{"a":"Đắk","b":[1,null,true]}'.encode()
    assert canonical(("x",)) == b'["x"]'


def test_both_unicode_forms_have_one_hash():
    composed, decomposed = "Đắk Lắk", "Đa\u0306\u0301k La\u0306\u0301k"
    assert composed != decomposed
    assert record_hash({composed: composed}) == record_hash({decomposed: decomposed})


@given(values)
@settings(max_examples=60, deadline=None)
def test_canonical_form_reads_back_to_itself(value):
    assert canonical(json.loads(canonical(value))) == canonical(value)


def nested(depth):
    return "x" if depth == 0 else [nested(depth - 1)]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.0, "not_sealable"),
        ([0.5], "not_sealable"),
        ({"a": b"x"}, "not_sealable"),
        ({1: 2}, "bad_key"),
        (LARGEST + 1, "number_too_large"),
        (-LARGEST - 1, "number_too_large"),
        ("\ud800", "bad_text"),
        ({"\u00e1": 1, "a\u0301": 2}, "key_twice"),
        (nested(DEEPEST + 1), "too_deep"),
    ],
)
def test_value_without_canonical_form_is_refused(value, code):
    with pytest.raises(ChainError) as caught:
        canonical(value)
    assert caught.value.code == code


def test_value_at_the_limits_is_sealed():
    assert canonical([LARGEST, -LARGEST]) == b"[9007199254740991,-9007199254740991]"
    assert canonical(nested(DEEPEST)) == b"[" * DEEPEST + b'"x"' + b"]" * DEEPEST
