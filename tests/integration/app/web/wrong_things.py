"""The wrong input for each form, and what a person must find afterwards."""

import io
import re
import unicodedata
from dataclasses import dataclass, field
from html import unescape

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from tests.integration.app.web.page_forms import LINES, Box, PageForm, answers

NONSENSE = "không phải thế"
LATER = frozenset({"area", "gln", "gtin", "set_case", "unit"})
"""Read once everything else holds, or only where another answer asks for it."""
LONG = "đ" * 20_000
NUMBER = "9" * 40
DECOMPOSED = unicodedata.normalize("NFD", "Đặc sản Khánh Hòa")
COMPOSED = unicodedata.normalize("NFC", DECOMPOSED)
MARKED = re.compile("[ăâđêôơưĂÂĐÊÔƠƯáàạảãấầậẩẫắằặẳẵéèẹẻẽếềệểễíìịỉĩóòọỏõốồộổỗớờợởỡúùụủũứừựửữýỳỵỷỹ]")
KINDS = frozenset({"number", "date", "datetime-local", "time", "select", "radio"})


@dataclass
class Wrong:
    """What is sent. must_refuse: 422 is the only right answer; named: the boxes the summary must lead to."""

    name: str
    data: list[tuple[str, str]]
    must_refuse: bool = False
    named: list[Box] = field(default_factory=list)
    files: list[tuple[str, bytes, str]] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)


def plausible(box: Box) -> str:
    """Words that fit a line, or nothing where a number or a day is asked for and not needed."""
    fitting = {
        "email": "nguoi.dung@example.vn", "url": "https://example.vn/", "tel": "0901 234 567", "number": "1",
        "date": "2026-03-01", "datetime-local": "2026-03-01T08:00", "time": "08:30", "password": "một câu dài 2026!",
    }  # fmt: skip
    if box.inputmode in {"decimal", "numeric"}:
        return "1"
    return fitting.get(box.kind, "Chữ viết thử")


def changed(data: list[tuple[str, str]], changes: dict[str, str]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in data if name not in changes] + list(changes.items())


def wrong_answers(form: PageForm) -> list[Wrong]:
    """Every text-like wrong answer to a form; uploads are apart."""
    good = answers(form, plausible)
    boxes = list(form.open_boxes())
    texts = [box for box in boxes if box.is_text]
    found = [_nothing(form, boxes), Wrong("bare", [("csrf_token", form.token)])]
    found += _wrong_types(good, [box for box in boxes if box.is_typed], texts)
    found += _wrong_words(good, texts)
    if boxes:
        found += _forged(form, good)
    if "version" in form.names("hidden"):
        found.append(Wrong("stale", changed(good, {"version": "0"}), kept=_texts(texts, good)))
    found.append(Wrong("as it is", good))
    return found


def _nothing(form: PageForm, boxes: list[Box]) -> Wrong:
    """Every line left empty and nothing ticked."""
    kinds = [button for button in form.buttons if button[0]][:1]
    lines = form.names("textarea", "select", "number", "date", "datetime-local", "time", *LINES)
    empty = [(name, "") for name in [*lines, *form.names("password")]]
    return Wrong("nothing", [*form.hidden, *empty, *kinds], any(box.required for box in boxes))


def _wrong_types(good: list[tuple[str, str]], typed: list[Box], texts: list[Box]) -> list[Wrong]:
    """Letters where a number, a day or a choice is asked for: everywhere at once, then one by one."""
    if not typed:
        return []
    letters = {box.name: NONSENSE for box in typed}
    alone = {box.name: box for box in typed if box.kind in KINDS and box.name not in LATER}
    return [
        Wrong("wrong types", changed(good, letters), True, typed, kept=_texts(texts, good)),
        *(
            Wrong(f"letters as {name}", changed(good, {name: NONSENSE}), True, [box])
            for name, box in list(alone.items())[:8]
        ),
    ]


def _wrong_words(good: list[tuple[str, str]], texts: list[Box]) -> list[Wrong]:
    """Words too long, with control characters, and in the other form of Unicode, which is no fault."""
    if not texts:
        return []
    free = [box for box in texts if box.kind not in {"email", "url", "tel"}]

    def filled(word: str) -> list[tuple[str, str]]:
        return changed(good, {box.name: word for box in texts})

    return [
        Wrong("too long", filled(LONG), True, free),
        Wrong("controls", filled("Chữ\x00 và\x07 dấu"), True, free),
        Wrong("decomposed", filled(DECOMPOSED), kept={box.name: COMPOSED for box in texts}),
    ]


def _forged(form: PageForm, good: list[tuple[str, str]]) -> list[Wrong]:
    """What no page would send."""
    bent = [pair for pair in form.hidden if pair[0] not in {"csrf_token", "once"}]
    return [
        Wrong("twice each", good + [pair for pair in good if pair[0] != "csrf_token"]),
        Wrong("hidden bent", [(n, "²" if (n, v) in bent else v) for n, v in good]),
    ]


def sound(box: Box) -> str:
    """As `plausible`, and right where a form reads more than words."""
    right = {
        "gln": "", "gtin": "", "tax_code": "0312345678", "registration_number": "0312345678", "founded_year": "2000",
        "nice_classes": "30", "best_before": "2027-12-31", "label": "",
        "position": "", "facility": "", "since_year": "1900", "criteria_year": "2024", "country_vi": "",
        "country_en": "",
    }  # fmt: skip
    return right.get(box.name, plausible(box))


def _texts(texts: list[Box], data: list[tuple[str, str]]) -> dict[str, str]:
    given = dict(data)
    return {box.name: given[box.name].strip() for box in texts if box.name in given}


def body_of(wrong: Wrong) -> dict[str, object]:
    """Keyword arguments of the test client's post."""
    data: dict[str, list[object]] = {}
    for name, value in wrong.data:
        data.setdefault(name, []).append(value)
    if not wrong.files:
        return {"data": data}
    for name, content, filename in wrong.files:
        data.setdefault(name, []).append(FileStorage(io.BytesIO(content), filename, name))
    boundary, body = encode_multipart(
        MultiDict(data)
    )  # the client's own would leave its temporary files open
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


def summary_of(text: str) -> tuple[list[str], list[str]]:
    """Lines of the error summary and the ids its links lead to, in its order."""
    found = re.search(r'id="error-summary".*?</div>', text, re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", found[0], re.DOTALL) if found else []
    targets = re.findall(r'href="#([^"]+)"', found[0]) if found else []
    return [unescape(re.sub(r"<[^>]+>", "", line)).strip() for line in lines], targets


def order_faults(text: str, targets: list[str]) -> list[str]:
    """Whether a summary leads to fields that are there, from the top of the page to its end."""
    there = re.findall(r'\sid="([^"]+)"', text)
    if lost := [target for target in targets if target not in there]:
        return [f"leads to what is not there: {lost}"]
    return [] if targets == sorted(targets, key=there.index) else [f"is out of order: {targets}"]


def remedy(line: str) -> str:
    """What a line of the summary says, without the name of the field and what was typed."""
    rest = line.partition(": ")[2].replace(NONSENSE, "")
    return rest if any(char.isalpha() for char in rest) else line.replace(NONSENSE, "")
