"""The only way to write a published log: sections by name, each record on its own line, so that every byte is
determined.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.core.logs.tlog.canonical import canonical
from app.core.logs.tlog.check import Fault
from app.core.logs.tlog.errors import ChainError

_SECTION_LINE = re.compile(r'"([a-z]+)":')


def dump_lines(document: Mapping[str, Any]) -> bytes:
    """The one file of a document: sections in order of name, each record on its own line in canonical JSON."""
    return b"".join(iter_lines(document))


def iter_lines(document: Mapping[str, Any]) -> Iterator[bytes]:
    """As `dump_lines`, piece by piece; the records of a section may come from an iterator."""
    yield b"{\n"
    for number, name in enumerate(sorted(document)):
        value = document[name]
        yield (b",\n" if number else b"") + canonical(name) + b":"
        if isinstance(value, list | Iterator):
            yield b"[\n"
            for place, record in enumerate(value):
                yield (b",\n" if place else b"") + canonical(record)
            yield b"\n]"
        else:
            yield canonical(value)
    yield b"\n}\n"


def get_record_at(data: bytes, line: int) -> str:
    """The record that a line (from 1) of the file belongs to: "log/17", "rules", or "bundle" for none."""
    name, index = "bundle", -1
    for text in data.decode(errors="replace").split("\n")[:line]:
        if section := _SECTION_LINE.match(text):
            name, index = section[1], -1
        elif text in {"{", "}", "", "]", "],"}:
            name, index = "bundle", -1
        else:
            index += 1
    return f"{name}/{index}" if index >= 0 and name != "bundle" else name


def file_faults(document: dict[str, Any], data: bytes) -> Iterator[Fault]:
    """Where the file is not written in this way."""
    try:
        lines = dump_lines(document).split(b"\n")
    except ChainError as error:
        yield Fault("bundle", error.message)
        return
    found = data.split(b"\n")
    if lines != found:
        pairs = zip(lines, found, strict=False)
        line = next((n for n, (a, b) in enumerate(pairs, 1) if a != b), len(lines))
        yield Fault(get_record_at(data, line), "not written in canonical form")
