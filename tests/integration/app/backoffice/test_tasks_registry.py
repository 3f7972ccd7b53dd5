"""The task list joins what every package says."""

import logging

from app.backoffice.tasks import registry as tasks_registry
from app.backoffice.tasks.registry import TaskItem, register_task_source
from app.web.access import MEMBER


def test_source_that_fails_is_logged_and_hides_nothing_else(factory, login_as, monkeypatch, caplog):
    monkeypatch.setattr(tasks_registry, "_sources", [])

    def broken(_actor):
        raise RuntimeError("a source fell over")

    register_task_source(MEMBER, broken)
    register_task_source(MEMBER, lambda _actor: [TaskItem("Việc còn lại", "/viec", 1)])
    with caplog.at_level(logging.ERROR):
        page = login_as(factory.user("admin")).get("/tai-khoan")
    assert (page.status_code, "Việc còn lại" in page.text) == (200, True)
    assert "a source fell over" in caplog.text
