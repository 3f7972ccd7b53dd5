"""The file store: the local folder and a real S3 server keep the same promises."""

import hashlib
import io
import os
import shutil
import stat
import threading

import pytest

from app.adapters.files.local import LocalFileStore
from app.core.storage import FileNotKept, StorageDown, content_name
from config import BadSetting
from tests.helpers.s3 import free_port, s3_store


@pytest.fixture(params=["local", "s3"])
def store(request, tmp_path):
    if request.param == "local":
        return LocalFileStore(tmp_path / "files")
    return s3_store(
        request.getfixturevalue("s3_host"), f"bucket-{tmp_path.name.replace('_', '-').lower()[-40:]}"
    )


def test_put_names_a_file_after_its_content(store):
    assert store.put("Gốm".encode(), ".webp") == hashlib.sha256("Gốm".encode()).hexdigest() + ".webp"


@pytest.mark.parametrize(
    "data", [b"", b"\x00\xff" * 10, os.urandom(3_000_000)], ids=["empty", "short", "long"]
)
def test_file_comes_back_as_it_was(store, data):
    name = store.put(data, ".jpg")
    assert (store.get(name), store.size(name), store.exists(name)) == (data, len(data), True)
    with store.open(name) as body:
        assert body.read(7) + body.read() == data


def test_put_again_adds_nothing(store):
    assert list(store.names()) == []
    names = {
        store.put(b"one", ".pdf"),
        store.put(b"one", ".pdf"),
        store.put(b"one", ".png"),
        store.put(b"2", ".pdf"),
    }
    assert sorted(store.names()) == sorted(names)
    assert len(names) == 3


def test_a_file_of_the_disk_is_stored_as_its_bytes_are(store, tmp_path):
    data = os.urandom(700_000)
    with (tmp_path / "long").open("w+b") as file:
        file.write(data)
        assert store.put_file(file, ".csv") == content_name(data, ".csv") == store.put(data, ".csv")
        assert store.put_file(file, ".csv") == content_name(data, ".csv")
        assert file.closed is False
    assert store.get(content_name(data, ".csv")) == data
    assert len(list(store.names())) == 1


def test_a_long_file_is_copied_piece_by_piece(store, tmp_path):
    data = os.urandom(900_000)
    with store.open(store.put(data, ".csv")) as body, (tmp_path / "copy").open("wb") as copy:
        shutil.copyfileobj(body, copy, 100_000)
    assert (tmp_path / "copy").read_bytes() == data


def test_delete_forgets_once_and_for_all(store):
    name = store.put(b"one", ".pdf")
    store.delete(name)
    store.delete(name)
    assert (store.exists(name), list(store.names())) == (False, [])
    with pytest.raises(FileNotKept):
        store.get(name)


ABSENT = content_name(b"never put", ".pdf")
MALFORMED = [
    "",
    "x",
    "../../etc/passwd",
    f"../{ABSENT}",
    f"{ABSENT}/",
    f"{ABSENT}\n",
    ABSENT.upper(),
    f"{ABSENT}\x00",
    "a" * 10_000,
]


@pytest.mark.parametrize("name", [ABSENT, *MALFORMED])
def test_unknown_and_malformed_names_are_not_found(store, name):
    store.put(b"one", ".pdf")
    for verb in (store.get, store.open, store.size):
        with pytest.raises(FileNotKept) as refusal:
            verb(name)
        assert (refusal.value.code, refusal.value.status) == ("file_not_found", 404)
    assert store.exists(name) is False
    store.delete(name)
    assert len(list(store.names())) == 1


@pytest.mark.parametrize("suffix", ["", "pdf", ".PDF", "./x", ".tar.gz", "..", ".p\x00", ".toolongsuffix"])
def test_put_refuses_a_bad_suffix(store, suffix):
    with pytest.raises(ValueError, match="bad suffix"):
        store.put(b"one", suffix)
    with pytest.raises(ValueError, match="bad suffix"):
        store.put_file(io.BytesIO(b"one"), suffix)


def test_puts_of_many_threads_agree(store):
    names: list[str] = []
    threads = [
        threading.Thread(target=lambda: names.append(store.put(b"same" * 1000, ".webp"))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names == [content_name(b"same" * 1000, ".webp")] * 6
    assert store.get(names[0]) == b"same" * 1000


def test_local_store_leaves_nothing_half_written(tmp_path, monkeypatch):
    store = LocalFileStore(tmp_path)

    def full(handle):
        if stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageDown) as refusal:
        store.put(b"one", ".pdf")
    assert (refusal.value.code, refusal.value.params) == (
        "storage_unavailable",
        {"reason": "No space left on device"},
    )
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_s3_store_says_when_the_server_is_away_or_refuses(s3_host):
    with pytest.raises(StorageDown) as refusal:
        s3_store(s3_host, "bucket", secret="wrong").put(b"one", ".pdf")
    assert refusal.value.code == "storage_unavailable"
    with pytest.raises(StorageDown):
        s3_store(f"127.0.0.1:{free_port()}", "bucket").exists(ABSENT)


@pytest.mark.parametrize(
    "url",
    ["", "s3://", "http://k:s@host/b", "s3://host/b", "s3://k:s@host", "s3://k:s@host:x/b", "s3://k:s@[h/b"],
)
def test_s3_store_refuses_an_address_it_does_not_understand(url):
    files_s3 = pytest.importorskip("app.adapters.files.s3", reason="the extra s3 is not installed")
    with pytest.raises(BadSetting, match=r"^STORAGE_URL: "):
        files_s3.S3FileStore.from_url(url)


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [
        ("s3://k:s@files.example.vn/b", "https://files.example.vn"),
        ("s3://k:s@files.example.vn:9000/b?tls=no", "http://files.example.vn:9000"),
        ("s3://k:s@127.0.0.1:9000/b", "http://127.0.0.1:9000"),
    ],
)
def test_s3_store_uses_tls_except_to_loopback_or_when_told(url, endpoint):
    files_s3 = pytest.importorskip("app.adapters.files.s3", reason="the extra s3 is not installed")
    assert files_s3.S3FileStore.from_url(url)._client.meta.endpoint_url == endpoint
