"""What stands on an official paper, and the measures of Decree 30/2020/ND-CP, Annex I: one truth for PDF and DOCX.

Text comes plain. Sizes are points, lengths millimetres.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from app.core.documents.dates import long_date

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
A4 = (210.0, 297.0)
TOP, BOTTOM, LEFT, RIGHT = 20.0, 20.0, 30.0, 15.0
"""Margins: top and bottom 20 to 25, left 30 to 35, right 15 to 20."""
HEAD_SIZE, MOTTO_SIZE, NUMBER_SIZE = 12, 13, 13
TITLE_SIZE, BODY_SIZE, PAGE_NUMBER_SIZE = 14, 13, 13
RECIPIENTS_HEAD_SIZE, RECIPIENTS_SIZE, BANNER_SIZE, TABLE_SIZE = 12, 11, 9, 11
BANNER_COLOUR = "8F1D21"
WHOLE_ROWS = 8
"""A table of no more rows is not divided between pages."""
CELL_SIDE, CELL_TOP, CELL_BOTTOM = 3, 2, 3
"""Points around the text of a cell."""
FIRST_LINE, LINE_SPACING, BETWEEN = 12.7, 1.15, 6
"""First line 1 or 1.27 cm; line spacing single to 1.5; at least 6 points between paragraphs."""
ISSUER_SHARE = 0.46
"""Of the width: the issuer's block at the left."""
LETTER_HEIGHT = 1.15
"""Height of a line of the face at single spacing, of its size."""
RULE_SHARE = 0.4
"""Of the line above: the rule under the issuer and under the abstract, a third to a half."""
UNINDENTED = frozenset({"plain", "note", "centre"})
"""Styles of paragraphs without a first line."""
BLANK_DAY = "ngày …… tháng …… năm ………"
BLANK_PLACE = "…………"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. lead: bold words before it; style: body, plain (no first line), basis (italic), centre
    (bold, in the middle), note (small).
    """

    text: str
    lead: str = ""
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Heading:
    """A section; stays with what follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """share: of the width, against the other columns; align: left, centre, right."""

    text: str
    share: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table whose head comes again on each page. groups: numbers of rows whose first cell spans them all."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    groups: frozenset[int] = frozenset()
    size: float = TABLE_SIZE


@dataclass(frozen=True, slots=True)
class Square:
    """A QR code with words beside it. png: the picture; side: millimetres."""

    png: bytes
    words: str
    side: float = 25.0


Block = Text | Heading | Grid | Square


@dataclass(frozen=True, slots=True)
class Signer:
    """power: "TM. HỘI ĐỒNG", empty for a head who signs for himself; post; name: no rank or title before it."""

    post: str
    name: str = ""
    power: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """name: in capitals under the heading. heading: "Phụ lục", with a Roman number when there are several."""

    name: str
    reference: str
    blocks: Sequence[Block]
    heading: str = "Phụ lục"
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """parent, issuer: names as they stand, capitals are made here. sign: "BB-HĐBC"; number: None before one is given.

    title: "Quyết định"; about: the abstract. to: "Kính gửi", for letters and submissions. banner: stands on each page
    of what is no original. code_line: stands where
    a number would, of papers that have none. made_at: aware, for the file's metadata.
    """

    issuer: str
    sign: str
    title: str
    about: str
    blocks: Sequence[Block]
    signers: Sequence[Signer]
    made_at: datetime
    parent: str = ""
    number: int | None = None
    place: str = ""
    day: date | None = None
    to: Sequence[str] = ()
    recipients: Sequence[str] = ()
    annexes: Sequence[Annex] = field(default_factory=tuple)
    banner: str = ""
    wide: bool = False
    code_line: str = ""

    @property
    def number_line(self) -> str:
        """Số: 05/BB-HĐBC, a zero before numbers under ten; blank to fill in if there is none."""
        if not self.sign:
            return self.code_line
        return f"Số: {number_text(self.number)}/{self.sign}"

    @property
    def place_line(self) -> str:
        return f"{self.place or BLANK_PLACE}, {long_date(self.day) if self.day else BLANK_DAY}"

    @property
    def file_title(self) -> str:
        """For the metadata of a file: one line without capitals."""
        own = f"{self.title} {self.about}".strip()
        return own or next((annex.name for annex in self.annexes), "")

    @property
    def is_annex_alone(self) -> bool:
        """Nothing but an annex: no head is drawn before it."""
        return not self.title and bool(self.annexes)


def signing_lines(paper: Paper) -> int:
    """The most lines that stand above a signer's name."""
    return max((bool(signer.power) + bool(signer.post) for signer in paper.signers), default=0)


def number_text(number: int | None) -> str:
    return "……" if number is None else f"{number:02}"


def recipient_lines(names: Sequence[str]) -> list[str]:
    """The list under "Nơi nhận": a hyphen before, ";" behind each, the last one ends in "."."""
    bare = [name.rstrip(" ;.") for name in names]
    return [f"- {name}{'.' if place == len(bare) else ';'}" for place, name in enumerate(bare, start=1)]


def basis_lines(names: Sequence[str]) -> list[Text]:
    """Legal bases: italic, one a line, ";" behind each, "." behind the last."""
    bare = [name.rstrip(" ;.") for name in names]
    return [
        Text(f"{name}{'.' if place == len(bare) else ';'}", style="basis")
        for place, name in enumerate(bare, start=1)
    ]
