"""The child process of `images`: run as a file by an isolated interpreter, with Pillow and nothing of ours.

Reads an order and one picture on standard input, writes new files on standard output. Dies of its limits.
"""

import os
import runpy
import sys
from contextlib import suppress
from pathlib import Path

if __name__ == "__main__":
    os.nice(10)  # pages are answered first, also while what follows is loaded
    if sys.argv[1:] == ["idle"]:  # who answers takes the processor from this one at once, not after its turn
        with suppress(OSError, AttributeError):  # a system that forbids it, or has no such thing
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    else:  # short turns say so to all, and without a privilege nobody unsays it to become idle
        runpy.run_path(str(Path(__file__).parents[1] / "work" / "turns.py"))["take_short_turns"]()

import io  # as said
import json
import resource
import struct
from typing import Any

from PIL import Image, ImageCms, ImageOps, WebPImagePlugin  # noqa: F401  # it registers itself

Image.preinit()  # before the limits; with WebP imported too, Pillow never loads its forty other formats
_LENGTHS = struct.Struct("<II")
_SHARE = (1200, 630)
_QUALITY = 80
_SHARE_QUALITY = 82
_SAMPLE = 48  # pixels a side to look for the main colour
_SAMPLE_COLOURS = 6


class Refused(Exception):
    pass


def main() -> None:
    order_size, data_size = _LENGTHS.unpack(sys.stdin.buffer.read(_LENGTHS.size))
    order = json.loads(sys.stdin.buffer.read(order_size))
    data = sys.stdin.buffer.read(data_size)
    if order["format"] == "HEIF":
        know_heif()
    limit(order["memory_bytes"], order["cpu_seconds"])
    try:
        told, files = draw(data, order)
    except Refused as refused:
        told, files = {"refused": str(refused)}, []
    except MemoryError:
        told, files = {"refused": "too_many_pixels"}, []
    except Exception:  # noqa: BLE001  # Pillow raises anything over bad bytes
        told, files = {"refused": "damaged"}, []
    answer = json.dumps(told).encode()
    sys.stdout.buffer.write(_LENGTHS.pack(len(answer), 0) + answer + b"".join(files))


def know_heif() -> None:
    """Let Pillow read HEIC; a decoder is loaded for the pictures that need it, before the limits."""
    import pi_heif  # noqa: PLC0415  # as said

    pi_heif.register_heif_opener()
    pi_heif.options.DECODE_THREADS = 1  # each thread would take its own share of the memory


def limit(memory_bytes: int, cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))


def draw(data: bytes, order: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    Image.MAX_IMAGE_PIXELS = None  # ours is the limit, and an error, not a warning
    with Image.open(io.BytesIO(data), formats=[order["format"]]) as opened:
        if opened.width * opened.height > order["max_pixels"]:
            raise Refused("too_many_pixels")
        if order["format"] not in {"JPEG", "HEIF"} and getattr(opened, "n_frames", 1) > 1:
            raise Refused("animated")  # further frames of a JPEG or HEIC are a phone's extras, left behind
        stored = opened.size
        widest = max(*order["widths"], _SHARE[0])
        opened.draft("RGB", (widest, widest))  # a JPEG decodes smaller at once, the rest ignore it
        opened.load()
        upright = set_upright(opened)
        turned = (upright.width > upright.height) != (stored[0] > stored[1])
        width, height = stored[::-1] if turned else stored
        picture = opaque(in_srgb(upright))
    picture = scaled(picture, min(widest, width), (width, height))
    drawn = [
        scaled(picture, each, (width, height)) for each in sorted({min(w, width) for w in order["widths"]})
    ]
    colour = main_colour(picture)
    share = ImageOps.pad(picture, _SHARE, Image.Resampling.LANCZOS, color=colour)
    files = [encoded(one, "WEBP", quality=_QUALITY, method=4) for one in drawn]
    files.append(encoded(share, "JPEG", quality=_SHARE_QUALITY, optimize=True, progressive=True))
    told = {
        "width": width,
        "height": height,
        "renditions": [one.size for one in drawn],
        "sizes": [len(file) for file in files],
        "colour": colour,
    }
    return told, files


def set_upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001  # broken metadata is no reason to refuse the picture
        return image


def in_srgb(image: Image.Image) -> Image.Image:
    """Colours as browsers show them without a profile; a broken profile is ignored."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode.startswith(("I", "F")):
        return image
    alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    if image.mode in {"RGB", "CMYK", "L"}:
        colours = image
    else:
        colours = image.convert("L" if image.mode in {"LA", "1"} else "RGB")
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(colours, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    if changed is not None and alpha is not None:
        changed.info.pop("transparency", None)
        changed.putalpha(alpha)
    return changed or image


def opaque(image: Image.Image) -> Image.Image:
    """RGB on white, sixteen bits brought to eight, without any metadata."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        layered = image.convert("RGBA")
        image = Image.new("RGB", image.size, "white")
        image.paste(layered, mask=layered.getchannel("A"))
    image = image.convert("RGB")
    image.info = {}
    return image


def scaled(picture: Image.Image, width: int, full: tuple[int, int]) -> Image.Image:
    height = max(1, round(width * full[1] / full[0]))
    if (width, height) == picture.size:
        return picture
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def main_colour(picture: Image.Image) -> str:
    """The most frequent of a few colours, "#rrggbb"."""
    sample = picture.resize((_SAMPLE, _SAMPLE), Image.Resampling.BOX).quantize(_SAMPLE_COLOURS)
    counts = sample.histogram()
    most = counts.index(max(counts))
    red, green, blue = (sample.getpalette() or [])[most * 3 : most * 3 + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"


def encoded(image: Image.Image, image_format: str, **options: Any) -> bytes:
    made = io.BytesIO()
    image.save(made, image_format, **options)
    return made.getvalue()


if __name__ == "__main__":
    main()
