"""Calls the WSGI application and collects its whole answer, so that its thread is free before a byte is sent."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from app.core.file_bodies import FileBody

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
IN_MEMORY = 1024 * 1024
"""Bytes of an answer that are kept in memory; the rest of a longer one is in a file until it is sent."""


@dataclass(frozen=True, slots=True)
class Answer:
    """headers: as ASGI has them. stream: what is to be sent where it is too long for `body`: `length` bytes from
    where it stands.
    """

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes = b""
    stream: IO[bytes] | None = None
    length: int = 0


def answer_of(app: WsgiApp, environ: dict[str, Any]) -> Answer:
    """Run the application to its end. Its exceptions are passed on."""
    begun: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], _error: Any = None
    ) -> Callable[[bytes], None]:
        begun[:] = [(status, headers)]
        return _no_write

    chunks = app(environ, start_response)
    body, stream, length = _body_of(chunks)
    status, headers = begun[0]
    return Answer(int(status[:3]), [_encoded(name, value) for name, value in headers], body, stream, length)


def _body_of(chunks: Iterable[bytes]) -> tuple[bytes, IO[bytes] | None, int]:
    if isinstance(chunks, FileBody):
        return b"", chunks.file, chunks.length
    return (b"".join(chunks), None, 0) if isinstance(chunks, list) else _drained(chunks)


def plain(status: int, text: str, **headers: str) -> Answer:
    """A short answer of the server itself."""
    body = text.encode()
    given = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
    }
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, [_encoded(name, value) for name, value in given.items()], body)


def _drained(chunks: Iterable[bytes]) -> tuple[bytes, IO[bytes] | None, int]:
    held: list[bytes] = []
    size, spool = 0, None
    try:
        for chunk in chunks:
            size += len(chunk)
            if spool is None and size > IN_MEMORY:
                spool = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # closed when it is sent
                spool.writelines(held)
                held.clear()
            spool.write(chunk) if spool is not None else held.append(chunk)
    except BaseException:
        if spool is not None:
            spool.close()
        raise
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
    if spool is not None:
        spool.seek(0)
    return b"".join(held), spool, size


_LOWER: dict[str, bytes] = {}
_MOST_NAMES = 300


def _encoded(name: str, value: str) -> tuple[bytes, bytes]:
    lower = _LOWER.get(name)
    if lower is None:
        lower = name.lower().encode("latin-1")
        if len(_LOWER) < _MOST_NAMES:
            _LOWER[name] = lower
    return lower, value.encode("latin-1")


def _no_write(_data: bytes) -> None:
    raise RuntimeError("write() is not offered: give the body as the answer")
