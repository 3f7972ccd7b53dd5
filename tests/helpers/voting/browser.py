"""A person at a browser: opens pages, fills forms in, and never meets a server error."""

import re
from html import unescape

from flask import url_for

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Person:
    """Pages are named by their endpoint; locale says in which language they are read."""

    def __init__(self, app, client, locale="vi"):
        self.app, self.client, self.locale = app, client, locale
        self.answer = None

    def url(self, page, **values):
        with self.app.test_request_context():
            localised = self.app.url_map.is_endpoint_expecting(page, "lang")
            return url_for(page, **({"lang": self.locale} if localised else {}), **values)

    def open(self, page, expect=200, **values):
        """The text of a page."""
        self.answer = self.client.get(self.url(page, **values))
        assert self.answer.status_code == expect, (page, self.answer.status_code)
        return self.text

    def send(self, page, form, *, on=None, expect=303, **values):
        """Post a form found on the page `on` (the page itself by default); where it leads, or the page shown again."""
        shown = self.client.get(self.url(on or page, **values))
        assert shown.status_code == 200, (on or page, shown.status_code)
        data = {"csrf_token": TOKEN.search(shown.text)[1], **form}
        self.answer = self.client.post(self.url(page, **values), data=data)
        assert self.answer.status_code == expect, (page, self.answer.status_code, self.errors)
        return self.answer.headers.get("Location", "") if expect == 303 else self.text

    def value(self, name, page, **values):
        """The value of a field as a page shows it."""
        tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', self.open(page, **values))[0]
        return re.search(r'value="([^"]*)"', tag)[1]

    @property
    def text(self):
        return unescape(self.answer.text)

    @property
    def errors(self):
        """The lines of the error summary."""
        summary = re.search(r'id="error-summary".*?</div>', self.text, re.DOTALL)
        lines = re.findall(r"<li>(.*?)</li>", summary[0], re.DOTALL) if summary else []
        return [re.sub(r"<[^>]+>", "", line).strip() for line in lines]
