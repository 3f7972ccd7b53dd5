"""Counting scans: what counts, what does not, what is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.core.clock import FixedClock, use_clock
from traceability.scans import ScanBuffer, count_scans

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


def test_nothing_of_a_person_is_kept(app, client, code, settings):
    client.get(f"/truy-xuat/{code}", headers=PHONE, environ_base={"REMOTE_ADDR": "203.0.113.77"})
    app.extensions["scan_buffer"].flush()
    with app.extensions["scans"]().connect() as connection:
        rows = connection.execute(text("SELECT * FROM scan_count")).mappings().all()
    assert [set(row) for row in rows] == [{"code", "hour", "count"}]
    files = b"".join(path.read_bytes() for path in settings.data_dir.glob("scans.db*"))
    assert b"203.0.113.77" not in files
    assert b"Zalo" not in files


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


def test_what_cannot_be_written_waits():
    stored, broken = {}, [True]

    def store(counts):
        if broken[0]:
            raise OSError("disk full")
        stored.update(counts)

    buffer = ScanBuffer(store)
    buffer.add("B1", "a")
    assert buffer.flush() == 0
    broken[0] = False
    buffer.close()
    assert list(stored.values()) == [1]


def test_page_says_how_often_it_was_opened(app, client, code):
    client.get(f"/truy-xuat/{code}", headers=PHONE)
    app.extensions["scan_buffer"].flush()
    app.extensions["micro_cache"]._kept.clear()
    assert "Đã mở 1 lần" in client.get(f"/truy-xuat/{code}").get_data(as_text=True)
