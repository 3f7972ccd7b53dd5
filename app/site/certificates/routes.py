"""Certificates of recognition: look one up by number, its state today, its QR code and its PDF."""

from typing import Any

from flask import Response, redirect, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from app.core.clock import today
from app.core.errors import NotFound, Unavailable
from app.core.ports import ports
from app.site.bilingual import labelled, producer_of, vietnamese
from app.site.blueprint import bp
from app.site.catalogue.search_address import asked_text
from app.site.certificates import file as certificate_file
from app.site.certificates.records import records_view
from app.site.open_data.routes import whole_table
from app.site.open_data.sending import send_file_of
from app.site.pages import page, whole_page
from app.site.products import structured
from app.site.products.page import award_view
from app.site.products.routes import qr_answer
from app.site.queries import (
    find_certificates_like,
    find_certificates_of,
    find_same_number,
    is_shown,
    list_newest_certificates,
)
from app.site.whole_files.queries import find_whole_file, is_large
from app.web.access import access
from app.web.addresses import absolute_url
from app.web.cache import public
from app.web.file_names import disposition
from app.web.i18n import localized
from app.web.pagination import PER_PAGE, asked_page, count_pages
from app.web.paths import path_to
from app.web.templates.pieces import piece
from catalog.award_orders.queries import find_order_of_state
from catalog.awards.corrections.queries import find_replacement
from catalog.awards.files import find_paper
from catalog.awards.queries import find_award
from catalog.labels import LEVELS
from catalog.names import number_key
from catalog.register.queries import REGISTER_FILE, get_register_file
from catalog.validity import state_of

REGISTER_NAME = "so-cap-giay-chung-nhan.json"
PAPER_TAKES = 10
"""Seconds after which it is worth asking again for a certificate's file that a job is making."""


@localized(bp, "/giay-chung-nhan", "/certificates")
@access("public")
def certificates() -> BaseResponse:
    """Look up a certificate by its number, in any spelling, else by the number of its decision or by its product;
    below it the newest ones.
    """
    text = asked_text("q")
    found = find_certificates_like(text)
    exact = [award for award in found if award.number_key == number_key(text)]
    if len(exact) == 1:
        return redirect(url_for("site.certificate", number=exact[0].number), 302)
    of_words = find_certificates_of(text) if text and not found else []
    number = asked_page()
    newest, total = ([], 0) if text else list_newest_certificates(PER_PAGE, (number - 1) * PER_PAGE)
    return page(
        "site/certificates/certificates.html",
        query={"page": str(number)} if number > 1 else None,
        text=text,
        found=[certificate_card(award, 2) for award in (*found, *of_words)],
        is_number=not of_words,
        newest=[certificate_card(award) for award in newest],
        total=total,
        current=number,
        pages=count_pages(total, number),
        page_href=lambda n: url_for("site.certificates", page=n if n > 1 else None),
    )


@localized(bp, "/giay-chung-nhan.csv", "/certificates.csv")
@access("public")
def certificates_csv() -> Response:
    """The numbered certificates with their state."""
    return whole_table("certificates")


@localized(bp, "/giay-chung-nhan/so-cap.json", "/certificates/register.json")
@access("public")
def certificates_register() -> Response:
    """The whole register as a signed log; `tieubieu verify` checks it."""
    made = find_whole_file(REGISTER_FILE)
    if made is not None and is_large():
        return send_file_of(made, name=REGISTER_NAME)
    response = Response(get_register_file(), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{REGISTER_NAME}"'
    return public(response)


@localized(bp, "/giay-chung-nhan/<number>", "/certificates/<number>")
@access("public")
def certificate(number: str) -> BaseResponse:
    """One certificate: first whether it is valid today."""
    award = find_award(number)
    if award is None:
        return _elsewhere(number)
    view = award_view(award, today())
    product_path = url_for("site.product", slug=award.product.slug) if is_shown(award.product) else None
    paper, printable = find_paper(award.id), certificate_file.is_printable(award)
    return whole_page(
        "site/certificates/certificate.html",
        award=award,
        view=view,
        today=today(),
        product_path=product_path,
        replacement=find_replacement(award.id) if award.revoked_on else None,
        facility_path=url_for("site.facility", slug=award.product.facility.slug) if product_path else None,
        producer=producer_of(award),
        order=find_order_of_state(award.id, view["state"]),
        qr_path=url_for("site.certificate_qr", number=number),
        pdf_path=url_for("site.certificate_pdf", number=number)
        if printable and (paper or certificate_file.stamp_of(award))
        else None,
        paper=paper,
        waits=printable and paper is None and not certificate_file.stamp_of(award),
        records=records_view(number),
        register_path=url_for("site.certificates_register"),
        structured=structured.json_ld(structured.certification(view, product=award.product_name)),
    )


@localized(bp, "/giay-chung-nhan/<number>.pdf", "/certificates/<number>.pdf")
@access("public")
def certificate_pdf(number: str) -> Response:
    """The file that was made and signed once; of one that was revoked or is suspended a page that says so, without
    a signature. NotFound for facts from a notice: their certificate is not
    ours; Unavailable between the decision and the making of the file.
    """
    award = find_award(number)
    if award is None or not certificate_file.is_printable(award):
        raise NotFound("not_found")
    paper = find_paper(award.id)
    if certificate_file.stamp_of(award):
        data = certificate_file.draw(award)
    elif paper is None:
        raise Unavailable("certificate_file_in_the_making", retry_after=PAPER_TAKES)
    else:
        data = ports().files.get(paper.file)
    response = Response(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = disposition(f"{number}.pdf", inline=True)
    return public(response)


@bp.get("/giay-chung-nhan/<number>/qr.svg")
@access("public")
def certificate_qr(number: str) -> Response:
    """The QR code that is printed on the certificate."""
    award = find_award(number)
    if award is None or award.number is None:
        raise NotFound("not_found")
    return qr_answer(absolute_url("site.certificate", locale="vi", number=award.number), award.number)


def certificate_card(award: Any, level: int = 3) -> Markup:
    """A certificate as a card, its number a heading of the level. award: a recognition, or its columns."""
    state = state_of(award, today())
    shows = (level, award.number, award.product_name, award.level, award.year, award.valid_until, state)
    return piece("components/cards.html", "certificate_card", shows, lambda: (_view(award, state), level))


def _view(award: Any, state: str) -> dict[str, Any]:
    return {
        "number": award.number,
        "href": path_to("certificate", award.number) if award.number else None,
        "product": vietnamese(award.product_name),
        "level": labelled(LEVELS, award.level),
        "year": award.year,
        "status": str(state),
        "until": award.valid_until,
    }


def _elsewhere(number: str) -> BaseResponse:
    """The one certificate whose number differs in case, blanks or dashes alone. Raises NotFound."""
    same = find_same_number(number)
    if same is None:
        raise NotFound("certificate_unknown", number=number[:60])
    return redirect(url_for("site.certificate", number=same), 302)
