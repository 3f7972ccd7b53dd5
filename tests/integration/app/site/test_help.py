"""The help: its links lead somewhere, its pictures are there, in both languages."""

import re

import pytest
from werkzeug.exceptions import HTTPException

PAGES = {
    "vi": ("/tro-giup", "/tro-giup/co-so-san-xuat", "/tro-giup/can-bo"),
    "en": ("/en/help", "/en/help/producers", "/en/help/officers"),
}
PICTURES = [4, 5, 3]


def content(client, path):
    return client.get(path).text.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("language", PAGES)
def test_every_link_of_the_help_leads_somewhere(app, client, language):
    shown = {path: content(client, path) for path in PAGES[language]}
    addresses = app.url_map.bind("localhost")
    missing = []
    for path, page in shown.items():
        for link in re.findall(r'href="([^"]+)"', page):
            place, _, anchor = link.partition("#")
            target = shown.get(place or path)
            if anchor and (target is None or f'id="{anchor}"' not in target):
                missing.append(link)
            if place:
                try:
                    addresses.match(place)
                except HTTPException:
                    missing.append(link)
    assert missing == []


@pytest.mark.parametrize("language", PAGES)
def test_tasks_have_pictures_of_their_language_with_a_text(client, language):
    for path, number in zip(PAGES[language], PICTURES, strict=True):
        pictures = re.findall(
            r'<img src="([^"]+)"[^>]*alt="([^"]*)"', content(client, path).replace("\n", " ")
        )
        assert len(pictures) == number
        for address, text in pictures:
            assert f".{language}.webp" in address
            assert len(text) > 20
            assert client.get(address).content_type == "image/webp"
