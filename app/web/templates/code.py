"""The Python that pages compile to: macros, functions and attributes without Jinja's checks of each."""

import re
from collections.abc import Callable
from functools import partial
from keyword import iskeyword
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import EvalContext
from jinja2.runtime import Macro, Undefined
from jinja2.utils import missing
from markupsafe import Markup
from markupsafe import escape as escape_anything

DICT_METHODS = frozenset(dir(dict))
_RUNTIME = f"from {__name__} import PageMacro as Macro, escape, escape_text, lacking, special"
special = re.compile("[&<>\"']").search
"""Whether a text has to be escaped: most have not, and to look takes a third of the time."""
_markup: Callable[[str], str] = partial(str.__new__, Markup)


class PageMacro(Macro):
    """A macro that takes its arguments as they come; with odd arguments, as Jinja does."""

    def __init__(
        self, environment: Environment, draw: Callable[..., str], name: str, arguments: list[str],
        catch_kwargs: bool, catch_varargs: bool, caller: bool, default_autoescape: bool | None = None,
    ) -> None:  # fmt: skip
        super().__init__(
            environment, draw, name, arguments, catch_kwargs, catch_varargs, caller, default_autoescape
        )
        self.draw = draw
        self.is_plain = not ("caller" in arguments or catch_kwargs or catch_varargs)
        if self.is_plain:
            draw.__defaults__ = (missing,) * len(arguments)

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        if not self.is_plain:
            return super().__call__(*args, **kwargs)
        if kwargs or self.caller:
            args += tuple([kwargs.pop(name, missing) for name in self.arguments[len(args) :]])
            if self.caller:
                args += (kwargs.pop("caller", None) or lacking("caller"),)
            if kwargs:
                raise TypeError(f"macro {self.name!r} takes no keyword argument {next(iter(kwargs))!r}")
        return _markup(self.draw(*args))


def lacking(name: str) -> Undefined:
    """What a dict gives for a key that it does not have."""
    return Undefined(name=name)


def escape_text(text: str) -> str:
    """As MarkupSafe's, which makes a Markup of each text: that takes twice as long as to escape it."""
    return (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&#34;")
        .replace("'", "&#39;")
    )


def escape(value: Any) -> str:
    """What a template puts out where it is neither text nor markup."""
    return str(value) if value.__class__ is int else escape_anything(value)


class PageCode(CodeGenerator):
    """Calls functions directly: to check whether each needs Jinja's context takes as long as to render it."""

    alone = False
    """Whether no block and no other template can ask for what this one imports."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802  # Jinja names it
        self.alone = not any(node.find(kind) for kind in (nodes.Block, nodes.Extends, nodes.Include))
        super().visit_Template(node, frame)
        self.writeline(_RUNTIME)  # in the place of what the head of the module imports by these names

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
        """Most look-ups are keys of a dict, which need no call. Nor does an existing attribute."""
        if node.attr in DICT_METHODS:
            super().visit_Getattr(node, frame)
            return
        name = repr(node.attr)
        self.write(f"((_o[{name}] if {name} in _o else lacking({name})) if (_o := ")
        self.visit(node.node, frame)
        self.write(f").__class__ is dict else _a if (_a := getattr(_o, {name}, missing)) is not missing")
        self.write(f" else environment.getattr(_o, {name}))")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802  # as above
        """Text is escaped inline; most output is text."""
        if frame.require_output_check or not frame.eval_ctx.autoescape or frame.eval_ctx.volatile:
            super().visit_Output(node, frame)
            return
        pieces = _pieces(node, frame.eval_ctx)
        start, end = ("yield ", "") if frame.buffer is None else ("", ",")
        if frame.buffer is not None:
            self.writeline(f"{frame.buffer}.extend((")
        for piece in pieces:
            if isinstance(piece, str):
                self.writeline(f"{start}{piece!r}{end}", node)
            else:
                self.writeline(f"{start}((escape_text(_v) if special(_v) else _v) if (_v := ", piece)
                self.visit(piece, frame)
                self.write(f").__class__ is str else _v if _v.__class__ is Markup else escape(_v)){end}")
        if frame.buffer is not None:
            self.writeline("))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802  # as above
        if node.dyn_args or node.dyn_kwargs or not self.is_plain(node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for part in (*node.args, *node.kwargs):
            self.visit(part, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def is_plain(self, node: nodes.Call) -> bool:
        """Whether what is called needs nothing of Jinja's context."""
        if any(iskeyword(word.key) for word in node.kwargs):
            return False
        called = node.node
        if isinstance(called, nodes.Getattr):
            return not (isinstance(called.node, nodes.Name) and called.node.name in {"self", "super"})
        if not isinstance(called, nodes.Name):
            return False
        wanted = getattr(self.environment.globals.get(called.name), "jinja_pass_arg", None)
        return wanted is None and called.name not in {"loop", "super"}


def _pieces(node: nodes.Output, context: EvalContext) -> list[str | nodes.Expr]:
    """The output: text known at compile time, as it will be in the page, and expressions."""
    pieces: list[str | nodes.Expr] = []
    for part in node.nodes:
        try:
            known = str(escape_anything(part.as_const(context)))
        except nodes.Impossible:
            pieces.append(part)
        else:
            if pieces and isinstance(pieces[-1], str):
                pieces[-1] += known
            else:
                pieces.append(known)
    return pieces
