"""The task list joins what every package says."""

import logging

from app.web import tasks as tasks_registry
from app.web.access import MEMBER
from app.web.tasks import TaskItem, register_task_source


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


def test_complaints_stand_before_the_next_step_of_a_round(app):
    council = [
        source.__name__ for permission, source in tasks_registry._sources if permission == "voting.council"
    ]
    assert council == ["papers_to_settle", "council_after_count", "council_work"]


def test_source_that_registers_twice_is_asked_once(monkeypatch):
    monkeypatch.setattr(tasks_registry, "_sources", [])

    def source(_actor):
        return []

    for _ in range(2):
        register_task_source(MEMBER, source)
    assert tasks_registry._sources == [(MEMBER, source)]
