"""Linksets (RFC 9264) as GS1-conformant resolvers serve them, and the resolver's description of itself.

The form is the one that both published editions of GS1's linkset schema accept: link types as full URIs,
`itemDescription` on each level, `hreflang` as a list of `vi` or `vi-VN`, no context inside.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.errors import CodedError
from traceability.resolver.linksets.link_types import (
    DEFAULT_LINK,
    DEFAULT_LINK_MULTI,
    LINK_TYPES,
    NAMESPACE,
    PREFIX,
)

LINKSET_TYPE = "application/linkset+json"
_ABSOLUTE = re.compile(r"https?://[A-Za-z0-9][^\s<>\"]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2}(-[A-Za-z]{2})?")
_MEDIA_TYPE = re.compile(r"[a-z0-9]+/[-+.A-Za-z0-9]+")


class LinksetError(CodedError):
    """A link or level that no valid linkset can hold; `code` is stable."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link of one level.

    `link_type`: a name in `LINK_TYPES`; `languages`: `vi` or `vi-VN`; `context`: words such as a market.
    """

    link_type: str
    href: str
    title: str
    media_type: str | None = None
    languages: tuple[str, ...] = ()
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """An identified thing: a product, its lot, an item. `anchor`: its absolute, uncompressed Digital Link.

    `default`: where a plain scan goes. It, and links of type `defaultLinkMulti`, must also be among `links`
    under a type that describes them.
    """

    anchor: str
    description: str
    links: tuple[Link, ...] = ()
    default: Link | None = None


def build_linkset(levels: Iterable[Level]) -> dict[str, Any]:
    """The linkset document of the levels, the most specific first, up to the primary key."""
    return {"linkset": [_context_object(level) for level in levels]}


def _context_object(level: Level) -> dict[str, Any]:
    _require(_ABSOLUTE, level.anchor, "anchor", "the anchor must be an absolute http(s) address")
    if not level.description:
        raise LinksetError("description", "each level needs a description")
    found: dict[str, Any] = {"anchor": level.anchor, "itemDescription": level.description}
    _check_defaults(level)
    if level.default is not None:
        # The default has no attribute but its title.
        default = Link(DEFAULT_LINK, level.default.href, level.default.title)
        found[NAMESPACE + DEFAULT_LINK] = [_target(default)]
    for link in level.links:
        if link.link_type not in LINK_TYPES or link.link_type == DEFAULT_LINK:
            raise LinksetError("link_type", f"{link.link_type} is no link type for a listed link")
        found.setdefault(LINK_TYPES[link.link_type].uri, []).append(_target(link))
    return found


def _check_defaults(level: Level) -> None:
    described = {link.href for link in level.links if link.link_type != DEFAULT_LINK_MULTI}
    defaults = [link for link in level.links if link.link_type == DEFAULT_LINK_MULTI]
    if level.default is not None:
        defaults.append(level.default)
    if not described.issuperset(link.href for link in defaults):
        raise LinksetError(
            "default_link", "a default link must also be listed under a type that describes it"
        )


def _target(link: Link) -> dict[str, Any]:
    _require(_ABSOLUTE, link.href, "href", "a link must lead to an absolute http(s) address")
    if not link.title:
        raise LinksetError("title", "each link needs a title")
    target: dict[str, Any] = {"href": link.href, "title": link.title}
    if link.media_type is not None:
        _require(_MEDIA_TYPE, link.media_type, "media_type", "a media type reads type/subtype")
        target["type"] = link.media_type
    if link.languages:
        for language in link.languages:
            _require(_LANGUAGE, language, "language", "a language reads vi or vi-VN")
        target["hreflang"] = list(link.languages)
    if link.context:
        target["context"] = list(link.context)
    return target


def _require(pattern: re.Pattern[str], text: str, code: str, message: str) -> None:
    if pattern.fullmatch(text) is None:
        raise LinksetError(code, message)


def linkset_header(anchor: str) -> str:
    """The `Link` header of a redirect: where the linkset of the anchor is."""
    return f'<{anchor}?linkType=linkset>; rel="linkset"; type="{LINKSET_TYPE}"'


def context_header(context_uri: str) -> str:
    """The `Link` header of a linkset: how to read it as JSON-LD."""
    return f'<{context_uri}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'


def linkset_context() -> dict[str, Any]:
    """The JSON-LD context that turns a linkset into statements (RFC 9264, appendix A)."""
    dublin_core = "http://purl.org/dc/terms/"
    return {
        "@context": {
            "@version": 1.1,
            "@vocab": "http://www.iana.org/assignments/relation/",
            "linkset": "@graph",
            "anchor": "@id",
            "href": "@id",
            "itemDescription": "http://www.w3.org/2000/01/rdf-schema#comment",
            "title": f"{dublin_core}title",
            "type": f"{dublin_core}format",
            "hreflang": {"@id": f"{dublin_core}language", "@container": "@set"},
            "context": {"@id": f"{dublin_core}coverage", "@container": "@set"},
        }
    }


def resolver_description(
    root: str,
    *,
    name: str,
    primary_keys: Sequence[str],
    context_uri: str,
    contexts: Sequence[str] = (),
    contact_name: str | None = None,
) -> dict[str, Any]:
    """The document at `/.well-known/gs1resolver` (resolver standard 1.2.0).

    `root`: the resolver's address; `primary_keys`: identifiers such as "01" and "414"; `contexts`: the values
    of the query's `context` that links may carry.
    """
    found: dict[str, Any] = {
        "name": name,
        "resolverRoot": root,
        "supportedPrimaryKeys": list(primary_keys),
        "supportedLinkType": [{"namespace": NAMESPACE, "prefix": PREFIX}],
        "linkTypeDefaultCanBeLinkset": False,
        "jsonLdContextLocation": context_uri,
    }
    if contexts:
        found["supportedContextValuesEnumerated"] = list(contexts)
    if contact_name is not None:
        found["contact"] = {"fn": contact_name}
    return found
