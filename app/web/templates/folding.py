"""What does not change within a language is evaluated when a template is compiled: texts, icons, addresses of
static files, parts with constant arguments, and the branches that depend on them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, cast

from jinja2 import Environment, nodes
from jinja2.runtime import Macro
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from app.web.i18n import translate
from app.web.paths import path_of

PURE: dict[str, frozenset[str]] = {
    "components/icon.html": frozenset({"icon", "seal"}),
    "components/actions.html": frozenset({"link_button"}),
    "components/lists.html": frozenset({"search_box"}),
    "components/nav.html": frozenset({"entries"}),
    "components/page.html": frozenset({"section_header"}),
    "components/status.html": frozenset({"tag", "state_tag", "validity_badge", "award_badge", "demo_tag"}),
}
"""Macros that always render the same for the same arguments."""
WORDS = frozenset({"_", "gettext"})
_STEPS = (
    nodes.BinExpr, nodes.UnaryExpr, nodes.Compare, nodes.Concat, nodes.Filter, nodes.Getattr, nodes.Getitem
)  # fmt: skip
_PLAIN = (str, int, bool, type(None))


def folded(
    tree: nodes.Template, name: str | None, environment: Environment, language: str, *, linked: bool = False
) -> nodes.Template:
    """The same template with less to do. linked: it is a whole page, so nobody imports from it."""
    linked = linked and tree.find(nodes.Include) is None  # what is included sees the names of the page
    context = nodes.EvalContext(environment, name)
    return cast("nodes.Template", _Folding(context, language, tree, linked=linked).visit(tree))


class _Folding(NodeTransformer):
    def __init__(
        self, context: nodes.EvalContext, language: str, tree: nodes.Template, *, linked: bool
    ) -> None:
        self._context = context
        self._environment = context.environment
        self._language = language
        self._linked = linked
        self._depth = 0
        self._set = Counter(_names_set(tree))
        self._known: dict[str, Any] = {} if self._set["locale"] else {"locale": language}
        self._pure: dict[str, Any] = {}
        for imported in tree.find_all(nodes.FromImport):
            if isinstance(imported.template, nodes.Const):
                self._learn(imported, imported.template.value)

    def _learn(self, imported: nodes.FromImport, template: str) -> None:
        module: Any = None
        for given in imported.names:
            name, alias = given if isinstance(given, tuple) else (given, given)
            self._pure.pop(alias, None)  # the last import of a name is the one that holds
            self._known.pop(alias, None)
            if self._set[alias]:
                continue
            module = module or self._environment.get_template(template).module
            value = getattr(module, name, missing)
            if name in PURE.get(template, ()):
                self._pure[alias] = value
            elif not isinstance(value, Macro) and _is_plain(value):
                self._known[alias] = value

    def visit_Template(self, node: nodes.Template) -> nodes.Node:  # noqa: N802  # Jinja names it
        kept: list[nodes.Node] = []
        for part in node.body:
            kept += _several(self.visit(part))
        node.body = _merged(kept)
        if self._linked:
            _drop_unused_imports(node)
        return node

    def _remembered(self, node: nodes.Assign | nodes.AssignBlock) -> bool:
        """Note a name of the page that is set once, to a constant, whatever branches are taken."""
        target = node.target
        if (
            not self._linked
            or self._depth
            or not isinstance(target, nodes.Name)
            or self._set[target.name] > 1
        ):
            return False
        try:
            value = (
                cast("nodes.Expr", node.node).as_const(self._context)
                if isinstance(node, nodes.Assign)
                else self._captured(node)
            )
        except nodes.Impossible:
            return False
        if _is_plain(value):
            self._known[target.name] = value
        return _is_plain(value)

    def _captured(self, node: nodes.AssignBlock) -> Markup:
        if node.filter is not None or not all(isinstance(part, nodes.Output) for part in node.body):
            raise nodes.Impossible
        pieces = (piece for part in node.body for piece in cast("nodes.Output", part).nodes)
        return Markup("").join(piece.as_const(self._context) for piece in pieces)

    def visit_Name(self, node: nodes.Name) -> nodes.Node:  # noqa: N802  # as above
        if node.ctx == "load" and node.name in self._known:
            return self._const(self._known[node.name], node)
        return node

    def visit_If(self, node: nodes.If) -> Any:  # noqa: N802  # as above
        self._depth += 1
        try:
            return self._branches(node)
        finally:
            self._depth -= 1

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802  # as above
        return self._deeper(node)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:  # noqa: N802  # as above
        return self._deeper(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802  # as above
        return self._deeper(node)

    def _deeper(self, node: nodes.Node) -> nodes.Node:
        self._depth += 1
        self.generic_visit(node)
        self._depth -= 1
        return node

    def _branches(self, node: nodes.If) -> Any:
        branches: list[tuple[nodes.Node, list[nodes.Node]]] = []
        otherwise: list[nodes.Node] = node.else_
        for branch in (node, *node.elif_):
            test = self.visit(branch.test)
            if not isinstance(test, nodes.Const):
                branches.append((test, self._body(branch.body)))
            elif test.value:
                otherwise = branch.body
                break
        otherwise = self._body(otherwise)
        if not branches:
            return otherwise
        (test, body), *more = branches
        chain = [nodes.If(case, then, [], [], lineno=case.lineno) for case, then in more]
        return nodes.If(test, body, chain, otherwise, lineno=node.lineno)

    def visit_Assign(self, node: nodes.Assign | nodes.AssignBlock) -> Any:  # noqa: N802  # as above
        self.generic_visit(node)
        return [] if self._remembered(node) else node

    visit_AssignBlock = visit_Assign  # noqa: N815  # as above

    def visit_CondExpr(self, node: nodes.CondExpr) -> nodes.Node:  # noqa: N802  # as above
        self.generic_visit(node)
        if not isinstance(node.test, nodes.Const):
            return node
        chosen = node.expr1 if node.test.value else node.expr2
        return chosen if chosen is not None else node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  # as above
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.dyn_args:
            return node
        name = node.node.name
        if name in WORDS and not self._set[name]:
            return self._words(node)
        if node.dyn_kwargs or not _all_const((*node.args, *(word.value for word in node.kwargs))):
            return node
        return self._drawn(name, node)

    def _drawn(self, name: str, node: nodes.Call) -> nodes.Node:
        """The output of a call with constants only, if it is always the same."""
        args = [part.value for part in node.args if isinstance(part, nodes.Const)]
        kwargs = {word.key: word.value.value for word in node.kwargs if isinstance(word.value, nodes.Const)}
        if name in self._pure:
            return self._const(Markup(self._pure[name](*args, **kwargs)), node)  # noqa: S704  # a macro's own markup
        if name == "asset" and not kwargs:
            return self._const(self._environment.globals["asset"](*args), node)  # type: ignore[operator]
        if name == "url_for" and len(args) == 1 and not kwargs:
            return self._const(path_of(args[0], self._language), node)
        return node

    def _words(self, node: nodes.Call) -> nodes.Node:
        """A message; one with placeholders is filled when it is rendered."""
        if len(node.args) != 1 or not isinstance(node.args[0], nodes.Const) or node.dyn_kwargs:
            return node
        text = self._const(translate(node.args[0].value, self._language), node)
        if not node.kwargs:
            return text
        pairs = [nodes.Pair(nodes.Const(word.key), word.value) for word in node.kwargs]
        return nodes.Mod(text, nodes.Dict(pairs), lineno=node.lineno, environment=self._environment)

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        super().generic_visit(node, *args, **kwargs)
        for field in ("body", "else_"):
            if isinstance(getattr(node, field, None), list):
                setattr(node, field, _merged(getattr(node, field)))
        if isinstance(node, _STEPS):
            try:
                value = node.as_const(self._context)
            except nodes.Impossible:
                return node
            if _is_plain(value):
                return self._const(value, node)
        return node

    def _body(self, body: Iterable[nodes.Node]) -> list[nodes.Node]:
        return _merged([part for node in body for part in _several(self.visit(node))])

    def _const(self, value: Any, at: nodes.Node) -> nodes.Const:
        return nodes.Const(value, lineno=at.lineno, environment=self._environment)


def _several(given: Any) -> list[nodes.Node]:
    return given if isinstance(given, list) else [given]


def _merged(body: list[nodes.Node]) -> list[nodes.Node]:
    """Outputs that follow each other as one: their constants are put out in one piece."""
    merged: list[nodes.Node] = []
    for node in body:
        last = merged[-1] if merged else None
        if isinstance(node, nodes.Output) and isinstance(last, nodes.Output):
            last.nodes = [*last.nodes, *node.nodes]
        else:
            merged.append(node)
    return merged


def _names_set(tree: nodes.Template) -> Iterable[str]:
    """Every name that is given a value somewhere, as often as that happens; imports do not count."""
    for node in tree.find_all((nodes.Name, nodes.Macro)):
        if isinstance(node, nodes.Macro):
            yield node.name
        elif cast("nodes.Name", node).ctx != "load":
            yield cast("nodes.Name", node).name


def _drop_unused_imports(tree: nodes.Template) -> None:
    used = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}
    seen: set[str] = set()
    for node in [part for part in reversed(tree.body) if isinstance(part, nodes.FromImport)]:
        node.names = [(name, alias) for name, alias in _imported(node) if alias in used - seen]
        seen |= {alias for _, alias in _imported(node)}
        if not node.names:
            tree.body.remove(node)


def _imported(node: nodes.FromImport) -> list[tuple[str, str]]:
    """The name of each macro that is imported, and the name that it is called by."""
    return [(given, given) if isinstance(given, str) else given for given in node.names]


def _all_const(parts: Iterable[nodes.Node]) -> bool:
    return all(isinstance(part, nodes.Const) for part in parts)


def _is_plain(value: Any) -> bool:
    """Whether a value may stand in compiled code as it is."""
    if isinstance(value, (tuple, list)):
        return all(_is_plain(part) for part in value)
    if isinstance(value, Mapping):
        return all(_is_plain(part) for pair in value.items() for part in pair)
    return isinstance(value, _PLAIN)
