"""The resolver's answers: levels of links for a known thing, and the answer to a request.

GS1-Conformant Resolver 1.2.0. Everything but `levels_of` and `place_levels` is pure.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from app.web.addresses import base_url
from catalog.models import Facility
from traceability.codes.identity import (
    certificate_url,
    code_uri,
    facility_url,
    gtin_uri,
    passport_url,
    product_url,
    scan_url,
)
from traceability.codes.lookup import Thing
from traceability.digital_link import DigitalLink
from traceability.models import ProductLink
from traceability.resolver.linksets.content_choice import Wanted, choose, target
from traceability.resolver.linksets.link_types import DEFAULT_LINK_MULTI, find_link_type
from traceability.resolver.linksets.linkset import Level, Link, linkset_header
from traceability.resolver.queries import find_award_number, is_recalled, list_links_of

HTML = "text/html"
LANGUAGES = ("vi", "en")


class Outcome(StrEnum):
    REDIRECT = "redirect"
    CHOICE = "choice"
    LINKSET = "linkset"
    NO_SUCH_TYPE = "no-such-type"
    NEVER_ISSUED = "never-issued"
    NOT_LISTED = "not-listed"


@dataclass(frozen=True, slots=True)
class Answer:
    """location: where to go (REDIRECT); links: to choose from (CHOICE); levels: most specific first."""

    outcome: Outcome
    levels: tuple[Level, ...] = ()
    location: str = ""
    links: tuple[Link, ...] = ()

    @property
    def anchor(self) -> str:
        return self.levels[0].anchor if self.levels else ""


CACHE = "max-age=60"
"""Not `public`: these answers depend on Accept in finer ways than the page cache distinguishes."""
VARY = "Accept, Accept-Language"
CORS = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS"),
    ("Access-Control-Expose-Headers", "Link, Location"),
)


def redirect_headers(location: str, anchor: str) -> list[tuple[str, str]]:
    """The headers of a redirect beside those of every answer of the site."""
    return [
        ("Location", location),
        ("Link", linkset_header(anchor)),
        ("Vary", VARY),
        ("Cache-Control", CACHE),
        *CORS,
    ]


def answer(levels: tuple[Level, ...], wanted: Wanted, query: str, *, notice: str = "") -> Answer:
    """The answer for a thing with these levels. query: of the request, passed on; notice: a query pair of ours."""
    if not levels:
        return Answer(Outcome.NEVER_ISSUED)
    if wanted.linkset():
        return Answer(Outcome.LINKSET, levels)
    if wanted.link_type is not None and find_link_type(wanted.link_type) is None:
        return Answer(Outcome.NO_SUCH_TYPE, levels)
    links = choose(levels, wanted)
    if not links:
        return Answer(Outcome.NO_SUCH_TYPE, levels)
    if len(links) > 1:
        return Answer(Outcome.CHOICE, levels, links=links)
    passed = "&".join(part for part in (query, notice) if part)
    return Answer(Outcome.REDIRECT, levels, target(links[0], passed))


def levels_of(thing: Thing, link: DigitalLink | None) -> tuple[Level, ...]:
    """The levels known of a thing, the most specific first. link: the address asked for, None for `/t/`."""
    if thing.serial_unknown:
        return ()
    found = [_product_level(thing)] if thing.product_public and thing.product.gtin else []
    if thing.lot is not None:
        lot_anchor = _lot_anchor(thing, link)
        found.insert(
            0,
            _lot_level(
                thing, lot_anchor, thing.lot_code, f"{thing.lot.snapshot['name_vi']} – {thing.lot.code}"
            ),
        )
        if thing.item_code:
            anchor = code_uri(thing.item_code) if link is None else f"{lot_anchor}/21/{thing.item_code}"
            found.insert(
                0, _lot_level(thing, anchor, thing.item_code, f"{found[0].description} – {thing.item_code}")
            )
    elif not found and thing.product_public:  # a former GTIN of a product that has none now
        found = [_product_level(thing, gtin=link.key[1] if link else "")]
    return _anchored(tuple(found), link)


def _anchored(levels: tuple[Level, ...], link: DigitalLink | None) -> tuple[Level, ...]:
    """The levels, the first of them at the address that was asked for: with a variant, without a lot, with an
    extension of a place. Not where the address asks for more than is known.
    """
    if link is None or not levels:
        return levels
    asked = base_url() + link.levels()[0]
    named = {ai for ai, _value in link.qualifiers}
    known = {level.anchor for level in levels}
    if asked in known or not named <= _ANCHORED or ("10" in named and "/10/" not in levels[0].anchor):
        return levels
    return replace(levels[0], anchor=asked), *levels


_ANCHORED = frozenset({"10", "21", "22", "254"})


def place_levels(facility: Facility, link: DigitalLink) -> tuple[Level, ...]:
    """Of a location number, also with an extension: the facility's page."""
    return _anchored((_place_level(facility, link.key[1]),), link)


