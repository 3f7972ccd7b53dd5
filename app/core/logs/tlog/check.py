"""Checks a log from its published file: every leaf, the tree, the signatures, and what the reader knows from
other sources.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from app.core.logs.tlog.chain import Frontier, get_receipt, hash_leaf
from app.core.logs.tlog.checkpoint import (
    Checkpoint,
    CheckSignature,
    VerifierKey,
    check_note,
    find_signers,
    parse_key,
    read_note,
)
from app.core.logs.tlog.errors import ChainError

ROTATE = "rotate_key"
"""Kind of the record that names the key which signs from there on."""
UNSIGNED = "no checkpoint signs the log from this record on"
TEXTS = frozenset({"keys", "checkpoints"})
"""Sections whose rows are texts; those of all others are objects."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`record` is the path of the faulty record, `message` one line of plain English."""

    record: str
    message: str

    def __str__(self) -> str:
        return f"{self.record}: {self.message}"


@dataclass(frozen=True, slots=True)
class Trust:
    """What the reader adds: keys known from other sources, checkpoints and receipts received earlier."""

    keys: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    receipts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Log:
    """The log with its leaf hashes and the root after each number of leaves, 0 to all."""

    events: list[dict[str, Any]]
    leaves: list[bytes]
    roots: list[bytes] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Signed:
    """The log with the name it is signed under, the keys its file shows and the checkpoints, oldest first."""

    log: Log
    origin: str
    keys: Sequence[str]
    notes: Sequence[str]


def read_log(rows: list[dict[str, Any]]) -> Log:
    """The tree of the hashes that the rows show; `leaf_faults` tells whether each belongs to its event."""
    events = [row["event"] if isinstance(row.get("event"), dict) else {} for row in rows]
    leaves = [_from_hex(row.get("hash")) for row in rows]
    frontier = Frontier()
    log = Log(events, leaves, [frontier.root()])
    for leaf in leaves:
        frontier.append(leaf)
        log.roots.append(frontier.root())
    return log


def shape_faults(
    document: object, what: str, form: str, *, objects: Collection[str], lists: Collection[str]
) -> Iterator[Fault]:
    """The faults of form of a `what`: it must have all of its sections, each an object or a list of rows, and
    no others.
    """
    if not isinstance(document, dict) or document.get("format") != form:
        yield Fault("format", f"not a {what} of the form {form}")
        return
    for name in sorted(document.keys() ^ {"format", *objects, *lists}):
        yield Fault(name, "section unknown" if name in document else "section missing")
    for name in objects:
        if not isinstance(document.get(name), dict):
            yield Fault(name, "must be an object")
    for name in lists:
        yield from _list_faults(name, document.get(name))
    if not document.get("checkpoints"):
        yield Fault("checkpoints", "no checkpoint at all")


def _list_faults(name: str, rows: object) -> Iterator[Fault]:
    wanted = str if name in TEXTS else dict
    if not isinstance(rows, list):
        yield Fault(name, "must be a list")
        return
    for n, row in enumerate(rows):
        if not isinstance(row, wanted):
            yield Fault(f"{name}/{n}", "has the wrong type")


def leaf_faults(rows: list[dict[str, Any]], log: Log) -> Iterator[Fault]:
    for n, row in enumerate(rows):
        if row.keys() != {"event", "salt", "hash"} or not isinstance(log.events[n].get("kind"), str):
            yield Fault(f"log/{n}", "must hold event, salt and hash, and the event its kind")
            continue
        try:
            leaf = hash_leaf(_from_hex(row["salt"]), row["event"])
        except ChainError as error:
            yield Fault(f"log/{n}", error.message)
            continue
        if leaf.hex() != row["hash"]:
            yield Fault(f"log/{n}", "the hash is not that of this event and salt")


def checkpoint_faults(signed: Signed, check: CheckSignature) -> Iterator[Fault]:
    """Each checkpoint must be signed by the key of its time and be a prefix of the log; the last one must
    cover all of it.
    """
    log, keys, holders = signed.log, [], _holders(signed.log)
    for n, text in enumerate(signed.keys):
        try:
            keys.append(parse_key(text))
        except ChainError as error:
            yield Fault(f"keys/{n}", error.message)
    sizes = [0]
    for n, note in enumerate(signed.notes):
        try:
            checkpoint = check_note(note, keys, check)
        except ChainError as error:
            yield Fault(f"checkpoints/{n}", error.message)
            continue
        fault = _place_fault(signed, n, checkpoint, sizes[-1])
        if fault is None and holders[checkpoint.size] not in {None, str(find_signers(note, keys)[-1])}:
            fault = Fault(f"checkpoints/{n}", "is not signed with the key that the log had handed on to")
        if fault is not None:
            yield fault
            if fault.record.startswith("log/"):
                return
        sizes.append(checkpoint.size)
    if any(later < earlier for earlier, later in pairwise(sizes)):
        yield Fault("checkpoints", "not in order of size")
    if max(sizes) < len(log.leaves):
        yield Fault(f"log/{max(sizes)}", UNSIGNED)


