"""The second download of a file: from the loop, without the application, as the file is now."""

import asyncio
import gzip
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import request_started

from app.core.clock import FixedClock, use_clock
from app.core.database.changes import record_change
from app.core.database.transaction import transaction
from app.core.ports import ports
from app.core.work.jobs import run_pending
from app.serving.gateway import Gateway
from app.site.open_data.tasks import order_files
from app.site.whole_files import queries
from app.site.whole_files.models import WholeFile
from app.site.whole_files.tasks import order_whole_files
from tests.helpers.gateway import asked, scope

NIGHT = datetime(2026, 11, 2, 19, tzinfo=UTC)
DOWNLOADS = ["/san-pham.csv", "/du-lieu-mo/products.xlsx", "/sitemap-1.xml", "/giay-chung-nhan/so-cap.json"]


def make(at=NIGHT):
    with use_clock(FixedClock(at)):
        order_files()
        order_whole_files()
        run_pending()


@pytest.fixture
def site(app, monkeypatch, factory):
    """counted: what reached the application. ask: status, headers, body, as a server asks. look: at the feed."""
    monkeypatch.setattr(queries, "SMALL", 0)
    factory.award(number="CNNT-01-2026-0001")
    make()
    counted = []

    def count(_app, **_rest):
        counted.append(1)

    def ask(path, **headers):
        given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        return asyncio.run(asked(Gateway(app, limit=1000), scope(path, headers=[(b"host", b"x"), *given])))

    with request_started.connected_to(count, app):
        yield SimpleNamespace(
            ask=ask, counted=counted, look=lambda: app.extensions["micro_cache"].hear(False)
        )


@pytest.mark.parametrize("path", DOWNLOADS)
@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_it_is_the_same_and_does_not_reach_the_application(site, client, path, coding):
    first = site.ask(path, accept_encoding=coding)
    del site.counted[:]
    again = site.ask(path, accept_encoding=coding)
    known = site.ask(path, accept_encoding=coding, if_none_match=first[1][b"etag"].decode())
    assert site.counted == []
    for headers in (first[1], again[1], known[1]):
        del headers[b"x-request-id"]
    assert (again[0], again[2]) == (200, first[2])
    assert {**again[1], b"date": b""} == {**first[1], b"date": b""}
    assert (known[0], known[2], known[1][b"etag"]) == (304, b"", first[1][b"etag"])
    assert known[1].keys() & {b"content-length", b"content-type", b"content-encoding"} == set()
    plain = client.get(path, headers={"Accept-Encoding": "identity"}).data
    assert (gzip.decompress(again[2]) if coding == "gzip" else again[2]) == plain


@pytest.mark.parametrize("path", DOWNLOADS)
def test_conditions_are_answered_by_the_application(site, path):
    tag = site.ask(path)[1][b"etag"].decode()
    plain = site.ask(path)[2]
    for headers, status, body in (
        ({"if_none_match": f'"other", {tag}'}, 304, b""),
        ({"if_none_match": '"other"'}, 200, plain),
        ({"if_modified_since": "Tue, 03 Nov 2026 00:00:00 GMT"}, 304, b""),
        ({"if_none_match": '"other"', "if_modified_since": "Tue, 03 Nov 2026 00:00:00 GMT"}, 200, plain),
        ({"range": "bytes=0-3", "if_none_match": '"other"'}, 206, plain[:4]),
        ({"range": "bytes=0-3", "if_range": "Tue, 03 Nov 2037 00:00:00 GMT"}, 206, plain[:4]),
    ):
        answer = site.ask(path, **headers)
        assert (answer[0], answer[2]) == (status, body), headers


PARTS = (
    ({"range": "bytes=0-3"}, slice(0, 4)),
    ({"range": "bytes=5-", "accept_encoding": "gzip"}, slice(5, None)),
    ({"range": "bytes=-7"}, slice(-7, None)),
    ({"range": "bytes=2-99999999"}, slice(2, None)),
    ({"range": "bytes=-99999999"}, slice(0, None)),
)


