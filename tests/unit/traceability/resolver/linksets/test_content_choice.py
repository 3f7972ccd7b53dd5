import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.vectors import vectors
from traceability.resolver.linksets.content_choice import Wanted, best, choose, read_preferences, target
from traceability.resolver.linksets.link_types import find_link_type
from traceability.resolver.linksets.linkset import Level, Link

VI = Link("pip", "https://a.vn/vi", "vi", "text/html", ("vi",))
EN = Link("pip", "https://a.vn/en", "en", "text/html", ("en",))
PDF = Link("pip", "https://a.vn/pdf", "pdf", "application/pdf", ("vi",))
PLAIN = Link("pip", "https://a.vn/plain", "plain")
LAOS = Link("pip", "https://a.vn/la", "la", "text/html", ("vi",), ("LA",))
TRACE = Link("traceability", "https://a.vn/lo", "lo", "text/html", ("vi",))
MULTI_VI = Link("defaultLinkMulti", "https://a.vn/vi", "vi", "text/html", ("vi",))
MULTI_EN = Link("defaultLinkMulti", "https://a.vn/en", "en", "text/html", ("en",))

LOT = Level("https://a.vn/01/1/10/1", "lot", (TRACE,), TRACE)
BARE_LOT = Level("https://a.vn/01/1/10/2", "lot without links")
PRODUCT = Level("https://a.vn/01/1", "product", (VI, EN), VI)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def hrefs(links):
    return [link.href.rpartition("/")[2] for link in links]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), ["lo"]),
        (Wanted(link_type="gs1:defaultLink"), ["lo"]),
        (Wanted(link_type="gs1:traceability"), ["lo"]),
        (Wanted(link_type="https://gs1.org/voc/traceability"), ["lo"]),
        (Wanted(link_type="gs1:pip", accept_language="en"), ["en"]),
        (Wanted(link_type="gs1:pip"), ["vi", "en"]),
        (Wanted(link_type="gs1:recipeInfo"), []),
        (Wanted(link_type="gs1:nosuchlt"), []),
        (Wanted(link_type="nonsense"), []),
        (Wanted(link_type=""), []),
    ],
)
def test_choose_walks_up_from_the_lot(wanted, expected):
    assert hrefs(choose([LOT, PRODUCT], wanted)) == expected


def test_choose_passes_over_a_level_without_links():
    assert hrefs(choose([BARE_LOT, PRODUCT], Wanted())) == ["vi"]
    assert hrefs(choose([BARE_LOT, PRODUCT], Wanted(link_type="gs1:defaultLink"))) == ["vi"]
    assert choose([BARE_LOT], Wanted()) == ()
    assert choose([], Wanted(link_type="gs1:defaultLink")) == ()


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), ["vi"]),
        (Wanted(accept_language="en-GB,en;q=0.9,vi;q=0.2"), ["en"]),
        (Wanted(accept_language="en;q=0.5,vi;q=0.5"), ["vi"]),
        (Wanted(accept_language="fr"), ["vi"]),
        (Wanted(context="LA"), ["la"]),
        (Wanted(context="TH"), ["vi"]),
    ],
)
def test_several_defaults_are_told_apart_or_the_default_stands(wanted, expected):
    laos = Link("defaultLinkMulti", "https://a.vn/la", "la", "text/html", (), ("LA",))
    level = Level("https://a.vn/01/1", "product", (VI, EN, LAOS, MULTI_VI, MULTI_EN, laos), VI)
    assert hrefs(choose([level], wanted)) == expected


