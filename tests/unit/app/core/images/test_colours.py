"""Wide colours and phones' own formats: what comes out looks as it did on the phone."""

import io
import struct

import pi_heif
import pillow_heif
import pytest
from PIL import Image

from app.core.images.headers import Header, read_header
from app.core.images.uploads import ImageLimits, ImageRefused, decode_upload

pillow_heif.register_heif_opener()  # writes what is tested; the program reads with its own decoder

WIDE, AS_SRGB = (180, 100, 60), (194, 95, 45)
"""A brown in Display P3 at gamma 2.2, and the same in sRGB, by the primaries of both (D50)."""


def tag_xyz(*values):
    return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def wide_profile():
    """Display P3 with gamma 2.2, as ICC version 2."""
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", 3) + b"P3\0" + bytes(78) + b"\0" * 3,
        b"wtpt": tag_xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": tag_xyz(0.51512, 0.24120, -0.00105),
        b"gXYZ": tag_xyz(0.29198, 0.69225, 0.04189),
        b"bXYZ": tag_xyz(0.15710, 0.06657, 0.78407),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, body, place = b"", b"", 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        padded = content + b"\0" * (-len(content) % 4)
        table += name + struct.pack(">II", place + len(body), len(content))
        body += padded
    size = 128 + 4 + len(table) + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += (
        struct.pack(">6H", 2026, 11, 29, 0, 0, 0)
        + b"acsp"
        + bytes(28)
        + struct.pack(">3i", 63190, 65536, 54061)
    )
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


PROFILE = wide_profile()


def saved(image, image_format, **options):
    made = io.BytesIO()
    image.save(made, image_format, **options)
    return made.getvalue()


def brown(mode="RGB", size=(64, 48)):
    return Image.new("RGB", size, WIDE).convert(mode)


def shown(data, place=(5, 5)):
    return Image.open(io.BytesIO(decode_upload(data).renditions[-1].data)).getpixel(place)


def near(found, wanted, most=6):
    return all(abs(one - other) <= most for one, other in zip(found, wanted, strict=True))


def half_clear(mode):
    image = brown("RGBA")
    image.paste((0, 0, 0, 0), (32, 0, 64, 48))
    return image if mode == "RGBA" else image.quantize(8, Image.Quantize.FASTOCTREE)


@pytest.mark.parametrize(
    "data",
    [
        saved(brown(), "PNG", icc_profile=PROFILE),
        saved(brown(), "JPEG", icc_profile=PROFILE, quality=95),
        saved(brown("RGBA"), "PNG", icc_profile=PROFILE),
        saved(brown().quantize(4), "PNG", icc_profile=PROFILE),
        saved(half_clear("RGBA"), "PNG", icc_profile=PROFILE),
        saved(half_clear("P"), "PNG", icc_profile=PROFILE),
        saved(brown("RGBA"), "WEBP", icc_profile=PROFILE, lossless=True),
        saved(brown(), "HEIF", icc_profile=PROFILE, quality=95),
    ],
    ids=["png", "jpeg", "png with alpha", "palette", "half clear", "palette half clear", "webp", "heic"],
)
def test_wide_colours_are_turned_into_those_of_screens(data):
    assert near(shown(data), AS_SRGB), shown(data)


@pytest.mark.parametrize("mode", ["RGBA", "P"])
def test_clear_part_of_a_wide_picture_stays_clear(mode):
    assert near(shown(saved(half_clear(mode), "PNG", icc_profile=PROFILE), (60, 5)), (255, 255, 255), 2)


def test_heic_is_read_on_its_headers_and_drawn_upright():
    image = Image.new("RGB", (320, 200), (20, 40, 200))
    image.paste((200, 30, 30), (0, 0, 320, 40))
    exif = Image.Exif()
    exif[0x0112] = 6
    data = saved(image, "HEIF", quality=95, exif=exif.tobytes())
    assert read_header(data) == Header("HEIF", 320, 200)
    clean = decode_upload(data)
    assert (clean.width, clean.height) == (200, 320)
    assert near(shown(data, (195, 160)), (200, 30, 30), 12)


def test_further_pictures_of_a_heic_and_of_an_ultra_hdr_jpeg_are_left_behind():
    gain = Image.new("L", (32, 24), 90).convert("RGB")
    burst = saved(brown(), "HEIF", save_all=True, append_images=[gain], quality=95)
    ultra = saved(brown(), "MPO", save_all=True, append_images=[gain], icc_profile=PROFILE, quality=95)
    assert near(shown(burst), WIDE)
    assert near(shown(ultra), AS_SRGB)


@pytest.mark.parametrize("cut", [30, 60, 200, 400, -40])
def test_damaged_heic_is_refused_by_a_reason(cut):
    data = saved(brown(), "HEIF")
    with pytest.raises(ImageRefused) as refusal:
        decode_upload(data[:cut])
    assert refusal.value.code in {"damaged", "unsupported_type"}


def test_heic_of_too_many_pixels_is_refused_unread():
    data = saved(brown(), "HEIF")
    with pytest.raises(ImageRefused, match="too_many_pixels"):
        decode_upload(data, ImageLimits(max_pixels=64 * 48 - 1))


def test_decoder_of_the_program_writes_nothing():
    assert not hasattr(pi_heif, "from_pillow_encoder")
    assert pi_heif.libheif_info()["encoders"] in ({}, None) or "x265" not in str(pi_heif.libheif_info())
