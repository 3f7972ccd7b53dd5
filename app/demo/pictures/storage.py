"""Illustrations for products without pictures, drawn by several processes at once and kept like uploads.

They are our own drawings, so they skip the sandbox that uploads go through.
"""

import os
import threading
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from app.demo.pictures.drawing import Drawing, draw
from catalog.products.pictures import StoredPicture, store_picture

WORKERS = min(os.cpu_count() or 1, 4)


def store_drawings(drawings: Iterable[Drawing]) -> dict[Drawing, StoredPicture]:
    """Draw and keep each; outside a transaction."""
    wanted = list(dict.fromkeys(drawings))
    is_alone = (
        threading.active_count() == 1
    )  # then a copy of this process draws at once: nothing is loaded again
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("fork" if is_alone else "forkserver")) as pool:
        images = pool.map(draw, wanted, chunksize=4)
        return {
            drawing: store_picture(image, is_illustration=True)
            for drawing, image in zip(wanted, images, strict=True)
        }
