"""Bilingual data as the reader sees it: the other language where theirs is missing, marked as such."""

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup, escape

from app.web.i18n import N_, current_locale, translate
from catalog.facilities.consent import may_be_named
from catalog.labels import FACILITY_KINDS
from catalog.models import AdministrativeUnit, Award
from catalog.names import DEMO_SOURCE, UNNAMED, WITHHELD
from catalog.units.present import PresentUnit
from catalog.units.services import english_name


def in_locale(vi: str, en: str) -> str:
    """The text in the reader's language, else in the other one. For plain text: titles, alternative texts."""
    return (en or vi) if current_locale() == "en" else (vi or en)


def marked(vi: str, en: str, tag: str = "span") -> Markup | str:
    """As `in_locale`, in an element with `lang` where it is not the reader's language."""
    wanted, other, code = (en, vi, "vi") if current_locale() == "en" else (vi, en, "en")
    if wanted or not other:
        return wanted
    return Markup(f"<{tag} lang={code}>{escape(other)}</{tag}>")  # noqa: S704  # escaped here


STANDING_IN = ((WITHHELD, N_("Household business (name withheld)")),)
SOURCES = {DEMO_SOURCE: N_("Demonstration data")}


def producer(name: str) -> Markup | str:
    """A producer's name, or a substitute in the reader's language, with what distinguishes it from others."""
    if name.startswith(UNNAMED):
        return Markup('<span class="muted">{}</span>').format(translate("Not named in the source"))
    for phrase, message in STANDING_IN:
        if name.startswith(phrase) and current_locale() != "vi":
            return Markup("{}{}").format(translate(message), vietnamese(name.removeprefix(phrase)))
    return vietnamese(name)


def producer_of(award: Award) -> Markup | str:
    """The producer as recognised; a person who withdrew their consent is named by kind and province only."""
    facility = award.product.facility
    named = may_be_named(facility.kind, facility.consent_at, facility.state)
    return recognised_producer(
        award.producer_name, award.number, named=named, kind=facility.kind, unit=facility.unit.present
    )


def recognised_producer(
    name: str, number: str | None, *, named: bool, kind: str, unit: AdministrativeUnit | PresentUnit
) -> Markup | str:
    """As `producer_of`, of columns. number: of the certificate; unit: of today."""
    if number is None or named:
        return producer(name)
    return joined([labelled(FACILITY_KINDS, kind), unit.name_in(current_locale())])


def producer_text(name: str) -> str:
    """As `producer`, for titles and other plain text."""
    return plain(producer(name))


def plain(text: Markup | str) -> str:
    """Without the elements that say the language of its parts."""
    return text.striptags() if isinstance(text, Markup) else text


def source_text(source: str) -> str:
    """The source of facts: an address or a citation, or the word for made-up data."""
    return translate(SOURCES[source]) if source in SOURCES else source


def facility_kind(kind: str, source: str) -> str:
    """The kind of establishment in words; empty where a notice, which names none, is all that is known."""
    return "" if source else labelled(FACILITY_KINDS, kind)


def place_name(name: str) -> str:
    """A province or city by the name it had then, in the letters of the reader's language."""
    return english_name(name) if name and current_locale() == "en" else name


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
    """The existing parts, joined."""
    return by.join(part for part in parts if part)
