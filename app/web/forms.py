"""Forms: every text NFC, trimmed and free of controls; what was typed is never lost."""

from collections.abc import Mapping
from copy import copy
from inspect import signature
from typing import Any

from flask import g, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import Field, PasswordField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields import FileField, MultipleFileField
from wtforms.validators import DataRequired, InputRequired, StopValidation

from app.core.errors import DomainError
from app.core.text import control_characters, nfc
from app.web.i18n import N_, grouped, translate
from app.web.messages import message_for

FILL_IN = "Fill in this field."
LINE_LIMIT = 300
TEXT_LIMIT = 10_000
NOT_GIVEN = signature(FlaskForm.__init__).parameters["formdata"].default
"""The default field data for a form made without data."""
SECRET_FIELDS = frozenset({"code", "once", "pin", "secret", "token"})


PLAINER = {
    "Not a valid choice.": N_("Choose one of the answers offered."),
    "Invalid Choice: could not coerce.": N_("Choose one of the answers offered."),
    "Not a valid integer value.": N_("Write a whole number."),
    "Not a valid date value.": N_("Enter a valid date."),
    "Not a valid time value.": N_("Give a time of day, for example 14:30."),
    "Number must be between %(min)s and %(max)s.": N_("Write a number between %(min)s and %(max)s."),
}
"""WTForms' messages, reworded so that a person knows what to do."""


class Translations:
    """WTForms' own messages through our catalogue."""

    def gettext(self, string: str) -> str:
        return translate(PLAINER.get(string, string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return translate(singular if n == 1 else plural)


def chosen_file(field: Field) -> FileStorage | None:
    """The file chosen in a field; where none was, a browser sends an empty part."""
    return field.data if getattr(field.data, "filename", "") else None


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """The base of every form. Rules that a use case knows are not repeated here: their errors come back
    through `refuse`.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # as above
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            field = unbound_field.bind(form=form, **options)
            if isinstance(field, PasswordField):
                field.filters = (*field.filters, _same_form)  # never trimmed: a blank may be part of it
            elif isinstance(field, StringField):  # TextAreaField is one too
                one_line = () if isinstance(field, TextAreaField) else (_one_line,)
                field.filters = (*field.filters, _clean, *one_line)
                field.validators = (_printable, _short_enough, *field.validators)
            rules = (_naming(rule, field) for rule in field.validators)
            field.validators = (_understood, *rules, *((_chosen,) if isinstance(field, SelectField) else ()))
            return field

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was typed before a log-in fills the form again on the first view of its page."""
            if formdata is NOT_GIVEN and request.method == "GET" and (held := held_formdata()) is not None:
                names = {
                    part for name in held for part in (name, name.partition("-")[0])
                }  # a row: `steps-0-note`
                return held if names & {field.short_name for field in form} else None
            return super().wrap_formdata(form, formdata)

        def get_translations(self, form: Any) -> Translations:  # noqa: ARG002  # WTForms' signature
            return Translations()

    def refuse(self, error: DomainError) -> bool:
        """Show a domain error beside its field (or above the form); returns False for `if not …` chains."""
        for each in (error, *error.also):
            field = self._fields.get(each.field) if each.field else None
            is_missing = each.code == "required" and field is not None
            text = required_text(field) if is_missing else message_for(each)
            if field is None:
                self.form_errors.append(text)
            else:
                field.errors = (*field.errors, text)
        return False

    def error_list(self) -> list[tuple[str, str]]:
        """(field id or empty, message) of every error, in the order of the fields, for the summary."""
        found = [("", str(text)) for text in self.form_errors]
        for field in self:
            found += [(field.id, text) for text in _flatten(field.errors)]
        return found


def _flatten(errors: Any) -> list[str]:
    if isinstance(errors, Mapping):
        return [text for part in errors.values() for text in _flatten(part)]
    if isinstance(errors, list | tuple):
        return [text for part in errors for text in _flatten(part)]
    return [str(errors)]


def required_text(field: Field) -> str:
    """What is missing, by the name of its field: "Enter the name of the facility." and the like."""
    if is_file_field(field):
        return translate("Choose a file.")
    label = translate(str(field.label.text)).rstrip(" ?:")
    if label[1:2].islower() or label[1:2] == " ":
        label = label[:1].lower() + label[1:]
    if isinstance(field, SelectField):
        return translate("Choose: %(field)s.", field=label)
    return translate("Enter: %(field)s.", field=label)


def require(field: Field) -> None:
    """Ask for a value in a field of this one form."""
    field.flags.required = True
    field.validators = (*field.validators, DataRequired(required_text(field)))


def _naming(rule: Any, field: Field) -> Any:
    """The rule that asks for a value, with a message that names the field where it has none of its own."""
    if not isinstance(rule, DataRequired | InputRequired) or rule.message not in {None, FILL_IN}:
        return rule
    named = copy(rule)
    named.message = required_text(field)
    return named


def _clean(value: Any) -> Any:
    return nfc(value.replace("\r\n", "\n")).strip() if isinstance(value, str) else value


def _one_line(value: Any) -> Any:
    return " ".join(value.split("\n")).replace("\t", " ") if isinstance(value, str) else value


def _same_form(value: Any) -> Any:
    return nfc(value) if isinstance(value, str) else value


def _understood(_form: Any, field: Field) -> None:
    """What could not be read is reported once; no rule checks a missing value. An empty box is left to
    `Optional`.
    """
    if field.process_errors and any(str(text).strip() for text in field.raw_data or ()):
        raise StopValidation


def _chosen(_form: Any, field: Field) -> None:
    """Where nothing was chosen, what to choose is said, not that the answer is none of those offered."""
    if not any(str(text).strip() for text in field.raw_data or ()):
        unknown = translate(PLAINER["Not a valid choice."])
        field.errors = [required_text(field) if text == unknown else text for text in field.errors]


def _printable(_form: Any, field: Field) -> None:
    if isinstance(field.data, str) and (names := control_characters(field.data)):
        raise ValidationError(
            translate(
                "Remove the invisible characters from this text (%(names)s).", names=", ".join(names[:3])
            )
        )


def _short_enough(_form: Any, field: Field) -> None:
    limit = getattr(field, "limit", None) or (TEXT_LIMIT if isinstance(field, TextAreaField) else LINE_LIMIT)
    if isinstance(field.data, str) and len(field.data) > limit:
        raise ValidationError(translate("Use at most %(limit)s characters.", limit=grouped(limit)))


def typed_values(formdata: MultiDict[str, str]) -> dict[str, list[str]]:
    """A person's input that may be kept while they log in again: no tokens, no secrets."""
    return {
        name: formdata.getlist(name)
        for name in formdata
        if not name.endswith("csrf_token") and "password" not in name and name not in SECRET_FIELDS
    }


def held_formdata(action: str = "") -> MultiDict[str, str] | None:
    """The values kept from before the log-in, on the first view of the page they belong to.

    action: where a page has several forms alike, the address that the wanted one is sent to.
    """
    held: dict[str, list[str]] | None = g.get("held_values") if request.method == "GET" else None
    if not held or (action and action != g.get("held_action")):
        return None
    return MultiDict((key, value) for key, values in held.items() for value in values)


def is_file_field(field: Field) -> bool:
    return isinstance(field, FileField | MultipleFileField)
