"""The Python that pages compile to: imported macros, functions and their arguments without Jinja's questions."""

from collections.abc import Callable
from functools import cache, lru_cache, partial
from keyword import iskeyword
from typing import Any, cast

from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro, Undefined
from jinja2.utils import missing
from markupsafe import Markup, escape

from app.web.templates.folding import PURE

_escape_text: Callable[[str], str]
try:
    from markupsafe._speedups import _escape_inner  # half of what an escape takes is Markup's making
except ImportError:  # another build of markupsafe
    _escape_text = escape
else:
    _escape_text = _escape_inner

REMEMBERED = 2_000
DICT_METHODS = frozenset(dir(dict))


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
        namespace |= {"escape": _escape, "escape_text": _escape_text, "lacking": _lacking}
        namespace["Macro"] = PageMacro
        return super()._from_namespace(environment, namespace, globals)


class PageMacro(Macro):
    """A macro that takes its arguments as they come; with odd arguments, as Jinja does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_plain = not (self.explicit_caller or self.catch_kwargs or self.catch_varargs)
        if self._is_plain:
            self._func.__defaults__ = (missing,) * self._argument_count

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        if not self._is_plain:
            return super().__call__(*args, **kwargs)
        if kwargs or self.caller:
            args += tuple([kwargs.pop(name, missing) for name in self.arguments[len(args) :]])
            if self.caller:
                args += (kwargs.pop("caller", None) or _lacking("caller"),)
            if kwargs:
                raise TypeError(f"macro {self.name!r} takes no keyword argument {next(iter(kwargs))!r}")
        return _markup(self._func(*args))


_markup: Callable[[str], str] = partial(str.__new__, Markup)


@cache
def _lacking(name: str) -> Undefined:
    """What a dict gives for a key that it does not have."""
    return Undefined(name=name)


def _escape(value: Any) -> str:
    """What a template puts out: joined to text at once, so it need not become Markup on the way."""
    kind = type(value)
    if kind is str:
        return _escape_text(value)
    if kind is Markup:
        return cast("Markup", value)
    return str(value) if kind is int else escape(value)


def _remembering(macro: Macro) -> Callable[..., str]:
    drawn = lru_cache(maxsize=REMEMBERED)(macro)

    def draw(*args: Any, **kwargs: Any) -> str:
        try:
            return drawn(*args, **kwargs)
        except TypeError:  # a list or a dict among the arguments
            return macro(*args, **kwargs)

    return draw


class PageCode(CodeGenerator):
    """Calls what is called directly: to ask each whether it wants Jinja's context takes as long as to draw it."""

    alone = False
    """Whether no block and no other template can ask for what this one imports."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802  # Jinja names it
        self.alone = not any(node.find(kind) for kind in (nodes.Block, nodes.Extends, nodes.Include))
        super().visit_Template(node, frame)

    def visit_FromImport(self, node: nodes.FromImport, frame: Frame) -> None:  # noqa: N802  # as above
        if not self.alone or node.with_context or not isinstance(node.template, nodes.Const):
            super().visit_FromImport(node, frame)
            return
        for given in node.names:
            name, alias = given if isinstance(given, tuple) else (given, given)
            self.writeline(
                f"{frame.symbols.ref(alias)} = environment.part({node.template.value!r}, {name!r})", node
            )

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  # as above
        """What is looked up most is a key of a dict: that needs no call. Nor does an attribute that is there."""
        if node.attr in DICT_METHODS:
            super().visit_Getattr(node, frame)
            return
        name = repr(node.attr)
        self.write(f"((_o[{name}] if {name} in _o else lacking({name})) if (_o := ")
        self.visit(node.node, frame)
        self.write(f").__class__ is dict else _a if (_a := getattr(_o, {name}, missing)) is not missing")
        self.write(f" else environment.getattr(_o, {name}))")

    def _output_child_pre(self, *_: Any) -> None:
        """Text is escaped where it stands; what is put out is text more often than not."""
        self.write("(escape_text(_v) if (_v := ")

    def _output_child_post(self, *_: Any) -> None:
        self.write(").__class__ is str else _v if _v.__class__ is Markup else escape(_v))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802  # as above
        if node.dyn_args or node.dyn_kwargs or not self._is_plain(node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for part in (*node.args, *node.kwargs):
            self.visit(part, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def _is_plain(self, node: nodes.Call) -> bool:
        if any(iskeyword(word.key) for word in node.kwargs):
            return False
        called = node.node
        if isinstance(called, nodes.Getattr):
            return not (isinstance(called.node, nodes.Name) and called.node.name in {"self", "super"})
        if not isinstance(called, nodes.Name):
            return False
        wanted = getattr(self.environment.globals.get(called.name), "jinja_pass_arg", None)
        return wanted is None and called.name not in {"loop", "super"}
