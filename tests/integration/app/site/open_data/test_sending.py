"""Every download of a whole table, as programs ask for it: again, in part, zipped or not, its head alone."""

import gzip
from datetime import UTC, datetime

import pytest

from app.core.clock import FixedClock, use_clock
from app.core.work.jobs import run_pending
from app.site.open_data.tasks import order_files
from app.site.whole_files import queries
from app.site.whole_files.tasks import order_whole_files

NIGHT = datetime(2026, 11, 2, 19, tzinfo=UTC)
DOWNLOADS = [
    "/san-pham.csv", "/en/products.csv", "/co-so.csv", "/giay-chung-nhan.csv", "/ket-qua.csv",
    "/du-lieu-mo/products.csv", "/du-lieu-mo/products.xlsx", "/du-lieu-mo/products.jsonld",
    "/du-lieu-mo/products-changes.csv", "/du-lieu-mo/SHA256SUMS.txt",
    "/sitemap.xml", "/sitemap-1.xml", "/giay-chung-nhan/so-cap.json",
]  # fmt: skip
EARLIER, LATER = "Sun, 01 Nov 2026 00:00:00 GMT", "Tue, 03 Nov 2026 00:00:00 GMT"
MADE = "Mon, 02 Nov 2026 19:00:00 GMT"
pytestmark = pytest.mark.parametrize("path", DOWNLOADS)


@pytest.fixture(autouse=True)
def made(monkeypatch, factory):
    monkeypatch.setattr(queries, "SMALL", 0)
    factory.award(number="CNNT-01-2026-0001")
    with use_clock(FixedClock(NIGHT)):
        order_files()
        order_whole_files()
        run_pending()


def test_who_has_it_gets_nothing_again(client, path):
    for coding in ("identity", "gzip"):
        first = client.get(path, headers={"Accept-Encoding": coding})
        tag = first.headers["ETag"]
        for condition in (
            {"If-None-Match": tag},
            {"If-None-Match": f'"other", W/{tag}'},
            {"If-None-Match": "*"},
            {"If-Modified-Since": MADE},
            {"If-None-Match": tag, "If-Modified-Since": EARLIER},
        ):
            again = client.get(path, headers={"Accept-Encoding": coding} | condition)
            assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag), condition
            assert (again.headers["Vary"], again.headers["Cache-Control"]) == (
                "Accept-Encoding", "max-age=300, public",
            )  # fmt: skip
        for condition in (
            {"If-None-Match": '"other"'},
            {"If-Modified-Since": EARLIER},
            {"If-None-Match": '"other"', "If-Modified-Since": LATER},
        ):
            again = client.get(path, headers={"Accept-Encoding": coding} | condition)
            assert (again.status_code, again.data) == (200, first.data), condition


def test_a_part_is_one_of_the_file_as_it_is(client, path):
    whole = client.get(path, headers={"Accept-Encoding": "identity"})
    size, zipped = len(whole.data), {"Accept-Encoding": "gzip"}
    for asked, start, end in (("0-4", 0, 4), ("5-", 5, size - 1), ("-7", size - 7, size - 1)):
        part = client.get(path, headers=zipped | {"Range": f"bytes={asked}"})
        assert (part.status_code, part.data) == (206, whole.data[start : end + 1]), asked
        assert part.headers["Content-Range"] == f"bytes {start}-{end}/{size}"
        assert part.headers["Content-Length"] == str(end + 1 - start)
        assert (part.headers["ETag"], "Content-Encoding" in part.headers) == (whole.headers["ETag"], False)
    beyond = client.get(path, headers={"Range": f"bytes={size}-"})
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{size}")


def test_a_part_of_an_older_file_is_not_given(client, path):
    whole = client.get(path)
    tag, part = whole.headers["ETag"], {"Range": "bytes=0-4"}
    for known in (tag, MADE):
        assert client.get(path, headers=part | {"If-Range": known}).data == whole.data[:5], known
    for other in ('"other"', f'{tag[:-1]}-gzip"', EARLIER):
        answer = client.get(path, headers=part | {"If-Range": other})
        assert (answer.status_code, answer.data) == (200, whole.data), other
        assert "Content-Range" not in answer.headers


@pytest.mark.parametrize(
    ("accepted", "zipped"),
    [("gzip", True), ("br, GZIP;q=0.5", True), ("*", True), ("gzip;q=0", False), ("gzip;q=0.000, *", False),
     ("identity", False), ("", False)],
)  # fmt: skip
def test_it_is_zipped_for_those_who_read_that(client, path, accepted, zipped):
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    answer = client.get(path, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == ("gzip" if zipped else None)
    assert (gzip.decompress(answer.data) if zipped else answer.data) == plain.data
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_head_says_what_get_would(client, path):
    for headers in ({"Accept-Encoding": "identity"}, {"Accept-Encoding": "gzip"}):
        whole, head = client.get(path, headers=headers), client.head(path, headers=headers)
        assert (head.status_code, head.data) == (200, b"")
        for name in ("Content-Length", "Content-Type", "ETag", "Last-Modified", "Vary", "Accept-Ranges"):
            assert head.headers[name] == whole.headers[name], name
    again = client.head(path, headers={"If-None-Match": client.get(path).headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
