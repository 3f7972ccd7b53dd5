"""JSON as EPCIS needs it, read as it comes in: exact numbers, and no depth or character that would break what follows.

Of a member written twice in one object the last counts; GS1's own examples have such objects.
"""

import codecs
import json
import re
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import IO, Any

from msgspec import Raw
from msgspec.json import Decoder

from traceability.epcis.issues import InvalidEpcis, Issue, step

Json = Any

MAX_DEPTH = 100
CHUNK = 64 * 1024
LONGEST = 8 * 1024 * 1024
"""Characters of one value: of an event, or of a member of the document around the events."""
_SUSPECT_ESCAPE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_NO_OPENING = bytes(set(range(256)) - set(b"{["))
"""What opens nothing. Objects with few openings and no escapes need none of the looks of `Source.value`."""
_BEGINNING = 16
"""Characters by which the beginning of an object is known again."""
_SPACES = " \t\n\r"
_SPACE = re.compile(rf"[{_SPACES}]*")
_CUT_OFF = 12
"""Characters before the end of what was read within which a fault may only mean that there is more to come."""


def refused(code: str, message: str, path: str = "$") -> InvalidEpcis:
    return InvalidEpcis((Issue(path, code, message),))


def _no_number(name: str) -> None:
    raise ValueError(name)


_scan = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_number).raw_decode
_objects: Decoder[list[dict[str, Json]]] = Decoder(list[dict[str, Json]], float_hook=Decimal)
_texts: Decoder[list[Raw]] = Decoder(list[Raw])


class Source:
    """The text of a stream from a place on; what lies before it is let go.

    Refused with InvalidEpcis: other encodings than UTF-8, NaN, nesting over 100 levels, NUL and lone surrogates.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self.text = ""
        self.at = 0
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._is_whole = False
        self._is_fresh = False
        self._line, self._column = 1, 1

    def peek(self) -> str:
        """The next character that is no space; none at the end."""
        if self.at < len(self.text) and (first := self.text[self.at]) not in _SPACES:
            return first
        while True:
            found = _SPACE.match(self.text, self.at)
            assert found is not None
            self.at = found.end()
            if self.at < len(self.text):
                return self.text[self.at]
            if not self._read_on():
                return ""

    def value(self, path: str) -> tuple[Json, str]:
        """The value that begins here, and its text; the source stands behind it."""
        self.peek()
        while True:
            try:
                value, end = _scan(self.text, self.at)
            except json.JSONDecodeError as fault:
                self._after_fault(fault.msg, fault.pos)
            except RecursionError:
                raise refused("json.nesting", f"Nest no deeper than {MAX_DEPTH} levels.") from None
            except (ValueError, InvalidOperation):
                raise refused("json.number", "A number is too long or is none.") from None
            else:
                if end < len(self.text) or type(value) in _CLOSED or not self._read_on():
                    return self._checked(value, end, path)

    def run(self) -> list[tuple[Json, bytes]]:
        """Objects that begin here with commas between them, as many as are read whole, and their texts; the source
        stands behind the last. None of them where `value` has to look. Tried once for what was read at a time.

        The cut is made where an object begins as the first does: sound JSON in brackets ends with a whole object.
        """
        self.peek()
        if not self._is_fresh:
            return []
        self._is_fresh = False
        end = self.text.rfind(self.text[self.at : self.at + _BEGINNING], self.at + 1)
        end = self.text.rfind("}", self.at, max(end, 0)) + 1
        listed = f"[{self.text[self.at : end]}]".encode()
        try:
            values, texts = _objects.decode(listed), [bytes(text) for text in _texts.decode(listed)]
        except (ValueError, ArithmeticError, RecursionError):
            return []
        if b"\\u" in listed or any(len(text.translate(None, _NO_OPENING)) > MAX_DEPTH for text in texts):
            return []
        self.at = end or self.at
        return list(zip(values, texts, strict=True))

    def step_over(self) -> None:
        """Past the character that `peek` gave."""
        self.at += 1

    def fail(self, message: str) -> InvalidEpcis:
        """The refusal of what stands here."""
        return self._broken(message, self.at)

    def _checked(self, value: Json, end: int, path: str) -> tuple[Json, str]:
        text, self.at = self.text[self.at : end], end
        if text.count("{") + text.count("[") > MAX_DEPTH:
            _check_depth(value)
        if "\\u" in text and _SUSPECT_ESCAPE.search(text):
            _check_texts(value, path)
        return value, text

    def _after_fault(self, message: str, place: int) -> None:
        """Read on where the text may only be cut off there, else refuse."""
        may_be_cut = message.startswith("Unterminated") or place >= len(self.text) - _CUT_OFF
        if may_be_cut and len(self.text) - self.at > LONGEST:
            raise refused("json.size", f"Write no value of over {LONGEST:,} characters.")
        if not (may_be_cut and self._read_on()):
            raise self._broken(message, place)

    def _read_on(self) -> bool:
        """As much again as waits to be understood, so that a long value is not tried too often."""
        if self._is_whole:
            return False
        self._let_go()
        data = self._stream.read(max(CHUNK, len(self.text)))
        self._is_whole = not data
        self._is_fresh = True
        try:
            self.text += self._decoder.decode(data, final=self._is_whole)
        except UnicodeError:
            raise refused("json.encoding", "Save the file as UTF-8.") from None
        return not self._is_whole

    def _let_go(self) -> None:
        self._line, self._column = self._place(self.at)
        self.text, self.at = self.text[self.at :], 0

    def _place(self, at: int) -> tuple[int, int]:
        lines = self.text.count("\n", 0, at)
        if not lines:
            return self._line, self._column + at
        return self._line + lines, at - self.text.rindex("\n", 0, at)

    def _broken(self, message: str, place: int) -> InvalidEpcis:
        line, column = self._place(place)
        return refused("json.syntax", f"This is not JSON: {message} at line {line}, column {column}.")


def load(data: bytes) -> Json:
    """The one value that the text is. Raises InvalidEpcis."""
    source = Source(BytesIO(data))
    value, _ = source.value("$")
    if source.peek():
        raise source.fail("Extra data")
    return value


_NESTED = (dict, list)
_CLOSED = (dict, list, str)
"""What shows its own end; a number may go on behind what was read."""


def _check_depth(value: Json) -> None:
    level = [value] if type(value) in _NESTED else []
    for _ in range(MAX_DEPTH):
        insides = [item.values() if type(item) is dict else item for item in level]
        level = [child for inside in insides for child in inside if type(child) in _NESTED]
        if not level:
            return
    raise refused("json.nesting", f"Nest no deeper than {MAX_DEPTH} levels.")


def _check_texts(value: Json, path: str) -> None:
    if isinstance(value, dict):
        for name, item in value.items():
            _check_texts(name, path)
            _check_texts(item, step(path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check_texts(item, f"{path}[{index}]")
    elif isinstance(value, str) and any(c == "\0" or "\ud800" <= c <= "\udfff" for c in value):
        raise refused("text.character", "Take out NUL and broken surrogate characters.", path)
