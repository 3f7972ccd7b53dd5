"""The brochure of typical products: cover, map, list by province, one page per product. Drawing only."""

import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from PIL import Image as Picture
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Image, KeepInFrame, PageBreak

from app.core.documents import pages
from app.core.documents.fonts import BOLD, ITALIC, SEMIBOLD, drawn
from app.core.documents.ornament import draw_drum
from catalog.brochure.map import ProvinceMap

LIST = (
    pages.Column("TT", 5, "centre"),
    pages.Column("Sản phẩm", 40),
    pages.Column("Cơ sở sản xuất", 36),
    pages.Column("Công nhận", 20, "centre"),
)
GOLD = HexColor("#b08a3e")
DRUM_MM = 42.0
PICTURE_MM = (150.0, 105.0)
PAGE_MM = (165.0, 252.0)
"""The space of a product on its page; longer content is drawn smaller, so that it never needs a second page."""
LONG_NAME = 80
_PIXELS = 1200
_TEXT_LIMIT = 1400


@dataclass(frozen=True, slots=True)
class BrochurePage:
    """A product. picture: its bytes, None where there is none; facts: (name, value) pairs that are known; code: of
    the province in today's list.
    """

    province: str
    name: str
    producer: str
    award: str
    description: str
    facts: tuple[tuple[str, str], ...]
    picture: bytes | None = None
    note: str = ""
    code: str = ""


class Emblem(Flowable):  # type: ignore[misc]  # reportlab carries no types
    """The drum in the middle of the cover."""

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, 2 * DRUM_MM * mm
        return self.width, self.height

    def draw(self) -> None:
        draw_drum(self.canv, (self.width / 2, self.height / 2), DRUM_MM * mm, GOLD)


class EmptyPicture(Flowable):  # type: ignore[misc]  # reportlab carries no types
    """The frame of a missing picture."""

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = PICTURE_MM[0] * mm, PICTURE_MM[1] * mm / 2
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setFillColor(pages.HEAD)
        self.canv.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        draw_drum(self.canv, (self.width / 2, self.height / 2 + 3 * mm), 16 * mm, GOLD)
        self.canv.setFillColor(pages.QUIET)
        self.canv.setFont(ITALIC, 9)
        self.canv.drawCentredString(self.width / 2, 4 * mm, drawn("Chưa có hình ảnh sản phẩm"))


def brochure_pdf(
    title: str,
    subtitle: str,
    entries: Sequence[BrochurePage],
    done: Callable[[int], None] = lambda _: None,
    names: Mapping[str, str] | None = None,
) -> bytes:
    """The PDF. done: called with the number of product pages made. names: of today's provinces by code, for
    the map; without them there is none.
    """
    story: list[Flowable] = [
        pages.gap(18),
        Emblem(),
        pages.gap(18),
        pages.paragraph(
            "SẢN PHẨM CÔNG NGHIỆP NÔNG THÔN TIÊU BIỂU", size=22, face=BOLD, align="centre", after=14
        ),
        pages.paragraph(title, size=16, face=SEMIBOLD, align="centre", after=10),
        pages.paragraph(subtitle, size=12, face=ITALIC, align="centre"),
        *_map(entries, names or {}),
        PageBreak(),
        pages.heading("Danh sách theo tỉnh, thành phố"),
        _list(entries),
    ]
    for number, entry in enumerate(entries, start=1):
        whole = KeepInFrame(PAGE_MM[0] * mm, PAGE_MM[1] * mm, _page(entry), mode="shrink")
        story += [PageBreak(), whole]
        done(number)
    return pages.build(pages.Document(title, "Tiêu Biểu", story, title))


def _map(entries: Sequence[BrochurePage], names: Mapping[str, str]) -> list[Flowable]:
    if not names:
        return []
    note = (
        "Sơ đồ, không theo tỷ lệ; số trong ô là số sản phẩm. Quần đảo Hoàng Sa thuộc thành phố Đà Nẵng, "
        "quần đảo Trường Sa thuộc tỉnh Khánh Hòa."
    )
    return [
        PageBreak(),
        pages.heading("Sản phẩm tiêu biểu theo tỉnh, thành phố"),
        ProvinceMap(Counter(entry.code for entry in entries), names),
        pages.gap(3),
        pages.paragraph(note, size=9, face=ITALIC),
    ]


def _list(entries: Iterable[BrochurePage]) -> Flowable:
    body: list[list[str]] = []
    heads: set[int] = set()
    province = None
    for number, entry in enumerate(entries, start=1):
        if entry.province != province:
            province = entry.province
            heads.add(len(body))
            body.append([province, "", "", ""])
        body.append([str(number), entry.name, entry.producer, entry.award])
    return pages.table(LIST, body, groups=frozenset(heads))


def _page(entry: BrochurePage) -> list[Flowable]:
    text = entry.description
    if len(text) > _TEXT_LIMIT:
        text = text[:_TEXT_LIMIT].rsplit(" ", 1)[0] + " …"
    return [
        pages.paragraph(entry.province, size=10, face=ITALIC, after=2),
        pages.paragraph(entry.name, size=18 if len(entry.name) <= LONG_NAME else 14, face=BOLD, after=3),
        pages.paragraph(entry.producer, size=12, face=SEMIBOLD, after=3),
        pages.paragraph(entry.award, size=11, after=8),
        _picture(entry.picture) if entry.picture else EmptyPicture(),
        pages.gap(4),
        *([pages.paragraph(entry.note, size=9, face=ITALIC)] if entry.note else []),
        *(pages.paragraph(part) for part in text.split("\n") if part.strip()),
        *(pages.paragraph(f"{name}: {value}", size=10, after=2) for name, value in entry.facts),
    ]


def _picture(data: bytes) -> Flowable:
    """As JPEG, which PDF embeds unchanged, no larger than paper shows."""
    out = io.BytesIO()
    with Picture.open(io.BytesIO(data)) as source:
        image = source.convert("RGB")
        image.thumbnail((_PIXELS, _PIXELS))
        image.save(out, "JPEG", quality=85)
    scale = min(PICTURE_MM[0] / image.width, PICTURE_MM[1] / image.height)
    out.seek(0)
    return Image(out, image.width * scale * mm, image.height * scale * mm, hAlign="LEFT")
