"""Illustrations for products without pictures, drawn by several processes at once and kept like uploads.

They are our own drawings, so they skip the sandbox that uploads go through.
"""

import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from app.demo.pictures.drawing import Drawing, draw
from catalog.products.pictures import StoredPicture, store_picture

WORKERS = min(os.cpu_count() or 1, 4)


def store_drawings(drawings: Iterable[Drawing]) -> dict[Drawing, StoredPicture]:
    """Draw and keep each; outside a transaction."""
    wanted = list(dict.fromkeys(drawings))
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("forkserver")) as pool:
        images = pool.map(draw, wanted, chunksize=4)
        return {
            drawing: store_picture(image, is_illustration=True)
            for drawing, image in zip(wanted, images, strict=True)
        }
