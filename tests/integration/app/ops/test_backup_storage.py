"""Backup and restore of files outside the data folder."""

import json
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from app.ops.backup.archives import restore_backup, write_backup
from app.ops.backup.container import BackupError
from tests.helpers.s3 import free_port, s3_store, s3_url

FILES = {b"a picture" * 1000: ".webp", "Gốm".encode(): ".pdf", b"": ".png"}


@pytest.fixture
def bucket(s3_host, tmp_path):
    """The name of a bucket that holds the files."""
    name = f"saved-{tmp_path.name.replace('_', '-').lower()[-40:]}"
    store = s3_store(s3_host, name)
    for data, suffix in FILES.items():
        store.put(data, suffix)
    return name


def elsewhere(settings, tmp_path, **changes):
    folder = tmp_path / "other"
    folder.mkdir()
    return replace(settings, data_dir=folder, database_url=f"sqlite:///{folder / 'tieubieu.db'}", **changes)


def test_files_of_a_bucket_come_back_into_another(settings, s3_host, bucket, tmp_path):
    there = replace(settings, storage_url=s3_url(s3_host, bucket))
    assert write_backup(there, tmp_path / "saved.tar.gz")["files"] == 3
    other = f"{bucket}-2"
    here = elsewhere(settings, tmp_path, storage_url=s3_url(s3_host, other))
    assert restore_backup(here, tmp_path / "saved.tar.gz")["files"] == 3
    store = s3_store(s3_host, other)
    assert {store.get(name): f".{name.partition('.')[2]}" for name in store.names()} == FILES
    assert list(here.data_dir.glob("files/*/*")) == []


def test_an_archive_moves_files_between_bucket_and_folder(settings, s3_host, bucket, tmp_path):
    there = replace(settings, storage_url=s3_url(s3_host, bucket))
    write_backup(there, tmp_path / "saved.tar.gz")
    here = elsewhere(settings, tmp_path)
    restore_backup(here, tmp_path / "saved.tar.gz")
    found = {path.read_bytes(): path.suffix for path in here.data_dir.glob("files/*/*")}
    assert found == FILES
    write_backup(here, tmp_path / "back.tar.gz")
    other = f"{bucket}-3"
    restore_backup(replace(here, storage_url=s3_url(s3_host, other)), tmp_path / "back.tar.gz")
    assert len(list(s3_store(s3_host, other).names())) == 3


def test_files_left_in_the_folder_are_not_taken_for_those_of_the_bucket(settings, s3_host, bucket, tmp_path):
    stale = settings.data_dir / "files" / "ab" / "abcd.webp"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"from before the bucket")
    write_backup(replace(settings, storage_url=s3_url(s3_host, bucket)), tmp_path / "saved.tar.gz")
    with tarfile.open(tmp_path / "saved.tar.gz") as archive:
        assert "state/files/ab/abcd.webp" not in archive.getnames()


def test_a_file_that_is_not_what_its_name_says_is_named(settings, s3_host, bucket, tmp_path):
    store = s3_store(s3_host, bucket)
    name = next(name for name in store.names() if name.endswith(".pdf"))
    store._client.put_object(Bucket=bucket, Key=name, Body=b"gone bad")
    with pytest.raises(BackupError, match=f"{name} is damaged"):
        write_backup(replace(settings, storage_url=s3_url(s3_host, bucket)), tmp_path / "saved.tar.gz")
    assert not (tmp_path / "saved.tar.gz").exists()


def test_a_storage_that_does_not_answer_stops_both_ways_and_touches_nothing(settings, tmp_path):
    pytest.importorskip("boto3")
    write_backup(settings, tmp_path / "saved.tar.gz")
    _with_a_file(tmp_path / "saved.tar.gz")
    down = replace(settings, storage_url=s3_url(f"127.0.0.1:{free_port()}", "nowhere"))
    with pytest.raises(BackupError, match="storage does not answer"):
        write_backup(down, tmp_path / "other.tar.gz")
    before = sorted(path.name for path in settings.data_dir.iterdir())
    with pytest.raises(BackupError, match="storage does not answer"):
        restore_backup(down, tmp_path / "saved.tar.gz")
    assert sorted(path.name for path in settings.data_dir.iterdir() if path.name != "runner.lock") == before


def _with_a_file(archive: Path):
    """Add one stored file to an archive that has none."""
    import hashlib
    import io

    data = b"a picture"
    sha256 = hashlib.sha256(data).hexdigest()
    with tarfile.open(archive) as old:
        members = {info.name: old.extractfile(info).read() for info in old}
    manifest = json.loads(members.pop("manifest.json"))
    name = f"state/files/{sha256[:2]}/{sha256}.webp"
    manifest["members"].append({"name": name, "size": len(data), "sha256": sha256})
    members = {"manifest.json": json.dumps(manifest).encode(), **members, name: data}
    with tarfile.open(archive, "w:gz") as new:
        for member, content in members.items():
            info = tarfile.TarInfo(member)
            info.size = len(content)
            new.addfile(info, io.BytesIO(content))
