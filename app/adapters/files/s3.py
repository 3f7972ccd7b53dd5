"""The file store on a server that speaks S3. Needs the extra `s3` (boto3)."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from mimetypes import guess_type
from typing import Any, BinaryIO, cast
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from app.core.storage import FileNotKept, StorageDown, checked, content_name, content_name_of, is_name
from config import BadSetting

_FORM = "{}: leave empty for a local folder or give s3://KEY:SECRET@HOST:PORT/BUCKET"
_ABSENT = {"404", "NoSuchKey", "NoSuchBucket"}
PAUSE = 5.0
"""Seconds for which a server that did not answer is not asked again: requests in that time fail at once."""
ASKING = 6
"""Who may wait for the first byte of an answer at a time, in a process: a server that hangs holds no more threads."""
TURN = 0.5
"""Seconds that the next request waits for its turn."""
SILENCE = 1.5
"""Seconds after which a server that owes somebody a first byte is asked by nobody else."""
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_CONFIG = Config(
    connect_timeout=2,
    read_timeout=3,
    retries={"total_max_attempts": 2, "mode": "standard"},
    s3={"addressing_style": "path"},
    # Servers other than Amazon's do not all know the newer checksums.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class S3FileStore:
    is_near = False

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket
        self._silent_until = 0.0
        self._turns = threading.BoundedSemaphore(ASKING)
        self._asked: dict[object, float] = {}

    @classmethod
    def from_url(cls, url: str, setting: str = "STORAGE_URL") -> "S3FileStore":
        """From s3://KEY:SECRET@HOST[:PORT]/BUCKET[?region=R][&tls=no]; no TLS to loopback either.

        Key and secret are percent-encoded. Connects to nothing yet. Raises BadSetting for another form.
        """
        parts = _parts(url, setting)
        bucket = parts.path.strip("/")
        if parts.scheme != "s3" or not (parts.hostname and parts.username and parts.password and bucket):
            raise BadSetting(_FORM.format(setting))
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        plain = options.get("tls") == "no" or parts.hostname in _LOOPBACK
        client = boto3.client(
            "s3",
            endpoint_url=f"{'http' if plain else 'https'}://{parts.netloc.rpartition('@')[2]}",
            aws_access_key_id=unquote(parts.username),
            aws_secret_access_key=unquote(parts.password),
            region_name=options.get("region", "us-east-1"),
            config=_CONFIG,
        )
        return cls(client, bucket)

    def put(self, data: bytes, suffix: str) -> str:
        return self._put_named(content_name(data, suffix), BytesIO(data))

    def put_file(self, file: BinaryIO, suffix: str) -> str:
        return self._put_named(content_name_of(file, suffix), file)

    def _put_named(self, name: str, file: BinaryIO) -> str:
        if not self.exists(name):
            kind = guess_type(name)[0] or "application/octet-stream"
            with self._server(name):
                self._put(Key=name, Body=file, ContentType=kind)
        return name

    def get(self, name: str) -> bytes:
        with self.open(name) as body, self._server(name):
            return body.read()

    def open(self, name: str) -> BinaryIO:
        with self._asking(name):
            answer = self._client.get_object(Bucket=self._bucket, Key=checked(name))
        return cast("BinaryIO", answer["Body"])

    def size(self, name: str) -> int:
        with self._asking(name):
            return int(self._client.head_object(Bucket=self._bucket, Key=checked(name))["ContentLength"])

    def exists(self, name: str) -> bool:
        try:
            self.size(name)
        except FileNotKept:
            return False
        return True

    def delete(self, name: str) -> None:
        if self.exists(name):
            with self._server(name):
                self._client.delete_object(Bucket=self._bucket, Key=name)

    def names(self) -> Iterator[str]:
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket)
        try:
            with self._server(self._bucket):
                yield from (
                    one["Key"] for page in pages for one in page.get("Contents", ()) if is_name(one["Key"])
                )
        except FileNotKept:
            return  # no bucket before the first file

    @contextmanager
    def _asking(self, name: str) -> Iterator[None]:
        """As `_server`, for what ends with the first byte of an answer, which a server that lives gives at once."""
        if any(since < time.monotonic() - SILENCE for since in tuple(self._asked.values())):
            raise StorageDown(reason="NoAnswer")
        if not self._turns.acquire(timeout=TURN):
            raise StorageDown(reason="NoAnswer")
        mark = object()
        self._asked[mark] = time.monotonic()
        try:
            with self._server(name):
                yield
        finally:
            del self._asked[mark]
            self._turns.release()

    @contextmanager
    def _server(self, name: str) -> Iterator[None]:
        """What the server says of a file, in our words. One that does not answer is left in peace for a while."""
        if time.monotonic() < self._silent_until:
            raise StorageDown(reason="NoAnswer")
        try:
            yield
        except ClientError as error:
            if _code(error) in _ABSENT:
                raise FileNotKept(name) from error
            raise StorageDown(reason=_code(error)) from error
        except (BotoCoreError, OSError) as error:
            self._silent_until = time.monotonic() + PAUSE
            raise StorageDown(reason=type(error).__name__) from error

    def _put(self, **file: Any) -> None:
        try:
            self._client.put_object(Bucket=self._bucket, **file)
        except ClientError as error:
            if _code(error) != "NoSuchBucket":
                raise
            known = self._client.exceptions  # another process may be faster
            with suppress(known.BucketAlreadyOwnedByYou, known.BucketAlreadyExists):
                self._client.create_bucket(Bucket=self._bucket)
            file["Body"].seek(0)
            self._client.put_object(Bucket=self._bucket, **file)


def _parts(url: str, setting: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # read for its check
    except ValueError as error:
        raise BadSetting(_FORM.format(setting)) from error
    return parts


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
