"""Walks every readable address as one person, so that what two walks show can be compared byte for byte."""

import re

from werkzeug.routing import BuildError

RANDOM = re.compile(
    rb'name="(?:csrf_token|once)" value="[^"]*"|name="client_id"[^>]*>|nonce="[^"]*"'
    rb'|"csrf_token": ?"[^"]*"|"request_id": ?"[^"]*"|csrf-token" content="[^"]*"|"creationDate": ?"[^"]*"'
)
OK = 200
LEFT_OUT = {"static", "accounts.logout"}


def walk(app, client, values):
    """{address: (status, body)} of every GET address. values: what stands for each argument of an address."""
    shown = {}
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if (
            "GET" not in rule.methods
            or rule.endpoint in LEFT_OUT
            or (rule.defaults or {}).get("lang") == "en"
        ):
            continue
        for choice in choices(rule, values):
            try:
                address = adapter.build(rule.endpoint, {**(rule.defaults or {}), **choice}, method="GET")
            except (BuildError, ValueError):  # a value that this address does not take
                continue
            answer = client.get(address)
            shown[address] = (answer.status_code, RANDOM.sub(b"", answer.data))
    return shown


def again(client, pages):
    """The same addresses asked once more, those that were answered with a page."""
    return {
        address: (answer.status_code, RANDOM.sub(b"", answer.data))
        for address, (status, _body) in pages.items()
        if status == OK
        for answer in [client.get(address)]
    }


def choices(rule, values):
    """Arguments to try at one rule: every given value of its one argument, the first of each where it has several."""
    names = sorted(rule.arguments - {"lang"})
    if len(names) == 1:
        return [{names[0]: value} for value in values.get(names[0], ["1"])]
    return [{name: values.get(name, ["1"])[0] for name in names}]
