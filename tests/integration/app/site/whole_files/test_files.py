"""The sitemap and the register of a large catalogue: made by a job after a change, sent as they are."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from app.core.clock import FixedClock, use_clock
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.database.transaction import transaction
from app.core.work.jobs import Job, run_pending
from app.site.whole_files import queries, sitemap, tasks
from app.site.whole_files.models import WholeFile
from app.site.whole_files.tasks import KIND, order_whole_files
from tests.helpers.gateway import as_the_server_asks

NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)
REGISTER = "/giay-chung-nhan/so-cap.json"


def make(at=NOW):
    with use_clock(FixedClock(at)):
        order_whole_files()
        run_pending()


@pytest.fixture
def large(monkeypatch, factory):
    """A catalogue that counts as large: one certificate, its product and its facility; twelve places a file."""
    monkeypatch.setattr(queries, "SMALL", 2)
    monkeypatch.setattr(sitemap, "PLACES_A_FILE", 12)
    return factory.award(number="CNNT-01-2026-0001")


def test_a_small_catalogue_has_no_such_files(client, factory):
    factory.award(number="CNNT-01-2026-0001")
    make()
    assert db.session.query(WholeFile).count() == 0
    assert "/giay-chung-nhan/CNNT-01-2026-0001</loc>" in client.get("/sitemap.xml").text


def test_a_job_makes_what_was_drawn_before(client, large):
    drawn = client.get(REGISTER).data
    make()
    assert sorted(row.name for row in db.session.query(WholeFile)) == [
        "register.json", "sitemap-1.xml", "sitemap-2.xml", "sitemap.xml",
    ]  # fmt: skip
    index = client.get("/sitemap.xml")
    assert "http://127.0.0.1:8000/sitemap-2.xml</loc>" in index.text
    assert index.mimetype == "application/xml"
    assert "Content-Disposition" not in index.headers
    assert "/en/certificates/CNNT-01-2026-0001</loc>" in client.get("/sitemap-2.xml").text
    assert client.get("/sitemap-3.xml").status_code == 404
    assert client.get(REGISTER).data == drawn


@pytest.mark.parametrize("path", [REGISTER, "/sitemap.xml", "/sitemap-2.xml"])
def test_file_is_read_whole_after_its_request_has_ended(app, client, large, path):
    make()
    plain, packed = as_the_server_asks(app, path), as_the_server_asks(app, path, "gzip")
    assert (plain.status, packed.status) == (200, 200)
    assert gzip.decompress(packed.body) == plain.body == client.get(path).data != b""


def test_it_is_sent_zipped_in_part_or_not_at_all(client, large):
    make()
    zipped = client.get(REGISTER, headers={"Accept-Encoding": "gzip"})
    whole = client.get(REGISTER)
    assert gzip.decompress(zipped.data) == whole.data
    assert client.get(REGISTER, headers={"Range": "bytes=0-9"}).data == whole.data[:10]
    assert client.get(REGISTER, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    assert whole.headers["Content-Disposition"] == 'attachment; filename="so-cap-giay-chung-nhan.json"'


def test_they_are_made_anew_after_a_change_alone(client, large, factory):
    make()
    make(NOW + timedelta(minutes=5))
    assert db.session.query(Job).filter_by(kind=KIND).count() == 1
    product = factory.product()
    with transaction():
        record_change("product", product.id)
    make(NOW + timedelta(minutes=10))
    assert db.session.query(Job).filter_by(kind=KIND).count() == 2
    texts = client.get("/sitemap-2.xml").text + client.get("/sitemap-3.xml").text
    assert f"/san-pham/{product.slug}</loc>" in client.get("/sitemap-1.xml").text + texts
    assert db.session.query(WholeFile).filter_by(name="sitemap.xml").count() == 1


def test_two_rounds_order_one_job(large):
    for _round in range(2):
        with use_clock(FixedClock(NOW)):
            order_whole_files()
    assert [job.key for job in db.session.query(Job).filter_by(kind=KIND)] == [KIND]


def test_a_job_that_was_taken_over_changes_no_files(large, monkeypatch):
    drawn = tasks._files

    def taken_over_meanwhile(position):
        yield from drawn(position)
        with transaction() as session:
            session.query(Job).filter_by(kind=KIND).one().turn += 1

    monkeypatch.setattr(tasks, "_files", taken_over_meanwhile)
    make()
    assert db.session.query(WholeFile).count() == 0


@pytest.mark.parametrize(("seconds", "orders"), [(499, 1), (500, 2)])
def test_files_that_took_ten_seconds_are_left_alone_for_fifty_times_as_long(large, factory, seconds, orders):
    make()
    with transaction() as session:
        session.query(WholeFile).update({"took": 10})
    factory.product()
    with use_clock(FixedClock(NOW + timedelta(seconds=seconds))):
        order_whole_files()
    assert db.session.query(Job).filter_by(kind=KIND).count() == orders
