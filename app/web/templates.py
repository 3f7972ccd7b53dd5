"""Templates compiled once a language: words, icons and addresses of static files that are constant in the
template are put in when it is compiled, not each time it is drawn.
"""

from collections.abc import Callable, MutableMapping
from functools import lru_cache
from keyword import iskeyword
from typing import Any, cast

from flask import Flask, current_app
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from app.web.i18n import LOCALES, current_locale, translate

try:
    from markupsafe._speedups import (
        _escape_inner as _escape_text,  # half of what an escape takes is Markup's making
    )
except ImportError:  # another build of markupsafe
    _escape_text = escape

ICONS = "components/icon.html"
PURE: dict[str, frozenset[str]] = {
    ICONS: frozenset({"icon", "seal"}),
    "components/actions.html": frozenset({"link_button"}),
    "components/lists.html": frozenset({"search_box"}),
    "components/nav.html": frozenset({"entries"}),
    "components/page.html": frozenset({"section_header"}),
    "components/status.html": frozenset({"tag", "state_tag", "validity_badge", "award_badge", "demo_tag"}),
}
"""Macros that draw the same for the same arguments, drawn once."""
REMEMBERED = 2_000
WORDS = frozenset({"_", "gettext"})
_KEY = "page_environments"
_DICT_METHODS = frozenset(dir(dict))


class PageTemplate(Template):
    """A template whose pure macros remember what they have drawn."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        if self._module is None and self.name in PURE:
            module = super()._get_default_module()
            for name in PURE[self.name]:
                setattr(module, name, _remembering(getattr(module, name)))
        return super()._get_default_module(ctx)

    @classmethod
    def _from_namespace(cls, environment: Any, namespace: Any, globals: Any) -> Any:  # noqa: A002  # Jinja names it
        namespace["escape"] = _escape
        return super()._from_namespace(environment, namespace, globals)


def _escape(value: Any) -> str:
    """What a template puts out: joined to text at once, so it need not become Markup on the way."""
    kind = type(value)
    if kind is str:
        return _escape_text(value)
    return value if kind is Markup else escape(value)


def _remembering(macro: Macro) -> Callable[..., str]:
    drawn = lru_cache(maxsize=REMEMBERED)(macro)

    def draw(*args: Any, **kwargs: Any) -> str:
        try:
            return drawn(*args, **kwargs)
        except TypeError:  # a list or a dict among the arguments
            return macro(*args, **kwargs)

    return draw


class PageCode(CodeGenerator):
    """Calls imported macros directly: they never want the context, and to ask each one takes as long as to draw it."""

    imported: frozenset[str] = frozenset()

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802  # Jinja names it
        names = (given for imported in node.find_all(nodes.FromImport) for given in imported.names)
        self.imported = frozenset(given[1] if isinstance(given, tuple) else given for given in names)
        super().visit_Template(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802  # as above
        called = node.node
        plain = isinstance(called, nodes.Name) and called.name in self.imported
        if not plain or node.dyn_args or node.dyn_kwargs or any(iskeyword(word.key) for word in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(called, frame)
        self.write("(")
        for part in (*node.args, *node.kwargs):
            self.visit(part, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")


class PageEnvironment(Environment):
    """Flask's environment; one that knows its language folds constants."""

    language: str | None = None

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals themselves where a template brings none of its own: Jinja's chain of maps is slow to read."""
        return super().make_globals(d) if d else self.globals

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As Jinja's, without its failed look for an attribute before the key of a dict."""
        if type(obj) is dict and attribute in obj and attribute not in _DICT_METHODS:
            return obj[attribute]
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if self.language is None or name == ICONS:
            return tree
        return cast("nodes.Template", _Folding(self, self.language, tree).visit(tree))


class _Folding(NodeTransformer):
    def __init__(self, environment: PageEnvironment, language: str, tree: nodes.Template) -> None:
        self._environment = environment
        self._language = language
        self._drawn: dict[str, str] = {}
        for imported in tree.find_all(nodes.FromImport):
            if isinstance(imported.template, nodes.Const) and imported.template.value == ICONS:
                for given in imported.names:
                    name, alias = given if isinstance(given, tuple) else (given, given)
                    self._drawn[alias] = name

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  # Jinja names it
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
            return node
        if not all(
            isinstance(part, nodes.Const) for part in (*node.args, *(word.value for word in node.kwargs))
        ):
            return node
        name = node.node.name
        args = [part.value for part in node.args if isinstance(part, nodes.Const)]
        kwargs = {word.key: word.value.value for word in node.kwargs if isinstance(word.value, nodes.Const)}
        value: Any
        if name in WORDS and not kwargs and len(args) == 1:
            value = translate(args[0], self._language)
        elif name in self._drawn:
            module: Any = self._environment.get_template(ICONS).module
            value = Markup(getattr(module, self._drawn[name])(*args, **kwargs))  # noqa: S704  # a macro's own markup
        elif name == "asset" and not kwargs:
            value = self._environment.globals["asset"](*args)  # type: ignore[operator]
        else:
            return node
        return nodes.Const(value, lineno=node.lineno, environment=self._environment)


def install(app: Flask) -> None:
    """Before anything asks for the templates."""
    app.jinja_environment = PageEnvironment


def page_template(name: str) -> Template:
    """A template in the language of the request."""
    environments = cast("dict[str, PageEnvironment]", current_app.extensions.get(_KEY) or _environments())
    return environments[current_locale()].get_template(name)


def render_page(name: str, /, **context: Any) -> str:
    """As Flask's `render_template`, drawn from the templates of the request's language."""
    template = page_template(name)
    current_app.update_template_context(context)
    return template.render(context)


def _environments() -> dict[str, PageEnvironment]:
    found: dict[str, PageEnvironment] = {}
    for language in LOCALES:
        overlay = cast("PageEnvironment", current_app.jinja_env.overlay())
        overlay.language = language
        overlay.template_class = PageTemplate
        overlay.code_generator_class = PageCode
        found[language] = overlay
    current_app.extensions[_KEY] = found
    return found
