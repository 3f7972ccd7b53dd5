"""What the adapters make of answers that no real server gives on demand."""

import threading

import pytest

from app.adapters.wakes import local
from app.core.storage import StorageDown


class Client:
    """A server that has no file and takes none."""

    def head_object(self, **_):
        self._refuse("404")

    def put_object(self, **_):
        self._refuse("AccessDenied")

    def _refuse(self, code):
        from botocore.exceptions import ClientError

        raise ClientError({"Error": {"Code": code}}, "Put")


def test_bucket_that_takes_no_file_says_why():
    pytest.importorskip("boto3")
    from app.adapters.files.s3 import S3FileStore

    with pytest.raises(StorageDown) as refusal:
        S3FileStore(Client(), "bucket").put(b"a picture", ".webp")
    assert refusal.value.params["reason"] == "AccessDenied"


class Slow(threading.Event):
    """Somebody who says to stop at the third look."""

    looks = 0

    def wait(self, timeout=None):
        self.looks += 1
        return self.looks > 2


def test_who_listens_hears_until_it_is_told_to_stop():
    wakeups, heard, stop = local.LocalWakeups(), [], Slow()
    wakeups.listen(heard.append, stop)
    wakeups._tell("jobs")
    assert (heard, stop.looks) == ([""], 3)
