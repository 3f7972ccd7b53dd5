"""Uploaded pictures and papers: refused by their headers, decoded and re-encoded in a limited child process.
Nothing received is ever served: the result is new files without metadata. This process reads headers only and
never decodes a pixel (ASVS 5.0, 5.1.1 to 5.2.6; a 10 kB PNG can need gigabytes).
"""

import json
import signal
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.errors import RuleBroken, Unavailable
from app.core.images.headers import ImageFault, read_header

_WORKER = Path(__file__).with_name("worker.py")
_LENGTHS = struct.Struct("<II")
_PDF_TAIL = 2_048
AT_ONCE = 1
"""Pictures that this process decodes at a time, in a child with a lower priority than those that answer."""
RETRY = 10
IDLE_SECONDS = 4.0
"""So long a child draws only with what nobody else needs; on a machine without such time it is begun again."""
CROWDED_SECONDS = 60.0
"""So long after that no child waits for what nobody needs."""
_drawing = threading.BoundedSemaphore(AT_ONCE)
_crowd = {"until": 0.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageLimits:
    """What may come in (bytes, pixels, pixels a side), what goes out (widths), what the child may take."""

    max_bytes: int = 15_000_000
    max_pixels: int = 50_000_000  # the largest cameras of today's phones by default settings
    max_side: int = 16_383  # what WebP itself can hold
    widths: tuple[int, ...] = (320, 640, 1280)
    memory_bytes: int = 1_500_000_000
    cpu_seconds: int = 10
    wall_seconds: float = 60.0  # many times the processor seconds: a busy server is no fault of the picture


PICTURE = ImageLimits()
SCAN = ImageLimits(widths=(640, 2000))  # a page must stay readable


@dataclass(frozen=True, slots=True)
class Rendition:
    width: int
    height: int
    data: bytes


@dataclass(frozen=True, slots=True)
class CleanImage:
    """`renditions` are WebP, narrowest first, none wider than the upload (which may be the only one);
    `share` is a JPEG of 1200 × 630; `width` × `height` is the upload set upright; `colour` is like "#c0ffee".
    """

    width: int
    height: int
    renditions: tuple[Rendition, ...]
    share: bytes
    colour: str


class ImageRefused(RuleBroken):
    """Codes: empty, not_an_image, unsupported_type, too_large_bytes, too_many_pixels, animated, damaged,
    too_slow.
    """


class PdfRefused(RuleBroken):
    """Codes: empty, not_a_pdf, too_large_bytes, damaged."""


def decode_upload(data: bytes, limits: ImageLimits = PICTURE) -> CleanImage:
    """The re-encoded picture. Accepts JPEG, PNG, WebP and HEIC by content, whatever the file name.

    Raises ImageRefused; for all but damaged pixels that costs neither decoding nor a child process.
    """
    if not data:
        raise ImageRefused("empty")
    if len(data) > limits.max_bytes:
        raise ImageRefused("too_large_bytes", megabytes=limits.max_bytes // 1_000_000)
    try:
        header = read_header(data)
    except ImageFault as fault:
        raise ImageRefused(fault.code) from fault
    if header.width * header.height > limits.max_pixels or max(header.width, header.height) > limits.max_side:
        raise ImageRefused("too_many_pixels", width=header.width, height=header.height)
    if header.is_animated:
        raise ImageRefused("animated")
    return _decode_in_child(data, header.format, limits)


def check_pdf(data: bytes, max_bytes: int = 20_000_000) -> None:
    """Whether a document may be stored as it came. Raises PdfRefused. It is not re-encoded, so serve it as an
    attachment only: `application/pdf`, `nosniff`.
    """
    if not data:
        raise PdfRefused("empty")
    if len(data) > max_bytes:
        raise PdfRefused("too_large_bytes", megabytes=max_bytes // 1_000_000)
    if not data.startswith(b"%PDF-"):
        raise PdfRefused("not_a_pdf")
    if b"%%EOF" not in data[-_PDF_TAIL:]:
        raise PdfRefused("damaged")


def _decode_in_child(data: bytes, image_format: str, limits: ImageLimits) -> CleanImage:
    order = {
        "format": image_format,
        "max_pixels": limits.max_pixels,
        "widths": limits.widths,
        "memory_bytes": limits.memory_bytes,
        "cpu_seconds": limits.cpu_seconds,
    }
    if not _drawing.acquire(timeout=limits.wall_seconds):
        raise Unavailable("storage_unavailable", retry_after=RETRY)
    try:
        return _read_answer(_run_child(order, data, limits))
    finally:
        _drawing.release()


def _run_child(order: dict[str, Any], data: bytes, limits: ImageLimits) -> bytes:
    asked = json.dumps(order).encode()
    given = _LENGTHS.pack(len(asked), len(data)) + asked + data
    try:
        done = _run_idle(given, limits) or _run_worker(given, limits.wall_seconds)
    except subprocess.TimeoutExpired as error:
        raise ImageRefused("too_slow") from error
    if done.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise ImageRefused("too_slow")
    if done.returncode != 0:
        raise ImageRefused("damaged")  # it broke the decoder
    return done.stdout


def _run_idle(given: bytes, limits: ImageLimits) -> subprocess.CompletedProcess[bytes] | None:
    """None where the machine has had no time to spare: a person waits for the picture, so it takes its share."""
    if time.monotonic() < _crowd["until"]:
        return None
    try:
        return _run_worker(given, min(IDLE_SECONDS, limits.wall_seconds), "idle")
    except subprocess.TimeoutExpired:
        _crowd["until"] = time.monotonic() + CROWDED_SECONDS
        return None


def _run_worker(given: bytes, seconds: float, *words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603  # our own interpreter and file
        [sys.executable, "-I", str(_WORKER), *words],
        input=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=seconds,
        env={"LANG": "C.UTF-8"},  # the secrets of this process stay here
        cwd="/",
        check=False,
    )


def _read_answer(answer: bytes) -> CleanImage:
    """The worker's answer: length, JSON, then the bytes of each file in the order of the JSON."""
    length, _ = _LENGTHS.unpack_from(answer)
    told = json.loads(answer[_LENGTHS.size : _LENGTHS.size + length])
    if "refused" in told:
        raise ImageRefused(told["refused"])
    place = _LENGTHS.size + length
    files: list[bytes] = []
    for size in told["sizes"]:
        files.append(answer[place : place + size])
        place += size
    *drawn, share = files
    renditions = tuple(Rendition(w, h, data) for (w, h), data in zip(told["renditions"], drawn, strict=True))
    return CleanImage(told["width"], told["height"], renditions, share, told["colour"])
