"""axe-core on a page: what breaks WCAG 2.2 AA, as readable lines."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RUN = """async (only) => {
  const found = await axe.run(document, {runOnly: only, resultTypes: ['violations']});
  return found.violations.map(v => ({
    id: v.id, help: v.help, nodes: v.nodes.map(n => [n.target.join(' '), n.failureSummary])
  }));
}"""


@cache
def source() -> str:
    """The script itself, from the locked package that ships it; nothing else of that package is used."""
    spec = find_spec("axe_playwright_python")
    assert spec is not None
    assert spec.origin is not None
    return (Path(spec.origin).parent / "axe.min.js").read_text("utf-8")


def violations(page: Any) -> list[str]:
    """One line a violation and node; empty when there is none. All rules in both schemes: most of the time goes into
    contrast, which both need.
    """
    page.evaluate(source())
    found = _found(page, "")
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # colours on their way are no colours
    found += _found(page, " in the dark")
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    return found


def _found(page: Any, where: str) -> list[str]:
    return [
        f"{page.url}{where} {found['id']} ({found['help']}): {target}: {' '.join(why.split())}"
        for found in page.evaluate(_RUN, {"type": "tag", "values": RULES})
        for target, why in found["nodes"]
    ]
