"""The gateway with small applications: what reaches them, and who waits for whom."""

import asyncio
import threading
from unittest.mock import ANY

import pytest

from app.core.quick import QUICK, NotAtHand
from app.serving import bodies, crew
from app.serving.gateway import Gateway
from tests.helpers.gateway import LIMIT, ask, asked, pieces, scope, seen, silent, threaded


def test_environ_keeps_the_address_as_it_was_sent():
    environ = seen(scope("/01/1/10/A%2FB", query=b"a=%2F"))
    assert (environ["PATH_INFO"], environ["REQUEST_URI"]) == ("/01/1/10/A/B", "/01/1/10/A%2FB?a=%2F")
    assert (environ["QUERY_STRING"], environ["REMOTE_ADDR"]) == ("a=%2F", "192.0.2.7")


def test_environ_keeps_every_byte_of_a_header():
    cookies = [(b"cookie", "tên=Tiêu".encode()), (b"cookie", b"tb=s1.key"), (b"x-latin", b"\xe9")]
    environ = seen(scope(headers=cookies))
    assert environ["HTTP_COOKIE"].encode("latin-1").decode() == "tên=Tiêu; tb=s1.key"
    assert environ["HTTP_X_LATIN"] == "\xe9"


def test_header_with_an_underscore_is_not_taken_for_the_one_with_a_hyphen():
    environ = seen(scope(headers=[(b"x_forwarded_for", b"198.51.100.1"), (b"x-one", b"a"), (b"x-one", b"b")]))
    assert "HTTP_X_FORWARDED_FOR" not in environ
    assert environ["HTTP_X_ONE"] == "a, b"


def test_body_comes_whole_with_its_length():
    environ = seen(scope(method="POST", headers=[(b"transfer-encoding", b"chunked")]), pieces(b"abc", b"de"))
    assert (environ["body"], environ["CONTENT_LENGTH"]) == (b"abcde", "5")


def test_body_over_the_limit_is_told_by_its_length_and_not_kept():
    environ = seen(scope(method="POST"), pieces(*[b"x" * 500] * 5))
    assert (environ["CONTENT_LENGTH"], len(environ["body"])) == ("2500", 1000)


def test_body_far_over_the_limit_is_not_read_at_all():
    environ = seen(scope(method="POST", headers=[(b"content-length", b"4001")]), silent)
    assert (environ["CONTENT_LENGTH"], environ["body"]) == ("4001", b"")


@pytest.mark.parametrize(("length", "closes"), [(b"4000", False), (b"4001", True)])
def test_the_connection_of_a_body_that_is_not_read_is_closed(length, closes):
    where = scope(method="POST", headers=[(b"content-length", length)])
    _, headers, _ = ask(lambda _: b"done", where, pieces(b"x" * 4000))
    assert (headers.get(b"connection") == b"close") is closes


def test_bodies_that_have_no_room_together_are_told_to_come_again_and_give_it_back(monkeypatch):
    monkeypatch.setattr(bodies.Room.__init__, "__defaults__", (700,))
    gateway = Gateway(threaded(lambda _: b"done"), limit=LIMIT)

    async def three():
        sent = [pieces(b"x" * 400, b"x" * 200), pieces(b"x" * 400, b"x" * 400), pieces(b"x" * 700)]
        return [(await asked(gateway, scope(method="POST"), each))[0] for each in sent]

    assert asyncio.run(three()) == [200, 503, 200]


def test_body_of_a_get_is_left_alone():
    environ = seen(scope(headers=[(b"content-length", b"5")]), silent)
    assert "CONTENT_LENGTH" not in environ


def test_sender_below_the_least_rate_is_told_and_takes_no_thread(monkeypatch):
    monkeypatch.setattr(bodies, "WINDOW", 0.0)
    status, headers, body = ask(lambda _: pytest.fail("a thread was taken"), scope(method="POST"), silent)
    assert (status, headers[b"connection"]) == (408, b"close")
    assert "chưa lưu gì" in body.decode()


def test_client_that_goes_while_it_sends_takes_no_thread():
    async def gone():
        return {"type": "http.disconnect"}

    assert ask(lambda _: pytest.fail("a thread was taken"), scope(method="POST"), gone) is None


