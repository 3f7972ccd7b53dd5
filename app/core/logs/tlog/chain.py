"""The tamper-evident log: a Merkle tree after RFC 6962 with salted leaves.

leaf = SHA-256(0x00 || salt || canonical event), node = SHA-256(0x01 || left || right). The salt, 32 random
bytes a leaf, hides the event until publication even from those who could guess every possible score.
Hashes are bytes throughout; `leaves` are leaf hashes in log order.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from app.core.logs.tlog.canonical import canonical
from app.core.logs.tlog.errors import ChainError

SALT_BYTES = 32
EMPTY_ROOT = hashlib.sha256().digest()

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans("OIL", "011", "- ")
_RECEIPT_LENGTH = 10


def hash_leaf(salt: bytes, event: object) -> bytes:
    """Raises ChainError for a salt of another length or an event without canonical form."""
    return hash_leaf_text(salt, canonical(event))


def hash_leaf_text(salt: bytes, text: bytes) -> bytes:
    """As `hash_leaf`, of an event in its canonical form."""
    if len(salt) != SALT_BYTES:
        raise ChainError("bad_salt", f"a salt has {SALT_BYTES} bytes")
    return hashlib.sha256(b"\x00" + salt + text).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """The right edge of a growing tree: what is needed to append, in O(log n), and nothing else.

    `nodes` are the roots of the perfect subtrees, largest first; store `size` and `nodes` to resume.
    """

    size: int = 0
    nodes: list[bytes] = field(default_factory=list)

    @classmethod
    def of(cls, leaves: Iterable[bytes]) -> Self:
        frontier = cls()
        for leaf in leaves:
            frontier.append(leaf)
        return frontier

    def append(self, leaf: bytes) -> None:
        node, size = leaf, self.size
        while size & 1:
            node = hash_node(self.nodes.pop(), node)
            size >>= 1
        self.nodes.append(node)
        self.size += 1

    def root(self) -> bytes:
        if not self.nodes:
            return EMPTY_ROOT
        root = self.nodes[-1]
        for node in reversed(self.nodes[:-1]):
            root = hash_node(node, root)
        return root


def get_root(leaves: Sequence[bytes]) -> bytes:
    return Frontier.of(leaves).root()


def get_inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Audit path of the leaf at `index` in the tree of all `leaves`, nearest first (RFC 6962, 2.1.1)."""
    if not 0 <= index < len(leaves):
        raise ChainError("no_such_leaf", f"the log has no leaf {index}")
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*get_inclusion_proof(leaves[:split], index), get_root(leaves[split:])]
    return [*get_inclusion_proof(leaves[split:], index - split), get_root(leaves[:split])]


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Does the proof lead from the leaf to the root of a log of `size`? (RFC 9162, 2.1.3.2)"""
    if not 0 <= index < size:
        return False
    node, last, here = leaf, size - 1, index
    for sibling in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            node = hash_node(sibling, node)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            node = hash_node(node, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and node == root


def get_receipt(leaf: bytes) -> str:
    """A juror's receipt: the first 50 bits of the leaf hash, as "7K3Q9-XMD0T" (no I, L, O, U)."""
    bits = int.from_bytes(leaf[:8]) >> 14
    code = "".join(_CROCKFORD[bits >> shift & 31] for shift in range(45, -1, -5))
    return f"{code[:5]}-{code[5:]}"


def normalize_receipt(text: str) -> str | None:
    """The receipt as we print it, however it was typed; None when it cannot be one."""
    code = text.strip().upper().translate(_ALIKE)
    if len(code) != _RECEIPT_LENGTH or any(letter not in _CROCKFORD for letter in code):
        return None
    return f"{code[:5]}-{code[5:]}"


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
