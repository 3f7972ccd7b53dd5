"""The form of a link."""

from wtforms import (
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired

from app.web.fields import FILL_IN, options
from app.web.forms import Form
from app.web.i18n import N_
from traceability.links.services import LinkData
from traceability.resolver.linksets.link_types import FACILITY_LINK_TYPES, LINK_TYPES


class LinkForm(Form):
    link_type = SelectField(N_("Kind of link"))
    lot_id = SelectField(N_("Applies to"), default="")
    url = StringField(N_("Address"), [InputRequired(FILL_IN)])
    title = StringField(N_("Title"), [InputRequired(FILL_IN)])
    hreflang = SelectField(N_("Language"), choices=options({"vi": N_("Vietnamese"), "en": N_("English")}))
    media_type = SelectField(
        N_("Format"), choices=options({"text/html": N_("Web page"), "application/pdf": "PDF"})
    )

    def link_data(self) -> LinkData:
        names = ("link_type", "url", "title", "hreflang", "media_type")
        lot = int(self.lot_id.data) if self.lot_id.data else None
        return LinkData(lot_id=lot, **{name: self._fields[name].data for name in names})


def link_type_names(locale: str) -> dict[str, str]:
    """Kinds of link that a facility may add, in the page's language."""
    types = [LINK_TYPES[name] for name in FACILITY_LINK_TYPES]
    return {kind.name: kind.title_vi if locale == "vi" else kind.title_en for kind in types}
