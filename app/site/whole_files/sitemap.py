"""The sitemap: every public page in both languages, in files of so many places and an index of them."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from xml.sax.saxutils import escape

from app.core.clock import local_day
from app.site.queries import iter_certificate_numbers, iter_slugs
from app.web.addresses import absolute_url, base_url
from app.web.paths import path_to
from programme.exhibits.queries import list_public_places
from programme.models import Artisan, CraftVillage, Fair, Showroom
from programme.targets.queries import list_programmes
from programme.title_rounds.queries import list_public_rounds as list_public_titles
from voting.publication.queries import list_public_rounds

PLACES_A_FILE = 10_000
ROUNDS = 5_000
LANGUAGES = ("vi", "en")
PLAIN = (
    "home", "products", "facilities", "trademarks", "rounds", "results", "programmes", "fairs", "showrooms", "villages",
    "artisans", "certificates", "about", "help", "open_data", "accessibility", "privacy", "complaints",
)  # fmt: skip
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

Place = tuple[tuple[str, ...], str]
"""The paths in LANGUAGES, and the day of change or ""."""


def index_name() -> str:
    return "sitemap.xml"


def part_name(number: int) -> str:
    return f"sitemap-{number}.xml"


def places() -> Iterator[Place]:
    """Every public page."""
    for name in PLAIN:
        yield _routed(name), ""
    for kind, slug, at in iter_slugs():
        yield _paths(kind, slug), local_day(at).isoformat()
    for row in list_public_rounds(limit=ROUNDS)[0]:
        yield _paths("round", row.slug), ""
    for programme in list_programmes():
        yield _routed("programme", slug=programme.slug), ""
    for model in (Fair, Showroom, CraftVillage, Artisan):
        for place in list_public_places(model):
            yield _routed(place.KIND, slug=place.slug), local_day(place.updated_at).isoformat()
    for titles in list_public_titles():
        yield _routed("title_round", slug=titles.slug), ""
    for number in iter_certificate_numbers():
        yield _paths("certificate", number), ""


def parts() -> Iterator[Iterator[str]]:
    """The pieces of the files of all places, one file after the other; each is to be read before the next one."""
    rest = places()
    for first in rest:
        yield urlset(chain([first], islice(rest, PLACES_A_FILE - 1)))


def index(count: int) -> str:
    """The file that names so many others."""
    rows = "".join(
        f"<sitemap><loc>{base_url()}/{part_name(number)}</loc></sitemap>" for number in range(1, count + 1)
    )
    return f'{_HEAD}<sitemapindex xmlns="{_NAMESPACE}">{rows}</sitemapindex>'


def urlset(found: Iterable[Place]) -> Iterator[str]:
    """The pieces of a file of these places."""
    base = base_url()
    yield f'{_HEAD}<urlset xmlns="{_NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    for paths, changed in found:
        yield _rows(base, paths, changed)
    yield "</urlset>"


def _routed(name: str, **values: str) -> tuple[str, ...]:
    """As the router makes them; where there are many, `_paths` takes less time."""
    urls = (absolute_url(f"site.{name}", locale=lang, **values) for lang in LANGUAGES)
    return tuple(url.removeprefix(base_url()) for url in urls)


def _paths(kind: str, key: str) -> tuple[str, ...]:
    return tuple(path_to(kind, key, lang) for lang in LANGUAGES)


def _rows(base: str, paths: tuple[str, ...], changed: str) -> str:
    urls = [escape(base + path) for path in paths]
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{lang}" href="{url}"/>'
        for lang, url in zip(LANGUAGES, urls, strict=True)
    )
    day = f"<lastmod>{changed}</lastmod>" if changed else ""
    return "".join(f"<url><loc>{url}</loc>{day}{links}</url>" for url in urls)
