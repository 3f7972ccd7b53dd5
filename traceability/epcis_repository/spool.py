"""Records in a file until they are needed, so that memory does not grow with their number."""

import weakref
from tempfile import SpooledTemporaryFile

IN_MEMORY = 256 * 1024


class Spool:
    """Records by number, in the order in which they were added. The file has no name and goes away with the spool."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # closed with the spool
        weakref.finalize(self, self._file.close)
        self._ends = [0]

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, record: bytes) -> None:
        self._file.seek(self._ends[-1])
        self._file.write(record)
        self._ends.append(self._ends[-1] + len(record))

    def read(self, number: int) -> bytes:
        start, end = self._ends[number], self._ends[number + 1]
        self._file.seek(start)
        return self._file.read(end - start)
