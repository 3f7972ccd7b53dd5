"""Entry codes (mã số bình chọn): what jurors see instead of a name, drawn again for each pass."""

import secrets
from collections.abc import Callable, Collection, Sequence

from voting.errors import AssignmentError

LETTERS = "ACDEFGHKMNPRTVWXY"
DIGITS = "346789"
"""Nothing that looks or sounds like another when read aloud in a hall."""

_PATTERN = (LETTERS, LETTERS, "-", DIGITS, DIGITS, DIGITS, DIGITS)
_TRIES = 1000

Choose = Callable[[Sequence[str]], str]


def draw_codes(count: int, taken: Collection[str] = (), choose: Choose = secrets.choice) -> list[str]:
    """`count` new codes such as "KM-4736", none of them in `taken` (all codes ever used in the round).

    Raises AssignmentError if too many are in use to find a free one.
    """
    codes: dict[str, None] = {}
    for _ in range(count):
        drawn = ("".join(choose(part) for part in _PATTERN) for _ in range(_TRIES))
        code = next((code for code in drawn if code not in taken and code not in codes), None)
        if code is None:
            raise AssignmentError("codes_exhausted", "no free entry code is left")
        codes[code] = None
    return list(codes)
