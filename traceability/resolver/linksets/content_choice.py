"""Which of a thing's links answers a request: one to redirect to, several to choose from, or none.

Preferences are in thousandths, 0 to 1000, as the q values of HTTP are (RFC 9110, section 12.4.2). Qualities
are quarters of a thousandth: room below the faintest preference for links that say nothing or otherwise.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from traceability.resolver.linksets.link_types import DEFAULT_LINK, DEFAULT_LINK_MULTI, find_link_type
from traceability.resolver.linksets.linkset import LINKSET_TYPE, Level, Link

FULL = 1000
_QUARTERS = 4
_BEST = FULL * _QUARTERS
_UNASKED = _BEST - 1  # the link says what nobody asked for: just after the link that says nothing
_UNSTATED = 2  # the request asks, the link does not say
_UNMATCHED = 1  # the link offers something other than requested: last, but better than nothing
_MOST_PREFERENCES = 64
_QUALITY = re.compile(r"(?:0(?:\.([0-9]{0,3}))?|1(?:\.0{0,3})?)")

Preferences = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks for: `linkType` and `context` of the query, Accept and Accept-Language."""

    link_type: str | None = None
    accept: str = ""
    accept_language: str = ""
    context: str = ""

    def linkset(self) -> bool:
        """Whether the linkset itself is asked for (`linkType=all` is the word used before February 2024)."""
        if self.link_type in {"linkset", "all"}:
            return True
        media_types = read_preferences(self.accept)
        named = dict(media_types).get(LINKSET_TYPE, 0) * _QUARTERS
        return named > 0 and named >= media_type_quality("text/html", media_types)


def choose(levels: Iterable[Level], wanted: Wanted) -> tuple[Link, ...]:
    """The best links for the request: one (307), several equally good (300), or none (404).

    `levels` from the most specific known one up to the primary key; a level without such a link leaves the
    answer to the next.
    """
    if wanted.link_type is None:
        return _default(levels, wanted)
    link_type = find_link_type(wanted.link_type)
    if link_type is None:
        return ()
    if link_type.name == DEFAULT_LINK:
        return next(((level.default,) for level in levels if level.default is not None), ())
    for level in levels:
        links = [link for link in level.links if link.link_type == link_type.name]
        if links:
            return best(links, wanted)
    return ()


def _default(levels: Iterable[Level], wanted: Wanted) -> tuple[Link, ...]:
    """The default link of the nearest level, or the one among several defaults that the request calls for."""
    for level in levels:
        several = [link for link in level.links if link.link_type == DEFAULT_LINK_MULTI]
        called_for = [link for link in several if _is_called_for(link, wanted)]
        if called_for:
            found = best(called_for, wanted)
            if len(found) == 1:
                return found
        if level.default is not None:
            return (level.default,)
    return ()


def _is_called_for(link: Link, wanted: Wanted) -> bool:
    languages = read_preferences(wanted.accept_language)
    speaks = bool(languages) and language_quality(link.languages, languages) > _UNSTATED
    return speaks or (bool(wanted.context) and wanted.context in link.context)


def best(links: Sequence[Link], wanted: Wanted) -> tuple[Link, ...]:
    """Those of the links, all of one type, whose joint quality for the request is the highest."""
    languages = read_preferences(wanted.accept_language)
    media_types = tuple(entry for entry in read_preferences(wanted.accept) if "/" in entry[0])
    qualities = [
        language_quality(link.languages, languages)
        * media_type_quality(link.media_type, media_types)
        * context_quality(link.context, wanted.context)
        for link in links
    ]
    highest = max(qualities)
    return tuple(link for link, quality in zip(links, qualities, strict=True) if quality == highest)


def read_preferences(header: str) -> Preferences:
    """`vi, en;q=0.5` -> (("vi", 1000), ("en", 500)); what is malformed is left out; names in lower case."""
    found: list[tuple[str, int]] = []
    for part in header.split(",")[:_MOST_PREFERENCES]:
        name, *parameters = [piece.strip().lower() for piece in part.split(";")]
        written = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
        quality = _QUALITY.fullmatch(written)
        if name and quality is not None:
            found.append((name, FULL if written[0] == "1" else int((quality[1] or "").ljust(3, "0"))))
    return tuple(found)


def language_quality(spoken: Sequence[str], wanted: Preferences) -> int:
    """How well a link in these languages fits; a link without a language fits everyone a little."""
    if not wanted:
        return _UNASKED if spoken else _BEST
    if not spoken:
        return _UNSTATED
    return max(_one_language(tag.lower(), wanted) for tag in spoken)


def _one_language(tag: str, wanted: Preferences) -> int:
    """`vi` and `vi-VN` serve one another; the longest range that fits decides (RFC 4647)."""
    fitting = [
        (len(name), quality)
        for name, quality in wanted
        if name == tag or name.startswith(tag + "-") or tag.startswith(name + "-")
    ]
    if fitting:
        return max(fitting)[1] * _QUARTERS
    return _quality(dict(wanted).get("*"))


def media_type_quality(media_type: str | None, wanted: Preferences) -> int:
    """How acceptable a media type is; exact names before `type/*` before `*/*`."""
    if not wanted:
        return _UNASKED if media_type else _BEST
    if media_type is None:
        return _UNSTATED
    preferences = dict(wanted)
    written = media_type.lower()
    ranges = (written, written.partition("/")[0] + "/*", "*/*")
    return _quality(next((preferences[name] for name in ranges if name in preferences), None))


def context_quality(context: Sequence[str], wanted: str) -> int:
    """A link without a context suits every request, less than one made for the context asked for."""
    if not wanted:
        return _UNASKED if context else _BEST
    if not context:
        return _UNSTATED
    return _BEST if wanted in context else _UNMATCHED


def _quality(preference: int | None) -> int:
    return _UNMATCHED if preference is None else preference * _QUARTERS


def target(link: Link, query: str) -> str:
    """Where to send the request: the link's address with the request's query passed on, all of it."""
    if not query:
        return link.href
    address, hash_mark, fragment = link.href.partition("#")
    return f"{address}{'&' if '?' in address else '?'}{query}{hash_mark}{fragment}"
