"""Sends a backup to its place, piece by piece. What is there is not sent again, so one that was cut off goes on."""

import gzip
import json
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import monotonic, sleep
from typing import Any, BinaryIO, TypeVar
from urllib.parse import urlsplit

from app.core.storage import FileNotKept, FileStore, StorageDown, content_name
from app.ops.backup.archives import clear_line, note_backup
from app.ops.backup.container import BackupError, Member
from app.ops.backup.contents import SENT, collect, counted
from app.ops.backup.drafts import draft_folder, locked
from app.ops.backup.encryption import recipient_of, seal
from app.ops.backup.place import FORMAT, HEADS, PIECE, PIECES, Head, forget, open_place, pack, read_heads
from config import Settings

PATIENCE = 600.0
"""Seconds for which a place that stopped answering is asked again, before the backup is given up."""
PAUSE = 2.0
GIVEN_UP = "the storage does not answer: {}; what was sent is kept, and the same command goes on from there"
T = TypeVar("T")


def send_backup(settings: Settings, *, keep: int = 0, patience: float = PATIENCE) -> dict[str, Any]:
    """Send a backup to BACKUP_URL and tell what it is and what of it had to be sent. keep: how many remain; 0: all."""
    if settings.backup_recipient:
        recipient_of(settings.backup_recipient)  # a bad key is reported before the work
    store, data_dir = open_place(settings), Path(settings.data_dir)
    alone = locked(data_dir / "backup.lock", "another backup is under way")  # while old ones are removed too
    with alone, _private(), clear_line(), draft_folder(data_dir, ".backup-") as work:
        names = set(store.names())
        heads, damaged = read_heads(store, names)
        sent = _Sent(data_dir / SENT, _place_of(settings.backup_url), settings.backup_recipient)
        sender = _Sender(store, sent, names, {piece for head in heads for piece in head.pieces}, patience)
        head, members = collect(settings, work, by_table=True)
        manifest = {**head, "members": [sender.member(member) for member in members]}
        whole = sender.finish(head, json.dumps(manifest, ensure_ascii=False).encode())
        note_backup(settings, whole.size)
        sent.tidy({piece for one in (*heads, whole) for piece in one.pieces})
        gone = forget(store, keep) if keep else 0
    return {**counted(manifest), **whole.told(), **sender.counts, "forgotten": gone, "damaged": damaged}


class _Sent:
    """The pieces that this machine has sent, by the SHA-256 of what is in them: a note that may be lost, for then they
    are sent again. It is of one place and one key: what another key opens is no use.
    """

    def __init__(self, path: Path, place: str, recipient: str) -> None:
        self._path, self._first = path, {"place": place, "recipient": recipient}
        self.recipient = recipient
        self._known: dict[str, dict[str, Any]] = {}
        lines = list(_lines(path))
        if lines[:1] == [self._first]:
            self._known = {str(line["of"]): line for line in lines[1:] if {"of", "name", "size"} <= set(line)}
        else:
            self._write([])

    def find(self, digest: str) -> tuple[str, int] | None:
        """Name and size of the piece in its place."""
        line = self._known.get(digest)
        return None if line is None else (str(line["name"]), int(line["size"]))

    def add(self, digest: str, name: str, size: int) -> None:
        line = self._known[digest] = {"of": digest, "name": name, "size": size}
        with self._path.open("a", encoding="utf-8") as handle:
            handle.write(json.dumps(line) + "\n")

    def tidy(self, needed: set[str]) -> None:
        self._write([line for line in self._known.values() if line["name"] in needed])

    def _write(self, lines: list[dict[str, Any]]) -> None:
        draft = self._path.with_suffix(".tmp")
        draft.write_text("".join(json.dumps(line) + "\n" for line in (self._first, *lines)), "utf-8")
        draft.replace(self._path)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """What was noted; a line that was cut off is left out."""
    try:
        text = path.read_text("utf-8")
    except OSError:
        return
    for line in text.splitlines():
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict):
            yield found


