"""The printable certificate of an award."""

from app.core.clock import today
from app.site.queries import find_signer_title
from app.web.addresses import absolute_url, base_url
from catalog.award_orders.queries import find_order_of_state
from catalog.awards.corrections.queries import find_replacement
from catalog.awards.services import Ruling
from catalog.enums import AwardSource, Level, UnitKind, Validity
from catalog.facilities.consent import may_be_named
from catalog.models import Award

LEVELS_VI = {
    Level.COMMUNE: "cấp xã",
    Level.PROVINCE: "cấp tỉnh",
    Level.REGION: "cấp khu vực",
    Level.NATIONAL: "cấp quốc gia",
}
LEVELS_EN = {
    Level.COMMUNE: "commune level",
    Level.PROVINCE: "provincial level",
    Level.REGION: "regional level",
    Level.NATIONAL: "national level",
}
STAMPS = {Validity.REVOKED: "ĐÃ BỊ THU HỒI", Validity.SUSPENDED: "ĐANG BỊ TẠM ĐÌNH CHỈ"}
"""What is printed across a certificate that an authority took back or suspended."""


def is_printable(award: Award) -> bool:
    """Whether its PDF is available: a round on this site led to it, and no corrected one has taken its place."""
    return (
        award.source == AwardSource.ROUND
        and award.number is not None
        and award.validity_on(today()) is not Validity.NOT_YET
        and find_replacement(award.id) is None
        and is_named(award)
    )


def stamp_of(award: Award) -> tuple[str, ...]:
    """The lines across the PDF of a certificate that does not hold by an act; none of one that holds or expired."""
    state = award.validity_on(today())
    if state not in STAMPS:
        return ()
    order = find_order_of_state(award.id, state)
    if order is None:
        return (STAMPS[state],)
    ruling = Ruling(order.decision_number, order.decision_date, order.authority)
    return (STAMPS[state], f"theo {ruling.text}")


def is_named(award: Award) -> bool:
    """Whether the PDF may be public: it has the name of a producer, who may be a person."""
    facility = award.product.facility
    return may_be_named(facility.kind, facility.consent_at, facility.state)


def draw(award: Award) -> bytes:
    """The certificate as PDF. award: a printable one with product, facility and unit loaded."""
    from catalog.awards.certificate_pdf import CertificateSheet, certificate_pdf  # noqa: PLC0415  # what draws is loaded when it is wanted

    level, verify_url = Level(award.level), absolute_url("site.certificate", locale="vi", number=award.number)
    return certificate_pdf(
        CertificateSheet(
            number=award.number or "",
            level_vi=LEVELS_VI[level],
            level_en=LEVELS_EN[level],
            year=award.year,
            product=award.product_name,
            items=tuple(award.set_items),
            producer=award.producer_name,
            address=award.producer_address or _place(award),
            issuer=award.issuer,
            decision_number=award.decision_number,
            decision_date=award.decision_date or award.issued_on,
            issued_on=award.issued_on,
            valid_until=award.valid_until,
            place=signed_at(award),
            signer_title=find_signer_title(award) or award.issuer,
            signer_name=award.signer,
            verify_url=verify_url,
            verify_text=base_url().partition("://")[2] + verify_url.removeprefix(base_url()),
            demonstration=award.is_demo,
            stamp=stamp_of(award),
        )
    )


def _place(award: Award) -> str:
    """Commune and province of the producer, as the page of the facility names them."""
    facility = award.product.facility
    unit = facility.unit.present
    kind = "thành phố" if unit.kind == UnitKind.CITY else "tỉnh"
    return ", ".join(part for part in (facility.commune, f"{kind} {unit.name_vi}") if part)


def signed_at(award: Award) -> str:
    """Region and nation are recognised by bodies of the ministry, which sit in Hà Nội."""
    if award.level in {Level.REGION, Level.NATIONAL}:
        return "Hà Nội"
    return award.unit_name or award.product.facility.unit.name_vi
