"""Photos of labels as people take them: askew, on a table, compressed."""

import io

from PIL import Image, ImageFilter

from traceability.codes.qr.symbols import png


def photo_of(*payloads: str) -> io.BytesIO:
    """A JPEG of 1200 × 1600 with the codes; an empty payload is an empty table."""
    table = Image.new("RGB", (1200, 1600), (150, 130, 110))
    for place, payload in enumerate(filter(None, payloads)):
        label = Image.open(io.BytesIO(png(payload, scale=8))).convert("RGB")
        turned = label.rotate(9, expand=True, fillcolor=(150, 130, 110), resample=Image.Resampling.BICUBIC)
        table.paste(turned, (250 + 40 * place, 120 + 700 * place))
    out = io.BytesIO()
    table.filter(ImageFilter.GaussianBlur(1)).save(out, "JPEG", quality=70)
    out.seek(0)
    return out
