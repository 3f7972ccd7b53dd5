"""Fields and readers of typed values that forms of every domain share."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import wtforms
from wtforms import (
    DateField,
    DateTimeLocalField,
    HiddenField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.clock import VIETNAM
from app.core.errors import RuleBroken
from app.core.typed_values import read_number, read_whole, typed_number
from app.web.forms import Form
from app.web.i18n import N_, translate
from app.web.messages import message_for

FILL_IN = N_("Fill in this field.")
TOO_LONG = N_("This text is too long.")
LONGEST_NUMBER = 15  # digits
HIGHEST_WHOLE = 10**13
FIRST_YEAR, LAST_YEAR = 1900, 9000
"""Years of days and moments that forms take: a database holds them in every time zone."""


class AmountField(StringField):  # type: ignore[misc]  # WTForms carries no types
    """A number as `read_number` reads it; `amount` is None where nothing was typed."""

    amount: Decimal | None = None

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002  # WTForms calls it so
        text = (self.data or "").strip()
        if not text:
            return
        try:
            self.amount = read_number(text)
        except RuleBroken as error:
            raise ValidationError(message_for(error)) from None


class IntegerField(wtforms.IntegerField):  # type: ignore[misc]  # as above
    """A small whole number: ASCII digits, with marks of thousands or without."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data = None
        try:
            self.data = read_whole(valuelist[0])
        except RuleBroken:
            raise ValueError(self.gettext("Not a valid integer value.")) from None


class WholeField(StringField):  # type: ignore[misc]  # as above
    """A whole number from nought, with marks of thousands or without; `whole` is None where nothing was typed."""

    whole: int | None = None

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002  # as above
        text = (self.data or "").strip()
        if not text:
            return
        try:
            number = read_whole(text)
        except RuleBroken:
            number = -1
        if not 0 <= number <= HIGHEST_WHOLE:
            raise ValidationError(translate("Write a whole number, for example 1.500."))
        self.whole = number


class _WithinReach:
    """Refuses years that no database holds in every time zone; the field shows what was typed and holds nothing."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)  # type: ignore[misc]  # of the field beside it
        if self.data is not None and not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            self.data = None
            raise ValueError(message_for(RuleBroken("date_out_of_range")))


class MomentField(_WithinReach, DateTimeLocalField):  # type: ignore[misc]  # as above
    """A moment, typed as local time of Việt Nam."""


class DayField(_WithinReach, DateField):  # type: ignore[misc]  # as above
    """A day, for what is compared with moments."""


def options(labels: Mapping[Any, str]) -> Callable[[], list[SelectChoice]]:
    """Choices from a table of labels, translated when the form is made."""
    return lambda: [SelectChoice(str(value), translate(label)) for value, label in labels.items()]


def amount_text(amount: Decimal | str | None) -> str:
    """As it is typed in Vietnamese, with a comma."""
    return "" if amount is None else typed_number(Decimal(amount))


def whole_number(text: object) -> int:
    """The number in a hidden field; 0, which no row has, for anything else (a field that was not sent among them)."""
    is_number = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(str(text)) if is_number else 0


def local_moment(value: datetime | None) -> datetime | None:
    """A moment typed as local time of Việt Nam."""
    return value.replace(tzinfo=VIETNAM) if value else None


def shown_moment(value: datetime | None) -> datetime | None:
    """The moment as the form shows it: local, without zone."""
    return value.astimezone(VIETNAM).replace(tzinfo=None) if value else None


class RowField(wtforms.SelectField):  # type: ignore[misc]  # as above
    """One of several rows, by its number. A person chooses: the first of them is not chosen beforehand."""

    def __init__(self, label: str, **given: Any) -> None:
        super().__init__(label, [DataRequired(FILL_IN)], coerce=_row_number, **given)

    def offer(self, rows: Sequence[tuple[int, str]]) -> None:
        """rows: numbers with names; where there is one alone, it is chosen."""
        first = [] if len(rows) == 1 else [SelectChoice("", translate("Choose"))]
        self.choices = [*first, *(SelectChoice(str(number), name) for number, name in rows)]


def _row_number(text: object) -> int | None:
    return int(str(text)) if text else None


class ReasonForm(Form):
    reason = TextAreaField(N_("Reason"))
    version = HiddenField()


class CheckboxesField(SelectMultipleField):  # type: ignore[misc]  # WTForms carries no types
    """Several choices, each with its own checkbox."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
