"""Bilingual data as the reader sees it: the other language where theirs is missing, marked as such."""

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from app.web.i18n import current_locale, translate


def in_locale(vi: str, en: str) -> str:
    """The text in the reader's language, else in the other one. For plain text: titles, alternative texts."""
    return (en or vi) if current_locale() == "en" else (vi or en)


def marked(vi: str, en: str, tag: str = "span") -> Markup | str:
    """As `in_locale`, in an element with `lang` where it is not the reader's language."""
    wanted, other, code = (en, vi, "vi") if current_locale() == "en" else (vi, en, "en")
    if wanted or not other:
        return wanted
    return Markup("<{0} lang={1}>{2}</{0}>").format(tag, code, other)


def vietnamese(text: str) -> Markup | str:
    """A Vietnamese name on a page of either language."""
    return marked(text, "")


def foreign(vi: str, en: str) -> str | None:
    """The language of what `in_locale` gives where it is not the reader's, else None."""
    if current_locale() == "en":
        return "vi" if vi and not en else None
    return "en" if en and not vi else None


def labelled(labels: Mapping[Any, str], value: str) -> str:
    """The word for a code in the reader's language; the code itself when it has none."""
    found = labels.get(value)
    return translate(found) if found is not None else value


def joined(parts: Iterable[str | None], by: str = ", ") -> str:
    """The parts that are there, joined."""
    return by.join(part for part in parts if part)
