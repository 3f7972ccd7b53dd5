"""The administrator's pages open for administrators only."""

import pytest

PAGES = (
    "/quan-tri",
    "/quan-tri/nguoi-dung",
    "/quan-tri/nguoi-dung/moi",
    "/quan-tri/nhat-ky",
    "/quan-tri/cong-viec",
    "/quan-tri/thu",
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_admin_page_opens(login_as, path, prefix):
    english = {
        "/quan-tri": "/admin",
        "/quan-tri/nguoi-dung": "/admin/users",
        "/quan-tri/nguoi-dung/moi": "/admin/users/invite",
        "/quan-tri/nhat-ky": "/admin/audit",
        "/quan-tri/cong-viec": "/admin/jobs",
        "/quan-tri/thu": "/admin/mails",
    }
    page = login_as("admin").get(prefix + english[path] if prefix else path)
    assert page.status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_admin_page_is_shut_to_an_officer(login_as, path):
    assert login_as("officer-national").get(path).status_code == 403
