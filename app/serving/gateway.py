"""The ASGI application that the production server runs: it hands requests to the WSGI application.

A request whose answer is in memory (a page of the micro-cache, a redirect of a code, the health check) is
answered on the event loop. For any other the body is read first, then a thread of the crew answers, then the
loop sends.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing, suppress
from io import BytesIO
from typing import Any

from app.core.quick import QUICK, NotAtHand
from app.core.telemetry.request_id import ENVIRON, HEADER, NO_ROUTE, ROUTE, id_from, new_id, set_current_id
from app.serving.answers import Answer, WsgiApp, answer_of, plain
from app.serving.bodies import THROWN_AWAY, Gone, Receive, Room, TooSlow, read_body
from app.serving.crew import Crew, Overloaded, kind_of
from app.serving.environ import Environ, Scope, environ_of

Send = Callable[[dict[str, Any]], Awaitable[None]]

_BODILESS = frozenset({"GET", "HEAD", "OPTIONS"})
_PERSONAL = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_RANGE")
_TELLING = (
    "HTTP_HOST",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_LANGUAGE",
)
_MOST_KINDS = 1_000
_FAILED = 500
_PIECE = 256 * 1024
_PIECE_SECONDS, _LESS = 120.0, 1.0
"""What a client may take for the next piece of a long answer, or so much less: a new limit for each piece would cost
2 µs each time.
"""
SLOW = 1.0
"""Seconds from which on an answer gets a line in the log."""
_log = logging.getLogger("app.serving")
_requests = logging.getLogger("app.request")

Count = Callable[[str, str, int, float], None]


class Gateway:
    """app: WSGI. limit: of a body in bytes; the application answers to a larger one, from its length alone.
    larger: the limit of some addresses.
    at_once: see `Crew`. behind_proxy: whether the request's id is the one that the proxy sent. count: told route
    template, method, status and seconds of each answer.
    """

    def __init__(
        self,
        app: WsgiApp,
        *,
        limit: int,
        larger: Mapping[str, int] | None = None,
        at_once: int = 1,
        behind_proxy: bool = False,
        count: Count | None = None,
    ) -> None:
        self._app = app
        self._limit = limit
        self._larger = larger or {}
        self._at_once = at_once
        self._behind_proxy = behind_proxy
        self._count = count
        self._room = Room()
        self._crew: Crew | None = None
        self._begun: dict[tuple[str, ...], asyncio.Event] = {}
        self._not_shared: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        begin = time.perf_counter()
        environ = environ_of(scope)
        request_id = id_from(environ.get(HEADER, "")) if self._behind_proxy else new_id()
        environ[ENVIRON] = request_id
        if scope["method"] in _BODILESS:
            environ["wsgi.input"] = BytesIO()
            environ.pop("CONTENT_LENGTH", None)
            answer = self._at_hand(environ) or await self._for_all_who_ask(environ)
        else:
            try:
                answer = await self._with_body(environ, receive)
            except Gone:
                return
        self._note(environ, answer.status, time.perf_counter() - begin)
        answer.headers.append((b"x-request-id", request_id.encode()))
        await _sent(answer, send)

    def _note(self, environ: Environ, status: int, seconds: float) -> None:
        """Count the answer; log what failed, took long or changed something."""
        method, route = environ["REQUEST_METHOD"], environ.get(ROUTE, NO_ROUTE)
        if self._count is not None:
            self._count(route, method, status, seconds)
        if status >= _FAILED or seconds >= SLOW or method not in _BODILESS:
            fields = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000)}
            set_current_id(environ[ENVIRON])
            _requests.info("%(method)s %(route)s %(status)d in %(ms)d ms", fields, extra=fields)
            set_current_id("")

    def _at_hand(self, environ: Environ) -> Answer | None:
        environ[QUICK] = True
        try:
            return answer_of(self._app, environ)
        except NotAtHand:
            return None
        finally:
            environ.pop(QUICK, None)

    async def _with_body(self, environ: Environ, receive: Receive) -> Answer:
        try:
            limit = self._larger.get(environ["PATH_INFO"], self._limit)
            body = await read_body(receive, limit, self._room, _declared(environ))
        except TooSlow:
            return plain(
                408, "Dữ liệu gửi lên quá chậm, chưa lưu gì. / The request came too slowly; nothing was saved.\n",
                Connection="close",
            )  # fmt: skip
        except OSError:
            _log.exception("no room to keep what is sent")
            return _busy()
        environ["wsgi.input"], environ["CONTENT_LENGTH"] = body.stream, str(body.size)
        # what came in pieces has a length now, and is judged by it
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        try:
            answer = await self._by_thread(environ)
        finally:
            self._room.give_back(body.kept)
        if body.size > limit * THROWN_AWAY:  # the rest is not read
            answer.headers.append((b"connection", b"close"))
        return answer

    async def _for_all_who_ask(self, environ: Environ) -> Answer:
        """A page that many request at once is rendered once if it is the same for all; the others wait
        without a thread.
        """
        key, kind = _shared_key(environ), kind_of(environ["REQUEST_METHOD"], environ["PATH_INFO"])
        if key is None or kind in self._not_shared:
            return await self._by_thread(environ)
        if (begun := self._begun.get(key)) is not None:
            await begun.wait()
            return self._at_hand(environ) or await self._by_thread(environ)
        begun = self._begun[key] = asyncio.Event()
        try:
            answer = await self._by_thread(environ)
        finally:
            del self._begun[key]
            begun.set()
        if not _is_public(answer) and len(self._not_shared) < _MOST_KINDS:
            self._not_shared.add(kind)
        return answer

    async def _by_thread(self, environ: Environ) -> Answer:
        loop = asyncio.get_running_loop()
        if self._crew is None:
            self._crew = Crew(loop, at_once=self._at_once)
        future: asyncio.Future[Any] = loop.create_future()
        kind = kind_of(environ["REQUEST_METHOD"], environ["PATH_INFO"])
        self._crew.submit(lambda: self._answer(environ), kind, lambda found: _settle(future, found))
        result = await future
        if isinstance(result, Answer):
            return result
        if isinstance(result, Overloaded):
            return _busy()
        _log.error("unhandled error", exc_info=result)
        return plain(500, "Hệ thống gặp lỗi. / Something went wrong on our side.\n")

    def _answer(self, environ: Environ) -> Answer:
        """In a thread. The body is deleted with the request, however it ends."""
        set_current_id(environ[ENVIRON])
        with closing(environ["wsgi.input"]):
            return answer_of(self._app, environ)


def _shared_key(environ: Environ) -> tuple[str, ...] | None:
    """The key that requests for the same page share; None for one that identifies its sender or asks for a
    part.
    """
    if environ["REQUEST_METHOD"] != "GET" or any(name in environ for name in _PERSONAL):
        return None
    return environ["REQUEST_URI"], *(environ.get(name, "") for name in _TELLING)


def _is_public(answer: Answer) -> bool:
    return any(name == b"cache-control" and value.startswith(b"public") for name, value in answer.headers)


def _settle(future: asyncio.Future[Any], result: Any) -> None:
    if not future.done():  # the client may have gone
        future.set_result(result)


def _declared(environ: Environ) -> int:
    length = environ.get("CONTENT_LENGTH", "")
    return int(length) if length.isascii() and length.isdigit() else 0


def _busy() -> Answer:
    text = "Hệ thống đang bận, chưa lưu gì. Vui lòng thử lại. / The server is busy; nothing was saved. Try again.\n"
    return plain(503, text, Retry_After="5")


async def _sent(answer: Answer, send: Send) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    if answer.stream is None:
        await send({"type": "http.response.body", "body": answer.body})
        return
    left, loop = answer.length, asyncio.get_running_loop()
    with suppress(TimeoutError):
        with closing(answer.stream) as stream:
            if left > _PIECE:
                since = loop.time()
                async with asyncio.timeout(_PIECE_SECONDS) as limit:
                    while left > _PIECE and (piece := stream.read(_PIECE)):
                        left -= len(piece)
                        await send({"type": "http.response.body", "body": piece, "more_body": True})
                        if (now := loop.time()) > since + _LESS:
                            since = now
                            limit.reschedule(now + _PIECE_SECONDS)
            piece = stream.read(left)
        await send({"type": "http.response.body", "body": piece})
