"""The micro-cache by itself."""

import gzip
import io
import threading
from typing import Any

import pytest

from app.core.quick import QUICK, NotAtHand
from app.web.cache import CAPACITY, WHOLE, MicroCache
from app.web.cached_files import KeptFiles

PAGE = b"x" * 2_000


class Site:
    """A WSGI application that counts how often it is asked."""

    def __init__(self, *headers: tuple[str, str], status: str = "200 OK", body: bytes = PAGE) -> None:
        self.headers, self.status, self.body, self.asked = list(headers), status, body, 0

    def __call__(self, environ: Any, start_response: Any) -> Any:
        self.asked += 1
        start_response(
            self.status,
            [("Content-Type", "text/html"), ("Content-Length", str(len(self.body))), *self.headers],
        )
        return [self.body]


PUBLIC = ("Cache-Control", "public, max-age=0")


def ask(app: MicroCache, path: str = "/", **environ: str) -> tuple[str, dict[str, str], bytes]:
    said: list[Any] = []
    full = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": "a", **environ}
    body = b"".join(app(full, lambda status, headers, *_: said.append((status, dict(headers)))))
    return said[0][0], said[0][1], body


def cached(site: Site, feed: list[int] | None = None) -> MicroCache:
    return MicroCache(site, lambda: (feed or [1])[0], look=0.0)


def test_a_public_answer_is_kept_until_the_feed_moves() -> None:
    site, feed = Site(PUBLIC), [1]
    app = cached(site, feed)
    assert [ask(app)[2], ask(app)[2], site.asked] == [PAGE, PAGE, 1]
    feed[0] = 2
    ask(app)
    assert site.asked == 2


def test_what_is_private_or_refused_is_never_kept() -> None:
    for site in (
        Site(),
        Site(("Cache-Control", "no-store")),
        Site(PUBLIC, ("Set-Cookie", "a=b")),
        Site(PUBLIC, status="404 NOT FOUND"),
    ):
        app = cached(site)
        ask(app)
        ask(app)
        assert site.asked == 2


def test_tokens_ranges_and_other_methods_pass_by() -> None:
    site = Site(PUBLIC)
    app = cached(site)
    for environ in ({"HTTP_AUTHORIZATION": "x"}, {"HTTP_RANGE": "bytes=0-1"}, {"REQUEST_METHOD": "HEAD"}):
        ask(app, **environ)
        ask(app, **environ)
    assert site.asked == 6


def test_a_feed_that_cannot_be_read_keeps_nothing() -> None:
    site = Site(PUBLIC)

    def broken() -> int:
        raise OSError

    app = MicroCache(site, broken, look=0.0)
    ask(app)
    ask(app)
    assert site.asked == 2


def test_gzip_goes_to_those_who_take_it() -> None:
    app = cached(Site(PUBLIC))
    for _ in range(2):
        _, headers, body = ask(app, HTTP_ACCEPT_ENCODING="br, gzip")
        assert (headers["Content-Encoding"], gzip.decompress(body)) == ("gzip", PAGE)
        assert (headers["Vary"], headers["Content-Length"]) == ("Accept-Encoding", str(len(body)))
        _, plain, body = ask(app)
        assert ("Content-Encoding" in plain, body) == (False, PAGE)


def test_page_of_one_who_takes_gzip_is_kept_zipped_alone() -> None:
    site = Site(PUBLIC, ("ETag", '"a"'))
    app = cached(site)
    ask(app, HTTP_ACCEPT_ENCODING="gzip")
    [kept] = app._kept.values()
    assert (kept.plain[1], app._size) == (None, kept.size)
    assert kept.size < 3_100  # of a body of 2,000 bytes and of three heads


def test_who_takes_no_gzip_gets_the_page_that_was_kept_zipped() -> None:
    site = Site(PUBLIC)
    app = cached(site)
    ask(app, HTTP_ACCEPT_ENCODING="gzip")
    before = app._size
    answers = [ask(app) for _ in range(2)]
    assert [(body, headers["Content-Length"], site.asked) for _, headers, body in answers] == [
        (PAGE, "2000", 1),
        (PAGE, "2000", 1),
    ]
    assert app._size == before + 2_000  # from now on both are kept
    _, headers, body = ask(app, HTTP_ACCEPT_ENCODING="gzip")
    assert (headers["Content-Encoding"], gzip.decompress(body)) == ("gzip", PAGE)


def test_page_without_questions_that_was_kept_zipped_goes_out_plain_whatever_follows() -> None:
    site = Site(PUBLIC, ("No-Vary-Search", WHOLE))
    app = cached(site)
    ask(app, QUERY_STRING="a=1", HTTP_ACCEPT_ENCODING="gzip")
    assert [ask(app, QUERY_STRING="b=2")[2], site.asked, len(app._kept)] == [PAGE, 1, 1]
    assert [kept.plain[1] for kept in app._kept.values()] == [PAGE]


def test_plain_page_is_not_kept_again_once_the_feed_has_moved() -> None:
    app = cached(Site(PUBLIC))
    ask(app, HTTP_ACCEPT_ENCODING="gzip")
    [(key, kept)] = app._kept.items()
    app._kept.clear()  # as a look of another thread does in between
    app._size = 0
    assert app._plain_body(key, kept) == PAGE
    assert (app._kept, app._size) == ({}, 0)


