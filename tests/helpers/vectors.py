"""The conformance vectors: data to test with, kept beside the checkout, never in it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(os.environ.get("CONFORMANCE_VECTORS", Path(__file__).parents[3] / "shared" / "vectors"))


def vector_file(*parts: str) -> Path:
    """The path of a vector file; the test is skipped where the vectors are absent."""
    path = FOLDER.joinpath(*parts)
    if not path.exists():
        pytest.skip("the conformance vectors are not here; CONFORMANCE_VECTORS names their folder")
    return path


def vectors(*parts: str) -> Any:
    return json.loads(vector_file(*parts).read_text(encoding="utf-8"))
