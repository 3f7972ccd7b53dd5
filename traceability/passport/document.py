"""The digital product passport of a lot or item as JSON-LD: the eight items of Decree 37/2026/NĐ-CP, article 32.

Public facts alone, those of the scan page, in words of schema.org and of the GS1 Web Vocabulary; where neither has a
word, in the register's own. The context stands inside, so that reading it needs no other server.
"""

from typing import Any

from app.core.clock import VIETNAM, today
from catalog.awards.queries import best_award
from catalog.enums import CheckState, Validity
from catalog.listings.public import shown_papers
from catalog.models import Certificate
from traceability.codes.identity import (
    certificate_url,
    facility_url,
    file_url,
    lot_uri,
    namespace_uri,
    payload,
    scan_url,
)
from traceability.diary_claims.rules import is_held
from traceability.enums import EventKind, RunKind
from traceability.lots.public import ScanView
from traceability.models import Lot, Recall, TraceEvent
from traceability.passport.completeness import decree_items, lacking
from traceability.passport.queries import lot_facts
from traceability.resolver.linksets.link_types import NAMESPACE

MEDIA_TYPE = "application/ld+json"
SCHEMA = "https://schema.org/"
FORM = "1"
"""Edition of this form, raised when a word changes its meaning."""


def passport(view: ScanView) -> dict[str, Any]:
    """The document behind one code, the same in both languages: texts carry theirs."""
    lot, snapshot, code = view.lot, view.lot.snapshot, view.code
    return _known(
        {
            "@context": {"schema": SCHEMA, "gs1": NAMESPACE, "tb": namespace_uri()},
            "@id": payload(lot, code) if code.kind == RunKind.ITEM else lot_uri(lot, code.code),
            "@type": ["schema:Product", "gs1:Product"],
            "tb:form": FORM,
            "tb:codeState": code.state,
            "schema:url": [scan_url(code.code, locale) for locale in ("vi", "en")],
            "schema:name": _texts(snapshot["name_vi"], snapshot["name_en"]),
            "gs1:gtin": code.gtin_at_print or (lot.product.gtin if lot.product is not None else None),
            "gs1:hasBatchLotNumber": lot.code,
            "gs1:hasSerialNumber": code.serial if code.kind == RunKind.ITEM else None,
            "tb:traceCode": code.code,
            "schema:image": _picture(snapshot),
            "schema:manufacturer": _maker(view),
            "tb:placeOfLastStep": {
                "@type": "schema:AdministrativeArea",
                "schema:name": _texts(snapshot["facility"]["unit_vi"], snapshot["facility"]["unit_en"]),
                "schema:addressCountry": "VN",
            },
            "schema:productionDate": lot.made_on.isoformat() if lot.made_on else None,
            "gs1:bestBeforeDate": lot.best_before.isoformat() if lot.best_before else None,
            **_description(snapshot),
            **_papers(lot),
            "tb:recognition": _award(view),
            "tb:madeFrom": [
                _known(
                    {
                        "@type": "tb:Input",
                        "schema:name": source.snapshot["name_vi"],
                        "gs1:hasBatchLotNumber": source.code,
                        "tb:supplier": source.supplier,
                        "tb:quantity": _quantity(edge.quantity, edge.unit),
                    }
                )
                for edge, source, _page in view.inputs
            ],
            "tb:event": _events(view.events),
            "tb:inRecall": bool(view.recalls),
            "tb:recall": [_recall(recall) for recall in [*view.recalls, *view.past_recalls]],
            "tb:lackingItems": [item.code for item in lacking(decree_items(lot_facts(lot)))],
            "tb:isDemonstration": True if lot.is_demo else None,
        }
    )


def _maker(view: ScanView) -> dict[str, Any] | None:
    """The maker: a person who withdrew their consent is not named."""
    if not view.maker_shown:
        return None
    facility = view.lot.snapshot["facility"]
    return _known(
        {
            "@type": ["schema:Organization", "gs1:Organization"],
            "@id": facility_url(view.lot.facility.slug, "vi"),
            "schema:name": facility["name"],
            "schema:address": ", ".join(p for p in (facility["address"], facility["unit_vi"]) if p),
            "schema:identifier": facility["registration_number"],
            "schema:globalLocationNumber": facility["gln"],
        }
    )


def _description(snapshot: dict[str, Any]) -> dict[str, Any]:
    """The maker's statements about the product."""
    return {
        "schema:material": snapshot.get("materials"),
        "tb:netContent": snapshot.get("net_content"),
        "tb:shelfLife": snapshot.get("shelf_life"),
        "tb:standard": snapshot.get("standard"),
        "tb:safetyWarning": snapshot.get("safety_note"),
        "schema:brand": _known(
            {
                "@type": "schema:Brand",
                "schema:name": snapshot.get("trademark"),
                "schema:identifier": snapshot.get("trademark_number"),
            }
        )
        if snapshot.get("trademark")
        else None,
    }


