"""Uploads: what is refused on its headers, and what comes out of the child process."""

import io
import os
import struct
import subprocess
import sys
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from app.core.images import uploads as images
from app.core.images.headers import Header, ImageFault, read_header
from app.core.images.uploads import SCAN, ImageLimits, ImageRefused, PdfRefused, check_pdf, decode_upload


def picture(image_format="PNG", size=(60, 40), mode="RGB", colour=None, **options):
    made = io.BytesIO()
    Image.new(mode, size, colour if colour is not None else "#204060").save(made, image_format, **options)
    return made.getvalue()


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width, height, *extra, depth=1, colour=0, pixels=b"", squeezed=b""):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    body = chunk(b"IDAT", squeezed or zlib.compress(pixels))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + body + chunk(b"IEND", b"")


def squeezed_zeros(size, block=1_000_000):
    """What zlib makes of so many zeros, of which it squeezes two blocks: nobody need hold them."""
    packer = zlib.compressobj()
    first, again = (packer.compress(bytes(block)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    blocks, rest = divmod(size, block)
    last = packer.compress(bytes(rest)) + packer.flush()
    checksum = struct.pack(">I", size % 65_521 << 16 | 1)  # Adler-32 of zeros
    return first + again * (blocks - 1) + last[:-4] + checksum


def refused(data, **limits):
    with pytest.raises(ImageRefused) as refusal:
        decode_upload(data, ImageLimits(**limits))
    return refusal.value.code


def opened(data):
    return Image.open(io.BytesIO(data))


BOMB = squeezed_zeros(300_000_000)
ANIMATION = {"save_all": True, "append_images": [Image.new("RGB", (60, 40), "red")], "duration": 100}
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
LARGE_BITS = png(20_000, 20_000, squeezed=squeezed_zeros(2_501 * 20_000))

HOSTILE = {
    "empty": (b"", "empty"),
    "one byte": (b"\0", "not_an_image"),
    "text": (b"hello " * 100, "not_an_image"),
    "zip": (b"PK\x03\x04" + bytes(100), "not_an_image"),
    "svg": (SVG, "unsupported_type"),
    "svg after blanks": (b"\xef\xbb\xbf<svg/>", "unsupported_type"),
    "html": (b"  \n<html>", "unsupported_type"),
    "gif": (picture("GIF"), "unsupported_type"),
    "gif and script": (b"GIF89a=1;alert(1)//", "unsupported_type"),
    "tiff": (picture("TIFF"), "unsupported_type"),
    "bmp": (picture("BMP"), "unsupported_type"),
    "heic": (b"\0\0\0\x18ftypheic" + bytes(100), "damaged"),
    "heic of very many boxes": (b"\0\0\0\x18ftypheic" + bytes(12) + b"\0\0\0\x08free" * 10_001, "damaged"),
    "avif": (b"\0\0\0\x18ftypavif" + bytes(100), "unsupported_type"),
    "pdf": (b"%PDF-1.7\n", "unsupported_type"),
    "20000 square of one bit": (LARGE_BITS, "too_many_pixels"),
    "one very long side": (png(16_384, 1), "too_many_pixels"),
    "jpeg of 65535 square": (
        b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff" + bytes(10) + b"\xff\xda\0\x02\xff\xd9",
        "too_many_pixels",
    ),
    "webp of 16384 square": (
        b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + bytes(8) + b"\xff\x3f\0" * 2,
        "too_many_pixels",
    ),
    "no width": (png(0, 10), "damaged"),
    "animated png": (picture("PNG", **ANIMATION), "animated"),
    "animated webp": (picture("WEBP", **ANIMATION), "animated"),
    "profile bomb": (png(8, 8, chunk(b"iCCP", b"x\0\0" + BOMB), pixels=bytes(16)), "damaged"),
    "text bomb": (png(8, 8, chunk(b"zTXt", b"x\0\0" + BOMB), pixels=bytes(16)), "damaged"),
    "other text bomb": (png(8, 8, chunk(b"iTXt", b"x\0\1\0vi\0x\0" + BOMB), pixels=bytes(16)), "damaged"),
    "many small bombs": (
        png(8, 8, *[chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(900_000)))] * 5, pixels=bytes(16)),
        "damaged",
    ),
    "packed rubbish": (png(8, 8, chunk(b"zTXt", b"x\0\0rubbish"), pixels=bytes(16)), "damaged"),
    "many chunks": (png(8, 8, chunk(b"tIME", b"") * 20_000, pixels=bytes(16)), "damaged"),
    "png cut off": (picture("PNG")[:-20], "damaged"),
    "png begins late": (b"\x89PNG\r\n\x1a\n" + chunk(b"tEXt", b"x") + picture("PNG")[8:], "damaged"),
    "png of two heads": (png(8, 8, chunk(b"IHDR", struct.pack(">II", 9, 9) + bytes(5))), "damaged"),
    "png without pixels": (b"\x89PNG\r\n\x1a\n" + picture("PNG")[8:33] + chunk(b"IEND", b""), "damaged"),
    "jpeg cut off": (picture("JPEG", size=(200, 200))[:-10], "damaged"),
    "jpeg of filling": (b"\xff" * 3 + b"\xff\xd8" + b"\xff" * 1_000_000, "not_an_image"),
    "jpeg of marks": (b"\xff\xd8\xff" + b"\xff" * 5_000_000, "damaged"),
    "jpeg head alone": (b"\xff\xd8\xff\xe0", "damaged"),
    "jpeg of rubbish": (b"\xff\xd8\xff\xe0\0\x04\0\0rubbish", "damaged"),
    "jpeg without size": (b"\xff\xd8\xff\x01\xff\xda\0\x02\xff\xd9", "damaged"),
    "webp cut off": (picture("WEBP")[:-4], "damaged"),
    "webp of no kind": (b"RIFF" + struct.pack("<I", 30) + b"WEBPVP9 " + bytes(40), "damaged"),
    "webp head alone": (b"RIFF\0\0\0\0WEBP", "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("size", [2_000, 2_001, 300_500])
def test_squeezed_zeros_are_so_many_zeros(size):
    assert zlib.decompress(squeezed_zeros(size, block=1_000)) == bytes(size)


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE)
def test_upload_is_refused_on_its_headers(data, code):
    taken = []
    for _ in range(3):
        start = time.thread_time()
        assert refused(data) == code
        taken.append(time.thread_time() - start)
    assert min(taken) < 0.2  # hundredths; what is decoded or unpacked whole takes many times as long


def test_refusals_take_little_memory(tmp_path):
    for number, (data, _) in enumerate(HOSTILE.values()):
        (tmp_path / str(number)).write_bytes(data)
    script = """if True:
        import pathlib, resource, sys
        from app.core.images.uploads import ImageRefused, decode_upload
        peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        before = peak()
        for path in pathlib.Path(sys.argv[1]).iterdir():
            try:
                decode_upload(path.read_bytes())
            except ImageRefused:
                pass
        print((peak() - before) // 1024)
    """
    told = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, check=True, cwd="."
    )
    assert int(told.stdout) < 64