def test_answer_at_hand_is_given_while_all_threads_are_held():
    release = threading.Event()

    def app(environ, start_response):
        if environ["PATH_INFO"] == "/slow":
            if QUICK in environ:
                raise NotAtHand
            release.wait(60)
        start_response("200 OK", [])
        return [threading.current_thread().name.encode()]

    async def both():
        gateway = Gateway(app, limit=LIMIT)
        slow = [asyncio.ensure_future(asked(gateway, scope("/slow"))) for _ in range(crew.THREADS + 4)]
        await asyncio.sleep(0)
        at_hand = (await asked(gateway, scope("/quick")))[2]
        release.set()
        return at_hand, [(await each)[0] for each in slow]

    at_hand, slow = asyncio.run(both())
    assert (at_hand, set(slow)) == (b"MainThread", {200})


def test_quick_answer_does_not_wait_for_one_that_takes_long(monkeypatch):
    monkeypatch.setattr(crew, "PATIENCE", 0.0)
    release = threading.Event()

    def view(environ):
        if environ["PATH_INFO"] == "/slow":
            release.wait(60)
        return b"done"

    async def both():
        gateway = Gateway(threaded(view), limit=LIMIT)
        slow = asyncio.ensure_future(asked(gateway, scope("/slow")))
        quick = await asked(gateway, scope("/quick"))
        still_waiting = not slow.done()
        release.set()
        return quick[2], still_waiting, (await slow)[2]

    assert asyncio.run(both()) == (b"done", True, b"done")


def test_kinds_known_as_slow_leave_threads_to_the_others(monkeypatch):
    monkeypatch.setattr(crew, "PATIENCE", 0.0)
    monkeypatch.setattr(crew, "SLOW", 0.0)
    release = threading.Event()
    begun = []

    def view(environ):
        begun.append(environ["PATH_INFO"])
        if environ["PATH_INFO"] == "/export/all" and len(begun) > 1:
            release.wait(60)
        return b"done"

    async def crowd():
        gateway = Gateway(threaded(view), limit=LIMIT)
        await asked(gateway, scope("/export/all"))  # its kind is learnt
        slow = [asyncio.ensure_future(asked(gateway, scope("/export/all"))) for _ in range(crew.THREADS + 4)]
        quick = await asked(gateway, scope("/san-pham/a-1"))
        held = begun.count("/export/all") - 1
        release.set()
        await asyncio.gather(*slow)
        return quick[0], held

    status, held = asyncio.run(crowd())
    assert status == 200
    assert held <= crew.FOR_SLOW


async def reached(condition):
    """Let the loop go on until a thread has come so far."""
    for _ in range(60_000):
        if condition():
            return
        await asyncio.sleep(0.001)
    pytest.fail("never came so far")


def test_burst_of_a_kind_that_hangs_leaves_threads_to_known_quick_ones(monkeypatch):
    """Nobody knows yet that the kind is slow, and more of it come at once than there are threads."""
    monkeypatch.setattr(crew, "PATIENCE", 0.0)
    monkeypatch.setattr(crew, "SLOW", 1e9)
    release = threading.Event()
    begun = []

    def view(environ):
        path = environ["PATH_INFO"]
        begun.append(path)
        if path.startswith("/hangs"):
            release.wait(60)
        return b"done"

    async def crowd():
        gateway = Gateway(threaded(view), limit=LIMIT)
        await asked(gateway, scope("/san-pham/a-1"))
        paths = [f"/hangs/{name}/{number}" for number in range(crew.THREADS) for name in "abc"]
        paths += [f"/hangs/{name}/b/{name}" for name in "abc"]
        hanging = [asyncio.ensure_future(asked(gateway, scope(path))) for path in paths]
        await reached(lambda: len(begun) >= crew.THREADS - crew.KEPT)
        quick = [(await asked(gateway, scope("/san-pham/a-1")))[0] for _ in range(3)]
        held = len(begun) - 4
        release.set()
        await asyncio.gather(*hanging)
        return quick, held

    quick, held = asyncio.run(crowd())
    assert quick == [200, 200, 200]
    assert held <= crew.THREADS - crew.KEPT


def test_kind_that_turns_out_slow_while_others_of_it_wait_is_held_back(monkeypatch):
    monkeypatch.setattr(crew, "PATIENCE", 0.001)
    monkeypatch.setattr(crew, "SLOW", 0.002)
    release = threading.Event()
    begun = []

    def view(environ):
        begun.append(environ["PATH_INFO"])
        release.wait(60)
        return b"done"

    async def crowd():
        gateway = Gateway(threaded(view), limit=LIMIT)
        paths = [f"/tep/{number}" for number in range(crew.THREADS + 8)]
        slow = [asyncio.ensure_future(asked(gateway, scope(path))) for path in paths]
        await reached(lambda: len(begun) >= crew.FOR_SLOW)
        other = asyncio.ensure_future(asked(gateway, scope("/khac/a-1")))
        await reached(lambda: "/khac/a-1" in begun)
        held = len(begun) - 1
        release.set()
        await asyncio.gather(other, *slow)
        return held

    assert asyncio.run(crowd()) == crew.FOR_SLOW