@pytest.mark.parametrize(
    ("links", "wanted", "expected"),
    [
        ([VI, EN], Wanted(accept_language="vi-VN"), ["vi"]),
        ([VI, EN], Wanted(accept_language="EN;q=0.1, vi;q=0.05"), ["en"]),
        ([VI, EN], Wanted(accept_language="fr, *;q=0.1"), ["vi", "en"]),
        ([VI, EN], Wanted(accept_language="en;q=0, *;q=0.1"), ["vi"]),
        ([VI, EN, PLAIN], Wanted(accept_language="fr"), ["plain"]),
        ([VI, PLAIN], Wanted(accept_language="vi;q=0.001"), ["vi"]),
        ([VI, EN, PLAIN], Wanted(), ["plain"]),
        ([VI, PDF], Wanted(accept="application/pdf"), ["pdf"]),
        ([VI, PDF], Wanted(accept=BROWSER), ["vi"]),
        ([PDF, PLAIN], Wanted(accept="text/html"), ["plain"]),
        ([VI, PLAIN], Wanted(accept="text/html;q=0.001"), ["vi"]),
        ([VI, PDF], Wanted(accept="application/*;q=0.9, text/*;q=0.8"), ["pdf"]),
        ([VI, PDF], Wanted(accept="text/html;q=0.1, */*"), ["pdf"]),
        ([VI, PDF], Wanted(accept="*/*"), ["vi", "pdf"]),
        ([VI, PDF, PLAIN], Wanted(accept="undefined"), ["plain"]),
        ([VI, LAOS], Wanted(), ["vi"]),
        ([VI, LAOS], Wanted(context="LA"), ["la"]),
        ([VI, LAOS], Wanted(context="TH"), ["vi"]),
        (
            [EN, PDF],
            Wanted(accept="text/html, application/pdf;q=0.9", accept_language="vi, en;q=0.5"),
            ["pdf"],
        ),
        ([VI], Wanted(accept="image/png;q=1, text/html;q=0"), ["vi"]),
    ],
)
def test_best_by_language_media_type_and_context(links, wanted, expected):
    assert hrefs(best(links, wanted)) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", ()),
        ("vi, en;q=0.5", (("vi", 1000), ("en", 500))),
        ("VI;Q=0.25;x=1 , *;q=0", (("vi", 250), ("*", 0))),
        ("vi;q=1.000,en;q=0.,fr;q=.5,de;q=2,,;q=1,it;q=0.1234,pt;q=", (("vi", 1000), ("en", 0))),
    ],
)
def test_read_preferences(header, expected):
    assert read_preferences(header) == expected


def test_read_preferences_is_bounded():
    assert len(read_preferences("vi," * 10_000)) == 64


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from([VI, EN, PDF, PLAIN, LAOS]), min_size=1, unique=True),
    st.text(max_size=20),
    st.text(max_size=20),
    st.text(max_size=4),
)
def test_best_always_finds_one_of_the_links(links, accept, language, context):
    found = best(links, Wanted(accept=accept, accept_language=language, context=context))
    assert found
    assert set(found) <= set(links)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(link_type="linkset"), True),
        (Wanted(link_type="all"), True),
        (Wanted(accept="application/linkset+json"), True),
        (Wanted(accept="application/linkset+json;q=0.5, text/html;q=0.4"), True),
        (Wanted(accept="application/linkset+json;q=0.3, text/html;q=0.4"), False),
        (Wanted(accept="application/linkset+json;q=0"), False),
        (Wanted(accept="application/json;q=0.1,text/html"), False),
        (Wanted(accept="*/*"), False),
        (Wanted(accept=BROWSER), False),
        (Wanted(link_type="gs1:pip"), False),
        (Wanted(), False),
    ],
)
def test_linkset_is_asked_for(wanted, expected):
    assert wanted.linkset() is expected


@pytest.mark.parametrize(
    ("href", "query", "expected"),
    [
        ("https://a.vn/x", "", "https://a.vn/x"),
        ("https://a.vn/x", "foo=bar&17=261231", "https://a.vn/x?foo=bar&17=261231"),
        ("https://a.vn/x?y=1", "foo=bar", "https://a.vn/x?y=1&foo=bar"),
        ("https://a.vn/x?y=1#z", "foo=bar", "https://a.vn/x?y=1&foo=bar#z"),
    ],
)
def test_target_passes_the_query_on(href, query, expected):
    assert target(Link("pip", href, "t"), query) == expected


@pytest.mark.vectors
def test_every_link_of_the_model_linkset_can_be_reached():
    """As GS1's suite asks: by each link's own type, first language, first context; equals give a choice."""
    [level, _] = vectors("resolver", "model-linkset.json")["linkset"]
    for uri, rows in level.items():
        if not isinstance(rows, list) or uri.endswith("defaultLink"):
            continue
        name = find_link_type(uri).name
        links = [
            Link(
                name,
                row["href"],
                str(place),
                row.get("type"),
                tuple(row.get("hreflang", ())),
                tuple(row.get("context", ())),
            )
            for place, row in enumerate(rows)
        ]
        for link in links:
            asked = Wanted(
                link_type=uri,
                accept=str(link.media_type or "undefined"),
                accept_language=(*link.languages, "")[0],
                context=(*link.context, "")[0],
            )
            equals = tuple(
                other
                for other in links
                if (other.media_type, other.languages, other.context)
                == (link.media_type, link.languages, link.context)
            )
            assert choose([Level("https://a.vn/01/1", "x", tuple(links))], asked) == equals