def test_upload_limits_are_settings():
    with pytest.raises(ImageRefused) as refusal:
        decode_upload(bytes(15_000_001))
    assert (refusal.value.code, refusal.value.params) == ("too_large_bytes", {"megabytes": 15})
    assert refused(picture(), max_pixels=2_399) == "too_many_pixels"
    assert decode_upload(picture(), ImageLimits(max_pixels=2_400)).width == 60


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_renditions_are_webp_of_the_widths_asked(image_format):
    clean = decode_upload(picture(image_format, size=(1500, 1000)))
    assert (clean.width, clean.height) == (1500, 1000)
    assert [(one.width, one.height) for one in clean.renditions] == [(320, 213), (640, 427), (1280, 853)]
    for one in clean.renditions:
        assert (opened(one.data).format, opened(one.data).size) == ("WEBP", (one.width, one.height))
    assert (opened(clean.share).format, opened(clean.share).size) == ("JPEG", (1200, 630))


def test_rendition_is_never_wider_than_the_upload():
    assert [one.width for one in decode_upload(picture(size=(100, 300))).renditions] == [100]
    assert [one.width for one in decode_upload(picture(size=(640, 10))).renditions] == [320, 640]
    assert [one.width for one in decode_upload(picture(size=(1000, 10))).renditions] == [320, 640, 1000]
    assert [one.width for one in decode_upload(picture(size=(2480, 3508)), SCAN).renditions] == [640, 2000]


def test_picture_is_set_upright_and_loses_all_metadata():
    camera = Image.Exif()
    camera[0x0112], camera[0x010F] = 6, "Camera of Nguyễn"
    camera.get_ifd(0x8825)[1] = "N"
    source = Image.new("RGB", (1600, 800), "red")
    source.paste("blue", (0, 0, 800, 800))
    made = io.BytesIO()
    source.save(made, "JPEG", exif=camera, comment=b"secret", quality=95)
    clean = decode_upload(made.getvalue())
    assert (clean.width, clean.height) == (800, 1600)
    assert [(one.width, one.height) for one in clean.renditions] == [(320, 640), (640, 1280), (800, 1600)]
    first = opened(clean.renditions[0].data)
    red, _, blue = first.convert("RGB").getpixel((160, 100))
    assert (red < 60, blue > 200) == (True, True)
    for data in (clean.share, *(one.data for one in clean.renditions)):
        assert (dict(opened(data).getexif()), "icc_profile" in opened(data).info, b"secret" in data) == (
            {},
            False,
            False,
        )
        assert b"Camera" not in data


def test_broken_metadata_is_no_reason_to_refuse():
    data = picture(
        "JPEG", exif=b"Exif\0\0MM\0\x2a\0\0\0\x08\xff\xff" + b"\x01\x12\0\x03" * 3, icc_profile=b"no profile"
    )
    assert decode_upload(data).width == 60


