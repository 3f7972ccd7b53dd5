"""Templates hold no inline script or style (the content policy refuses them) and no unescaped text."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FORBIDDEN = {
    "inline style attribute": re.compile(r"\sstyle=[\"']"),
    "inline event handler": re.compile(r"\son[a-z]+=[\"']"),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)[^>]*>"),
    "inline style block": re.compile(r"<style[^>]*>"),
    "unescaped text": re.compile(r"\|\s*safe\b"),
    "third-party address": re.compile(r"(?:src|href)=[\"']https?://(?!(?:www\.)?w3\.org)"),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_template_is_clean(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(text)] == []


def test_template_lint_finds_an_inline_handler() -> None:
    assert FORBIDDEN["inline event handler"].search('<a onclick="x()">')
