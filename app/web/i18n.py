"""Two languages by address: Vietnamese at the root, English under /en; message ids are English."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from babel.messages.pofile import read_po
from flask import Blueprint, Flask, g, has_request_context, request, url_for
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from app.core.clock import utc_now

LOCALES = ("vi", "en")
DEFAULT = "vi"
TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"
View = TypeVar("View", bound=Callable[..., Any])


@cache
def catalogue(locale: str) -> dict[str, str | tuple[str, ...]]:
    """All messages of a locale, merged from `translations/<locale>/*.po`."""
    merged: dict[str, str | tuple[str, ...]] = {}
    for path in sorted((TRANSLATIONS / locale).glob("*.po")):
        with path.open("rb") as handle:
            for message in read_po(handle, locale=locale):
                if message.id and message.string and not message.fuzzy:
                    key = message.id[0] if isinstance(message.id, tuple | list) else message.id
                    text = message.string
                    merged[key] = text if isinstance(text, str) else tuple(text)
    return merged


_locale: ContextVar[str | None] = ContextVar("locale", default=None)
"""Of the request that is answered. Asked a hundred times a page: `g` takes ten times as long."""


def current_locale() -> str:
    """The locale of the request; Vietnamese outside one."""
    return _locale.get() or (use_locale(_asked_locale()) if has_request_context() else DEFAULT)


def use_locale(locale: str) -> str:
    """Answer in this locale from now on, until the request or the application's context ends."""
    if "locale_before" not in g:
        g.locale_before = _locale.get()
    _locale.set(locale)
    return locale


@contextmanager
def using_locale(locale: str) -> Iterator[None]:
    """Translate in another language for the length of the block."""
    token = _locale.set(locale if locale in LOCALES else DEFAULT)
    try:
        yield
    finally:
        _locale.reset(token)


NO_LOCALE = re.compile(r"/(?:api|epcis|\.well-known|t|\d{2,4})(?:/|$)|/(?:healthz|readyz)$")
"""Addresses for programs and scanners: the same in both languages, so the one that asks says which."""


def _asked_locale() -> str:
    """For addresses that name no locale: /en in front, a field `lang`, else Accept-Language, else Vietnamese.

    Anything else at the root is Vietnamese, whatever the browser prefers.
    """
    if request.path == "/en" or request.path.startswith("/en/"):
        return "en"
    asked = request.args.get("lang")
    if asked in LOCALES:
        return asked
    if not NO_LOCALE.match(request.path):
        return DEFAULT
    return preferred_locale(request.headers.get("Accept-Language", ""))


@lru_cache(maxsize=1_024)
def preferred_locale(header: str) -> str:
    """The first language asked for that the site has, as in the Lookup of RFC 4647: `vi-VN` asks for Vietnamese.

    Werkzeug looks for exact names first and so takes `vi-VN,en;q=0.5` for English.
    """
    wanted = parse_accept_header(header, LanguageAccept)
    refused = {tag.lower() for tag, weight in wanted if not weight}
    left = [locale for locale in LOCALES if locale not in refused]
    for tag, weight in wanted:
        found = [locale for locale in left if tag == "*" or tag.lower().split("-")[0] == locale]
        if weight and found:
            return found[0]
    return DEFAULT


YEARS = frozenset({"latest", "year"})
"""Placeholders whose numbers are years: they have no marks between thousands."""


def translate(message: str, locale: str | None = None, **params: Any) -> str:
    """The message in a locale; `%(name)s` placeholders are filled if params are given, whole numbers as `filled`."""
    found = catalogue(locale or current_locale()).get(message, message)
    text = found[0] if isinstance(found, tuple) else found
    return text % filled(params, locale) if params else text


def translate_plural(single: str, plural: str, number: int, locale: str | None = None, **params: Any) -> str:
    """The message in the number's form; Vietnamese has one form. `%(num)s` is the number, with the locale's marks."""
    locale = locale or current_locale()
    found = catalogue(locale).get(single)
    english = single if number == 1 else plural
    text = english if found is None else found[0] if isinstance(found, tuple) else found
    return text % {"num": grouped(number, locale), **filled(params, locale)}


def filled(params: dict[str, Any], locale: str | None = None) -> dict[str, Any]:
    """What is put into a message: whole numbers with the marks of the language between thousands, but years."""
    return {
        name: grouped(value, locale) if type(value) is int and name not in YEARS else value
        for name, value in params.items()
    }


def grouped(number: int, locale: str | None = None) -> str:
    """10.000 in Vietnamese, 10,000 in English."""
    text = f"{number:,}"
    return text.replace(",", ".") if (locale or current_locale()) == "vi" else text


def N_(message: str) -> str:  # noqa: N802  # the name that message extraction knows
    """Mark a message for translation where it is only looked up later."""
    return message


def localized(
    blueprint: Blueprint | Flask,
    vi: str,
    en: str,
    *,
    methods: tuple[str, ...] = ("GET",),
    endpoint: str | None = None,
) -> Callable[[View], View]:
    """Register a view at its Vietnamese and its English address. en is given without the /en prefix."""

    def register(view: View) -> View:
        for locale, rule in (("vi", vi), ("en", "/en" + en)):
            blueprint.add_url_rule(
                rule, endpoint or view.__name__, view, methods=list(methods), defaults={"lang": locale}
            )
        return view

    return register


def install(app: Flask) -> None:
    """Set the request's locale from its address and keep it in every address built."""

    @app.url_value_preprocessor
    def take_locale(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values and values.get("lang") in LOCALES:
            use_locale(values.pop("lang"))

    @app.teardown_appcontext
    def forget_locale(_error: BaseException | None) -> None:
        if "locale_before" in g:
            _locale.set(g.pop("locale_before"))

    @app.url_defaults
    def give_locale(endpoint: str, values: dict[str, Any]) -> None:
        known = endpoint in app.view_functions  # an unknown one is for url_for to complain of
        if known and "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = current_locale()

    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        translate, translate_plural, newstyle=False
    )
    app.jinja_env.globals.update(
        _=translate, gettext=translate, ngettext=translate_plural, local_url=local_url
    )

    @app.context_processor
    def locale_context() -> dict[str, Any]:
        return {"locale": current_locale(), "now": utc_now()}


def local_url(endpoint: str, **values: Any) -> str:
    """`url_for` in the request's locale."""
    return url_for(endpoint, **values)