def test_trailing_bytes_and_notes_are_left_behind():
    script = b"<script>alert(1)</script>"
    note = PngImagePlugin.PngInfo()
    note.add_text("Comment", script.decode())
    for data in (picture("JPEG") + script, picture("PNG", pnginfo=note) + b"PK\x03\x04" + script):
        clean = decode_upload(data)
        assert [script in file for file in (clean.share, clean.renditions[0].data)] == [False, False]


MODES = [
    ("1", 1, "#ffffff"), ("L", 128, "#808080"), ("P", 0, None), ("LA", (0, 0), "#ffffff"),
    ("RGBA", (255, 0, 0, 0), "#ffffff"), ("RGBA", (255, 0, 0, 255), "#ff0000"), ("I;16", 0x8000, "#808080"),
]  # fmt: skip


@pytest.mark.parametrize(("mode", "colour", "shown"), MODES)
def test_every_kind_of_pixel_is_drawn_on_white(mode, colour, shown):
    clean = decode_upload(picture(mode=mode, colour=colour))
    assert shown in {None, clean.colour}
    assert opened(clean.renditions[0].data).mode == "RGB"


def test_print_colours_are_turned_into_screen_colours():
    clean = decode_upload(picture("JPEG", mode="CMYK", colour=(0, 255, 255, 0)))
    red, green, blue = (int(clean.colour[place : place + 2], 16) for place in (1, 3, 5))
    assert (red > 200, green < 60, blue < 60) == (True, True, True)


def test_colour_profile_is_applied():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert decode_upload(picture(icc_profile=profile, colour="#ff0000")).colour == "#ff0000"


def test_pixels_that_do_not_decode_are_damaged():
    assert refused(png(200, 200, depth=8, colour=2, pixels=b"\0" * 50)) == "damaged"


def test_child_lives_within_its_limits():
    whole = png(6_000, 6_000, pixels=b"\0" * (751 * 6_000))
    assert refused(whole, memory_bytes=120_000_000) == "too_many_pixels"
    assert refused(whole, wall_seconds=0.01) == "too_slow"
    assert refused(whole, cpu_seconds=0) == "too_slow"


def test_child_sees_no_secrets(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "secret")
    spy = tmp_path / "worker.py"
    spy.write_text(
        """if True:
        import json, os, struct, sys
        told = json.dumps({"refused": " ".join(os.environ)}).encode()
        sys.stdin.buffer.read()
        sys.stdout.buffer.write(struct.pack("<II", len(told), 0) + told)
    """
    )
    monkeypatch.setattr(images, "_WORKER", spy)
    assert refused(picture()) == "LANG"


def test_child_that_dies_is_the_fault_of_the_picture(monkeypatch, tmp_path):
    (tmp_path / "worker.py").write_text("import os; os.abort()")
    monkeypatch.setattr(images, "_WORKER", tmp_path / "worker.py")
    assert refused(picture()) == "damaged"


def test_header_sizes_are_those_of_pillow():
    for size in ((1, 1), (17, 3), (300, 200)):
        for options in (
            {"image_format": "PNG"},
            {"image_format": "JPEG"},
            {"image_format": "JPEG", "progressive": True},
        ):
            assert read_header(picture(size=size, **options)) == Header(options["image_format"], *size)
        assert read_header(picture("WEBP", size=size)) == Header("WEBP", *size)
        assert read_header(picture("WEBP", size=size, lossless=True)) == Header("WEBP", *size)
        assert read_header(picture("WEBP", size=size, exif=b"Exif\0\0MM\0*\0\0\0\x08")) == Header(
            "WEBP", *size
        )


SEEDS = [
    picture("PNG"),
    picture("JPEG"),
    picture("WEBP"),
    picture("WEBP", lossless=True),
    png(8, 8, pixels=bytes(16)),
]


@settings(max_examples=300)
@given(
    seed=st.sampled_from(SEEDS),
    edits=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=6),
    cut=st.integers(0, 900),
)
def test_header_of_any_bytes_is_read_or_refused(seed, edits, cut):
    data = bytearray(seed)
    for place, value in edits:
        data[place % len(data)] = value
    cut_off = bytes(data[: len(data) - cut % len(data)])
    try:
        header = read_header(cut_off)
    except ImageFault as fault:
        told = fault.code
    else:
        told = "read" if header.width * header.height > 0 else "no size"
    assert told in {"read", "not_an_image", "unsupported_type", "damaged"}


PDF = b"%PDF-1.7\n" + b"x" * 100 + b"\n%%EOF\n"


def test_pdf_is_kept_as_it_came():
    assert check_pdf(PDF) is None
    assert check_pdf(PDF + b"\n" * 1_000) is None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" " + PDF, "not_a_pdf"),
        (SVG, "not_a_pdf"),
        (PDF[:-8], "damaged"),
        (PDF + os.urandom(3_000), "damaged"),
        (PDF + bytes(20_000_000), "too_large_bytes"),
    ],
)
def test_pdf_is_refused(data, code):
    with pytest.raises(PdfRefused) as refusal:
        check_pdf(data)
    assert refusal.value.code == code
