"""Walks every private page that a person can reach and collects the forms on them."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException

from app.web.access import PUBLIC_RULE, rule_of
from tests.integration.app.web.form_world import Walker
from tests.integration.app.web.page_forms import PageForm, read_page

TWINS = 3
"""How many pages of one kind are opened: further ones carry the same forms."""


@dataclass
class FoundForm:
    endpoint: str
    walker: Walker
    form: PageForm

    def __str__(self) -> str:
        return f"{self.endpoint} ({self.walker.name}, {self.form.page})"


class Walk:
    """The forms that were found, one of each kind: endpoint, names of its boxes and buttons."""

    def __init__(self, app):
        self.app, self.adapter = app, app.url_map.bind("localhost")
        self.found: dict[object, FoundForm] = {}
        self.pages = 0

    def endpoint(self, address, method):
        try:
            return self.adapter.match(urlsplit(address).path, method=method)
        except HTTPException:
            return None, {}

    def go(self, walker, client):
        waiting, seen, twins = list(walker.starts), set(), Counter()
        while waiting:
            address = waiting.pop(0)
            path = urlsplit(address).path
            endpoint, values = self.endpoint(address, "GET")
            if path in seen or not self.may_open(walker, address, endpoint, values):
                continue
            seen.add(path)
            kind = (endpoint, values.get("kind"), values.get("lang"))
            twins[kind] += 1
            if twins[kind] <= TWINS and values.get("lang") != "en":
                waiting += self.open(walker, client, address)

    @staticmethod
    def may_open(walker, address, endpoint, values):
        if endpoint is None or not address.startswith("/"):
            return False
        is_private = rule_of(endpoint) != PUBLIC_RULE
        return address in walker.starts or (is_private and walker.follows(endpoint, values))

    def open(self, walker, client, address):
        """Keep the forms of a page; returns where it leads."""
        answer = client.get(address)
        self.pages += 1
        assert answer.status_code < 500, (walker.name, address)
        if answer.status_code == 303:
            return [answer.headers["Location"]]
        if answer.status_code != 200 or answer.mimetype != "text/html":
            return []
        page = read_page(address, answer.text)
        for form in page.forms:
            self.keep(walker, form)
        return page.links

    def keep(self, walker, form):
        endpoint, values = self.endpoint(form.action, "POST")
        assert endpoint is not None, f"{form.page}: nothing takes what is sent to {form.action}"
        key = (endpoint, values.get("act"), values.get("kind"), frozenset(box.name for box in form.boxes),
               frozenset(form.buttons))  # fmt: skip
        self.found.setdefault(key, FoundForm(endpoint, walker, form))
