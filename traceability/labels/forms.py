"""Forms of label runs."""

from decimal import Decimal
from typing import Any

from wtforms import BooleanField, Field, FileField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from app.core.errors import RuleBroken
from app.web.fields import FILL_IN, AmountField, IntegerField, options
from app.web.forms import Form, chosen_file
from app.web.i18n import N_
from traceability.enums import RunKind
from traceability.labels.layout.logo import PROGRAMME, keep_logo
from traceability.labels.layout.sheets import OWN
from traceability.labels.services import MOST, LabelOrder
from traceability.terms import RUN_KINDS, SHEET_NAMES

LEVEL_NAMES = {
    "": N_("High where it fits on the label, else Medium"),
    "L": N_("Low (7 per cent may be damaged)"),
    "M": N_("Medium (15 per cent)"),
    "Q": N_("High (25 per cent)"),
    "H": N_("Highest (30 per cent), for rough handling"),
}


OWN_LOGO = "own"
LOGO_NAMES = {
    "": N_("No mark"),
    PROGRAMME: N_("The mark of this site"),
    OWN_LOGO: N_("Your own mark, from a picture"),
}


def _first(start: int | None) -> int:
    """An empty place is the first one; 0 is none."""
    return 1 if start is None else start


class LabelForm(Form):
    kind = RadioField(N_("Codes"), choices=options(RUN_KINDS), default=RunKind.ITEM)
    quantity = IntegerField(
        N_("How many labels"), [InputRequired(FILL_IN)], description=N_("At most 10,000 at once.")
    )
    sheet = SelectField(N_("Label sheet"), choices=options(SHEET_NAMES))
    start = IntegerField(
        N_("Start at position"),
        [Optional()],
        default=1,
        description=N_("1 is the first label of a new sheet."),
    )
    purpose = StringField(N_("What for"))
    with_pin = BooleanField(
        N_("A number for a scratch layer on each item"),
        description=N_("Buyers scratch it off and check it once; only for item codes."),
    )
    activates = BooleanField(
        N_("Activate the codes as soon as the labels are ready"),
        description=N_(
            "Otherwise scan the first and the last label of a roll when it is used; your "
            "choice is remembered."
        ),
    )
    level = SelectField(N_("Error correction of the QR code"), choices=options(LEVEL_NAMES), default="")
    logo = RadioField(N_("Mark in the middle of the code"), choices=options(LOGO_NAMES), default="")
    logo_file = FileField(N_("Your own mark"))
    offset_x = AmountField(N_("Move right, mm"))
    offset_y = AmountField(N_("Move down, mm"))
    columns = IntegerField(N_("Columns"), [Optional()])
    rows = IntegerField(N_("Rows"), [Optional()])
    label_width = AmountField(N_("Width of a label, mm"))
    label_height = AmountField(N_("Height of a label, mm"))
    margin_left = AmountField(N_("Left margin, mm"))
    margin_top = AmountField(N_("Top margin, mm"))
    gap_across = AmountField(N_("Gap between columns, mm"))
    gap_down = AmountField(N_("Gap between rows, mm"))
    page_width = AmountField(N_("Width of the page or roll, mm"), description=N_("Empty for A4."))
    page_height = AmountField(N_("Height of the page, of a roll that of one row, mm"))

    def order(self, logo: str = "") -> LabelOrder:
        """logo: as in `LabelRun`. Its level is "" where the best that fits is wanted."""
        return LabelOrder(
            kind=RunKind(self.kind.data), quantity=min(self.quantity.data, MOST + 1), sheet=self.sheet.data,
            start=_first(self.start.data), offset_x=tenths(self.offset_x), offset_y=tenths(self.offset_y),
            purpose=self.purpose.data or "", level=self.level.data or "", logo=logo, with_pin=bool(self.with_pin.data),
            activates=bool(self.activates.data), own_sheet=self._own_sheet() if self.sheet.data == OWN else None,
        )  # fmt: skip

    def kept_logo(self) -> str:
        """The mark as stored in a run; an uploaded picture is stored and used. Raises RuleBroken at
        `logo_file`.
        """
        if file := chosen_file(self.logo_file):
            return keep_logo(file.read())
        if self.logo.data == OWN_LOGO:
            raise RuleBroken("required", "logo_file")
        return str(self.logo.data or "")

    def _own_sheet(self) -> dict[str, Any]:
        return {
            "name": OWN,
            "columns": self.columns.data,
            "rows": self.rows.data,
            "label_mm": [_mm(self.label_width), _mm(self.label_height)],
            "margin_mm": [_mm(self.margin_left), _mm(self.margin_top)],
            "gap_mm": [_mm(self.gap_across), _mm(self.gap_down)],
            **self._own_page(),
        }

    def _own_page(self) -> dict[str, Any]:
        if not (self.page_width.amount or self.page_height.amount):
            return {}
        return {"page_mm": [_mm(self.page_width), _mm(self.page_height)]}


class ReprintForm(Form):
    sheet = SelectField(N_("Label sheet"), choices=options(SHEET_NAMES))
    start = IntegerField(N_("Start at position"), [Optional()], default=1)
    offset_x = AmountField(N_("Move right, mm"))
    offset_y = AmountField(N_("Move down, mm"))

    def asked(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet.data, "start": _first(self.start.data),
            "offset_x": tenths(self.offset_x), "offset_y": tenths(self.offset_y),
        }  # fmt: skip


class PinForm(Form):
    pin = StringField(N_("Number under the scratch layer"), [InputRequired(FILL_IN)])


def tenths(field: Field) -> int:
    """Tenths of a millimetre; what is far too large is left for the use case to refuse."""
    amount: Decimal = field.amount or Decimal(0)
    return int(min(max(amount, Decimal(-999)), Decimal(999)) * 10)


def _mm(field: Field) -> float:
    """A length; nothing typed is 0, which the sheet refuses where it must not be."""
    return float(field.amount or 0)
