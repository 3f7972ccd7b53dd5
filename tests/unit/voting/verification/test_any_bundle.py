"""Bundles with anything anywhere: refused by both verifiers, always in words."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.logs.tlog.errors import ChainError
from app.core.logs.tlog.lines import dump_lines
from tests.helpers.voting.sealed_rounds import small_bundle
from voting.verification import verify_bundle
from voting.verification.bundle_check import find_faults
from voting.verification.cli import check_signature

BUNDLE = small_bundle()


def verdict(data):
    """What the standalone recount says: the fault, or "" when all is well."""
    verify_bundle.at[0] = "bundle"
    try:
        verify_bundle.verify(data)
    except SystemExit as ended:
        return str(ended)
    return ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def placed(value, found, path=()):
    """Every place of a value, as the keys that lead to it."""
    found.append(path)
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        placed(part, found, (*path, key))
    return found


def with_value(place, value):
    """The bundle with another value at a place."""
    bundle = json.loads(BUNDLE)
    holder = bundle
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = value
    return bundle


def value_at(place):
    value = json.loads(BUNDLE)
    for key in place:
        value = value[key]
    return value


PLACES = placed(json.loads(BUNDLE), [])[1:]


@given(st.sampled_from(PLACES), JSON, st.booleans())
@settings(max_examples=300, deadline=None)
def test_bundle_with_anything_anywhere_is_refused_by_both_in_words(place, value, is_canonical):
    if json.dumps(value, sort_keys=True) == json.dumps(value_at(place), sort_keys=True):
        return  # 1, 1.0 and true are equal to Python, and not the same in a file
    bundle = with_value(place, value)
    data = json.dumps(bundle).encode()
    if is_canonical and len(place) > 1:
        with suppress(ChainError):  # what no canonical form has is left in the other
            data = dump_lines(bundle)
    assert verdict(data) != ""
    assert find_faults(data, check_signature) != []


STANDS_IN = 987654321
WHOLE = [place for place in PLACES if type(value_at(place)) is int]
FLAGS = [place for place in PLACES if type(value_at(place)) is bool]


@pytest.mark.parametrize("place", WHOLE)
def test_a_number_written_with_a_part_is_refused_by_both(place):
    written = dump_lines(with_value(place, STANDS_IN)).replace(b"%d" % STANDS_IN, b"%d.0" % value_at(place))
    assert json.loads(written) == json.loads(BUNDLE)
    assert verdict(written) != ""
    assert find_faults(written, check_signature) != []


@pytest.mark.parametrize("place", [place for place in WHOLE if value_at(place) in {0, 1}])
def test_true_for_one_is_refused_by_both(place):
    written = dump_lines(with_value(place, bool(value_at(place))))
    assert verdict(written) != ""
    assert find_faults(written, check_signature) != []


@pytest.mark.parametrize("place", FLAGS)
def test_one_for_true_is_refused_by_both(place):
    written = dump_lines(with_value(place, int(value_at(place))))
    assert verdict(written) != ""
    assert find_faults(written, check_signature) != []


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"log": 1}', b"1" * 9000]
)
def test_what_is_no_bundle_is_refused_by_both_in_words(data):
    assert verdict(data) != ""
    assert find_faults(data, check_signature) != []


def test_bundle_written_in_another_form_is_refused_by_both():
    data = json.dumps(json.loads(BUNDLE), indent=1).encode()
    assert verdict(data).startswith("bundle/0: cannot be read")
    assert find_faults(data, check_signature) != []
