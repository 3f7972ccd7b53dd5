"""North American coupon data, AI (8110) and (8112): a run of digits, many parts preceded by their own length.

Kept because a Digital Link may carry them in its query; source: GS1 US coupon application guidelines.
"""

from collections.abc import Callable

from traceability.digital_link.value_checks import dates


class _MalformedError(Exception):
    """The coupon data breaks off or holds a digit that its place does not allow."""


class _Reader:
    def __init__(self, digits: str) -> None:
        self.rest = digits

    def take(self, count: int) -> str:
        if len(self.rest) < count:
            raise _MalformedError
        taken, self.rest = self.rest[:count], self.rest[count:]
        return taken

    def one_of(self, allowed: str) -> str:
        digit = self.take(1)
        if digit not in allowed:
            raise _MalformedError
        return digit

    def counted(self, lengths: str, *, plus: int = 0) -> None:
        self.take(int(self.one_of(lengths)) + plus)

    def option(self, indicator: str) -> bool:
        found = self.rest.startswith(indicator)
        if found:
            self.take(1)
        return found

    def date(self) -> str:
        date = self.take(6)
        if dates.short_date(date) is not None:
            raise _MalformedError
        return date


def _purchase(reader: _Reader) -> None:
    reader.counted("12345")
    reader.one_of("012349")
    reader.take(3)


def _further_purchase(reader: _Reader) -> None:
    _purchase(reader)
    if not reader.option("9"):  # 9: the company prefix of the first purchase
        reader.counted("0123456", plus=6)


def _validity_dates(reader: _Reader) -> None:
    expiry = reader.date() if reader.option("3") else None
    start = reader.date() if reader.option("4") else None
    if expiry is not None and start is not None and start > expiry:
        raise _MalformedError


def _save_value_options(reader: _Reader) -> None:
    reader.one_of("01256")
    reader.one_of("012")
    reader.take(1)
    reader.one_of("01")


def _coupon(reader: _Reader) -> None:
    reader.counted("0123456", plus=6)
    reader.take(6)
    reader.counted("12345")
    _purchase(reader)
    if reader.option("1"):
        reader.one_of("0123")
        _further_purchase(reader)
    if reader.option("2"):
        _further_purchase(reader)
    _validity_dates(reader)
    if reader.option("5"):
        reader.counted("0123456789", plus=6)
    if reader.option("6"):
        reader.counted("1234567", plus=6)
    if reader.option("9"):
        _save_value_options(reader)


def _coupon_offer(reader: _Reader) -> None:
    reader.one_of("01")
    reader.counted("0123456", plus=6)
    reader.take(6)
    reader.counted("0123456789", plus=6)


def _problem(text: str, layout: Callable[[_Reader], None]) -> str | None:
    if not text.isdigit():
        return "coupon"
    reader = _Reader(text)
    try:
        layout(reader)
    except _MalformedError:
        return "coupon"
    return "coupon" if reader.rest else None


def coupon_problem(text: str) -> str | None:
    return _problem(text, _coupon)


def coupon_offer_problem(text: str) -> str | None:
    return _problem(text, _coupon_offer)
