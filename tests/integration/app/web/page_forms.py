"""Reads the forms of a page as a browser does, fills them in, and finds the input again."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

LINES = frozenset({"text", "search", "email", "tel", "url"})
"""Kinds of input that hold a line of free text."""


@dataclass
class Box:
    """One control: its kind is the input type, "select" or "textarea"; choices are the values offered."""

    name: str
    kind: str
    id: str = ""
    value: str = ""
    required: bool = False
    inputmode: str = ""
    checked: bool = False
    choices: list[str] = field(default_factory=list)

    @property
    def is_text(self) -> bool:
        return self.kind == "textarea" or (
            self.kind in LINES and self.inputmode not in {"decimal", "numeric"}
        )

    @property
    def is_typed(self) -> bool:
        """Whether only some answers can be right: a number, a day, one of a list."""
        return not self.is_text and self.kind not in {"hidden", "password", "file", "submit", "checkbox"}


@dataclass
class PageForm:
    """A form with method post. boxes in the order of the page; buttons are (name, value) of its submit buttons."""

    page: str
    action: str
    boxes: list[Box] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        return [(box.name, box.value) for box in self.boxes if box.kind == "hidden"]

    @property
    def token(self) -> str:
        return next((box.value for box in self.boxes if box.name == "csrf_token"), "")

    def names(self, *kinds: str) -> list[str]:
        return list(dict.fromkeys(box.name for box in self.boxes if box.kind in kinds))

    def open_boxes(self) -> Iterator[Box]:
        return (box for box in self.boxes if box.kind not in {"hidden", "submit", "file"})


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms, self.lang = page, [], ""
        self.form: PageForm | None = None
        self.open: Box | None = None
        self.links: list[str] = []
        self.loose: list[tuple[str, Box]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang = given.get("lang", "")
        elif tag == "a" and "href" in given:
            self.links.append(urljoin(self.page, given["href"]))
        elif tag == "form":
            posts = given.get("method", "").lower() == "post"
            self.form = (
                PageForm(self.page, urljoin(self.page, given.get("action") or self.page)) if posts else None
            )
            if self.form:
                self.forms.append(self.form)
        elif self.form is not None and "disabled" not in given:
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        assert self.form is not None
        name, required = given.get("name", ""), "required" in given
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind == "submit":
                self.form.buttons.append((name, given.get("value", "")))
                return
            self.form.boxes.append(
                Box(name, kind, given.get("id", ""), given.get("value", ""), required,
                    given.get("inputmode", ""), "checked" in given)
            )  # fmt: skip
        elif tag == "button" and given.get("type", "submit") == "submit":
            self.form.buttons.append((name, given.get("value", "")))
        elif tag in {"select", "textarea"} and name:
            self.open = Box(name, tag, given.get("id", ""), "", required)
            self.form.boxes.append(self.open)
        elif tag == "option" and self.open is not None:
            value = given.get("value", "")
            self.open.choices.append(value)
            if "selected" in given:
                self.open.value = value

    def handle_data(self, data: str) -> None:
        if self.open is not None and self.open.kind == "textarea":
            self.open.value += data

    def handle_endtag(self, tag: str) -> None:
        if self.open is not None and tag == self.open.kind:
            if tag == "textarea":
                self.open.value = self.open.value.removeprefix("\r\n").removeprefix("\n")
            self.open = None
        elif tag == "form":
            self.form = None


@dataclass
class Page:
    lang: str
    forms: list[PageForm]
    links: list[str]


def read_page(address: str, text: str) -> Page:
    """The language, POST forms and links of an HTML page."""
    reader = _Reader(address)
    reader.feed(text)
    reader.close()
    return Page(reader.lang, reader.forms, reader.links)


def answers(form: PageForm, text: Any) -> list[tuple[str, str]]:
    """A form filled in correctly. text: what goes into an empty line, by box."""
    filled, done = list(form.hidden), set()
    for box in form.open_boxes():
        if box.kind not in {"radio", "checkbox"} or _is_chosen(box, form, done):
            filled.append((box.name, _answer(box, text)))
        done.add(box.name)
    named = [button for button in form.buttons if button[0]]
    return filled + named[:1] if named and len(named) == len(form.buttons) else filled


def _is_chosen(box: Box, form: PageForm, done: set[str]) -> bool:
    """Whether a circle or a tick is sent. done: names whose boxes came before."""
    if box.checked:
        return True
    chosen = any(other.checked for other in form.boxes if other.name == box.name)
    return not chosen and box.name not in done and (box.kind == "radio" or box.required)


def _answer(box: Box, text: Any) -> str:
    if box.kind == "select":
        return box.value or next((each for each in box.choices if each), "")
    empty = {"radio": "", "checkbox": "on"}
    return box.value or (empty[box.kind] if box.kind in empty else text(box))


def shown_values(forms: list[PageForm], name: str) -> list[str]:
    """What the boxes of a name hold on a page."""
    return [
        box.value
        for form in forms
        for box in form.boxes
        if box.name == name and (box.checked or box.kind not in {"radio", "checkbox"})
    ]
