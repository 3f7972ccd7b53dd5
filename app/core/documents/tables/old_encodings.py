"""Vietnamese letters from before Unicode, as files and cells still hold them: TCVN3 (ABC), VNI, VISCII, Windows-1258.

Pure. No kept library reads them for Python. Tables: TCVN 5712:1993, RFC 1456, and the VNI character set of Windows.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from itertools import pairwise

from app.core.text import nfc


class OldEncoding(StrEnum):
    """How a text was written, as people name it."""

    TCVN3 = "TCVN3 (ABC)"
    VNI = "VNI"
    VISCII = "VISCII"
    WINDOWS = "Windows-1258"


_TCVN3 = str.maketrans(
    dict(
        zip(
            range(0xA1, 0x100),
            "ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợù"
            "ỖủũúụừửữứựỳỷỹýỵỐ",
            strict=True,
        )
    )
)
_VISCII = str.maketrans(
    {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
    | dict(
        zip(
            range(0x80, 0x100),
            "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉ"
            "đựòóôõỏọụùúũủýợỮ",
            strict=True,
        )
    )
)
_MARKS = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_ROOFED = {"á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BOWED = {"é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_ALONE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ", "ñ": "đ"}


def _vni_pairs() -> Mapping[str, str]:
    """Two characters of VNI -> one letter; a mark of a capital is a capital itself."""
    small = {base + mark: base + accent for base in "aeouy" for mark, accent in _MARKS.items()}
    small |= {
        other + mark: letter + accent
        for other, letter in (("ô", "ơ"), ("ö", "ư"))
        for mark, accent in _MARKS.items()
    }
    small |= {base + mark: base + "\u0302" + accent for base in "aeo" for mark, accent in _ROOFED.items()}
    small |= {"a" + mark: "a\u0306" + accent for mark, accent in _BOWED.items()}
    small |= {base + "â": base + "\u0302" for base in "aeo"} | {"aê": "a\u0306"}
    capital = {pair.upper(): letter.upper() for pair, letter in small.items()}
    mixed = {pair[0].upper() + pair[1]: letter[0].upper() + letter[1:] for pair, letter in small.items()}
    return {pair: nfc(letter) for pair, letter in (mixed | capital | small).items()}


_VNI_PAIRS = _vni_pairs()
_VNI_SINGLE = _VNI_ALONE | {old.upper(): new.upper() for old, new in _VNI_ALONE.items()}


def _from_vni(text: str) -> str:
    found, place = [], 0
    while place < len(text):
        pair = text[place : place + 2]
        if pair in _VNI_PAIRS:
            found.append(_VNI_PAIRS[pair])
            place += 2
        else:
            found.append(_VNI_SINGLE.get(text[place], text[place]))
            place += 1
    return "".join(found)


def _from_windows(text: str) -> str:
    try:
        return nfc(text.encode("latin-1").decode("cp1258"))
    except UnicodeError:
        return text


READERS: Mapping[OldEncoding, Callable[[str], str]] = {
    OldEncoding.TCVN3: lambda text: nfc(text.translate(_TCVN3)),
    OldEncoding.VNI: _from_vni,
    OldEncoding.WINDOWS: _from_windows,
    OldEncoding.VISCII: lambda text: text.translate(_VISCII),
}
_ALPHABET = frozenset(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwzàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
)


def readings(text: str) -> list[tuple[OldEncoding, str]]:
    """A text whose characters are the bytes of an old encoding (Latin-1), decoded in each, the likeliest
    first.

    That is the one whose letters are all Vietnamese, as small letters far more often than capitals in a word.
    """
    found = [(encoding, reader(text)) for encoding, reader in READERS.items()]
    return sorted(found, key=lambda each: _strangeness(each[1]))


def _strangeness(text: str) -> int:
    """How many characters no Vietnamese text has, and capitals after a small letter."""
    strange = sum(
        not char.isascii() and char.lower() not in _ALPHABET and not char.isspace() for char in text
    )
    inside = sum(one.islower() and other.isupper() for one, other in pairwise(text))
    return 2 * strange + inside
