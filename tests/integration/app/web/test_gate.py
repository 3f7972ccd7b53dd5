"""The gate before every view, and what public pages must never do."""

import pytest
from flask import Flask, session

from app.core.actor import PUBLIC
from app.web.access import access, current_actor
from app.web.addresses import absolute_url, local_path, with_query
from app.web.notices import notify

pytestmark = pytest.mark.own_application


@pytest.fixture
def probe(app: Flask):
    """Views of every kind, added before the first request."""

    def add(path, view, rule=None):
        app.add_url_rule(path, path, access(rule)(view) if rule else view, methods=["GET", "POST"])

    return add


def test_view_without_a_rule_is_refused(probe, client):
    probe("/thu-nghiem", lambda: "secret")
    answer = client.get("/thu-nghiem")
    assert (answer.status_code, "secret" in answer.text) == (500, False)


def test_public_view_that_touches_the_session_fails(probe, client):
    probe("/thu-nghiem", lambda: str(session.get("x")), "public")
    assert client.get("/thu-nghiem").status_code == 500


def test_public_view_sees_nobody_and_sets_no_cookie(probe, login_as, factory):
    def view():
        assert current_actor() == PUBLIC
        return "the same for everyone"

    probe("/thu-nghiem", view, "public")
    answer = login_as(factory.user()).get("/thu-nghiem")
    assert (answer.status_code, answer.headers.getlist("Set-Cookie"), answer.headers.get("Vary")) == (
        200,
        [],
        None,
    )


def test_member_view_asks_a_stranger_to_sign_in_and_comes_back(probe, client):
    probe("/thu-nghiem", lambda: "x", "member")
    assert client.get("/thu-nghiem?a=b").headers["Location"] == "/dang-nhap?next=/thu-nghiem?a%3Db"


@pytest.mark.parametrize("role", ["juror", "officer-national", "chair", "secretary"])
def test_view_of_another_role_is_refused(probe, login_as, role):
    probe("/thu-nghiem", lambda: "x", "admin.manage")
    assert login_as(role).get("/thu-nghiem").status_code == 403


def test_unknown_rule_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="unknown access rule"):
        access("admin.manege")


def test_error_page_of_a_private_view_reads_no_session(probe, login_as, factory):
    def view():
        notify("info", "never shown on an error page")
        raise ZeroDivisionError

    probe("/thu-nghiem", view, "member")
    answer = login_as(factory.user()).get("/thu-nghiem")
    assert (answer.status_code, "never shown" in answer.text) == (500, False)


@pytest.mark.parametrize("text", ["/", "/a?b=c", "/en/login?next=/x", "/đường/dẫn"])
def test_path_of_this_site_is_local(text):
    assert local_path(text) == text


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "a",
        "//a",
        "/\\a",
        "https://a",
        "/a\\b",
        "/a b",
        "/a\tb",
        "/a\nb",
        "\x00/a",
        "/" + "a" * 2001,
    ],
)
def test_anything_else_is_not(text):
    assert local_path(text) is None


def test_query_values_are_set_and_taken_away():
    assert with_query("/a?b=1&held=x", held=None, c="đ") == "/a?b=1&c=%C4%91"


def test_full_addresses_need_no_request(app):
    assert (
        absolute_url("accounts.reset_password", locale="en", key="k")
        == "http://127.0.0.1:8000/en/reset-password/k"
    )
    assert absolute_url("accounts.login") == "http://127.0.0.1:8000/dang-nhap"


@pytest.mark.parametrize("path", ["/dang-nhap", "/en/register", "/quen-mat-khau"])
def test_every_answer_carries_the_security_headers(client, path):
    headers = client.get(path).headers
    assert headers["Content-Security-Policy"].startswith(
        "default-src 'none'; script-src 'self'; style-src 'self';"
    )
    assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")
    assert "unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "said", "language"),
    [
        ("/khong-co-trang-nay", "en", "vi"),
        ("/en/no-such-page", "vi", "en"),
        ("/", "en", "vi"),
        ("/khong-co?lang=en", "vi", "en"),
    ],
)
def test_address_alone_decides_the_language_of_a_page(client, path, said, language):
    page = client.get(path, headers={"Accept-Language": said})
    assert f'<html lang="{language}">' in page.text


def test_method_that_an_address_does_not_know_is_refused_in_its_language(client):
    page = client.post("/gioi-thieu", headers={"Accept-Language": "en"})
    assert (page.status_code, '<html lang="vi">' in page.text) == (405, True)


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/epcis/v2/nothing"])
def test_programs_are_refused_in_the_language_they_ask_for(client, path):
    answers = {said: client.get(path, headers={"Accept-Language": said}) for said in ("vi", "en")}
    assert answers["en"].json["title"] == "We could not find that page"
    assert answers["vi"].json["title"] == "Không tìm thấy trang"


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("vi-VN,en;q=0.5", "Không tìm thấy trang"),
        ("en-US,vi;q=0.5", "We could not find that page"),
        ("EN", "We could not find that page"),
        ("vi;q=0, *", "We could not find that page"),
        ("fr", "Không tìm thấy trang"),
    ],
)
def test_language_of_a_country_counts_as_the_language(client, said, title):
    page = client.get("/api/v1/nothing", headers={"Accept-Language": said})
    assert page.json["title"] == title
