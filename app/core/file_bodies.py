"""A file as the body of an answer: the server reads it piece by piece, so that nothing copies it before it is sent."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

AGAIN = "tieubieu.file_again"
"""Key in the WSGI environ under which a view leaves an `Opens` for those who ask for the same file again."""
PIECE = 65_536
Opens = Callable[[], BinaryIO]
"""Opens the file of an answer from its start, without a wait for anything but the disk. Raises FileNotKept."""


class FileBody:
    """file: stands where the answer begins; closed by who takes it, else at its end or by `close`. length: in bytes."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        self.file = file
        self.length = length

    def __iter__(self) -> Iterator[bytes]:
        left = self.length
        with self.file:
            while piece := self.file.read(min(PIECE, left)):
                left -= len(piece)
                yield piece

    def close(self) -> None:
        self.file.close()
