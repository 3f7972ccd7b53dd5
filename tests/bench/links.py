"""Validation of a Digital Link address, beside the least that is done with any: split it, add up its check digit.

Run it alone with `python -m tests.bench.links`.
"""

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

ADDRESSES = {
    "GTIN": "https://id.gs1.org/01/08938501234568",
    "lot and serial": "https://id.gs1.org/01/08938501234568/10/NM-2026-11/21/S0123456789ABCDEFGHJ",
    "variant and three attributes": (
        "https://id.gs1.org/01/08938501234568/22/2A/10/ABC%2F123/21/12345?3103=000195&17=261231&3922=0299"
    ),
    "refused (check digit)": "https://id.gs1.org/01/08938501234567/10/NM-2026-11",
}
TIMES, ROUNDS = 200, 30
LIMIT = 0.1
"""Milliseconds an address."""


def measured() -> dict[str, Any]:
    """Milliseconds of the processor an address, and how many times the baseline that is."""
    from traceability.digital_link import DigitalLinkError, parse

    def verdict(address: str) -> None:
        try:
            parse(address)
        except DigitalLinkError:
            return

    ours = {name: _milliseconds(verdict, address) for name, address in ADDRESSES.items()}
    least = _milliseconds(_split_and_add, ADDRESSES["GTIN"])
    return {
        "milliseconds": {name: round(value, 4) for name, value in ours.items()},
        "split_and_add": round(least, 4),
        "times_split_and_add": {name: round(value / least, 1) for name, value in ours.items()},
        "met": max(ours.values()) <= LIMIT,
    }


def _milliseconds(work: Callable[[str], object], address: str) -> float:
    """The best of the rounds: what it takes when nobody else is there."""
    found = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(TIMES):
            work(address)
        found.append((time.process_time() - start) / TIMES * 1_000)
    return min(found)


def _split_and_add(address: str) -> bool:
    digits = urlsplit(address).path.split("/")[2]
    return sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(digits)) % 10 == 0


if __name__ == "__main__":
    print(json.dumps(measured()))  # noqa: T201  # a command
