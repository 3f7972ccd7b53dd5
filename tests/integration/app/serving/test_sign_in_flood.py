"""Wrong sign-ins in masses, on the server as it is shipped behind a proxy: nobody else notices."""

import re
from contextlib import ExitStack
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from tests.e2e.server import Server
from tests.factories.accounts import PASSWORD

PAGE = "/dang-nhap"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
FULL = 10
"""Wrong tries that an account, or a line, has in a window; a test may meet two windows."""


class Browser:
    """One that keeps its cookies and says through the proxy from where it comes."""

    def __init__(self, site, address):
        self.address, self.cookies = address, {}
        self._connection = HTTPConnection("127.0.0.1", site.port, timeout=120)
        site.opened.callback(self._connection.close)
        self._token = TOKEN.search(self._ask("GET")[1])[1]

    def sign_in(self, email, password="sai mật khẩu", address=None):
        """The status."""
        fields = {"csrf_token": self._token, "email": email, "password": password}
        return self._ask("POST", urlencode(fields), address)[0]

    def _ask(self, method, body=None, address=None):
        headers = {
            "X-Forwarded-For": address or self.address,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self._connection.request(method, PAGE, body, headers)
        answer = self._connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read().decode()


@pytest.fixture
def site(tmp_path, settings):
    server = Server(tmp_path)
    server.env |= {"DATA_DIR": str(settings.data_dir.resolve()), "TRUSTED_PROXIES": "1"}
    server.start()
    with ExitStack() as server.opened:
        yield server
    server.stop()


@pytest.mark.slow
def test_thousand_wrong_tries_from_anywhere_keep_nobody_else_out(site, factory):
    victim, other = factory.user(), factory.user()
    home = Browser(site, "203.0.113.7")
    assert home.sign_in(victim.email, PASSWORD) == 303
    device = {name: value for name, value in home.cookies.items() if name.endswith("-device")}
    assert len(device) == 1

    flood = Browser(site, "192.0.2.1")
    answers = [
        flood.sign_in(victim.email if number % 2 else f"a{number}@example.vn", address=address)
        for number, address in enumerate(f"10.{n}.{n}.{m}" for n in range(50) for m in range(20))
    ]
    assert set(answers) == {422, 429}
    assert len([status for status in answers[1::2] if status == 422]) in range(FULL, 2 * FULL + 1)

    assert Browser(site, "198.51.100.9").sign_in(other.email, PASSWORD) == 303
    known = Browser(site, "203.0.113.7")
    known.cookies |= device
    assert known.sign_in(victim.email, PASSWORD) == 303


@pytest.mark.slow
def test_line_of_ipv6_has_the_tries_of_one_address(site):
    flood = Browser(site, "2001:db8:1:1::1")
    answers = [
        flood.sign_in(f"a{number}@example.vn", address=f"2001:db8:1:1::{number:x}") for number in range(1, 61)
    ]
    assert set(answers) == {422, 429}
    assert answers.count(422) in range(FULL, 2 * FULL + 1)
    assert flood.sign_in("b@example.vn", address="2001:db8:2:1::1") == 422
