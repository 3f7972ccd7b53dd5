"""Templates hold no inline script or style (the content policy refuses them), no unescaped text, and read alike."""

import re
from collections import Counter

from tests.architecture.trees import place, source, templates

FORBIDDEN = {
    "inline style attribute": re.compile(r"\sstyle=[\"']"),
    "inline event handler": re.compile(r"\son[a-z]+=[\"']"),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)[^>]*>"),
    "inline style block": re.compile(r"<style[^>]*>"),
    "unescaped text": re.compile(r"\|\s*safe\b"),
    "form that the browser checks in its own language": re.compile(
        r'<form class="form[^<]*?method="post"(?:(?!novalidate|csrf_field).)*csrf_field', re.DOTALL
    ),
    "third-party address": re.compile(r"(?:src|href)=[\"']https?://(?!(?:www\.)?w3\.org)"),
}
COLUMNS = 120
HEAD = re.compile(r"\s*\{#-?.{8,}?#\}", re.DOTALL)
TRAIL = re.compile(r"<nav[^>]*breadcrumb|block breadcrumbs %\}<li>")
CANCEL = re.compile(r"(?:link_button\(|>\s*\{\{\s*)_\('Cancel'\)")
DRAWN_IN = {
    "trail of its own": "templates/base.html",
    "cancel button of its own": "templates/components/actions.html",
}
"""Where the one trail and the one cancel button are drawn."""

COUNTS = "ballots|copies|count|lots|most|products|rounds|scans|sets|times|total|views"
BARE_NUMBER = re.compile(rf"(?<![\"\w-])\{{\{{-? (?:n|sheets|[\w.]+(?:\.(?:{COUNTS})|\|length)) -?\}}\}}")
"""A count shown to people; one inside an attribute is for machines. Lines of files and identifiers stay as they are;
what is put into a text has its marks from `translate`.
"""


def faults(text: str, name: str = "") -> Counter[str]:
    """How often the template of this name breaks each rule."""
    found = Counter[str]()
    found["long line"] = sum(len(line) > COLUMNS for line in text.splitlines())
    found["no head that says what it is given"] = int(HEAD.match(text) is None)
    found["number without the marks of its language"] = len(BARE_NUMBER.findall(text))
    found["trail of its own"] = len(TRAIL.findall(text))
    found["cancel button of its own"] = len(CANCEL.findall(text))
    for fault, place_of_it in DRAWN_IN.items():
        if name == place_of_it:
            del found[fault]
    return +found


def test_templates_are_clean() -> None:
    found = {
        place(path): broken
        for path in templates("html")
        if (broken := [name for name, pattern in FORBIDDEN.items() if pattern.search(source(path))])
    }
    assert found == {}


def test_texts_of_mails_have_no_long_lines() -> None:
    found = {place(path) for path in templates("txt") if faults(source(path))["long line"]}
    assert found == set()


def test_template_lint_finds_an_inline_handler() -> None:
    assert FORBIDDEN["inline event handler"].search('<a onclick="x()">')


def test_templates_read_alike() -> None:
    found = {
        place(path): broken for path in templates("html") if (broken := faults(source(path), place(path)))
    }
    assert found == {}


def test_faults_of_reading_are_found() -> None:
    own = (
        "{% block breadcrumbs %}<li><a href=\"/\">x</a></li>{% endblock %}{{ link_button(_('Cancel'), '/') }}"
    )
    assert faults(own) == {
        "no head that says what it is given": 1,
        "trail of its own": 1,
        "cancel button of its own": 1,
    }
    bare = '{# A page. Context: rows. #}\n<p class="n-{{ rows|length }}">{{ rows|length }}</p>'
    assert faults(bare) == {"number without the marks of its language": 1}
    assert faults("{# A page. Context: rows. #}\n" + "x" * 121) == {"long line": 1}
