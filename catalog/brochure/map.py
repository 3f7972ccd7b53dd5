"""The schematic map of the brochure: one tile per province with its number of products, and the islands.
Drawing only.
"""

from collections.abc import Mapping

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from app.core.documents.fonts import BOLD, REGULAR, SEMIBOLD, drawn, text_width
from app.core.documents.pages import INK, LINE, QUIET
from catalog.units import tile_map

TILE_MM = 12.6
GAP_MM = 0.7
SHADES = (HexColor("#f6f1e7"), HexColor("#fbf0cf"), HexColor("#d9b45a"), HexColor("#a3161a"))
ON_SHADES = (QUIET, INK, INK, HexColor("#fffaf3"))
NAME_SIZES = (6.4, 5.8, 5.2)
LEGEND = ("không có", "1–2", "3–9", "từ 10 trở lên")


class ProvinceMap(Flowable):  # type: ignore[misc]  # reportlab carries no types
    """counts: products by code of the province; names: of every province, by code."""

    def __init__(self, counts: Mapping[str, int], names: Mapping[str, str]) -> None:
        super().__init__()
        self._counts, self._names = counts, names
        self._shades = tile_map.shades(counts)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, tile_map.ROWS * TILE_MM * mm
        return self.width, self.height

    def draw(self) -> None:
        self.canv.saveState()
        self.canv.translate((self.width - tile_map.COLUMNS * TILE_MM * mm) / 2, 0)
        for code, place in tile_map.TILES.items():
            self._tile(code, *place)
        for islands in tile_map.ISLANDS:
            self._islands(islands)
        self._legend()
        self.canv.restoreState()

    def _tile(self, code: str, column: float, line: float) -> None:
        shade, side = self._shades[code], (TILE_MM - GAP_MM) * mm
        x, y = column * TILE_MM * mm, self.height - (line + 1) * TILE_MM * mm
        self._fill(shade)
        self.canv.roundRect(x, y, side, side, 1.2 * mm, stroke=1, fill=1)
        self.canv.setFillColor(ON_SHADES[shade])
        lines = tile_map.two_lines(self._names.get(code, ""))
        for number, text in enumerate(lines):
            self._centred(text, x + side / 2, y + side - (7.2 + 6.6 * number), side)
        if count := self._counts.get(code, 0):
            self.canv.setFont(BOLD, 10)
            self.canv.drawCentredString(x + side / 2, y + 3.2, str(count))

    def _centred(self, text: str, x: float, y: float, width: float) -> None:
        room = width - 2
        size = next((size for size in NAME_SIZES if text_width(text, REGULAR, size) <= room), NAME_SIZES[-1])
        self.canv.setFont(REGULAR, size)
        self.canv.drawCentredString(x, y, drawn(text))

    def _islands(self, islands: tile_map.Islands) -> None:
        self._fill(self._shades[islands.code])
        large = len(islands.dots) > 2  # noqa: PLR2004  # the archipelagos
        for column, line in islands.dots:
            x, y = self._point(column, line)
            self.canv.circle(x, y, (1.3 if large else 0.9) * mm, stroke=1, fill=1)
        self.canv.setFillColor(INK if large else QUIET)
        self.canv.setFont(SEMIBOLD if large else REGULAR, 8 if large else 6)
        x, y = self._point(*islands.label)
        self.canv.drawCentredString(x, y, drawn(islands.name))
        if large:
            self.canv.setFont(REGULAR, 8)
            self.canv.drawCentredString(x, y - 10, drawn(f"({self._names.get(islands.code, '')})"))

    def _legend(self) -> None:
        x, y = self._point(6.0, 0.4)
        for number, text in enumerate(LEGEND):
            self._fill(number)
            self.canv.rect(x, y - number * 15, 10, 10, stroke=1, fill=1)
            self.canv.setFillColor(INK)
            self.canv.setFont(REGULAR, 9)
            self.canv.drawString(x + 15, y - number * 15 + 1.5, drawn(text))

    def _point(self, column: float, line: float) -> tuple[float, float]:
        return column * TILE_MM * mm, self.height - line * TILE_MM * mm

    def _fill(self, shade: int) -> None:
        colour: Color = SHADES[shade]
        self.canv.setFillColor(colour)
        self.canv.setStrokeColor(LINE)
        self.canv.setLineWidth(0.5)
