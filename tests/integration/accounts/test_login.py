"""Signing in and out."""

import re

from tests.factories.accounts import PASSWORD


def csrf_of(client, path):
    page = client.get(path)
    return re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]


def sign_in(client, email, password=PASSWORD, path="/dang-nhap"):
    return client.post(path, data={"csrf_token": csrf_of(client, path), "email": email, "password": password})


def test_login_with_the_right_password_leads_on(client, factory):
    person = factory.user()
    answer = sign_in(client, person.email)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/tai-khoan")


def test_login_with_a_wrong_password_is_refused_in_words(client, factory):
    person = factory.user()
    answer = sign_in(client, person.email, "wrong password")
    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_login_as_a_new_browser_reaches_the_account_page(login_as, factory):
    person = factory.user("officer-province", name="Trần Văn An")
    page = login_as(person).get("/tai-khoan")
    assert page.status_code == 200
    assert "Trần Văn An" in page.text