def shared_page(kept, made, cache_control):
    """A page that is at hand once it was made, if all may have it."""

    def app(environ, start_response):
        if QUICK in environ and (not kept or "HTTP_COOKIE" in environ):
            raise NotAtHand
        if QUICK not in environ:
            made.append(environ["PATH_INFO"])
            if cache_control.startswith("public"):
                kept.append(1)
        start_response("200 OK", [("Cache-Control", cache_control)])
        return [b"page"]

    return app


@pytest.mark.parametrize(("cache_control", "headers", "times"), [
    ("public, max-age=0", (), 1),
    ("no-store", (), 8),
    ("public, max-age=0", [(b"cookie", b"tb=1")], 8),
])  # fmt: skip
def test_page_that_many_ask_for_is_made_once_where_all_may_have_it(cache_control, headers, times):
    made = []

    async def crowd():
        gateway = Gateway(shared_page([], made, cache_control), limit=LIMIT)
        return await asyncio.gather(*(asked(gateway, scope("/a", headers=headers)) for _ in range(8)))

    assert {status for status, _, _ in asyncio.run(crowd())} == {200}
    assert len(made) == times


def test_more_than_can_wait_are_told_to_come_again(monkeypatch):
    monkeypatch.setattr(crew, "MOST_WAITING", 2)
    release = threading.Event()

    def view(_):
        release.wait(60)
        return b"done"

    async def crowd():
        gateway = Gateway(threaded(view), limit=LIMIT)
        waiting = [asyncio.ensure_future(asked(gateway, scope(f"/{name}"))) for name in "abcd"]
        await asyncio.sleep(0)
        refused = await asked(gateway, scope("/e"))
        release.set()
        return refused, sorted([(await each)[0] for each in waiting])

    (status, headers, _), others = asyncio.run(crowd())
    assert (status, headers[b"retry-after"]) == (503, b"5")
    assert others == [200, 200, 200, 503]


def test_error_of_the_application_is_an_answer():
    def view(_):
        raise ValueError("broken")

    status, _, body = ask(view, scope())
    assert status == 500
    assert b"broken" not in body


def test_body_in_one_piece_is_kept_in_memory():
    async def receive():
        return {"type": "http.request", "body": b"abc"}

    assert seen(scope(method="POST"), receive)["body"] == b"abc"


def test_only_requests_are_answered_and_each_is_counted():
    counted = []

    async def two():
        gateway = Gateway(
            threaded(lambda _: b"done"), limit=LIMIT, count=lambda *facts: counted.append(facts[1:3])
        )
        return await asked(gateway, {"type": "lifespan"}), await asked(gateway, scope())

    assert asyncio.run(two()) == (None, (200, ANY, b"done"))
    assert counted == [("GET", 200)]


def test_client_that_goes_while_a_thread_works_disturbs_nobody(monkeypatch):
    release = threading.Event()

    def view(environ):
        if environ["PATH_INFO"] == "/slow":
            release.wait(60)
        return b"done"

    async def leaves():
        gateway = Gateway(threaded(view), limit=LIMIT)
        gone = asyncio.ensure_future(asked(gateway, scope("/slow")))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        release.set()
        return await asked(gateway, scope("/next")), await asked(gateway, scope("/slow"))

    assert [status for status, _, _ in asyncio.run(leaves())] == [200, 200]


def test_request_that_has_waited_too_long_is_turned_away(monkeypatch):
    monkeypatch.setattr(crew, "PATIENCE", 60.0)
    release = threading.Event()

    def view(environ):
        release.wait(60)
        return b"done"

    async def crowd():
        gateway = Gateway(threaded(view), limit=LIMIT)
        first, second = (asyncio.ensure_future(asked(gateway, scope(path))) for path in ("/a", "/b"))
        await asyncio.sleep(0)
        monkeypatch.setattr(crew, "LONGEST_WAIT", -1.0)
        release.set()
        return (await first)[0], (await second)[0]

    assert asyncio.run(crowd()) == (200, 503)


def test_kinds_are_remembered_only_up_to_a_number(monkeypatch):
    monkeypatch.setattr(crew, "_MOST_KINDS", 1)

    async def both():
        gateway = Gateway(threaded(lambda _: b"done"), limit=LIMIT)
        for path in ("/a/b", "/c/d"):
            await asked(gateway, scope(path))
        return list(gateway._crew._quick_kinds)

    assert len(asyncio.run(both())) == 1