@pytest.mark.parametrize("path", DOWNLOADS)
def test_parts_are_those_of_the_application_and_do_not_reach_it_again(site, path):
    first = site.ask(path, **PARTS[0][0])
    del site.counted[:]
    again = site.ask(path, **PARTS[0][0])
    whole = site.ask(path)
    for headers, part in PARTS:
        status, told, body = site.ask(path, **headers)
        assert (status, body) == (206, whole[2][part]), headers
        assert told[b"content-length"] == str(len(body)).encode()
        begin = part.indices(len(whole[2]))[0]
        ends = f"bytes {begin}-{begin + len(body) - 1}/{len(whole[2])}"
        assert told[b"content-range"] == ends.encode()
        assert b"content-encoding" not in told
    assert site.counted == []
    for headers in (first[1], again[1]):
        del headers[b"x-request-id"]
    assert (again[0], again[2]) == (206, first[2])
    assert {**again[1], b"date": b""} == {**first[1], b"date": b""}
    assert b"content-range" not in whole[1]
    assert whole[1][b"content-length"] == str(len(whole[2])).encode()


@pytest.mark.parametrize("path", DOWNLOADS)
@pytest.mark.parametrize("is_kept", [True, False])
def test_a_part_is_given_where_it_is_one_of_this_file(site, path, is_kept):
    whole = site.ask(path, accept_encoding="identity")
    tag, made = whole[1][b"etag"].decode(), whole[1][b"last-modified"].decode()
    part = (206, whole[2][:4])
    answers = {
        ("bytes=0-3", tag): part,
        ("bytes=0-3", made): part,
        ("bytes=0-3", '"other"'): (200, whole[2]),
        ("bytes=0-3", f'{tag[:-1]}-gzip"'): (200, whole[2]),
        ("bytes=0-1,3-4", tag): (200, whole[2]),
        ("bytes=4-2", tag): (200, whole[2]),
        ("letters=0-3", tag): (200, whole[2]),
    }
    for (wanted, known), answer in answers.items():
        if not is_kept:
            with transaction():
                record_change("product", 1)
            site.look()
        del site.counted[:]
        found = site.ask(path, range=wanted, if_range=known, accept_encoding="gzip")
        assert (found[0], found[2]) == answer, (wanted, known)
        assert found[1].get(b"content-encoding") is None
        assert (site.counted == []) is is_kept


@pytest.mark.parametrize("path", DOWNLOADS)
def test_a_part_behind_the_end_is_told_how_long_the_file_is(site, path):
    size = len(site.ask(path)[2])
    del site.counted[:]
    status, headers, body = site.ask(path, range=f"bytes={size}-")
    assert (status, headers[b"content-range"], site.counted) == (416, f"bytes */{size}".encode(), [])
    assert body.decode() == f"Tệp chỉ có {size} byte. / The file has {size} bytes only.\n"
    assert headers[b"content-length"] == str(len(body)).encode()
    assert headers[b"cache-control"] == b"no-store"
    assert headers.keys() & {b"etag", b"last-modified", b"content-disposition"} == set()


def test_a_change_and_a_file_that_is_gone_are_asked_for_anew(site, factory):
    before = site.ask("/sitemap-1.xml")
    assert site.ask("/sitemap-1.xml")[2] == before[2]
    slug = factory.product().slug
    with transaction():
        record_change("product", 1)
    make(NIGHT + timedelta(hours=1))
    site.look()
    assert f"/san-pham/{slug}<".encode() in site.ask("/sitemap-1.xml")[2]
    with transaction() as session:
        row = session.query(WholeFile).filter_by(name="sitemap-1.xml").one()
        old, row.file = row.file, ports().files.put(b"<other/>", ".xml")
    ports().files.delete(old)
    assert site.ask("/sitemap-1.xml")[2] == b"<other/>"


def test_a_long_file_comes_whole_in_pieces_and_a_part_over_them(site):
    data = bytes(range(256)) * 1024 * 4 + b"end"
    with transaction() as session:
        row = session.query(WholeFile).filter_by(name="register.json").one()
        row.file = ports().files.put(data, ".json")
    for _time in range(2):
        assert site.ask("/giay-chung-nhan/so-cap.json")[2] == data
        part = site.ask("/giay-chung-nhan/so-cap.json", range="bytes=7-600006")
        assert (part[0], part[2]) == (206, data[7:600_007])
