"""Shapes that templates draw from the catalogue's rows."""

from dataclasses import dataclass, field
from typing import Any

SHARE = "share"
FOLDER = "/tep/"


def file_url(name: str) -> str:
    """The address of a public derivative; the same in both languages."""
    return FOLDER + name


@dataclass(slots=True)
class PictureView:
    """What the picture macro draws. files: width as text -> name. width × height: of the upload.

    lang: of `alt` where it is not the page's.
    """

    files: dict[str, str]
    width: int
    height: int
    alt: str
    is_illustration: bool = False
    lang: str = ""
    srcset: str = field(init=False, repr=False, compare=False)
    _renditions: list[tuple[int, str]] = field(init=False, repr=False, compare=False)
    """Width and address, the narrowest first."""

    def __post_init__(self) -> None:
        self._renditions = widths = sorted(
            [(int(width), FOLDER + name) for width, name in self.files.items() if width != SHARE]
        )
        self.srcset = ", ".join([f"{address} {width}w" for width, address in widths])

    def src(self, width: int) -> str:
        """The narrowest rendition at least that wide, else the widest."""
        for there, address in self._renditions:
            if there >= width:
                return address
        return self._renditions[-1][1]

    @property
    def share(self) -> str:
        """The JPEG of 1200 × 630 for shared links."""
        return file_url(self.files[SHARE])


def picture_view(picture: Any, locale: str, name: str) -> PictureView | None:
    """picture: a row with its columns, or None. name: of the product, said where a picture has no description of its
    own.
    """
    if picture is None:
        return None
    own = (picture.alt_en or picture.alt_vi) if locale == "en" else picture.alt_vi
    lang = "vi" if locale == "en" and picture.alt_vi and not picture.alt_en else ""
    return PictureView(
        picture.files, picture.width, picture.height, own or name, picture.is_illustration, lang
    )
