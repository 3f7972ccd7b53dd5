"""Query parameters of the API: a bad one is refused by name, an unknown one is ignored."""

from collections.abc import Collection

from flask import request

from app.core.errors import DomainError
from app.core.text import control_characters, nfc

TEXT_LIMIT = 200
LAST_PAGE = 1_000


class BadParameter(DomainError):
    """A query parameter that is not valid; `field` names it."""

    status = 400


def asked_page() -> int:
    """`page`, from 1. Raises BadParameter."""
    text = request.args.get("page")
    if text is None:
        return 1
    if (
        not text.isascii()
        or not text.isdigit()
        or len(text) > len(str(LAST_PAGE))
        or not 1 <= int(text) <= LAST_PAGE
    ):
        raise BadParameter("bad_page", "page", last=LAST_PAGE)
    return int(text)


def asked_text(name: str) -> str:
    """In NFC, without control characters. Raises BadParameter when it is too long."""
    typed = request.args.get(name, "")
    if len(typed) > TEXT_LIMIT:
        raise BadParameter("bad_text", name, name=name, limit=TEXT_LIMIT)
    text = nfc(typed).replace("\n", " ").replace("\t", " ")
    if control_characters(text):
        text = "".join(char for char in text if not control_characters(char))
    return text.strip()


def asked_codes(name: str, known: Collection[str]) -> frozenset[str]:
    """One or more codes (`?group=a&group=b`); an empty one does not count. Raises BadParameter for an unknown one."""
    codes = frozenset(value for value in request.args.getlist(name) if value)
    if unknown := sorted(codes - set(known)):
        raise BadParameter(f"bad_{name}", name, value=unknown[0][:60], known=", ".join(sorted(known)))
    return codes


def asked_year(name: str = "year") -> frozenset[str]:
    """Raises BadParameter."""
    years = frozenset(value for value in request.args.getlist(name) if value)
    for year in years:
        if not year.isascii() or not year.isdigit() or len(year) != 4:  # noqa: PLR2004  # digits of a year
            raise BadParameter("bad_year", name, value=year[:60])
    return years
