"""The form of a score sheet."""

from typing import Any

from wtforms import (
    HiddenField,
    StringField,
    TextAreaField,
)

from app.web.forms import Form
from app.web.i18n import N_

LONGEST_REVISION = 9


class ScoreFields(Form):
    """A form whose score fields are added when it is made, one a criterion."""

    def scores(self, codes: list[str]) -> dict[str, str]:
        """What was typed, with the comma of Vietnamese decimals turned into a point."""
        return {code: (self._fields[f"score_{code}"].data or "").replace(",", ".") for code in codes}


class SheetForm(ScoreFields):
    """Score fields are added by `sheet_form`, one a criterion."""

    client_id = HiddenField()
    revision = HiddenField()
    comment = TextAreaField(N_("Remark"))

    def base(self) -> int | None:
        """The revision that was on the sheet when the page was drawn; None where the page did not say."""
        text = self.revision.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_REVISION else None


def sheet_form(rows: list[tuple[str, str, str]], **values: Any) -> SheetForm:
    """A sheet's form. rows: (criterion code, label, maximum)."""
    fields = {
        f"score_{code}": StringField(label, render_kw={"inputmode": "decimal"}) for code, label, _max in rows
    }
    form: SheetForm = type("SheetFormOfRound", (SheetForm,), fields)(**values)
    return form