def _place_fault(signed: Signed, n: int, checkpoint: Checkpoint, reached: int) -> Fault | None:
    log = signed.log
    if checkpoint.origin != signed.origin:
        return Fault(f"checkpoints/{n}", "is of another log")
    if checkpoint.size >= len(log.roots):
        return Fault(f"checkpoints/{n}", f"signed {checkpoint.size} records, the log has {len(log.leaves)}")
    if checkpoint.root != log.roots[checkpoint.size]:
        return Fault(f"log/{reached}", f"changed at or after this record, before checkpoints/{n}")
    return None


def _holders(log: Log) -> list[str | None]:
    """The key in use after each number of leaves, None before the first replacement. The last signature must
    be by the key valid then; a replaced one may have been stolen since.
    """
    holders: list[str | None] = [None]
    for event in log.events:
        holders.append(str(event.get("key")) if event.get("kind") == ROTATE else holders[-1])
    return holders


def trust_faults(signed: Signed, check: CheckSignature, trust: Trust) -> Iterator[Fault]:
    """Contradictions to the reader's own keys, checkpoints and receipts."""
    log, trusted = signed.log, _trusted_keys(signed, trust)
    for n, key in enumerate(signed.keys if trust.keys else ()):
        if key not in trusted:
            yield Fault(f"keys/{n}", "is not the key you trust")
    for n, note in enumerate(trust.notes):
        name = f"your checkpoint {n + 1}"
        try:
            earlier = check_note(note, [parse_key(key) for key in trusted], check)
        except ChainError as error:
            yield Fault(name, error.message)
            continue
        if message := find_break(signed, earlier):
            yield Fault(name, message)
    receipts = {get_receipt(leaf) for leaf in log.leaves if leaf}
    for receipt in trust.receipts:
        if receipt not in receipts:
            yield Fault(f"your receipt {receipt}", "no record in the log has it")


def find_break(signed: Signed, earlier: Checkpoint) -> str:
    """Why this log does not continue the one that was signed earlier; empty if it does."""
    log = signed.log
    if earlier.origin != signed.origin:
        return f"is of another log ({earlier.origin})"
    if earlier.size > len(log.leaves):
        return (
            f"signed {earlier.size} records, this log has only {len(log.leaves)}: "
            "records were taken away, or an older state was put back"
        )
    if log.roots[earlier.size] != earlier.root:
        return (
            f"the first {earlier.size} records of this log are not those it signed: "
            "the log was rewritten, or an older state was put back and continued"
        )
    return ""


def _trusted_keys(signed: Signed, trust: Trust) -> list[str]:
    """The reader's keys, and those that a trusted key has introduced by signing with them; all keys if the
    reader has none.
    """
    trusted = list(trust.keys or signed.keys)
    shown = [parse_key(key) for key in signed.keys if _is_key(key)]
    handed = _keys_handed_on(signed.log)
    for note in signed.notes if trust.keys else ():
        size, names = _signers_of(note, shown)
        key = handed.get(size)
        if isinstance(key, str) and key in names and names & set(trusted):
            trusted.append(key)
    return [key for key in trusted if _is_key(key)]


def _keys_handed_on(log: Log) -> dict[int, object]:
    """The new key of each event that replaces one, by the number of records at that time."""
    return {n + 1: event.get("key") for n, event in enumerate(log.events) if event.get("kind") == ROTATE}


def _signers_of(note: str, shown: Sequence[VerifierKey]) -> tuple[int, set[str]]:
    """How many records a note is of, and the keys that signed it: none where it cannot be read (a fault of its own)."""
    try:
        return read_note(note)[0].size, {str(key) for key in find_signers(note, shown)}
    except ChainError:
        return 0, set()


def _is_key(text: str) -> bool:
    try:
        parse_key(text)
    except ChainError:
        return False
    return True


def _from_hex(text: object) -> bytes:
    """The bytes of lower-case hex, empty for anything else (the leaf then fails its own check)."""
    try:
        data = bytes.fromhex(text) if isinstance(text, str) else b""
    except ValueError:
        return b""
    return data if data.hex() == text else b""
