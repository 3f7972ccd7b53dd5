"""A disk that takes no more writes under the server as it is shipped: told, nothing half done, and over in the end."""

import os
import re
import resource
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import select, update

from app.accounts.models import UserSession
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.mail import post_mail
from app.core.work.jobs import Job, JobState
from tests.e2e.server import Server
from tests.helpers import wait_for
from tests.helpers.served import ask

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture
def site(tmp_path, settings):
    """A server on the data of the test."""
    server = Server(tmp_path)
    server.env["DATA_DIR"] = str(settings.data_dir.resolve())
    yield server
    server.stop()


def let_files_grow(site, most):
    """No process of the server writes beyond this byte of any file."""
    group = site._process.pid
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) == group:
                resource.prlimit(int(folder.name), resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
        except ProcessLookupError:
            continue


def sign_in(site):
    _, headers, page = ask(site, "/dang-nhap")
    form = {"csrf_token": TOKEN.search(page)[1], "email": "ai@example.vn", "password": "không đúng"}
    sent = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": headers["Set-Cookie"].partition(";")[0],
    }
    return ask(site, "/dang-nhap", "POST", urlencode(form), sent)


def states():
    db.session.rollback()
    return set(db.session.scalars(select(Job.state)))


@pytest.mark.slow
def test_pages_go_on_forms_are_told_and_all_of_it_comes_back(app, site, factory, login_as):
    facility = factory.facility()
    browser = login_as(factory.user("facility", facility_id=facility.id))
    cookie = {"Cookie": f"tb={browser.get_cookie('tb').value}"}
    with transaction():
        db.session.execute(update(UserSession).values(seen_at=utc_now() - timedelta(minutes=10)))
    db.session.remove()
    site.start()
    assert (sign_in(site)[0], ask(site, "/readyz")[0]) == (422, 200)
    let_files_grow(site, 0)
    assert [ask(site, path)[0] for path in ("/", "/san-pham", "/dang-nhap")] == [200, 200, 200]
    assert ask(site, "/co-so-cua-toi", headers=cookie)[0] == 200  # its session cannot be touched
    status, headers, page = sign_in(site)
    assert (status, headers["Retry-After"]) == (503, "5")
    assert "Chưa có gì được lưu" in page
    status, _, told = ask(site, "/readyz")
    assert (status, '"disk":"unavailable"' in told.replace(" ", "")) == (503, True)
    with transaction():
        post_mail("a@example.vn", "s", "b")
    db.session.remove()
    let_files_grow(site, resource.RLIM_INFINITY)
    assert wait_for(lambda: states() == {JobState.DONE})  # who runs jobs has come back by itself
    assert (sign_in(site)[0], ask(site, "/readyz")[0]) == (422, 200)


@pytest.mark.slow
def test_a_second_machine_with_other_keys_is_not_started(app, site, tmp_path, settings):
    from app.ops.key_check import note_keys

    with transaction():
        note_keys(settings)
    db.session.remove()
    second = Server(tmp_path)
    second.env |= {"DATA_DIR": str(tmp_path / "second"), "DATABASE_URL": settings.database_url}
    with pytest.raises(RuntimeError, match="lacks the keys of this database"):
        second.start()
    assert second.log_text().count("\n") == 1
