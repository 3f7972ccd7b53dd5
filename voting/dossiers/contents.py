"""What is in dossiers: their check lists, who made the product, and what jurors see of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from app.core.clock import today
from app.core.database.base import db
from catalog.enums import AwardSource, Level
from catalog.models import Award, Facility, Trademark
from catalog.validity import HOLDING
from voting.dossiers import check_list as dossier
from voting.dossiers.blinding import Maker, blind, find_identifying
from voting.dossiers.entry_rules import needs_of
from voting.models import Nomination, PaperDossier
from voting.rules.eligibility import LOWER


def get_check_list(nomination: Nomination) -> tuple[dossier.Item, ...]:
    """The dossier's check list as it stands; of one on paper, what was handed in counts too, but for photos."""
    return list_check_lists([nomination])[nomination.id]


def list_check_lists(nominations: Sequence[Nomination]) -> dict[int, tuple[dossier.Item, ...]]:
    """The check lists of dossiers by id."""
    query = select(PaperDossier).where(PaperDossier.nomination_id.in_([n.id for n in nominations]))
    papers = {paper.nomination_id: paper for paper in db.session.scalars(query)}
    return {n.id: _check_list(n, papers.get(n.id)) for n in nominations}


def _check_list(nomination: Nomination, paper: PaperDossier | None) -> tuple[dossier.Item, ...]:
    if nomination.outside_list_id is not None:
        return ()  # the body below that sent the list keeps its papers
    there = {
        (document.kind, document.file) for document in nomination.documents if document.removed_at is None
    }
    counts = Counter(kind for kind, _file in there)  # the same photo three times is one photo
    for row in paper.papers if paper else ():
        counts[row["kind"]] += 0 if row["kind"] == dossier.PHOTO else row["copies"]
    return dossier.check_list(
        counts,
        nomination.statement,
        sets=paper.sets if paper else None,
        needs_lower_level=nomination.promoted_from_id is None  # of a promoted one we have both ourselves
        and needs_of(nomination.round)[0]
        and _find_own_award(nomination) is None,
    )


def _find_own_award(nomination: Nomination) -> Award | None:
    """The certificate of the level below that a round of this site gave and that holds: it is never asked as a file."""
    level = LOWER.get(Level(nomination.round.level))
    return next(
        (
            award
            for award in nomination.product.awards
            if award.level == level
            and award.source == AwardSource.ROUND
            and award.number is not None
            and award.validity_on(today()) in HOLDING
        ),
        None,
    )


def get_entry(nomination: Nomination, maker: Maker) -> dict[str, object]:
    """What jurors see, without the producer's name, brand or place; `open` adds what open rules let them see."""
    product, facility = nomination.product, nomination.facility
    photos = [
        d.files for d in nomination.documents if d.kind == dossier.PHOTO and d.removed_at is None and d.files
    ]
    return {
        "description": blind(product.description_vi, maker),
        "statement": blind(nomination.statement, maker),
        "materials": blind(product.materials, maker),
        "dimensions": product.dimensions,
        "net_content": product.net_content,
        "standard": product.standard,
        "pictures": photos,
        "set": _blinded_set(nomination, maker),
        "open": {
            "product": product.name_vi,
            "producer": facility.name,
            "place": ", ".join(part for part in (facility.commune, facility.unit.name_vi) if part),
            "description": product.description_vi,
            "statement": nomination.statement,
            "materials": product.materials,
        },
    }


def _blinded_set(nomination: Nomination, maker: Maker) -> dict[str, object] | None:
    """What jurors see of a set: its case and the names of its items."""
    if not nomination.is_set:
        return None
    return {"case": nomination.set_case, "items": [blind(item, maker) for item in nomination.set_items]}


def list_naming_pictures(nomination: Nomination, maker: Maker) -> list[str]:
    """The titles of photos that name the maker: what such a photo shows may name it too, and only people can see that.
    The jury never sees a title.
    """
    return [
        document.title
        for document in nomination.documents
        if document.kind == dossier.PHOTO
        and document.removed_at is None
        and find_identifying(document.title, maker)
    ]


def maker_of(nomination: Nomination) -> Maker:
    """All that names the facility behind an entry."""
    return makers_of([nomination])[nomination.facility_id]


def makers_of(nominations: Iterable[Nomination]) -> Mapping[int, Maker]:
    """All that names the facilities behind entries, by facility id."""
    facilities = {n.facility_id: n.facility for n in nominations}
    marks: dict[int, list[str]] = {key: [] for key in facilities}
    query = select(Trademark.facility_id, Trademark.name).where(Trademark.facility_id.in_(facilities))
    for facility_id, name in db.session.execute(query.order_by(Trademark.id)):
        marks[facility_id].append(name)
    return {key: _maker(facility, marks[key]) for key, facility in facilities.items()}


def _maker(facility: Facility, marks: Sequence[str]) -> Maker:
    return Maker(
        names=(facility.name, facility.contact_name),
        marks=tuple(marks),
        places=(facility.address, facility.commune),
        contacts=(facility.phone, facility.email, facility.website),
    )