def _picture(snapshot: dict[str, Any]) -> dict[str, Any] | None:
    picture = snapshot.get("picture")
    if not picture:
        return None
    return _known(
        {
            "@type": "schema:ImageObject",
            "schema:contentUrl": file_url(picture["files"]["share"]),
            "schema:caption": _texts(picture["alt_vi"], picture["alt_en"]),
            "tb:isIllustration": True if picture["is_illustration"] else None,
        }
    )


def _papers(lot: Lot) -> dict[str, Any]:
    """Documents that an officer has checked, and separately those that the maker only names."""
    papers = shown_papers(lot.product.certificates) if lot.product is not None else []
    return {
        "schema:hasCertification": [_paper(paper) for paper in papers if is_checked(paper)],
        "tb:uncheckedStatement": [_statement(paper) for paper in papers if not is_checked(paper)],
    }


def is_checked(paper: Certificate) -> bool:
    return paper.check_state == CheckState.CHECKED


def _statement(paper: Certificate) -> dict[str, Any]:
    """A paper that the maker names and no officer has checked: no certification, and without a status."""
    facts = _paper(paper) | {"@type": "tb:UncheckedPaper"}
    del facts["schema:certificationStatus"]
    return facts


def _paper(paper: Certificate) -> dict[str, Any]:
    """One document with its status today."""
    validity = paper.validity_on(today())
    holds = validity in {Validity.VALID, Validity.EXPIRING}
    return _known(
        {
            "@type": "schema:Certification",
            "schema:name": paper.title or paper.kind,
            "tb:kind": paper.kind,
            "schema:certificationIdentification": paper.number,
            "schema:issuedBy": {"@type": "schema:Organization", "schema:name": paper.issuer},
            "schema:validFrom": paper.issued_on.isoformat(),
            "schema:expires": paper.valid_until.isoformat() if paper.valid_until else None,
            "schema:certificationStatus": f"schema:Certification{'Active' if holds else 'Inactive'}",
            "tb:checkedByOfficer": is_checked(paper),
        }
    )


def _award(view: ScanView) -> dict[str, Any] | None:
    """The recognition as a typical product that is valid today."""
    product = view.lot.product
    award = best_award(product.awards, today()) if product is not None else None
    if award is None:
        return None
    return _known(
        {
            "@type": "schema:Certification",
            "@id": certificate_url(award.number, "vi") if award.number else None,
            "tb:level": str(award.level),
            "tb:year": award.year,
            "schema:certificationIdentification": award.number,
            "schema:expires": award.valid_until.isoformat(),
        }
    )


def _reason(correction: TraceEvent) -> str:
    return "" if is_held(correction) else correction.note


def _events(events: list[TraceEvent]) -> list[dict[str, Any]]:
    """The public entries of the diary in order, each with the hash of its EPCIS event."""
    wrong = {event.corrects_id: event for event in events if event.kind == EventKind.CORRECT}
    return [
        _known(
            {
                "@type": "tb:Event",
                "tb:step": event.kind,
                "tb:at": event.happened_at.astimezone(VIETNAM).isoformat(timespec="minutes"),
                "tb:precision": event.happened_precision,
                "tb:recordedAt": event.recorded_at.astimezone(VIETNAM).isoformat(timespec="seconds"),
                "tb:place": "" if is_held(event) else event.place,
                "tb:party": "" if is_held(event) else event.party,
                "tb:quantity": _quantity(event.quantity, event.unit),
                "tb:note": "" if is_held(event) else event.note,
                "tb:eventHash": event.event_hash,
                "tb:declaredWrong": _reason(wrong[event.id]) if event.id in wrong else None,
            }
        )
        for event in events
        if event.is_public and event.kind != EventKind.CORRECT
    ]


def _recall(recall: Recall) -> dict[str, Any]:
    """In force, or ended on a day. The lot is the one it was ordered for."""
    return _known(
        {
            "@type": "tb:Recall",
            "tb:kind": recall.kind,
            "tb:reason": _texts(recall.reason_vi, recall.reason_en),
            "tb:advice": _texts(recall.advice_vi, recall.advice_en),
            "tb:byOfficer": recall.by_officer,
            "tb:from": recall.created_at.astimezone(VIETNAM).date().isoformat(),
            "tb:until": recall.undone_at.astimezone(VIETNAM).date().isoformat() if recall.undone_at else None,
            "gs1:hasBatchLotNumber": recall.lot.code,
        }
    )


def _quantity(amount: Any, unit: str) -> dict[str, str] | None:
    """As exact decimal text, in the unit it was written in."""
    return {"tb:amount": format(amount, "f"), "tb:unit": unit} if amount is not None else None


def _texts(vi: str, en: str = "") -> list[dict[str, str]]:
    return [{"@value": text, "@language": lang} for lang, text in (("vi", vi), ("en", en)) if text]


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known; False and an empty list of lacking items are facts."""
    return {
        key: value
        for key, value in facts.items()
        if value not in (None, "", {}) and not _is_empty(key, value)
    }


def _is_empty(key: str, value: object) -> bool:
    return value == [] and key != "tb:lackingItems"
