"""How fast one address may ask: a bucket of tokens in each server process."""

from collections import OrderedDict
from dataclasses import dataclass, field
from math import ceil
from time import monotonic

BURST = 300
PER_SECOND = 30
MOST_ADDRESSES = 10_000


@dataclass(slots=True)
class Buckets:
    """burst: requests at once from an address that was silent; per_second: requests regained each second.
    Addresses are kept only in memory, and those silent longest are dropped first.
    """

    burst: int = BURST
    per_second: float = PER_SECOND
    most: int = MOST_ADDRESSES
    _kept: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, address: str, now: float | None = None) -> int:
        """Take a token; 0, or the seconds to wait where none is left. now: from a monotonic clock."""
        at = monotonic() if now is None else now
        left, since = self._kept.pop(address, (float(self.burst), at))
        left = min(self.burst, left + (at - since) * self.per_second)
        wait = 0 if left >= 1 else max(1, ceil((1 - left) / self.per_second))
        self._kept[address] = (left if wait else left - 1, at)
        if len(self._kept) > self.most:
            self._kept.popitem(last=False)
        return wait
