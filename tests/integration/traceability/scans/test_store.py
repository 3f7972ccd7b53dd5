"""Counting scans: what counts, what does not, what is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.core.clock import FixedClock, use_clock
from traceability.codes.signed_lists.signed_list import code_digest
from traceability.scans.buffer import CountedScan, ScanBuffer
from traceability.scans.store import count_scans, scan_store

PHONE = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36 Zalo android/24"
}
AT = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)


@pytest.fixture
def code(factory):
    return factory.lot_code(factory.lot()).code


def counted(app, code):
    app.extensions["scan_buffer"].flush()
    return count_scans(code)[0]


def test_opening_the_page_counts_once_a_visitor_and_day(app, client, code):
    for path in (f"/truy-xuat/{code}", f"/truy-xuat/{code}", f"/en/trace/{code}"):
        assert client.get(path, headers=PHONE).status_code == 200
    assert counted(app, code) == 1
    client.get(f"/truy-xuat/{code}", headers={"User-Agent": "Mozilla/5.0 (iPhone)"})
    assert counted(app, code) == 2


def test_page_from_the_cache_counts_too(app, client, code):
    for number in range(5):
        client.get(f"/truy-xuat/{code}", headers={"User-Agent": f"Mozilla/5.0 phone {number}"})
    assert counted(app, code) == 5


@pytest.mark.parametrize(
    "headers",
    [{}, {"User-Agent": ""}, {"User-Agent": "Googlebot/2.1"}, {"User-Agent": "facebookexternalhit/1.1"},
     {"User-Agent": "curl/8"},
     PHONE | {"Sec-Purpose": "prefetch"}, PHONE | {"Purpose": "prefetch"}, PHONE | {"X-Moz": "prefetch"}],
)  # fmt: skip
def test_what_no_person_opened_is_not_counted(app, client, code, headers):
    headers = {"User-Agent": ""} | headers
    client.get(f"/truy-xuat/{code}", headers=headers)
    client.head(f"/truy-xuat/{code}", headers=PHONE)
    assert counted(app, code) == 0


def test_redirect_is_not_counted_nor_a_code_that_was_not_issued(app, client, code):
    client.get(f"/t/{code}", headers=PHONE)
    client.get("/truy-xuat/B0000000000000000000", headers=PHONE)
    assert app.extensions["scan_buffer"].flush() == 0


def test_nothing_of_a_person_nor_a_working_code_is_kept(app, client, code, settings):
    client.get(f"/truy-xuat/{code}", headers=PHONE, environ_base={"REMOTE_ADDR": "203.0.113.77"})
    app.extensions["scan_buffer"].flush()
    with app.extensions["scans"]().connect() as connection:
        totals = connection.execute(text("SELECT * FROM scan_total")).mappings().all()
        scans = connection.execute(text("SELECT * FROM scan")).mappings().all()
    assert [set(row) for row in totals] == [{"code_hash", "count", "first"}]
    assert [set(row) for row in scans] == [
        {"day", "code_hash", "lot_id", "product_id", "is_item", "hour", "unit_code", "visitor"}
    ]
    assert (scans[0]["code_hash"], scans[0]["unit_code"]) == (code_digest(code), "")
    files = b"".join(path.read_bytes() for path in settings.data_dir.glob("scans.db*"))
    assert [word for word in (b"203.0.113.77", b"Zalo", code.encode()) if word in files] == []


def test_counts_add_up_by_hour_and_a_new_day_forgets_visitors(app, code):
    buffer = app.extensions["scan_buffer"]
    clock = FixedClock(AT)
    with use_clock(clock):
        assert [buffer.add(code, "a"), buffer.add(code, "a"), buffer.add(code, "b")] == [True, False, True]
        buffer.flush()
        clock.advance(timedelta(hours=1))
        assert buffer.add(code, "c")
        clock.advance(timedelta(days=1))
        assert buffer.add(code, "a")
    buffer.flush()
    number, first = count_scans(code)
    assert (number, first) == (4, AT.replace(minute=0))


def test_visitor_counts_once_a_day_whichever_worker_answers(app, code):
    store = scan_store()
    for buffer in (ScanBuffer(store.keep, store.key_of), ScanBuffer(store.keep, store.key_of)):
        assert buffer.add(code, "a")
        buffer.close()
    assert count_scans(code)[0] == 1


def test_many_scans_count_by_hour_and_each_visitor_once(app, code):
    store = scan_store()
    hours = [AT.replace(minute=0), AT.replace(hour=4, minute=0)]
    scans = [CountedScan(code, hours[number % 2], f"v{number}") for number in range(1_001)]
    store.keep([*scans, *scans[:3]])
    store.keep([*scans[-2:], CountedScan(code, hours[1], "late")])
    with app.extensions["scans"]().connect() as connection:
        assert connection.scalar(text("SELECT count FROM scan_total")) == 1_002
        assert connection.execute(text("SELECT day, count FROM scan_day")).all() == [("2026-11-22", 1_002)]
    assert count_scans(code) == (1_002, hours[0])


def test_scans_are_summed_for_the_lots_named_however_many(app, monkeypatch):
    monkeypatch.setattr("traceability.scans.store.BATCH", 2)
    with app.extensions["scans"]().begin() as connection:
        connection.execute(
            text("INSERT INTO scan_day (lot_id, day, count) VALUES (:lot, :day, :count)"),
            [
                {"lot": lot, "day": day, "count": count}
                for lot, day, count in (
                    (1, "2026-05-01", 3), (1, "2026-05-02", 4), (2, "2026-05-02", 9), (3, "2026-05-02", 100),
                    (5, "2026-05-02", 1),
                )
            ],
        )  # fmt: skip
    assert scan_store().count_by_lot([1, 2, 4, 5]) == {1: 7, 2: 9, 5: 1}
    assert scan_store().count_by_lot([]) == {}


def test_single_scans_are_gone_after_thirty_days_and_counts_stay(app, code):
    store, clock = scan_store(), FixedClock(AT)
    with use_clock(clock):
        store.keep([CountedScan(code, AT.replace(minute=0), "a1")])
        store.key_of(AT.date())
        clock.advance(timedelta(days=30))
        assert store.forget_old() == 0
        clock.advance(timedelta(days=1))
        assert store.forget_old() == 1
    assert store.list_scans_of(code) == []
    assert count_scans(code)[0] == 1
    with app.extensions["scans"]().connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM scan_key")) == 0


def test_what_cannot_be_written_waits():
    stored, broken = [], [True]

    def store(scans):
        if broken[0]:
            raise OSError("disk full")
        stored.extend(scans)

    buffer = ScanBuffer(store, lambda _day: b"k" * 32)
    buffer.add("B1", "a")
    assert buffer.flush() == 0
    broken[0] = False
    buffer.close()
    assert [scan.code for scan in stored] == ["B1"]


def test_worker_without_a_key_of_the_day_counts_with_its_own():
    def key_of(_day):
        raise OSError("disk full")

    stored = []
    buffer = ScanBuffer(stored.extend, key_of)
    assert [buffer.add("B1", "a"), buffer.add("B1", "a")] == [True, False]
    buffer.close()
    assert len(stored) == 1


def test_page_says_how_often_it_was_opened(app, client, code):
    client.get(f"/truy-xuat/{code}", headers=PHONE)
    app.extensions["scan_buffer"].flush()
    app.extensions["micro_cache"]._kept.clear()
    assert "Đã mở 1 lần" in client.get(f"/truy-xuat/{code}").get_data(as_text=True)
