"""The page that leads a newcomer names only what is there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACE = re.compile(r"`((?:[a-z_.]+/)+[a-z_.]*)`")
EXAMPLES = "## A new feature, by example"


def test_places_on_the_architecture_page_exist() -> None:
    page = (ROOT / "docs/architecture.md").read_text("utf-8").partition(EXAMPLES)[0]
    places = {
        place
        for place in PLACE.findall(page)
        if place.split("/")[0]
        in {"app", "voting", "catalog", "traceability", "programme", "templates", "tests", "docs"}
    }
    assert len(places) > 20
    assert sorted(place for place in places if not (ROOT / place).exists()) == []
