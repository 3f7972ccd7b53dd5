"""Names of provinces for people."""

from app.web.filters import date_text
from app.web.i18n import current_locale, translate
from catalog.models import AdministrativeUnit


def unit_text(unit: AdministrativeUnit) -> str:
    """Its name, with the last day of one that is gone."""
    name = unit.name_in(current_locale())
    if unit.valid_until is None:
        return name
    return translate("%(name)s (until %(day)s)", name=name, day=date_text(unit.valid_until))