def _place_level(facility: Facility, gln: str) -> Level:
    pages = tuple(
        Link("locationInfo", facility_url(facility.slug, locale), facility.name, HTML, (locale,))
        for locale in LANGUAGES
    )
    return Level(f"{base_url()}/414/{gln}", facility.name, (*pages, *_multi(pages)), pages[0])


def _product_level(thing: Thing, *, gtin: str = "") -> Level:
    product = thing.product
    pages = tuple(
        Link(
            "pip",
            product_url(product.slug, locale),
            (product.name_en or product.name_vi) if locale == "en" else product.name_vi,
            HTML,
            (locale,),
        )
        for locale in LANGUAGES
    )
    more = [_own_link(link) for link in list_links_of(thing) if link.lot_id is None]
    if (number := find_award_number(thing)) is not None:
        more += [
            Link("certificationInfo", certificate_url(number, locale), title, HTML, (locale,))
            for locale, title in zip(
                LANGUAGES, ("Giấy chứng nhận sản phẩm tiêu biểu", "Certificate of recognition"), strict=True
            )
        ]
    return Level(
        gtin_uri(gtin or product.gtin or ""), product.name_vi, (*pages, *_multi(pages), *more), pages[0]
    )


def _lot_level(thing: Thing, anchor: str, code: str, description: str) -> Level:
    assert thing.lot is not None
    titles = (f"Truy xuất nguồn gốc: lô {thing.lot.code}", f"Origin: lot {thing.lot.code}")
    pages = tuple(
        Link("traceability", scan_url(code, locale), title, HTML, (locale,))
        for locale, title in zip(LANGUAGES, titles, strict=True)
    )
    more = [
        Link("dpp", passport_url(code, locale), title, "application/ld+json", (locale,))
        for locale, title in zip(
            LANGUAGES, ("Hộ chiếu số của sản phẩm", "Digital product passport"), strict=True
        )
    ]
    more += [_own_link(link) for link in list_links_of(thing) if link.lot_id == thing.lot.id]
    if is_recalled(thing.lot):
        titles = ("Thông báo thu hồi", "Recall notice")
        more += [
            Link("recallStatus", scan_url(code, locale), title, HTML, (locale,))
            for locale, title in zip(LANGUAGES, titles, strict=True)
        ]
    return Level(anchor, description, (*pages, *_multi(pages), *more), pages[0])


def _multi(pages: tuple[Link, ...]) -> tuple[Link, ...]:
    """The pages again as defaults by language."""
    return tuple(
        Link(DEFAULT_LINK_MULTI, page.href, page.title, page.media_type, page.languages) for page in pages
    )


def _own_link(link: ProductLink) -> Link:
    return Link(link.link_type, link.url, link.title, link.media_type, (link.hreflang,))


def _lot_anchor(thing: Thing, link: DigitalLink | None) -> str:
    assert thing.lot is not None
    if link is None:
        return code_uri(thing.lot_code)
    return f"{gtin_uri(link.key[1])}/10/{thing.lot.code}"
