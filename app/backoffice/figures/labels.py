"""The words of figures, as English message ids."""

from app.backoffice.figures.queries import LABELS, ROWS, SCANS
from app.web.i18n import N_

MEASURES = {ROWS: N_("Lots"), LABELS: N_("Labels printed"), SCANS: N_("Scans")}
