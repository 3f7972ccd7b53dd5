"""Forms for score sheets on paper."""

from typing import Any

from wtforms import FileField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from app.web.forms import Form
from app.web.i18n import N_
from voting.score_sheets.forms import ScoreFields


class PaperCodeForm(Form):
    code = StringField(
        N_("Code of the sheet"),
        description=N_("Beside the QR code, such as K7M4-H2XP. A scanner may enter the whole address."),
    )


class PaperForm(ScoreFields):
    """Score fields are added by `paper_form`, one a criterion."""

    comment = TextAreaField(N_("Remark"), description=N_("As on the sheet; empty if there is none."))
    scan = FileField(N_("Scan of the sheet"), description=N_("Photo or PDF. It is kept under seal."))


class SettleForm(Form):
    """Choices between two readings are added by `settle_form`, one a field that differs."""

    reason = TextAreaField(N_("Reason"), description=N_("It becomes public with the record of the round."))

    def chosen(self, fields: list[str]) -> dict[str, str]:
        """{criterion code or "comment": "first" or "second"}, where one was chosen."""
        return {field: self._fields[f"pick_{field}"].data or "" for field in fields}


def paper_form(rows: list[tuple[str, str]], **values: Any) -> PaperForm:
    """The form of a sheet. rows: (criterion code, label)."""
    fields = {f"score_{code}": StringField(label, render_kw={"inputmode": "decimal"}) for code, label in rows}
    form: PaperForm = type("PaperFormOfRound", (PaperForm,), fields)(**values)
    return form


def settle_form(rows: list[tuple[str, str, str, str]]) -> SettleForm:
    """The chair's form. rows: (criterion code or COMMENT, label, first reading, second reading)."""
    fields = {
        f"pick_{code}": RadioField(
            label,
            choices=[SelectChoice("first", first or "—"), SelectChoice("second", second or "—")],
            validate_choice=False,
        )
        for code, label, first, second in rows
    }
    form: SettleForm = type("SettleFormOfSheet", (SettleForm,), fields)()
    return form
