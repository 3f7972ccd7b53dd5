"""A new account without a facility is led to its registration, with a sentence."""

import pytest


@pytest.mark.parametrize("path", ["/co-so-cua-toi", "/co-so-cua-toi/san-pham/moi"])
def test_a_new_account_is_led_to_the_registration(factory, login_as, path):
    browser = login_as(factory.user())
    answer = browser.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/co-so-cua-toi/dang-ky")
    assert "Trước hết hãy đăng ký cơ sở" in browser.get("/co-so-cua-toi/dang-ky").text


def test_an_officer_is_refused_as_before(factory, login_as):
    assert login_as(factory.user("officer-national")).get("/co-so-cua-toi").status_code == 403


def test_a_missing_field_is_named(member):
    page = "/co-so-cua-toi/san-pham/moi"
    from tests.helpers import send  # here alone

    answer = send(member, page)
    assert answer.status_code == 422
    assert "Vui lòng nhập tên tiếng Việt." in answer.text or "Vui lòng nhập tên" in answer.text
    assert "Vui lòng chọn nhóm sản phẩm." in answer.text
