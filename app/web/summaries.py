"""The summary of a refused form, in the order in which its page asks.

A summary is drawn before the fields, which each page puts where people look for them; so its lines are put in order
when the page is whole.
"""

import re

from flask import Flask, Response

_SUMMARY = re.compile(r'(<div class="error-summary".*?<ul>)(.*?)(</ul>)', re.DOTALL)
_LINE = re.compile(r"<li>.*?</li>", re.DOTALL)
_TARGET = re.compile(r'<a href="#([^"]+)"')
_ID = re.compile(r'\sid="([^"]+)"')
_REFUSED = 400


def in_page_order(page: str) -> str:
    """The page with the lines of each summary in the order of the fields that they lead to; a line that leads to none
    comes last.
    """
    if 'class="error-summary"' not in page:
        return page
    ids = _ID.findall(page)
    places, last = {found: place for place, found in enumerate(ids)}, len(ids)

    def place(line: str) -> int:
        target = _TARGET.search(line)
        return places.get(target[1], last) if target else last

    return _SUMMARY.sub(
        lambda found: found[1] + "".join(sorted(_LINE.findall(found[2]), key=place)) + found[3], page
    )


def install(app: Flask) -> None:
    app.after_request(_ordered)


def _ordered(answer: Response) -> Response:
    if answer.status_code >= _REFUSED and answer.mimetype == "text/html":
        page = answer.get_data(as_text=True)
        if (ordered := in_page_order(page)) is not page:
            answer.set_data(ordered)
    return answer
