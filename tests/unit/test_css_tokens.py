"""The colours keep their contrast in light and dark (WCAG 1.4.3, 1.4.11); the style sheets stay small."""

import gzip
import re
from fractions import Fraction
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
DARK = "@media (prefers-color-scheme: dark)"
SHEETS = ("base", "components", "lists", "forms", "print")
GROUNDS = ("paper", "surface", "surface-sunk")
INKS = ("ink", "ink-soft", "link", "link-strong", "accent-ink", "danger")
COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6}|#[0-9a-f]{3});")
TEXT = [
    *((ink, ground) for ground in GROUNDS for ink in INKS),
    *((tone, f"{tone}-tint") for tone in ("info", "success", "warning", "danger", "neutral", "gold")),
    *(("ink", f"{tone}-tint") for tone in ("info", "success", "warning", "danger", "neutral")),
    *(("link", f"{tone}-tint") for tone in ("info", "success", "warning", "danger", "neutral")),
    ("success", "surface"),
    ("accent-ink", "accent-tint"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-band", "band"),
    ("on-foil", "gold-foil"),
    ("on-dark-room", "dark-room"),
]
SHAPES = [(shape, ground) for ground in GROUNDS for shape in ("line-strong", "focus", "info", "success")]


def text(sheet: str) -> str:
    return (CSS / f"{sheet}.css").read_text("utf-8")


def tokens(scheme: str) -> dict[str, str]:
    light, _, rest = text("tokens").partition(DARK)
    dark = rest.partition("@media (prefers-contrast")[0] if scheme == "dark" else ""
    return dict(COLOUR.findall(light)) | dict(COLOUR.findall(dark))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(d * 2 for d in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def too_faint(scheme: str, pairs: list[tuple[str, str]], least: Fraction) -> list[str]:
    colours = tokens(scheme)
    ratios = {(a, b): contrast(colours[a], colours[b]) for a, b in pairs}
    return [f"{a} on {b}: {ratio:.2f}" for (a, b), ratio in ratios.items() if ratio < least]


def test_contrast_of_black_and_white_is_21():
    assert round(contrast("#000", "#ffffff"), 6) == 21


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_pairs_reach_four_and_a_half(scheme):
    assert too_faint(scheme, TEXT, Fraction(9, 2)) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_shapes_reach_three(scheme):
    assert too_faint(scheme, SHAPES, Fraction(3)) == []


def test_only_tokens_name_colours():
    literal = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")
    assert [(name, colour) for name in SHEETS for colour in literal.findall(text(name))] == []


def test_every_token_used_is_defined():
    defined = set(re.findall(r"^\s*--([\w-]+):", text("tokens"), re.MULTILINE))
    used = {name for sheet in CSS.glob("*.css") for name in re.findall(r"var\(--([\w-]+)", text(sheet.stem))}
    assert used - defined == set()


def test_the_shared_sheets_fit_in_25_kilobytes():
    whole = b"".join((CSS / f"{name}.css").read_bytes() for name in ("tokens", *SHEETS))
    assert len(gzip.compress(whole)) <= 25_000