def test_not_modified_is_answered_from_here() -> None:
    site = Site(PUBLIC, ("ETag", 'W/"1"'))
    app = cached(site)
    ask(app)
    status, headers, body = ask(app, HTTP_IF_NONE_MATCH='W/"1"')
    assert (status, body, headers.get("Content-Type"), site.asked) == ("304 NOT MODIFIED", b"", None, 1)


def test_language_and_kind_of_answer_have_entries_of_their_own() -> None:
    site = Site(PUBLIC)
    app = cached(site)
    for language in ("vi", "vi-VN,vi;q=0.9", "fr"):
        ask(app, HTTP_ACCEPT_LANGUAGE=language, HTTP_ACCEPT="text/html,application/xhtml+xml")
    assert site.asked == 1
    ask(app, HTTP_ACCEPT_LANGUAGE="en-GB,en;q=0.8")
    ask(app, HTTP_ACCEPT="application/linkset+json")
    assert site.asked == 3


def test_a_page_that_takes_no_question_is_kept_once_for_all_marks_behind_it() -> None:
    site = Site(PUBLIC, ("No-Vary-Search", WHOLE))
    app = cached(site)
    for query in ("fbclid=1", "", "utm_source=zalo&x=2"):
        ask(app, QUERY_STRING=query)
    assert site.asked == 1
    ask(app, QUERY_STRING="lot=unknown")
    assert site.asked == 2
    plain = Site(PUBLIC)
    for query in ("q=1", "q=2"):
        ask(cached(plain), QUERY_STRING=query)
    assert plain.asked == 2


def test_it_never_grows_past_its_capacity() -> None:
    app = cached(Site(PUBLIC, body=b"x"))
    for number in range(CAPACITY + 10):
        ask(app, f"/{number}")
    assert len(app._kept) == CAPACITY


@pytest.mark.parametrize(
    ("accept", "zipped"),
    [
        ("gzip", True),
        ("gzip, deflate, br", True),
        ("GZIP;q=0.1", True),
        ("br;q=1.0, *;q=0.5", True),
        ("gzip;q=0", False),
        ("br, gzip; q=0.000", False),
        ("gzip;q=0, *", False),
        ("*;q=0", False),
        ("identity", False),
        ("x-gzip-not", False),
        ("", False),
    ],
)
def test_gzip_is_sent_where_it_is_taken(accept: str, zipped: bool) -> None:
    app = cached(Site(PUBLIC))
    for _ in range(2):
        headers = ask(app, HTTP_ACCEPT_ENCODING=accept)[1]
        assert ("Content-Encoding" in headers) is zipped


def test_address_is_told_apart_by_how_it_was_sent() -> None:
    site = Site(PUBLIC)
    app = cached(site)
    for raw in ("/a/b?x", "/a%2Fb?x"):
        ask(app, "/a/b", REQUEST_URI=raw)
    assert site.asked == 2


def test_event_loop_answers_what_is_kept_and_leaves_the_rest_to_a_thread() -> None:
    site, looks = Site(PUBLIC), []
    app = MicroCache(site, lambda: looks.append(1) or 1, look=60.0)
    with pytest.raises(NotAtHand):
        ask(app, **{QUICK: "yes"})
    ask(app)
    assert ask(app, **{QUICK: "yes"})[2] == PAGE
    for environ in ({"REQUEST_METHOD": "POST"}, {"HTTP_AUTHORIZATION": "x"}):
        with pytest.raises(NotAtHand):
            ask(app, **{QUICK: "yes"}, **environ)
    assert (site.asked, len(looks)) == (1, 1)


def test_look_that_takes_long_is_waited_for_by_nobody() -> None:
    site, begun, end = Site(PUBLIC), threading.Event(), threading.Event()

    def slow() -> int:
        begun.set()
        end.wait(60)
        return 1

    app = MicroCache(site, slow, look=0.0)
    first = threading.Thread(target=ask, args=(app,))
    first.start()
    begun.wait(60)
    answered = ask(app)[0]
    end.set()
    first.join(60)
    assert (answered, site.asked) == ("200 OK", 2)


def test_private_answer_that_begins_with_its_first_piece_is_passed_on_whole() -> None:
    def late(_environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [("Content-Type", "text/html"), ("Cache-Control", "no-store")])
        yield PAGE
        yield b"end"

    app = MicroCache(late, lambda: 1, look=0.0)
    assert [ask(app)[0::2] for _ in range(2)] == [("200 OK", PAGE + b"end")] * 2


def test_heads_of_files_are_dropped_the_oldest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.web.cached_files.CAPACITY", 2)
    files, said = KeptFiles(), []
    for name in "abc":
        head = [("Content-Length", "3"), ("ETag", f'"{name}"')]
        files.keep((name, ""), 60.0, head, "route", lambda: io.BytesIO(b"abc"))
    asked = {"HTTP_IF_NONE_MATCH": '"b"'}
    assert files.answer(("a", ""), 0.0, {}, lambda *given: said.append(given)) is None
    assert files.answer(("b", ""), 0.0, asked, lambda *given: said.append(given[0])) == []
    assert said == ["304 NOT MODIFIED"]
