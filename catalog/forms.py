"""The forms of the catalogue. Rules are in the use cases; here are only the fields."""

from collections.abc import Iterable
from typing import Any

from wtforms import (
    HiddenField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.errors import Conflict, DomainError
from app.web.forms import Form
from app.web.i18n import N_, translate

REQUIRED = N_("Fill in this field.")


NOT_SHOWN = {403, 404}


class Checkboxes(SelectMultipleField):  # type: ignore[misc]  # WTForms carries no types
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class LongText(TextAreaField):  # type: ignore[misc]  # as above
    limit = 5000


class ShortText(TextAreaField):  # type: ignore[misc]  # as above
    limit = 1000


class VersionedForm(Form):
    """A form on something two people may have open: `version` is what they saw."""

    version = HiddenField()

    def asked_version(self) -> int:
        """The version the page was rendered from. Raises Conflict if the field is missing or was tampered
        with.
        """
        text = self.version.data or ""
        if not text:
            raise Conflict("form_incomplete")
        if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004  # fits any database
            raise Conflict("stale")
        return int(text)

    def take(self, error: DomainError, version: int | None) -> None:
        """Show a refusal, keep the input, and base the next save on the current version. What the person may
        not see or do at all gets an error page.
        """
        if error.status in NOT_SHOWN and error.field is None:
            raise error
        self.refuse(error)
        if version is not None:
            self.version.data = str(version)


class DecisionForm(VersionedForm):
    """An officer's act: which button, and why."""

    reasons = Checkboxes(N_("What needs correcting"))
    reason = ShortText(N_("In your words"))

    def __init__(self, known: dict[Any, str] | None = None, version: int | None = None) -> None:
        super().__init__(data={"version": str(version)} if version is not None else None)
        self.reasons.choices = _choices(known or {})


def _typed(form: Form, names: Iterable[str]) -> dict[str, str]:
    """The texts of a form; a field that was not sent at all is empty."""
    return {name: form[name].data or "" for name in names}


def _choices(known: dict[Any, str]) -> list[tuple[str, str]]:
    return [(code.value, translate(text)) for code, text in known.items()]
