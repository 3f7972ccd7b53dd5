"""Every icon a template asks for by name is drawn."""

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
ASKED = re.compile(r"""(?:\b(?:icon|draw)\(\s*|\bicon(?:_name)?=|['"]icon['"]:\s*)['"]([a-z-]+)['"]""")


def drawn() -> set[str]:
    env = Environment(loader=FileSystemLoader(TEMPLATES), extensions=["jinja2.ext.i18n"], autoescape=True)
    return set(env.get_template("components/icon.html").module.paths)


def test_icons_asked_for_are_drawn():
    asked = {name for path in TEMPLATES.rglob("*.html") for name in ASKED.findall(path.read_text("utf-8"))}
    assert asked - drawn() == set()


def test_icons_of_states_are_drawn():
    states = (TEMPLATES / "components" / "status.html").read_text("utf-8")
    assert set(re.findall(r"\('[a-z]+', '([a-z-]+)'\)", states)) - drawn() == set()


def test_icons_are_plain_path_data():
    icons = (TEMPLATES / "components" / "icon.html").read_text("utf-8")
    shapes = re.findall(r"^  '[a-z-]+': '([^']+)'", icons, re.MULTILINE)
    assert [shape for shape in shapes if not re.fullmatch(r"[MmLlHhVvCcSsQqTtAaZz0-9 .,-]+", shape)] == []
