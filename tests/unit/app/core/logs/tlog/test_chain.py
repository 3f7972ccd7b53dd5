import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.logs.tlog.chain import (
    EMPTY_ROOT,
    Frontier,
    get_inclusion_proof,
    get_receipt,
    get_root,
    hash_leaf,
    is_included,
    normalize_receipt,
)
from app.core.logs.tlog.errors import ChainError

# Leaves and roots that logs of RFC 6962 have in common for testing.
DATA = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [hashlib.sha256(b"\x00" + bytes.fromhex(text)).digest() for text in DATA]


def some_leaves(count):
    return [hashlib.sha256(b"%d" % n).digest() for n in range(count)]


@pytest.mark.parametrize("size", range(1, 9))
def test_root_is_that_of_the_standard(size):
    assert get_root(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_empty_log_has_the_hash_of_nothing():
    assert get_root([]) == EMPTY_ROOT == hashlib.sha256(b"").digest()


def test_leaf_hash_is_salted_and_canonical():
    salt = bytes(range(32))
    expected = hashlib.sha256(b"\x00" + salt + b'{"a":1,"b":"x"}').digest()
    assert hash_leaf(salt, {"b": "x", "a": 1}) == expected
    assert hash_leaf(bytes(32), {"b": "x", "a": 1}) != expected


@pytest.mark.parametrize("salt", [b"", bytes(31), bytes(33)])
def test_salt_of_another_length_is_refused(salt):
    with pytest.raises(ChainError) as caught:
        hash_leaf(salt, {})
    assert caught.value.code == "bad_salt"


def test_frontier_resumes_from_its_nodes():
    leaves = some_leaves(13)
    first = Frontier.of(leaves[:6])
    second = Frontier(first.size, list(first.nodes))
    for leaf in leaves[6:]:
        second.append(leaf)
    assert (second.size, second.root()) == (13, get_root(leaves))


@given(st.integers(1, 70), st.data())
@settings(max_examples=80, deadline=None)
def test_inclusion_proof_holds_for_its_leaf_and_no_other(size, data):
    leaves = some_leaves(size)
    index = data.draw(st.integers(0, size - 1))
    root, proof = get_root(leaves), get_inclusion_proof(leaves, index)
    assert is_included(leaves[index], index, size, proof, root)
    assert not is_included(bytes(32), index, size, proof, root)
    assert not is_included(leaves[index], index, size, [*proof, bytes(32)], root)
    assert not proof or not is_included(leaves[index], index, size, proof[:-1], root)
    if size > 1:
        assert not is_included(leaves[index], (index + 1) % size, size, proof, root)


@pytest.mark.parametrize("index", [-1, 3])
def test_leaf_outside_the_log_has_no_proof(index):
    with pytest.raises(ChainError) as caught:
        get_inclusion_proof(some_leaves(3), index)
    assert caught.value.code == "no_such_leaf"
    assert not is_included(bytes(32), index, 3, [], bytes(32))


def test_receipt_is_the_first_fifty_bits():
    assert get_receipt(bytes(32)) == "00000-00000"
    assert get_receipt(b"\xff" * 32) == "ZZZZZ-ZZZZZ"
    assert get_receipt(bytes.fromhex("0000000000004000" + "00" * 24)) == "00000-00001"
    assert get_receipt(bytes.fromhex("0000000000003fff" + "ff" * 24)) == "00000-00000"


@pytest.mark.parametrize("text", ["7k3q9-xmd0t", " 7K3Q9 XMDOT ", "7K3Q9XMD0T"])
def test_receipt_is_found_however_it_was_typed(text):
    assert normalize_receipt(text) == "7K3Q9-XMD0T"


def test_letters_that_look_like_digits_are_read_as_digits():
    assert normalize_receipt("OIL00-00000") == "01100-00000"


@pytest.mark.parametrize("text", ["", "7K3Q9-XMD0", "7K3Q9-XMD0TT", "7K3Q9-XMD0U", "7K3Q9-XMD0Ô"])
def test_what_cannot_be_a_receipt_is_none(text):
    assert normalize_receipt(text) is None
