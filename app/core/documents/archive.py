"""Make a drawn document archivable: PDF/A-2b (ISO 19005-2) with its colour space, its metadata and its fonts
inside.

Slow to import and to run: for jobs alone. It corrects nothing: fonts must be embedded and nothing may be
transparent.
"""

import io
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import pikepdf
from PIL import ImageCms

PRODUCER = "Tiêu Biểu"
COLOUR_SPACE = "sRGB IEC61966-2.1"


@dataclass(frozen=True, slots=True)
class About:
    """What the metadata say. made_at: aware; the same document and facts give the same bytes."""

    title: str
    author: str
    subject: str
    made_at: datetime
    lang: str = "vi"


def archived(pdf: bytes, about: About) -> bytes:
    """The same pages as PDF/A-2b."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.Root.Lang = pikepdf.String(about.lang)
        document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        document.Root.OutputIntents = pikepdf.Array([_output_intent(document)])
        _describe(document, about)
        for page in document.pages:
            if "/Trans" in page.obj:
                del page.obj["/Trans"]
        document.save(out, deterministic_id=True, preserve_pdfa=True, min_version="1.7")
    return out.getvalue()


def _describe(document: pikepdf.Pdf, about: About) -> None:
    """The same facts twice, as XMP and as the older information dictionary: where both are, they must agree."""
    moment = about.made_at.astimezone(UTC).replace(microsecond=0)
    stamp = f"D:{moment:%Y%m%d%H%M%S}+00'00'"
    document.trailer.Info = document.make_indirect(
        pikepdf.Dictionary(
            Title=about.title,
            Author=about.author,
            Subject=about.subject,
            Creator=PRODUCER,
            Producer=PRODUCER,
            CreationDate=stamp,
            ModDate=stamp,
        )
    )
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
        meta["dc:title"] = about.title
        meta["dc:creator"] = [about.author]
        meta["dc:description"] = about.subject
        meta["dc:language"] = {about.lang}
        meta["pdf:Producer"] = PRODUCER
        meta["xmp:CreatorTool"] = PRODUCER
        meta["xmp:CreateDate"] = meta["xmp:ModifyDate"] = moment.isoformat()
        meta["pdfaid:part"] = "2"
        meta["pdfaid:conformance"] = "B"


def _output_intent(document: pikepdf.Pdf) -> pikepdf.Object:
    profile = document.make_stream(srgb_profile())
    profile.N = 3
    return document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent,
            S=pikepdf.Name.GTS_PDFA1,
            OutputConditionIdentifier=COLOUR_SPACE,
            Info=COLOUR_SPACE,
            DestOutputProfile=profile,
        )
    )


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """The colour profile as LittleCMS builds it, said to be of the ICC version that PDF/A-2 knows (4.2: it holds
    nothing newer) and made at a fixed moment: same input, same bytes.
    """
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    data = bytearray(profile.tobytes())
    data[8:12] = bytes((4, 0x20, 0, 0))
    data[24:36] = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    return bytes(data)
