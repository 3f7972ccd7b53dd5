from dataclasses import replace

import pytest
from jsonschema import Draft7Validator

from tests.helpers.vectors import vectors
from traceability.resolver.linksets.linkset import (
    Level,
    Link,
    LinksetError,
    build_linkset,
    context_header,
    linkset_context,
    linkset_header,
    resolver_description,
)

PAGE = Link("pip", "https://so-ct.vn/san-pham/nuoc-mam", "Nước mắm", "text/html", ("vi",))
TRACE = Link("traceability", "https://so-ct.vn/lo/1", "Truy xuất lô 1", "text/html", ("vi", "en-GB"), ("VN",))
PRODUCT = Level("https://so-ct.vn/01/08938501234568", "Nước mắm", (PAGE,), PAGE)
LOT = Level("https://so-ct.vn/01/08938501234568/10/L1", "Nước mắm, lô L1", (TRACE, PAGE), TRACE)


def test_linkset_of_all_levels():
    assert build_linkset([LOT, PRODUCT]) == {
        "linkset": [
            {
                "anchor": "https://so-ct.vn/01/08938501234568/10/L1",
                "itemDescription": "Nước mắm, lô L1",
                "https://ref.gs1.org/voc/defaultLink": [
                    {"href": "https://so-ct.vn/lo/1", "title": "Truy xuất lô 1"}
                ],
                "https://ref.gs1.org/voc/traceability": [
                    {
                        "href": "https://so-ct.vn/lo/1",
                        "title": "Truy xuất lô 1",
                        "type": "text/html",
                        "hreflang": ["vi", "en-GB"],
                        "context": ["VN"],
                    }
                ],
                "https://ref.gs1.org/voc/pip": [
                    {
                        "href": "https://so-ct.vn/san-pham/nuoc-mam",
                        "title": "Nước mắm",
                        "type": "text/html",
                        "hreflang": ["vi"],
                    }
                ],
            },
            {
                "anchor": "https://so-ct.vn/01/08938501234568",
                "itemDescription": "Nước mắm",
                "https://ref.gs1.org/voc/defaultLink": [
                    {"href": "https://so-ct.vn/san-pham/nuoc-mam", "title": "Nước mắm"}
                ],
                "https://ref.gs1.org/voc/pip": [
                    {
                        "href": "https://so-ct.vn/san-pham/nuoc-mam",
                        "title": "Nước mắm",
                        "type": "text/html",
                        "hreflang": ["vi"],
                    }
                ],
            },
        ]
    }


def test_links_of_one_type_stand_together():
    english = replace(PAGE, href="https://so-ct.vn/en/products/fish-sauce", languages=("en",))
    multi = replace(english, link_type="defaultLinkMulti")
    level = replace(PRODUCT, links=(PAGE, multi, english), default=None)
    [found] = build_linkset([level])["linkset"]
    assert {
        name: [link["href"] for link in links] for name, links in found.items() if name.startswith("http")
    } == {
        "https://ref.gs1.org/voc/pip": [PAGE.href, english.href],
        "https://ref.gs1.org/voc/defaultLinkMulti": [english.href],
    }


@pytest.mark.parametrize(
    ("level", "code"),
    [
        (replace(PRODUCT, anchor="/01/08938501234568"), "anchor"),
        (replace(PRODUCT, description=""), "description"),
        (replace(PRODUCT, links=()), "default_link"),
        (replace(PRODUCT, links=(replace(PAGE, link_type="defaultLinkMulti"),)), "default_link"),
        (replace(PRODUCT, links=(PAGE, replace(PAGE, link_type="nosuch"))), "link_type"),
        (replace(PRODUCT, links=(PAGE, replace(PAGE, link_type="defaultLink"))), "link_type"),
        (replace(PRODUCT, links=(PAGE, replace(PAGE, href="javascript:alert(1)"))), "href"),
        (replace(PRODUCT, links=(PAGE, replace(PAGE, title=""))), "title"),
        (replace(PRODUCT, links=(PAGE, replace(PAGE, media_type="html"))), "media_type"),
        (replace(PRODUCT, links=(PAGE, replace(PAGE, languages=("vi-Latn-VN",)))), "language"),
        (replace(PRODUCT, links=(PAGE, replace(PAGE, languages=("und",)))), "language"),
    ],
)
def test_linkset_refuses(level, code):
    with pytest.raises(LinksetError) as caught:
        build_linkset([level])
    assert caught.value.code == code


def test_link_headers():
    assert linkset_header(PRODUCT.anchor) == (
        "<https://so-ct.vn/01/08938501234568?linkType=linkset>; "
        'rel="linkset"; type="application/linkset+json"'
    )
    assert context_header("https://so-ct.vn/c") == (
        '<https://so-ct.vn/c>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'
    )


def test_context_names_every_member_of_a_linkset():
    members = {"linkset", "anchor", "itemDescription", "href", "title", "type", "hreflang", "context"}
    assert {name for name in linkset_context()["@context"] if not name.startswith("@")} == members


