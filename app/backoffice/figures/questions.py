"""What a department asks again and again, each as a count with its filters; the page opens it with one press."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.backoffice.figures.queries import LABELS, ROWS, SCANS
from app.core.clock import today
from app.web.i18n import N_


@dataclass(frozen=True, slots=True)
class Question:
    """text: with %(year)s for last year. kind: of the lists; filters: as a list has them in its address."""

    text: str
    kind: str
    by: str
    across: str
    filters: Mapping[str, str]
    measure: str = ROWS

    @property
    def address(self) -> dict[str, str]:
        """The question as it stands in the address of its page."""
        last = str(today().year - 1)
        asked = {name: last if value == LAST_YEAR else value for name, value in self.filters.items()}
        asked |= {"by": self.by}
        asked |= {"across": self.across} if self.across else {}
        return asked | ({"measure": self.measure} if self.measure != ROWS else {})


LAST_YEAR = "last-year"
VALID, EXPIRING = {"state": "valid"}, {"state": "expiring"}
PUBLISHED, VERIFIED = {"state": "published"}, {"state": "verified"}
QUESTIONS = (
    Question(
        N_("How many certificates of each product group are in force in each province of before the mergers?"),
        "recognitions", "old", "group", VALID,
    ),
    Question(
        N_("Which certificates end within 90 days, commune by commune?"),
        "recognitions", "commune", "level", EXPIRING,
    ),
    Question(
        N_("Which facilities were recognised last in %(year)s and have had nothing since?"),
        "facilities", "commune", "kind", VERIFIED | {"last": LAST_YEAR},
    ),
    Question(
        N_("How many products were recognised at each level, year by year?"),
        "products", "year", "level", {},
    ),
    Question(
        N_("Which public products have never been recognised and could enter a round?"),
        "products", "commune", "group", PUBLISHED | {"standing": "never"},
    ),
    Question(
        N_("How many trademarks were granted each year, by kind?"),
        "trademarks", "year", "kind", {"state": "mark-granted"},
    ),
    Question(
        N_("How many labels has each facility printed?"), "lots", "facility", "", {}, LABELS,
    ),
    Question(
        N_("How often were the codes of each facility scanned?"), "lots", "facility", "", {}, SCANS,
    ),
    Question(
        N_("What support has each facility received, year by year?"),
        "support", "facility", "year", {"state": "accepted"},
    ),
    Question(
        N_("How many craft villages of each kind are there?"), "villages", "province", "kind", VALID,
    ),
    Question(
        N_("Which papers of facilities end within 90 days, by kind?"), "papers", "kind", "", EXPIRING,
    ),
    Question(
        N_("How do facilities of each kind stand by their recognitions?"),
        "facilities", "kind", "standing", VERIFIED,
    ),
)  # fmt: skip
