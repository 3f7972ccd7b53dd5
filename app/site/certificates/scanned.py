"""Which certificate the codes on a photo belong to, or what they are instead."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import current_app, url_for
from werkzeug.exceptions import HTTPException

from app.core.errors import RuleBroken
from app.site.queries import find_same_number
from app.web.addresses import base_url, local_path
from traceability.codes.scan_text import TextKind, read_scan

LONGEST_NUMBER = LONGEST_SHOWN = 60
_OF_CERTIFICATES = ("site.certificate", "site.certificate_pdf")


def certificate_of(texts: Sequence[str], field: str) -> str:
    """The number of the one certificate among the codes. Raises RuleBroken at `field`, where the code leads
    elsewhere on this site with `leads_to`, its path.
    """
    numbers, refusals = set(), []
    for text in texts:
        try:
            numbers.add(_number_in(text))
        except RuleBroken as refusal:
            refusal.field = field
            refusals.append(refusal)
    if len(numbers) == 1:
        return numbers.pop()
    if numbers:
        raise RuleBroken("several_certificates_on_photo", field)
    raise refusals[0] if refusals else RuleBroken("no_certificate_code_on_photo", field)


def _number_in(text: str) -> str:
    """The number of the certificate that a code stands for."""
    host, path = _address(text)
    own = urlsplit(base_url()).netloc.lower()
    written = _written_in(path) if host == own else "" if host else text
    if 0 < len(written) <= LONGEST_NUMBER:
        number = find_same_number(written)
        if number is not None:
            return number
        if host:
            raise RuleBroken("certificate_unknown", number=_shown(written))
    label = read_scan(text)
    if label.kind is TextKind.LINK or (label.kind is TextKind.CODE and host in {"", own}):
        raise RuleBroken("code_of_label", leads_to=url_for("traceability.scan_typed", code=text))
    if host == own:
        raise RuleBroken("code_of_other_page", leads_to=local_path(path))
    if host:
        raise RuleBroken("code_of_other_site", host=_shown(host), own=own)
    raise RuleBroken("code_without_certificate", text=_shown(text))


def _address(text: str) -> tuple[str, str]:
    """Host and path of an address of the web; empty where the text is none."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:  # a bracket that opens no address of the sixth version
        return "", ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return "", ""
    return parts.netloc.rpartition("@")[2].lower(), parts.path or "/"


def _written_in(path: str) -> str:
    """The number in the address of a certificate's page, in either language."""
    try:
        endpoint, values = current_app.url_map.bind("localhost").match(path, method="GET")
    except HTTPException:
        return ""
    return str(values["number"]) if endpoint in _OF_CERTIFICATES else ""


def _shown(text: str) -> str:
    """What a stranger's code says, without what cannot be seen, cut to a line."""
    return "".join(letter for letter in text if letter.isprintable())[:LONGEST_SHOWN]
