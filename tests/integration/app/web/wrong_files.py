"""The wrong files that are sent with each form that takes one."""

import io
import struct
import zipfile
import zlib
from dataclasses import replace
from functools import cache

from tests.integration.app.web.page_forms import PageForm, answers
from tests.integration.app.web.wrong_things import Wrong, plausible

SIDE = 20_000
UNPACKED = 400_000_000
OVER = 20_000_001
"""One byte more than the largest of all that any form takes."""
FAR_OVER = 24 * 1024 * 1024
"""With the rest of a form more than any request may bring."""
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HALF_PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pag"
NAMES = ("../../../etc/passwd.png", "C:\\Windows\\tranh\x00.php.png", "\u202egnp.exe" * 60 + ".png")


def wrong_files(form: PageForm) -> list[Wrong]:
    """Each wrong file in every file box of a form filled in well otherwise."""
    return [_sent(form, name, *file) for name, file in _files().items()]


def odd_names(form: PageForm) -> list[Wrong]:
    """A good file (where a picture is taken) under a name that would leave its folder."""
    return [_sent(form, f"named {name!r}", _png(8, 8), name, refuse=False) for name in NAMES]


def too_large(form: PageForm, size: int = OVER) -> Wrong:
    """One file larger than its form takes."""
    wrong = _sent(form, "over the limit", b"\x89PNG\r\n\x1a\n" + b"\x00" * size, "to.png")
    return replace(wrong, files=wrong.files[:1], named=wrong.named[:1])


def _sent(form: PageForm, name: str, content: bytes, filename: str, *, refuse: bool = True) -> Wrong:
    data = answers(form, plausible)
    boxes = [box for box in form.boxes if box.kind == "file"]
    given = dict(data)
    kept = {
        box.name: given[box.name].strip() for box in form.open_boxes() if box.is_text and box.name in given
    }
    files = [(box.name, content, filename) for box in boxes]
    return Wrong(name, data, refuse, boxes if refuse else [], files, kept if refuse else {})


@cache
def _files() -> dict[str, tuple[bytes, str]]:
    return {
        "a picture of 400 million points": (_png(SIDE, SIDE), "to.png"),
        "an SVG as a PNG": (SVG, "anh.png"),
        "an empty file": (b"", "rong.png"),
        "half a PDF": (HALF_PDF, "giay.pdf"),
        "a spreadsheet that unpacks to 400 MB": (_bomb(), "nhat-ky.xlsx"),
    }


def _png(width: int, height: int) -> bytes:
    """A black picture of one bit a point."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(1)
    line = b"\x00" * (1 + (width + 7) // 8)
    rows = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def _bomb() -> bytes:
    """A workbook whose one sheet is blanks without end."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr(
            "xl/workbook.xml", "<workbook><sheets><sheet name='a' sheetId='1'/></sheets></workbook>"
        )
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(UNPACKED // 1_000_000):
                sheet.write(b" " * 1_000_000)
    return packed.getvalue()