def test_resolver_description():
    found = resolver_description(
        "https://so-ct.vn",
        name="Tiêu Biểu",
        primary_keys=["01", "414"],
        context_uri="https://so-ct.vn/c",
        contexts=["VN"],
        contact_name="Cục Công Thương địa phương",
    )
    assert found == {
        "name": "Tiêu Biểu",
        "resolverRoot": "https://so-ct.vn",
        "supportedPrimaryKeys": ["01", "414"],
        "supportedLinkType": [{"namespace": "https://ref.gs1.org/voc/", "prefix": "gs1:"}],
        "linkTypeDefaultCanBeLinkset": False,
        "jsonLdContextLocation": "https://so-ct.vn/c",
        "supportedContextValuesEnumerated": ["VN"],
        "contact": {"fn": "Cục Công Thương địa phương"},
    }


def test_description_without_contexts_and_contact_names_neither():
    found = resolver_description(
        "https://so-ct.vn", name="T", primary_keys=["01", "414"], context_uri="https://so-ct.vn/c"
    )
    assert list(found) == [
        "name", "resolverRoot", "supportedPrimaryKeys", "supportedLinkType", "linkTypeDefaultCanBeLinkset",
        "jsonLdContextLocation",
    ]  # fmt: skip


@pytest.mark.vectors
def test_description_is_valid_against_its_schema():
    schema = vectors("resolver", "description-file-schema-1.2.0.json")
    found = resolver_description(
        "https://so-ct.vn", name="T", primary_keys=["01", "414"], context_uri="https://so-ct.vn/c"
    )
    assert list(Draft7Validator(schema).iter_errors(found)) == []


EDITIONS = ["gs1-linkset-schema-repo.json", "gs1-linkset-schema-1.2-fork-copy.json"]


@pytest.mark.vectors
@pytest.mark.parametrize("edition", EDITIONS)
def test_linkset_is_valid_in_both_editions(edition):
    every = Level(
        "https://tieu-bieu.vn/01/08938501234568/10/A%2FB",
        "Lô A/B",
        (
            PAGE,
            TRACE,
            replace(PAGE, link_type="defaultLinkMulti"),
            replace(TRACE, link_type="dpp", media_type=None),
        ),
        PAGE,
    )
    document = build_linkset([every, LOT, PRODUCT])
    assert list(Draft7Validator(vectors("resolver", edition)).iter_errors(document)) == []


TRAPS = {
    "link type key as CURIE gs1:pip": lambda level: _renamed(level, "gs1:pip"),
    "link type key https://ref.gs1.org/voc/pip": lambda level: level,
    "IANA relation license as key": lambda level: _renamed(level, "license"),
    "own link type on a host with a hyphen or with # in it": lambda level: _renamed(
        level, "https://so-ct.vn/voc#pip"
    ),
    "target href with a hyphen in the host": lambda level: level,
    "anchor missing": lambda level: {name: value for name, value in level.items() if name != "anchor"},
    "anchor as a path": lambda level: level | {"anchor": "/01/08938501234568"},
    "title missing on a link": lambda level: _changed(level, title=None),
    "hreflang as string": lambda level: _changed(level, hreflang="vi"),
    'hreflang ["vi"] or ["vi-VN"]': lambda level: _changed(level, hreflang=["vi-VN"]),
    'hreflang ["vi-Latn-VN"] or ["und"]': lambda level: _changed(level, hreflang=["vi-Latn-VN"]),
    "title* on a link": lambda level: _changed(level, **{"title*": []}),
    "neither itemDescription nor description": lambda level: _described(level, *()),
    "description only": lambda level: _described(level, "description"),
    "itemDescription only": lambda level: level,
    "both": lambda level: _described(level, "description", "itemDescription"),
}


def _renamed(level, key):
    return {key if name.endswith("/pip") else name: value for name, value in level.items()}


def _changed(level, **members):
    def change(link):
        return {name: value for name, value in (link | members).items() if value is not None}

    return {
        name: [change(link) for link in value] if isinstance(value, list) else value
        for name, value in level.items()
    }


def _described(level, *names):
    return {name: value for name, value in level.items() if name != "itemDescription"} | dict.fromkeys(
        names, "x"
    )


@pytest.mark.vectors
@pytest.mark.parametrize(("edition", "column"), [(EDITIONS[0], "github"), (EDITIONS[1], "v1_2")])
def test_traps_are_what_the_schemas_refuse(edition, column):
    """The builder's form is one change away from each trap, and the schemas judge both as recorded."""
    [level] = build_linkset([PRODUCT])["linkset"]
    schema = Draft7Validator(vectors("resolver", edition))
    rows = {row["case"]: row[column] for row in vectors("resolver", "linkset_schema_traps.json")["rows"]}
    verdicts = {case: schema.is_valid({"linkset": [trap(level)]}) for case, trap in TRAPS.items()}
    verdicts["@context beside linkset"] = schema.is_valid({"linkset": [level], "@context": "x"})
    assert verdicts == rows
