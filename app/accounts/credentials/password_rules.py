"""Pure: what makes a password too easy to guess. Length first; signs or digits are not required."""

import re
import unicodedata

SHORTEST = 8
LONGEST = 128
ADVISED = 15
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn",
    "1q2w3e4r5t6y7u8i9o0p",
)
_LEET = str.maketrans("013457@$!", "oieastasi")

COMMON = frozenset(
    """
    abc access admin administrator apple baby bailey baseball batman carlos change changeme charlie chelsea
    computer cookie daniel default demo dragon facebook flower football freedom ginger google guest hello
    hockey hunter iloveyou internet jennifer jessica jordan killer letmein liverpool login london love lovely
    master matrix merlin michael monkey mustang nicole ninja pass password passw passwd princess purple
    pokemon qazwsx qwerty root samsung secret shadow soccer starwars summer sunshine superman system temp
    test tester testing thomas tigger trustno user welcome whatever windows winter zaq

    anhyeuem yeuem emyeuanh matkhau matkhaumoi khongbiet chaoban xinchao vietnam saigon giadinh
    hanhphuc conyeu bomeoi banbe tinhyeu mai moi anh em yeu ngocanh thanhdat tuananh hoangphuc minhanh
    quynhanh thuylinh phuongthao maiphuong nguyen nguyenvan tranvan nguyenthi congty baovat
    """.split()  # noqa: SIM905  # a word list reads best as text
)
LOCAL = frozenset(
    """
    khuyencong khuyen cong congthuong socongthuong bocongthuong tieubieu sanpham cnnt congnghiep nongthon
    sanphamcongnghiep congnghiepnongthon sanphamcnntieubieu cnnttieubieu binhchon giamkhao hoidong giaykhen
    ocop langnghe thucong mynghe trungtamkhuyencong cucongthuong cuccongthuongdiaphuong
    angiang bariavungtau bacgiang backan baclieu bacninh bentre binhdinh binhduong binhphuoc binhthuan camau
    cantho caobang danang daklak daknong dienbien dongnai dongthap gialai hagiang hanam hanoi hatinh haiduong
    haiphong haugiang hoabinh hochiminh tphcm hcm hcmc hungyen khanhhoa kiengiang kontum laichau lamdong
    langson laocai longan namdinh nghean ninhbinh ninhthuan phutho phuyen quangbinh quangnam quangngai
    quangninh quangtri soctrang sonla tayninh thaibinh thainguyen thanhhoa thuathienhue hue tiengiang travinh
    tuyenquang vinhlong vinhphuc yenbai hoangsa truongsa
    """.split()  # noqa: SIM905  # as above
)
_WORDS = COMMON | LOCAL


def weakness(password: str, *, email: str = "", name: str = "") -> str | None:
    """Why a password is refused: password_short, password_long, password_common, password_personal; None when
    it may be used.
    """
    if len(password) < SHORTEST:
        return "password_short"
    if len(password) > LONGEST:
        return "password_long"
    forms = _forms(password)
    if _is_pattern(forms[0]) or any(_is_made_of(form, _WORDS) for form in forms):
        return "password_common"
    if any(_is_made_of(form, _personal(email, name)) for form in forms):
        return "password_personal"
    return None


def _forms(password: str) -> tuple[str, ...]:
    """The password without accents, case and signs, without leading and trailing digits, with "4" read as
    "a".
    """
    core = password.rstrip("0123456789!?.*#-_ ")
    bare = _bare(password)
    return bare, bare.strip("0123456789"), _bare(password.translate(_LEET)), _bare(core.translate(_LEET))


def _personal(email: str, name: str) -> frozenset[str]:
    local, _, domain = email.partition("@")
    parts = {_bare(email), _bare(local), _bare(domain), _bare(domain.partition(".")[0]), _bare(name)}
    parts |= {_bare(word) for word in re.split(r"[\W_]+", f"{local} {name}")}
    return frozenset(part for part in parts if len(part) >= 2)  # noqa: PLR2004  # initials are in everything


def _bare(text: str) -> str:
    """Letters and digits without accents and case."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    return "".join(char for char in decomposed if char.isalnum())


def _is_pattern(bare: str) -> bool:
    """One or two signs repeated, or a run along the alphabet or the keyboard."""
    if len(set(bare)) <= 2:  # noqa: PLR2004  # as said; nothing but signs is one too
        return True
    if any(len(bare) % size == 0 and bare == bare[:size] * (len(bare) // size) for size in range(1, 5)):
        return True
    return any(bare in run * 2 or bare[::-1] in run * 2 for run in _ALPHABETS)


def _is_made_of(text: str, words: frozenset[str]) -> bool:
    """Whether the text is a chain of at most three of the words."""
    reached = {0}
    for _ in range(3):
        reached = {place + len(word) for place in reached for word in words if text.startswith(word, place)}
        if text and len(text) in reached:
            return True
    return False
