"""Names of periods and states of reports for people."""

from app.web.i18n import N_, current_locale, translate
from catalog.labels import FACILITY_KINDS
from programme.period_reports.files import period_name
from programme.period_reports.rules import NOBODY, PEOPLE, SEVERAL

STATES = {
    "prepared": N_("Waits for the second signature"),
    "signed": N_("Signed by two people"),
    "open": N_("Opened again"),
}

BENEFICIARIES: dict[str, str] = {
    **{str(kind): text for kind, text in FACILITY_KINDS.items()},
    SEVERAL: N_("Facilities of several kinds"),
    PEOPLE: N_("Learners and participants"),
    NOBODY: N_("No single beneficiary"),
}


def period_text(code: str) -> str:
    """Quý II năm 2023, Quarter 2 of 2023; năm 2023, 2023."""
    if current_locale() != "en":
        name = period_name(code)
        return name[:1].upper() + name[1:]
    year, _, quarter = code.partition("Q")
    return translate("Quarter %(quarter)s of %(year)s", quarter=quarter, year=year) if quarter else year
