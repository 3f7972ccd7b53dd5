"""The family of a lot as SVG: boxes in rows, arcs with their quantities. Pure; colours come from the style sheet.

Beside it a page always shows the same facts as a table. Words arrive translated; every text is escaped here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from traceability.genealogy.graph.layout import BOX, Layout, Line, lay_out

NAME_CHARS = 18
CODE_CHARS = 18
NAME_LINES = 2
_LINE = 16
_HIGH, _LOW = 0.5, 0.78
"""How far along the last stretch an amount stands; every other one lower, so that neighbours do not meet."""


@dataclass(frozen=True, slots=True)
class Box:
    """One lot. kind: `input`, `product` or `self`; sign: a word shown in front (This lot, Recall …); lang: of name."""

    key: str
    name: str
    code: str
    kind: str
    sign: str = ""
    is_bad: bool = False
    href: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Arc:
    """So much of one lot (`text`, may be empty) went into another."""

    source: str
    target: str
    text: str = ""


def draw_family(
    boxes: Sequence[Box], arcs: Sequence[Arc], *, title: str, description: str, name: str = "family"
) -> str:
    """An `svg` element. name: of its ids, where a page has several. Arcs to lots that are no box are left out."""
    known = {box.key for box in boxes}
    drawn = [arc for arc in arcs if arc.source in known and arc.target in known]
    layout = lay_out([box.key for box in boxes], [(arc.source, arc.target) for arc in drawn])
    head = (
        f'<svg class="graph" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(layout.width)} {_n(layout.height)}" '
        f'width="{_n(layout.width)}" height="{_n(layout.height)}" role="group" '
        f'aria-labelledby="{name}-title {name}-text">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-text">{escape(description)}</desc>'
        f'<defs><marker id="{name}-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" '
        'orient="auto"><path class="graph-tip" d="M0 0L8 4L0 8Z"/></marker></defs>'
    )
    body = [*_lines(drawn, layout, name), *(_box(box, layout.boxes[box.key]) for box in boxes)]
    return head + "".join(body) + "</svg>"


def _lines(arcs: Sequence[Arc], layout: Layout, name: str) -> list[str]:
    met: dict[str, int] = {}
    paths, texts = [], []
    for arc, line in zip(arcs, layout.lines, strict=True):
        if line is None:
            continue
        looped = " graph-loop" if line.back else ""
        paths.append(f'<path class="graph-arc{looped}" d="{_path(line)}" marker-end="url(#{name}-tip)"/>')
        if arc.text:
            met[arc.target] = met.get(arc.target, 0) + 1
            x, y = _place_of_text(line, _HIGH if met[arc.target] % 2 else _LOW)
            texts.append(f'<text class="graph-amount" x="{_n(x)}" y="{_n(y)}">{escape(arc.text)}</text>')
    return paths + texts


def _path(line: Line) -> str:
    (x, y), *rest = line.points
    said = [f"M{_n(x)} {_n(y)}"]
    for following_x, following_y in rest:
        half = (following_y - y) / 2
        said.append(
            f"C{_n(x)} {_n(y + half)} {_n(following_x)} {_n(following_y - half)} {_n(following_x)} {_n(following_y)}"
        )
        x, y = following_x, following_y
    return "".join(said)


def _place_of_text(line: Line, along: float) -> tuple[float, float]:
    """On the last stretch, where the arcs of other lots are apart. along: from 0 to 1."""
    (x0, y0), (x1, y1) = line.points[-2:]
    t = along
    return x0 + (x1 - x0) * (3 * t * t - 2 * t**3), y0 + (y1 - y0) * (1.5 * t * (1 - t) + t**3) + 4


def _box(box: Box, corner: tuple[float, float]) -> str:
    x, y = corner
    wide, tall = BOX
    lines = shortened_lines(box.name, NAME_CHARS, NAME_LINES)
    rows = [(f"graph-sign{' graph-bad' if box.is_bad else ''}", box.sign, "")]
    rows += [("graph-name", line, box.lang) for line in lines]
    rows.append(("graph-code", _shortened(box.code, CODE_CHARS), ""))
    shown = [row for row in rows if row[1]]
    first = y + (tall - _LINE * len(shown)) / 2 + 12
    middle = _n(x + wide / 2)
    texts = "".join(
        f'<text class="{kind}" x="{middle}" y="{_n(first + number * _LINE)}"{_lang(lang)}>{escape(text)}</text>'
        for number, (kind, text, lang) in enumerate(shown)
    )
    full = escape(", ".join(part for part in (box.sign, box.name, box.code) if part))
    body = (
        f'<title>{full}</title><rect class="graph-box graph-{box.kind}" x="{_n(x)}" y="{_n(y)}" '
        f'width="{wide}" height="{tall}" rx="6"/>{texts}'
    )
    return f'<a href="{escape(box.href)}">{body}</a>' if box.href else f"<g>{body}</g>"


def shortened_lines(text: str, chars: int, most: int) -> list[str]:
    """Words on at most this many lines of this many characters; what does not fit ends in "…"."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= chars:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    kept = [_shortened(line, chars) for line in lines[:most]]
    if len(lines) > most:
        kept[-1] = _shortened(f"{kept[-1].removesuffix('…')} {lines[most]}", chars, cut=True)
    return kept


def _shortened(text: str, chars: int, *, cut: bool = False) -> str:
    return text if len(text) <= chars and not cut else text[: chars - 1].rstrip() + "…"


def _lang(lang: str) -> str:
    return f' lang="{escape(lang)}"' if lang else ""


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
