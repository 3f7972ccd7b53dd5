"""A page and the templates that it extends, combined into one when it is compiled.

Jinja looks a block up, resolves the names in it and calls it each time a page is drawn; it draws a block once
for each mention (`self.title()`). Here a block's text stands in its place, and one that is mentioned is drawn
once.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

Node = TypeVar("Node", bound=nodes.Node)
Read = Callable[[str], nodes.Template]
_SET = (nodes.Assign, nodes.AssignBlock, nodes.FromImport, nodes.Import, nodes.Macro)


class NotLinked(Exception):
    """The page does something that only Jinja's own inheritance knows."""


def linked(tree: nodes.Template, read: Read) -> nodes.Template:
    """The whole page as one template without blocks; `tree` itself where it extends nothing.

    read: parses a template by name. Raises NotLinked.
    """
    if not _parent(tree):
        return tree
    chain = [_copy(tree)]
    while name := _parent(chain[-1]):
        chain.append(read(name))
    return _joined(chain)


def _parent(tree: nodes.Template) -> str | None:
    found = next((node for node in tree.body if isinstance(node, nodes.Extends)), None)
    return found.template.value if found and isinstance(found.template, nodes.Const) else None


def _joined(chain: list[nodes.Template]) -> nodes.Template:
    root = chain[-1]
    linker = _Linker(_blocks_of(chain))
    settings = [node for tree in chain[:-1] for node in _settings_of(tree)]
    start = next((at for at, node in enumerate(root.body) if isinstance(node, nodes.Output)), 0)
    before = [linker.visit(node) for node in [*settings, *root.body[:start]]]
    if linker.captures():
        raise NotLinked  # a block is requested before there is anything to render it from
    body = linker.through(root.body[start:])
    root.body = [*before, *linker.captures(), *body]
    if root.find(nodes.Block) or any(True for _ in _mentions(root)):
        raise NotLinked
    return root


def _blocks_of(chain: list[nodes.Template]) -> dict[str, list[nodes.Block]]:
    """Each block as the page has it, then as those that it extends have it."""
    blocks: dict[str, list[nodes.Block]] = {}
    for block in (block for tree in chain for block in tree.find_all(nodes.Block)):
        if block.scoped or block.required:
            raise NotLinked
        blocks.setdefault(block.name, []).append(block)
    return blocks


def _settings_of(tree: nodes.Template) -> Iterator[nodes.Node]:
    """What a page that extends another does outside its blocks: the rest of it is never drawn."""
    for node in tree.body:
        if isinstance(node, _SET):
            yield node
        elif not isinstance(node, (nodes.Extends, nodes.Block, nodes.Output)):
            raise NotLinked


def _mentions(tree: nodes.Node) -> Iterator[str]:
    return (name.name for name in tree.find_all(nodes.Name) if name.name in {"self", "super"})


class _Linker(NodeTransformer):
    def __init__(self, blocks: dict[str, list[nodes.Block]]) -> None:
        self._blocks = blocks
        self._mentioned: dict[str, list[nodes.Node]] = {}
        self._at: list[tuple[str, int]] = []

    def through(self, body: list[nodes.Node]) -> list[nodes.Node]:
        """The body with the text of each block in its place."""
        found = nodes.Template(body)
        self.generic_visit(found)
        return found.body

    def captures(self) -> list[nodes.Node]:
        """`set` of each block that is mentioned by name; in an order that serves those that mention others."""
        return [
            nodes.AssignBlock(nodes.Name(_kept(name), "store"), None, body)
            for name, body in self._mentioned.items()
        ]

    def visit_Block(self, node: nodes.Block) -> list[nodes.Node]:  # noqa: N802  # Jinja names it
        return self._text(node.name, 0)

    def visit_Output(self, node: nodes.Output) -> nodes.Node | list[nodes.Node]:  # noqa: N802  # as above
        if [type(part) for part in node.nodes] == [nodes.Call] and _is_super(node.nodes[0]):
            name, level = self._at[-1]
            return self._text(name, level + 1)
        pieces: list[nodes.Node] = []
        for part in node.nodes:
            if _is_super(part):
                name, level = self._at[-1]
                pieces += self._text(name, level + 1)
            else:
                pieces.append(nodes.Output([self.visit(part)], lineno=node.lineno))
        return pieces

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  # as above
        self.generic_visit(node)
        called = node.node
        if not (isinstance(called, nodes.Getattr) and isinstance(called.node, nodes.Name)):
            return node
        if called.node.name != "self" or called.attr not in self._blocks:
            return node
        if called.attr not in self._mentioned:
            body = self._text(called.attr, 0)
            self._mentioned.setdefault(called.attr, body)
        return nodes.Name(_kept(called.attr), "load", lineno=node.lineno)

    def _text(self, name: str, level: int) -> list[nodes.Node]:
        """The body of a block, of the page's own at level 0; where it sets names, in a scope of its own."""
        found = self._blocks[name]
        if level >= len(found) or (name, level) in self._at:
            raise NotLinked
        self._at.append((name, level))
        body = self.through([_copy(node) for node in found[level].body])
        self._at.pop()
        sets = any(isinstance(node, _SET) or any(node.find(kind) for kind in _SET) for node in body)
        return [nodes.Scope(body)] if sets else body


def _copy(node: Node) -> Node:
    """Of a tree; its nodes share the environment."""
    copied = object.__new__(type(node))
    for name, value in vars(node).items():
        if isinstance(value, nodes.Node):
            value = _copy(value)  # noqa: PLW2901  # what is put into the copy
        elif isinstance(value, list):
            value = [_copy(part) if isinstance(part, nodes.Node) else part for part in value]  # noqa: PLW2901  # as above
        setattr(copied, name, value)
    return copied


def _is_super(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "super"


def _kept(block: str) -> str:
    return f"self_{block}"