class _Sender:
    """names: what is in the place; trusted: what whole backups are made of. Any other piece may be one that was cut off
    on its way, which a store that is no good shows under its name: its size is compared.
    """

    def __init__(
        self, store: FileStore, sent: _Sent, names: set[str], trusted: set[str], patience: float
    ) -> None:
        self._store, self._sent, self._names, self._trusted = store, sent, names, trusted
        self._patience = patience
        self._sizes: dict[str, int] = {}
        self.counts = {"sent": 0, "sent_bytes": 0, "found": 0}

    def member(self, member: Member) -> dict[str, Any]:
        """Its line in the manifest, with its pieces in order."""
        known = self._found(member.sha256) if member.size <= PIECE else None
        parts = [known] if known else self._patiently(lambda: self._send(member))
        return {"name": member.name, "size": member.size, "sha256": member.sha256, "parts": parts}

    def finish(self, head: dict[str, Any], manifest: bytes) -> Head:
        """Send the list of members, look that everything is there, and only then send the head."""
        cut = [manifest[at : at + PIECE] for at in range(0, len(manifest), PIECE)]
        listed = [self._patiently(partial(self._piece, piece)) for piece in cut]
        present = self._patiently(lambda: set(self._store.names()))
        if missing := set(self._sizes) - present:
            raise BackupError(f"{min(missing)} is gone from the place of backups; start the backup again")
        said = {
            "created_at": head["created_at"],
            "database": head["database"],
            "recipient": self._sent.recipient,
            "manifest": listed,
            "pieces": sorted(self._sizes),
            "size": sum(self._sizes.values()),
        }
        data = pack({"format": FORMAT, **said})
        return Head(name=self._patiently(lambda: self._store.put(data, HEADS)), **said)

    def _send(self, member: Member) -> list[str]:
        digest, parts, size = sha256(), [], 0
        with closing(member.open()) as content:
            for piece in _pieces(content):
                digest.update(piece)
                size += len(piece)
                parts.append(self._piece(piece))
        if (size, digest.hexdigest()) != (member.size, member.sha256):
            raise BackupError(f"{member.name} is damaged or was changed meanwhile")
        return parts

    def _piece(self, plain: bytes) -> str:
        digest = sha256(plain).hexdigest()
        return self._found(digest) or self._sent_now(digest, plain)

    def _found(self, digest: str) -> str | None:
        noted = self._sent.find(digest)
        if noted is None or not self._is_there(*noted):
            return None
        name, size = noted
        self.counts["found"] += name not in self._sizes
        self._sizes[name] = size
        return name

    def _is_there(self, name: str, size: int) -> bool:
        if name in self._sizes or (name in self._trusted and name in self._names):
            return True
        try:
            return name in self._names and self._patiently(lambda: self._store.size(name)) == size
        except FileNotKept:
            return False

    def _sent_now(self, digest: str, plain: bytes) -> str:
        data = gzip.compress(plain, 5, mtime=0)
        if self._sent.recipient:
            data = seal(data, self._sent.recipient)
        name = content_name(data, PIECES)
        there = self._is_there(name, len(data))
        if not there:
            if name in self._names:
                self._store.delete(name)
            self._store.put(data, PIECES)
            self._names.add(name)
        self.counts["found" if there else "sent"] += 1
        self.counts["sent_bytes"] += 0 if there else len(data)
        self._sizes[name] = len(data)
        self._sent.add(digest, name, len(data))
        return name

    def _patiently(self, act: Callable[[], T]) -> T:
        """Ask a place, or a storage, that does not answer again for as long as there is patience."""
        until = monotonic() + self._patience
        while True:
            try:
                return act()
            except StorageDown as error:
                if monotonic() >= until:
                    raise BackupError(GIVEN_UP.format(error.params.get("reason", error.code))) from error
            sleep(PAUSE)


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    """All of PIECE bytes but the last, however little a storage gives at a time."""
    while True:
        piece = bytearray()
        while len(piece) < PIECE:
            try:
                more = content.read(PIECE - len(piece))
            except Exception as error:  # whatever the storage's client raises
                raise StorageDown(reason=type(error).__name__) from error
            if not more:
                break
            piece += more
        if not piece:
            return
        yield bytes(piece)


def _place_of(url: str) -> str:
    """The address without key and secret."""
    parts = urlsplit(url)
    return f"{parts.netloc.rpartition('@')[2]}{parts.path}"


@contextmanager
def _private() -> Iterator[None]:
    """What is written meanwhile is readable by its owner alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)
