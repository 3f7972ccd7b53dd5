"""A page whose standby failed is asked of the primary, and tells what that one refuses."""

from functools import wraps

import pytest
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import Gone

from app.core.errors import NotFound


@pytest.mark.parametrize(
    ("said", "status"), [(NotFound("not_found"), 404), (Gone(), 410), (PoolTimeout("none is free"), 503)]
)
def test_view_run_again_tells_its_own_refusal(app, client, monkeypatch, said, status):
    endpoint, _values = app.url_map.bind("").match("/dang-nhap")
    faults, standby = [PoolTimeout("the standby is away"), said], [True]

    @wraps(app.view_functions[endpoint])
    def view():
        raise faults.pop(0)

    monkeypatch.setitem(app.view_functions, endpoint, view)
    monkeypatch.setattr("app.web.errors.leave_standby", lambda _error=None: bool(standby and standby.pop()))
    assert client.get("/dang-nhap").status_code == status
    assert faults == []
