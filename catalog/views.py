"""Shapes that templates draw from the catalogue's rows."""

from dataclasses import dataclass

from catalog.models import ProductPicture

SHARE = "share"


def file_url(name: str) -> str:
    """The address of a public derivative; the same in both languages."""
    return f"/tep/{name}"


@dataclass(frozen=True, slots=True)
class PictureView:
    """What the picture macro draws. files: width as text -> name. width × height: of the upload."""

    files: dict[str, str]
    width: int
    height: int
    alt: str
    is_illustration: bool = False

    def src(self, width: int) -> str:
        """The narrowest rendition at least that wide, else the widest."""
        widths = self._widths()
        return file_url(self.files[str(next((there for there in widths if there >= width), widths[-1]))])

    @property
    def srcset(self) -> str:
        return ", ".join(f"{file_url(self.files[str(width)])} {width}w" for width in self._widths())

    @property
    def share(self) -> str:
        """The JPEG of 1200 × 630 for shared links."""
        return file_url(self.files[SHARE])

    def _widths(self) -> list[int]:
        return sorted(int(width) for width in self.files if width != SHARE)


def picture_view(picture: ProductPicture | None, locale: str, name: str) -> PictureView | None:
    """name: of the product, said where a picture has no description of its own."""
    if picture is None:
        return None
    own = (picture.alt_en or picture.alt_vi) if locale == "en" else picture.alt_vi
    return PictureView(picture.files, picture.width, picture.height, own or name, picture.is_illustration)
