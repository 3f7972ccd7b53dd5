"""Every endpoint declares its access rule; the inventory of who may reach what is listed here."""

from flask import Flask

from app.web.access import ANYONE, MEMBER, PERMISSIONS, PUBLIC_RULE, rule_of


def inventory(app: Flask) -> dict[str, str | None]:
    return {
        endpoint: rule_of(endpoint) for endpoint in sorted({r.endpoint for r in app.url_map.iter_rules()})
    }


def test_every_endpoint_declares_a_known_rule(app: Flask) -> None:
    known = {PUBLIC_RULE, ANYONE, MEMBER, *PERMISSIONS}
    assert {name: rule for name, rule in inventory(app).items() if rule not in known} == {}


def test_private_addresses_are_not_public(app: Flask) -> None:
    private = (
        "/co-so-cua-toi",
        "/can-bo",
        "/hoi-dong",
        "/giam-khao",
        "/quan-tri",
        "/tai-khoan",
        "/cong-viec",
    )
    open_rules = {
        rule.rule: rule_of(rule.endpoint)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(private) and rule_of(rule.endpoint) in {PUBLIC_RULE, ANYONE}
    }
    assert open_rules == {}


def test_public_endpoints_only_read(app: Flask) -> None:
    writing = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule_of(rule.endpoint) == PUBLIC_RULE
        and rule.methods
        and rule.methods & {"POST", "PUT", "PATCH", "DELETE"}
    }
    assert writing == set()


def test_localised_addresses_come_in_pairs(app: Flask) -> None:
    by_endpoint: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        if rule.defaults and "lang" in rule.defaults:
            by_endpoint.setdefault(rule.endpoint, set()).add(rule.defaults["lang"])
    assert {name: langs for name, langs in by_endpoint.items() if langs != {"vi", "en"}} == {}
