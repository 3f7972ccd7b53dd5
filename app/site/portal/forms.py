"""The form of an article, for news and texts of law alike."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    DateField,
    DateTimeLocalField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Optional, ValidationError

from app.core.errors import RuleBroken
from app.site.portal.labels import CATEGORIES, CERTAINTIES, KINDS
from app.site.portal.models import Article
from app.site.portal.services import LIMITS, ArticleData
from app.web.fields import local_moment, options, shown_moment
from app.web.i18n import N_, translate
from app.web.messages import message_for
from catalog.forms import VersionedForm

FIRST_YEAR, LAST_YEAR = 2000, 2100
DATES = ("issued_on", "in_force_from", "in_force_until")
TEXTS = (
    "title_vi", "title_en", "summary_vi", "summary_en", "body_vi", "body_en", "cover_alt", "number", "issuer",
    "changed_by", "source", "category", "certainty",
)  # fmt: skip


class BodyField(TextAreaField):  # type: ignore[misc]  # WTForms carries no types
    limit = LIMITS["body_vi"]


class ArticleForm(VersionedForm):
    kind = RadioField(N_("What it is"), choices=options(KINDS), default="news")
    unit = SelectField(N_("Whom it concerns"), validate_choice=True)
    category = SelectField(N_("Topic"), choices=options(CATEGORIES))
    title_vi = StringField(N_("Title, in Vietnamese"), [DataRequired()])
    title_en = StringField(N_("Title, in English"))
    summary_vi = TextAreaField(N_("Summary, in Vietnamese"))
    summary_en = TextAreaField(N_("Summary, in English"))
    body_vi = BodyField(N_("Text, in Vietnamese"))
    body_en = BodyField(N_("Text, in English"))
    cover = FileField(N_("Cover picture"))
    cover_alt = StringField(N_("What the cover shows"))
    publish_at = DateTimeLocalField(N_("Public from"), [Optional()], format="%Y-%m-%dT%H:%M")
    number = StringField(N_("Number of the text"))
    issuer = StringField(N_("Issuing authority"))
    issued_on = DateField(N_("Signed on"), [Optional()])
    in_force_from = DateField(N_("In force from"), [Optional()])
    in_force_until = DateField(N_("In force until"), [Optional()])
    changed_by = StringField(N_("Changed or replaced by"))
    certainty = SelectField(N_("How certain the facts are"))
    source = StringField(N_("Source"))

    def __init__(self, *args: Any, units: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit.choices = list(units.items())
        self.certainty.choices = [
            ("", translate("Not said")),
            *((k, translate(v)) for k, v in CERTAINTIES.items()),
        ]

    def validate_publish_at(self, field: DateTimeLocalField) -> None:
        if field.data is not None and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
            raise ValidationError(message_for(RuleBroken("date_out_of_range")))

    def article(self, cover: dict[str, Any] | None) -> ArticleData:
        """As typed. cover: of a new upload, None to keep what there is."""
        values: dict[str, Any] = {name: self[name].data or "" for name in TEXTS}
        values |= {name: self[name].data for name in DATES}
        unit = self.unit.data or ""
        return ArticleData(
            **values,
            kind=self.kind.data or "",
            cover=cover,
            unit_id=int(unit) if unit.isdigit() else None,
            publish_at=local_moment(self.publish_at.data),
        )


def shown(row: Article) -> dict[str, Any]:
    """What the form shows of an article: its waiting values before its public ones."""
    values = {name: getattr(row, name) for name in (*TEXTS, *DATES, "kind")}
    return values | {
        "unit": str(row.unit_id or ""),
        "publish_at": shown_moment(row.publish_at),
        "version": str(row.version),
    }
