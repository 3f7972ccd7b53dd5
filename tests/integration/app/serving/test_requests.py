"""Requests that no browser sends, to the server as it is shipped."""

import fcntl
import re
import socket
import threading
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from app.web.requests.security import MAX_UPLOAD
from tests.e2e.server import Server

WORKERS = 2
PAGES = ("/", "/san-pham", "/healthz", "/dang-nhap")
PART = (
    b"--x\r\nContent-Disposition: form-data\r\n\r\nvalue\r\n"
    b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\na@example.vn\r\n--x--\r\n'
)
PATIENCE = 90
TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("site"))
    server.env["WORKERS"] = str(WORKERS)
    server.tieubieu("migrate")
    server.start()
    yield server
    server.stop()


def ask(site, path, method="GET", body=None, headers=()):
    connection = HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def slow_sender(site):
    """A connection that has sent the head of a form and the first letter of its body."""
    connection = socket.create_connection(("127.0.0.1", site.port), timeout=PATIENCE)
    connection.sendall(b"POST /dang-nhap HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\ne")
    return connection


@pytest.mark.slow
def test_slow_senders_hold_up_nobody_and_are_answered_when_they_end(site):
    slow = [slow_sender(site) for _ in range(4 * WORKERS)]
    try:
        assert [ask(site, path)[0] for path in PAGES * 2] == [200] * 8
        for connection in slow:
            connection.sendall(b"mail=a&b=c")
        firsts = [connection.recv(4096)[:12] for connection in slow]
    finally:
        for connection in slow:
            connection.close()
    assert set(firsts) == {b"HTTP/1.1 303"}  # a form without its token: to the page that has one


@pytest.mark.slow
def test_sender_that_stays_too_slow_is_cut_off(site):
    with slow_sender(site) as connection:
        answer = b""
        while data := connection.recv(4096):
            answer += data
    assert answer.startswith(b"HTTP/1.1 408 ")


@pytest.mark.slow
def test_part_without_a_name_is_a_bad_request(site):
    kind = [("Content-Type", "multipart/form-data; boundary=x")]
    for path in ("/dang-nhap", "/dang-ky", "/truy-xuat", "/api/v1/products"):
        status, _, body = ask(site, path, "POST", PART, kind)
        assert status in {400, 405}, path
        assert b"Traceback" not in body
    assert ask(site, "/dang-nhap", "POST", PART, kind)[0] == 400


@pytest.mark.slow
def test_letters_outside_ascii_in_a_header_take_no_other_cookie_along(site):
    status, headers, page = ask(site, "/dang-nhap")
    cookie = headers["Set-Cookie"].partition(";")[0]
    token = TOKEN.search(page)[1].decode()
    form = urlencode({"csrf_token": token, "email": "ai@example.vn", "password": "không đúng"}).encode()
    sent = [
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Cookie", f"tên=Tiêu Biểu; {cookie}".encode()),
    ]
    assert (status, ask(site, "/dang-nhap", "POST", form, sent)[0]) == (200, 422)
    assert ask(site, "/dang-nhap", "POST", form, sent[:1])[0] == 303


@pytest.mark.slow
def test_held_write_lock_is_told_after_its_time_and_holds_up_no_page(site):
    status, headers, page = ask(site, "/dang-nhap")
    cookie = ("Cookie", headers["Set-Cookie"].partition(";")[0])
    form = [
        ("csrf_token", TOKEN.search(page)[1].decode()),
        ("email", "ai@example.vn"),
        ("password", "không đúng"),
    ]
    sent = [("Content-Type", "application/x-www-form-urlencoded"), cookie]
    answers = []

    def sign_in():
        answers.append(ask(site, "/dang-nhap", "POST", urlencode(form).encode(), sent))

    with (site.folder / "var" / "tieubieu.db.lock").open("a+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = [threading.Thread(target=sign_in) for _ in range(4 * WORKERS)]
        for each in waiting:
            each.start()
        pages = [ask(site, path)[0] for path in PAGES * 4]
        for each in waiting:
            each.join(PATIENCE)
    assert (status, pages) == (200, [200] * 16)
    assert {(status, headers["Retry-After"]) for status, headers, _ in answers} == {(503, "5")}
    assert all("Chưa có gì được lưu" in body.decode() for _, _, body in answers)


@pytest.mark.slow
def test_gzip_that_is_refused_is_not_sent(site):
    offered = {"gzip": "gzip", "gzip;q=0": None, "br, gzip;q=0.000": None, "*": "gzip", "": None}
    for accept, coding in offered.items():
        for _ in range(2):  # drawn, then kept
            assert ask(site, "/", headers=[("Accept-Encoding", accept)])[1]["Content-Encoding"] == coding


@pytest.mark.slow
def test_a_form_in_pieces_that_is_too_large_is_told_so(site):
    connection = HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    pieces = (bytes(1024 * 1024) for _ in range(MAX_UPLOAD // 1024 // 1024 + 1))
    connection.request("POST", "/dang-nhap", pieces, {"Transfer-Encoding": "chunked"}, encode_chunked=True)
    answer = connection.getresponse()
    connection.close()
    assert answer.status == 413
