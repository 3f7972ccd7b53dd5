"""The register of acts, jobs and mails; a person's tasks."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core import mail
from app.core.actor import SYSTEM, Actor
from app.core.audit import record
from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.mail import WAITS, OutboxMail, post_mail
from app.core.ports import MailUncertain
from app.core.work import jobs
from app.core.work.jobs import MAX_ATTEMPTS, Job, JobState, enqueue, run_pending, task
from app.web import tasks as tasks_registry
from app.web.csv_files import safe_cell
from app.web.tasks import TaskItem, register_task_source
from tests.helpers import only, send


@pytest.fixture
def admin(login_as):
    return login_as("admin")


def act(name, label="Lan", **detail):
    with transaction():
        record(Actor(user_id=None, label=label), name, ("product", "7"), label="Nước mắm", **detail)


def shown(page):
    return page.text.count('<th scope="row">')


def test_register_filters_by_every_field(admin):
    act("catalog.product.publish", "Đỗ Lan")
    act("catalog.product.withdraw", "An")
    act("voting.round.close", "An")
    found = {
        query: shown(admin.get(f"/quan-tri/nhat-ky?{query}"))
        for query in (
            "",
            "act=catalog.",
            "act=catalog.product.w",
            "actor=Lan",
            "subject_kind=product&subject_id=7",
            "subject_id=8",
            "act=%25",
            "until=2020-01-01",
            "since=2020-01-01",
        )
    }
    assert found == {
        "": 3,
        "act=catalog.": 2,
        "act=catalog.product.w": 1,
        "actor=Lan": 1,
        "subject_kind=product&subject_id=7": 3,
        "subject_id=8": 0,
        "act=%25": 0,
        "until=2020-01-01": 0,
        "since=2020-01-01": 3,
    }


def test_register_days_are_days_in_vietnam_and_inclusive(admin):
    from datetime import UTC, datetime

    with use_clock(FixedClock(datetime(2026, 3, 1, 17, 30, tzinfo=UTC))):  # 00:30 on 2 March in Việt Nam
        act("catalog.product.publish")
    found = [
        shown(admin.get(f"/quan-tri/nhat-ky?act=catalog&since={day}&until={day}"))
        for day in ("2026-03-01", "2026-03-02", "2026-03-03")
    ]
    assert found == [0, 1, 0]


def test_register_with_an_unreadable_day_says_so(admin):
    page = admin.get("/quan-tri/nhat-ky?since=hôm qua")
    assert (page.status_code, page.text.count('href="#since"')) == (200, 1)


def test_register_has_pages(admin):
    with transaction():
        for number in range(51):
            record(SYSTEM, "test.many", ("x", number))
    assert [shown(admin.get(f"/quan-tri/nhat-ky?act=test&page={page}")) for page in (1, 2, 3)] == [50, 1, 0]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "  =1+1", "\u3000=1"]
)
def test_csv_cell_that_would_be_a_formula_gets_an_apostrophe(cell):
    assert safe_cell(cell) == "'" + cell


@pytest.mark.parametrize(
    ("value", "text"), [("Nước mắm", "Nước mắm"), (None, ""), (12, "12"), ("a=b", "a=b")]
)
def test_csv_cell_of_plain_text_stays(value, text):
    assert safe_cell(value) == text


def test_register_as_csv_is_the_filtered_list_without_formulas(admin):
    act("catalog.product.publish", "=HYPERLINK(1)", note="xuống\ndòng")
    act("voting.round.close")
    answer = admin.get("/quan-tri/nhat-ky?act=catalog&format=csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="audit.csv"'
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[2:4] for row in rows] == [["actor", "act"], ["'=HYPERLINK(1)", "catalog.product.publish"]]


def test_register_line_cannot_be_changed_or_deleted(app):
    act("catalog.product.publish")
    for statement in ("UPDATE audit_entry SET actor_label = 'x'", "DELETE FROM audit_entry"):
        with pytest.raises(IntegrityError, match="append-only"), db.engine.begin() as connection:
            connection.exec_driver_sql(statement)


def test_register_shows_hostile_text_as_text(admin):
    act("catalog.product.publish", "<script>alert(1)</script>")
    page = admin.get("/quan-tri/nhat-ky?act=catalog").text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@task("test.fails")
def _fails(run):
    raise ValueError("nothing works")


@task("test.works")
def _works(run):
    run.progress(2, 4)
    return {"url": "/quan-tri"}


def new_job(kind, user_id=None, **values):
    with transaction() as session:
        job = enqueue(kind, user_id=user_id)
        session.flush()
        for name, value in values.items():
            setattr(job, name, value)
        return job.id


def test_job_page_shows_progress_and_comes_anew_until_it_ends(factory, login_as):
    person = factory.user()
    job_id = new_job(
        "test.works",
        person.id,
        done=1,
        total=4,
        state=JobState.RUNNING,
        lease_until=utc_now() + timedelta(minutes=1),
    )
    browser = login_as(person)
    page = browser.get(f"/cong-viec/{job_id}").text
    assert '<meta http-equiv="refresh" content="2">' in page
    assert '<progress value="1" max="4"' in page
    with transaction() as session:
        session.get_one(Job, job_id).lease_until = utc_now() - timedelta(seconds=1)
    run_pending()
    page = browser.get(f"/en/jobs/{job_id}").text
    assert "http-equiv" not in page
    assert 'href="/quan-tri"' in page


def test_job_of_another_person_is_not_found(factory, login_as):
    job_id = new_job("test.works", factory.user().id)
    stranger = login_as(factory.user("officer-national"))
    assert stranger.get(f"/cong-viec/{job_id}").status_code == 404
    assert send(stranger, f"/cong-viec/{job_id}/huy", page="/tai-khoan/bao-mat").status_code == 404
    assert login_as("admin").get(f"/cong-viec/{job_id}").status_code == 200


def test_job_can_be_cancelled_by_its_owner(factory, login_as):
    person = factory.user()
    job_id = new_job("test.works", person.id)
    send(login_as(person), f"/cong-viec/{job_id}/huy", page="/tai-khoan/bao-mat")
    assert run_pending() == 0
    assert db.session.get_one(Job, job_id).state == JobState.CANCELLED


def test_failed_job_is_shown_with_its_error_and_run_again(admin, app):
    clock = FixedClock(utc_now())
    job_id = new_job("test.fails")
    with use_clock(clock):
        for _ in range(MAX_ATTEMPTS):
            clock.advance(timedelta(minutes=2))
            run_pending()
    page = admin.get("/quan-tri/cong-viec?state=failed").text
    assert "ValueError: nothing works" in page
    send(admin, f"/quan-tri/cong-viec/{job_id}/chay-lai", page="/tai-khoan/bao-mat")
    job = db.session.get_one(Job, job_id)
    assert (job.state, job.attempts, job.error) == (JobState.QUEUED, 0, "")
    assert send(admin, f"/quan-tri/cong-viec/{job_id}/chay-lai", page="/tai-khoan/bao-mat").status_code == 409


class Postman:
    """A mail server that can be out of order."""

    delivers = True

    def __init__(self):
        self.sent = []
        self.down = False
        self.fault = None

    def send(self, recipient, subject, body, *, unsubscribe=""):
        if self.down:
            raise OSError("the server is down")
        if self.fault is not None:
            raise self.fault
        self.sent.append((recipient, subject, body))


@pytest.fixture
def postman(app):
    from dataclasses import replace

    postman = Postman()
    app.extensions["ports"] = replace(app.extensions["ports"], mailer=postman)
    return postman


def post():
    with transaction():
        return post_mail("lan@mam.vn", "Chào", "https://x/y\n").id


def test_mail_is_sent_once_by_its_job(postman):
    mail_id = post()
    run_pending()
    assert postman.sent == [("lan@mam.vn", "Chào", "https://x/y\n")]
    assert db.session.get_one(OutboxMail, mail_id).body == ""  # its link is the recipient's alone
    db.session.rollback()
    with transaction():
        enqueue("mail.send", mail_id=mail_id)
    run_pending()
    assert len(postman.sent) == 1


def test_mail_is_tried_for_a_day_and_then_given_up_with_the_reason(postman):
    clock = FixedClock(utc_now())
    postman.down = True
    with use_clock(clock):
        mail_id = post()
        for wait in (timedelta(), *WAITS, timedelta(days=30)):
            clock.advance(wait)
            run_pending()
        assert db.session.scalars(select(Job.state)).all() == [JobState.DONE] * (len(WAITS) + 1)
    assert db.session.get_one(OutboxMail, mail_id).error == "OSError: the server is down"


@pytest.mark.parametrize("kind", ["killed", "broken"])
def test_mail_that_may_have_been_taken_is_not_sent_again_but_by_a_person(postman, admin, kind):
    mail_id = post()
    if kind == "killed":
        assert jobs._claim() is not None  # the runner dies behind the note that it begins to send
        assert mail._begun(mail_id) is not None
    else:
        postman.fault = MailUncertain("the connection broke")
        run_pending()
    with use_clock(FixedClock(utc_now() + jobs.LEASE * 2)):
        run_pending()
        assert postman.sent == []
        assert "uncertain" in admin.get(f"/quan-tri/thu/{mail_id}").text
        postman.fault = None
        send(admin, f"/quan-tri/thu/{mail_id}/gui-lai", page=f"/quan-tri/thu/{mail_id}")
        run_pending()
    assert len(postman.sent) == 1


def test_mail_that_is_being_handed_over_is_not_sent_again(postman, admin):
    postman.down = True
    mail_id = post()
    run_pending()
    assert mail._begun(mail_id) is not None  # the next try
    assert only(OutboxMail).error == ""  # the word of the last try says nothing about this one
    refused = send(admin, f"/quan-tri/thu/{mail_id}/gui-lai", page=f"/quan-tri/thu/{mail_id}")
    assert refused.status_code == 409
    assert "đang được chuyển ngay lúc này" in refused.text
    db.session.rollback()
    assert only(OutboxMail).handed_at is not None


def test_mail_ordered_twice_is_sent_once(postman):
    mail_id = post()
    with transaction():
        mail.order_sending(mail_id)
    assert len(db.session.scalars(select(Job)).all()) == 1
    db.session.rollback()
    run_pending()
    assert len(postman.sent) == 1


def test_mail_of_a_rolled_back_change_is_never_sent(postman):
    with pytest.raises(ZeroDivisionError), transaction():
        post_mail("lan@mam.vn", "Chào", "x")
        raise ZeroDivisionError
    run_pending()
    assert postman.sent == []


def test_outbox_is_read_and_a_mail_sent_again(postman, admin):
    postman.down = True
    mail_id = post()
    run_pending()
    assert "OSError: the server is down" in admin.get(f"/quan-tri/thu/{mail_id}").text
    assert shown(admin.get("/quan-tri/thu?state=unsent")) == 1
    postman.down = False
    send(admin, f"/quan-tri/thu/{mail_id}/gui-lai", page=f"/quan-tri/thu/{mail_id}")
    run_pending()
    assert len(postman.sent) == 1
    assert shown(admin.get("/quan-tri/thu?state=unsent")) == 0
    assert send(admin, f"/quan-tri/thu/{mail_id}/gui-lai", page="/tai-khoan/bao-mat").status_code == 409


def test_outbox_hides_secret_links_where_mails_really_travel(app, admin):
    from dataclasses import replace

    with transaction():
        mail_id = post_mail("lan@mam.vn", "Chào", "http://127.0.0.1:8000/dat-lai-mat-khau/abcDEF-123\n").id
    assert "abcDEF-123" in admin.get(f"/quan-tri/thu/{mail_id}").text
    app.extensions["accounts"] = replace(app.extensions["accounts"], confirm_email_first=True)
    page = admin.get(f"/quan-tri/thu/{mail_id}").text
    assert ("abcDEF-123" in page, "/dat-lai-mat-khau/…" in page) == (False, True)


def test_tasks_come_from_the_sources_of_ones_roles_problems_first(login_as, monkeypatch):
    monkeypatch.setattr(tasks_registry, "_sources", [])
    register_task_source(
        "catalog.review", lambda actor: [TaskItem("Sản phẩm chờ duyệt", "/can-bo/san-pham", 3)]
    )
    register_task_source(
        "catalog.review", lambda actor: [TaskItem("Giấy tờ bị trả", "/can-bo/giay-to", 1, "problem")]
    )
    register_task_source("voting.score", lambda actor: [TaskItem("Phiếu chấm", "/giam-khao")])
    page = login_as("officer-national").get("/tai-khoan").text
    assert page.index("Giấy tờ bị trả") < page.index("Sản phẩm chờ duyệt")
    assert "Phiếu chấm<" not in page


def test_task_source_of_an_unknown_permission_is_a_mistake():
    with pytest.raises(ValueError, match="unknown permission"):
        register_task_source("catalog.reveiw", lambda actor: [])


def test_account_page_opens_the_doors_of_ones_roles(login_as):
    page = login_as("admin").get("/tai-khoan").text
    assert page.count('<a href="/quan-tri">Quản trị</a>') == 1
    assert 'href="/hoi-dong' not in page
