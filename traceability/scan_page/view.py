"""What the scan page shows, in the order of a phone's screen. Drawn from a `ScanView`."""

from typing import Any

from app.core.clock import today
from app.web.i18n import current_locale, local_url, translate
from catalog.awards.queries import best_award
from catalog.enums import CheckState, Validity
from catalog.labels import CERTIFICATE_KINDS, LEVELS
from catalog.listings.public import shown_chains
from catalog.models import Award
from catalog.products.views import PictureView
from traceability.codes.code import grouped
from traceability.codes.identity import certificate_url, facility_url, product_url
from traceability.diary.steps import expected_of, steps_of
from traceability.enums import CodeState, RunKind
from traceability.lots.public import ScanView
from traceability.recalls.view import recall_view
from traceability.signals.public_texts import PUBLIC_TEXTS
from traceability.signals.rules import SignalKind
from traceability.terms import Said, quantity_text, said


def scan_page(view: ScanView) -> dict[str, Any]:
    """The template's context."""
    lot, snapshot = view.lot, view.lot.snapshot
    facility = snapshot["facility"]
    english = current_locale() == "en"
    hidden = translate("A producer who is not named")
    return {
        "view": view,
        "lot": lot,
        "name": said(snapshot["name_vi"], snapshot["name_en"]),
        "picture": _picture(snapshot, english=english),
        "maker": Said(facility["name"], "vi" if english else "") if view.maker_shown else Said(hidden),
        "province": facility["unit_en"] if english else facility["unit_vi"],
        "address": facility["address"] if view.maker_shown else "",
        "past_best_before": lot.best_before is not None and lot.best_before < today(),
        "made_from": _made_from(view),
        **_papers_apart(view),
        "award": _award(view),
        "recalls": [recall_view(recall) for recall in view.recalls],
        "past_recalls": [recall_view(recall) for recall in view.past_recalls],
        "steps": steps_of(view.events, public_only=True, expected=expected_of(lot)),
        "signals": [translate(PUBLIC_TEXTS[SignalKind(signal.kind)]) for signal in view.signals],
        "is_item": view.code.kind == RunKind.ITEM,
        "code_state": view.code.state,
        "grouped_code": grouped(view.code.code),
        "maker_url": facility_url(lot.facility.slug, current_locale()),
        "product_url": product_url(lot.product.slug, current_locale()) if lot.product is not None else "",
        "is_sold": view.code.state == CodeState.SOLD,
    }


def _picture(snapshot: dict[str, Any], *, english: bool) -> PictureView | None:
    picture = snapshot.get("picture")
    if not picture:
        return None
    alt = (picture["alt_en"] if english else "") or picture["alt_vi"] or snapshot["name_vi"]
    lang = "vi" if english and picture["alt_vi"] and not picture["alt_en"] else ""
    return PictureView(
        picture["files"], picture["width"], picture["height"], alt, picture["is_illustration"], lang
    )


def _made_from(view: ScanView) -> list[dict[str, Any]]:
    """The inputs that the diary names, if any."""
    return [
        {
            "name": source.snapshot["name_vi"],
            "supplier": source.supplier,
            "code": source.code,
            "quantity": quantity_text(edge.quantity, edge.unit),
            "href": local_url("traceability.scan", code=page) if page else "",
        }
        for edge, source, page in view.inputs
    ]


def _papers_apart(view: ScanView) -> dict[str, Any]:
    """What an officer has checked, and separately what the maker only names."""
    papers = _papers(view)
    return {
        "papers": [paper for paper in papers if paper["checked"]],
        "unchecked_papers": [paper for paper in papers if not paper["checked"]],
    }


def _papers(view: ScanView) -> list[dict[str, Any]]:
    """Papers of the product as they stand today, holding ones first."""
    product = view.lot.product
    found = []
    for paper, earlier in shown_chains(product.certificates) if product is not None else []:
        validity = paper.validity_on(today())
        checked = paper.check_state == CheckState.CHECKED
        found.append(
            {
                "title": paper.title or translate(CERTIFICATE_KINDS.get(paper.kind, paper.kind)),  # type: ignore[call-overload]  # keys are str enums
                "number": paper.number,
                "issuer": paper.issuer,
                "until": paper.valid_until,
                "on": paper.revoked_on,
                "earlier": [(old.number, old.valid_until) for old in earlier],
                "checked": checked,
                "status": str(validity)
                if checked or validity in {Validity.EXPIRED, Validity.REVOKED}
                else "unverified",
                "holds": checked and validity in {Validity.VALID, Validity.EXPIRING},
            }
        )
    return sorted(found, key=lambda paper: not paper["holds"])


def _award(view: ScanView) -> dict[str, Any] | None:
    """The recognition that holds today."""
    product = view.lot.product
    award: Award | None = best_award(product.awards, today()) if product is not None else None
    if award is None:
        return None
    return {
        "text": translate(LEVELS[award.level]),  # type: ignore[index]  # keys are str enums
        "year": award.year,
        "url": certificate_url(award.number, current_locale()) if award.number else None,
        "until": award.valid_until,
        "issuer": award.issuer,
    }
