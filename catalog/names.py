"""When two names look alike to a person (for the officer's warning, never to refuse), and the substitute for
a producer without a name to show.
"""

import re

from app.core.text import fold

UNNAMED = "Không nêu trong nguồn"
"""The producer of a published notice that names none."""
WITHHELD = "Hộ kinh doanh (tên chưa được phép công khai)"
"""A household business, whose name is a person's, until that person agrees."""
DEMO_SOURCE = "Dữ liệu minh họa"

_CAPITALS = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")
"""Greek capitals look like other letters than their small forms do."""
_LOOKALIKES = str.maketrans(
    "авекмнорстухіјѕԁԛѡһӏɡ" + "αβεηικμνορτυχγ",
    "abekmhopctyxijsdqwhlg" + "abenikmvoptuxy",
)
_DIGITS = str.maketrans("01", "ol")
_LEGAL_FORMS = re.compile(
    r"\b(?:cong ty|co phan|cp|tnhh|trach nhiem huu han|mot thanh vien|mtv|hai thanh vien"
    r"|doanh nghiep tu nhan|dntn|hop tac xa|htx|to hop tac|tht|ho kinh doanh|hkd|co so|cssx"
    r"|san xuat|thuong mai|dich vu|sx|tm|dv|xuat nhap khau|xnk)\b"
)
_NOT_LETTER = re.compile(r"[^a-z0-9]+")


def number_key(number: str) -> str:
    """A certificate's number as people type it, to be compared: letters and digits alone, without marks and case."""
    return "".join(char for char in fold(number) if char.isalnum())


def search_key(*texts: str) -> str:
    """Several texts in one to look a part of any of them up in: each as `number_key` gives it, with a line between
    them that no such key has.
    """
    return "|".join(number_key(text) for text in texts)


def number_parts(number: str) -> list[str]:
    """What a look-up by a part of a number may begin with: from each place after the first where a group of letters or
    of digits begins, and after each nought that digits begin with, all that follows, as `number_key` gives it.

    "TB-0012/QĐ" has "0012qd", "012qd", "12qd" and "qd"; the whole is `number_key`.
    """
    key, starts, before, is_open = "", list[int](), "", False
    for char in fold(number):
        if char.isalnum():
            is_open = (is_open and before == "0") or _kind(char) != _kind(before)
            if is_open and key:
                starts.append(len(key))
            key += char
        before = char
    return [key[start:] for start in starts]


def _kind(char: str) -> str:
    return "digit" if char.isdigit() else "letter" if char.isalnum() else ""


def skeleton(name: str) -> str:
    """A name without accents, case, legal form, punctuation and look-alike letters.

    "Công ty TNHH Đại Phát" and "CTY ÐAI-PHAT" with Cyrillic letters give nearly the same; a name made of
    legal words only keeps them.
    """
    plain = fold(name.translate(_CAPITALS)).translate(_LOOKALIKES)
    words = _NOT_LETTER.sub(" ", plain).strip()
    words = re.sub(r"\bcty\b", "cong ty", words)
    kept = _NOT_LETTER.sub("", _LEGAL_FORMS.sub(" ", words)) or _NOT_LETTER.sub("", words)
    return kept.translate(_DIGITS)
