"""Photos of the diary: re-encoded without metadata, stored under names that no address serves, shown entry by
entry.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.errors import at_field
from app.core.images.uploads import decode_upload
from app.core.ports import ports

SUFFIX = ".photo"
"""Not one of those served by name."""
WEBP = "image/webp"


@dataclass(frozen=True, slots=True)
class PhotoView:
    """A photo on the page of a diary. widths: of the stored renditions; width × height: of the upload. shown:
    whether the public sees it.
    """

    event_id: int
    widths: tuple[int, ...]
    width: int
    height: int
    alt: str
    shown: bool
    private: bool

    def src(self, width: int) -> str:
        """The address of the narrowest rendition at least that wide, else of the widest."""
        fit = next((each for each in self.widths if each >= width), self.widths[-1])
        folder = "/co-so-cua-toi/lo/anh" if self.private else "/truy-xuat/anh"
        return f"{folder}/{self.event_id}-{fit}.webp"


def keep_photo(data: bytes, *, shown: bool) -> dict[str, Any]:
    """The photo as an entry holds it; its files are in the store. Raises RuleBroken at field `picture`."""
    with at_field("picture"):
        image = decode_upload(data)
    files = {str(each.width): ports().files.put(each.data, SUFFIX) for each in image.renditions}
    return {"files": files, "width": image.width, "height": image.height, "shown": shown}


def photo_view(event_id: int, picture: Mapping[str, Any], alt: str, *, private: bool) -> PhotoView:
    widths = tuple(sorted(map(int, picture["files"])))
    return PhotoView(event_id, widths, picture["width"], picture["height"], alt, is_shown(picture), private)


def is_shown(picture: Mapping[str, Any] | None) -> bool:
    """Whether the facility chose to show the photo."""
    return bool(picture and picture.get("shown"))


def widest_file(picture: Mapping[str, Any]) -> str:
    """The name under which the largest rendition is kept."""
    files: Mapping[str, str] = picture["files"]
    return files[max(files, key=int)]
