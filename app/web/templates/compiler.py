"""Templates compiled once per language: each page in one piece with the templates it extends, and everything
constant in it evaluated at compile time, not at each rendering.
"""

from collections.abc import Callable, Iterable, MutableMapping
from functools import lru_cache
from threading import RLock
from types import CodeType
from typing import TYPE_CHECKING, Any, cast

from flask import Flask, Response, current_app
from flask.globals import request_ctx
from flask.templating import Environment
from jinja2 import BytecodeCache, Template, nodes
from jinja2.bccache import Bucket
from jinja2.utils import missing
from werkzeug.datastructures import Headers

from app.web.i18n import LOCALES, current_locale
from app.web.templates.code import DICT_METHODS, PageCode
from app.web.templates.folding import PURE, folded
from app.web.templates.linking import NotLinked, linked

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

REMEMBERED = 2_000
ICONS = "components/icon.html"
_KEY = "page_environments"
_OK = 200
_loading = RLock()
"""Held while a template is loaded: otherwise all threads that a start finds busy compile the same ones side by side."""


class CompiledPages(BytecodeCache):
    """Compiled templates of one language, kept in memory for every application of this process."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = {language: CompiledPages() for language in (None, *LOCALES)}


class PageEnvironment(Environment):
    """Flask's environment; one that knows its language folds constants."""

    language: str | None = None
    parts: dict[tuple[str, str], Any]
    pages: dict[str, Template]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals themselves where a template brings none of its own: Jinja's chain of maps is slow to read."""
        return super().make_globals(d) if d else self.globals

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As Jinja's, without its failed look for an attribute before the key of a dict."""
        if type(obj) is dict and attribute not in DICT_METHODS:
            found = obj.get(attribute, missing)
            return self.undefined(obj=obj, name=attribute) if found is missing else found
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)

    def page(self, name: str) -> Template:
        """A page of this language."""
        found = self.pages.get(name)
        if found is None:
            with _loading:
                found = self.pages.get(name)
                if found is None:
                    found = self.pages[name] = self._loaded_page(name)
        return found

    def _loaded_page(self, name: str) -> Template:
        try:
            return self.get_template(name)
        except NotLinked:
            return current_app.jinja_env.get_template(name)

    def part(self, template: str, name: str) -> Any:
        """What a template exports, for those that import it."""
        try:
            return self.parts[template, name]
        except KeyError:
            with _loading:
                if (template, name) not in self.parts:
                    self.parts[template, name] = self._loaded_part(template, name)
                return self.parts[template, name]

    def _loaded_part(self, template: str, name: str) -> Any:
        found = getattr(self.get_template(template).module, name, missing)
        if found is missing:
            found = self.undefined(f"{template} does not export {name}", name=name)
        return _remembering(found) if name in PURE.get(template, ()) else found

    def compile(
        self,
        source: str | nodes.Template,
        name: str | None = None,
        filename: str | None = None,
        raw: Any = False,  # a bool; it decides what comes back
        defer_init: bool = False,
    ) -> Any:
        """As Jinja's; of a language, what is constant in it is put in first."""
        if self.language is not None and name != ICONS and isinstance(source, str):
            tree = self.parse(source, name, filename)
            whole = linked(tree, self._read)
            source = folded(whole, name, self, self.language, linked=whole is not tree)
        return super().compile(source, name, filename, raw, defer_init)

    def _read(self, name: str) -> nodes.Template:
        assert self.loader is not None
        source, filename, _ = self.loader.get_source(self, name)
        return self.parse(source, name, filename)


def install(app: Flask) -> None:
    """Before anything asks for the templates."""
    app.jinja_environment = PageEnvironment
    app.jinja_options = {**app.jinja_options, "bytecode_cache": _COMPILED[None]}


def _remembering(macro: Callable[..., str]) -> Callable[..., str]:
    drawn = lru_cache(maxsize=REMEMBERED)(macro)

    def draw(*args: Any, **kwargs: Any) -> str:
        try:
            return drawn(*args, **kwargs)
        except TypeError:  # a list or a dict among the arguments
            return macro(*args, **kwargs)

    return draw


class Page(Response):
    """A rendered page. With 200 it is sent as it is: Werkzeug would copy the headers and look for corrections
    needed in a redirect or an answer without a body, and the server sends a list at once, but an iterator in
    pieces.
    """

    def get_wsgi_headers(self, environ: "WSGIEnvironment") -> Headers:
        return self.headers if self.status_code == _OK else super().get_wsgi_headers(environ)

    def get_app_iter(self, environ: "WSGIEnvironment") -> Iterable[bytes]:
        if self.status_code != _OK or environ["REQUEST_METHOD"] == "HEAD":
            return super().get_app_iter(environ)
        return [self.get_data()]


def page_template(name: str) -> Template:
    """A template in the language of the request; the plain one if the page cannot be assembled."""
    environments = cast("dict[str, PageEnvironment]", current_app.extensions.get(_KEY) or _environments())
    return environments[current_locale()].page(name)


def page_part(template: str, name: str) -> Any:
    """A macro in the language of the request."""
    environments = cast("dict[str, PageEnvironment]", current_app.extensions.get(_KEY) or _environments())
    return environments[current_locale()].part(template, name)


def render_page(name: str, /, **context: Any) -> str:
    """A public page, drawn from the templates of the request's language. It knows nothing about who asks: it
    sees only what it is given, the request and the language, and shows no message of an earlier page.
    """
    asked = request_ctx.request  # itself: through the proxy each look at it takes longer
    return page_template(name).render(context, request=asked, locale=current_locale(), get_flashes=tuple)


def _environments() -> dict[str, PageEnvironment]:
    with _loading:
        return current_app.extensions.get(_KEY) or _made_environments()


def _made_environments() -> dict[str, PageEnvironment]:
    found: dict[str, PageEnvironment] = {}
    for language in LOCALES:
        overlay = cast("PageEnvironment", current_app.jinja_env.overlay(bytecode_cache=_COMPILED[language]))
        overlay.language = language
        overlay.parts, overlay.pages = {}, {}
        overlay.code_generator_class = PageCode
        found[language] = overlay
    current_app.extensions[_KEY] = found
    return found
