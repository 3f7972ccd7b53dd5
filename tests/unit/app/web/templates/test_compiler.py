"""An assembled and folded page renders the same as Jinja's own inheritance."""

from threading import Event, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, nodes
from markupsafe import Markup, escape

from app.web.i18n import translate
from app.web.templates import compiler
from app.web.templates.code import PageCode, escape_text
from app.web.templates.code import escape as escape_other
from app.web.templates.compiler import PageEnvironment
from app.web.templates.linking import NotLinked, linked

FRAME = """
{% from 'parts.html' import box, places %}
{% set place = places[locale] %}{% set other = 'en' if locale == 'vi' else 'vi' %}
<title>{% block title %}{% endblock %}{% if self.title()|trim %} - {% endif %}Site</title>
<a href="{{ place.home }}">{{ other }}</a>{% block head %}<meta>{% endblock %}
{% block main %}{% set side %}{% block aside %}{% endblock %}{% endset %}
{% if side|trim %}[{{ side }}]{% endif %}{% block content %}none{% endblock %}{{ side }}{% endblock %}
"""
PARTS = """
{% set places = {'vi': {'home': '/'}, 'en': {'home': '/en/'}} %}
{% macro box(text, tone='plain', wide=false) -%}
<p class="{{ tone }}{% if wide %} wide{% endif %}">{{ text }}{% if caller %}{{ caller() }}{% endif %}</p>
{%- endmacro %}
{% macro row(item) -%}
{{ box(item.name, tone='row') }}{% if item.note %}{{ item.note }}{% else %}{{ _('Products') }}{% endif %}
{%- endmacro %}
"""
PAGES = {
    "plain": "{% extends 'frame.html' %}",
    "title": "{% extends 'frame.html' %}{% block title %}{{ name }}{% endblock %}{% block aside %}"
    "{{ self.title() }}{% endblock %}",
    "super": "{% extends 'frame.html' %}{% block head %}{{ super() }}<link>{% endblock %}"
    "{% block content %}a{{ super() }}b{% endblock %}",
    "macros": "{% extends 'frame.html' %}{% from 'parts.html' import box, row %}{% block content %}"
    "{{ box(name, wide=true) }}"
    "{% for item in items %}{{ loop.index }}{{ row(item) }}{% endfor %}{% call box('x') %}{{ name }}"
    "{% endcall %}{% endblock %}",
    "words": "{% extends 'frame.html' %}{% block content %}{{ _('Products') }}|"
    "{{ _('Lot %(code)s', code=name) }}|"
    "{{ _('Lot %(code)s', **{'code': name}) }}|{{ _(name) }}{% endblock %}",
    "scopes": "{% extends 'frame.html' %}{% set title_of = name ~ '!' %}{% block title %}{{ title_of }}"
    "{% endblock %}"
    "{% block content %}{% set inner = 1 %}{{ inner }}{{ title_of }}{% endblock %}{% block aside %}"
    "{{ inner }}{% endblock %}",
    "branches": "{% extends 'frame.html' %}{% block content %}{% if locale == 'en' %}en{% elif name %}"
    "{{ name }}{% elif true %}x{% endif %}"
    "{% if name %}{% set found = 'yes' %}{% endif %}{{ found }}{{ 'a' if locale == 'vi' else name }}"
    "{% if locale == 'vi' %}{% set told %}v{% endset %}{% else %}{% set told %}e{% endset %}{% endif %}"
    "{{ told }}{% endblock %}",
    "shadowed": "{% extends 'frame.html' %}{% block content %}{% for locale in items %}"
    "{{ locale.name }}{% endfor %}"
    "{% macro draw(place) %}{{ place }}{% endmacro %}{{ draw(name) }}{% endblock %}",
    "grandchild": "{% extends 'middle.html' %}{% block content %}{{ super() }}{{ name }}{% endblock %}",
    "included": "{% extends 'frame.html' %}{% block content %}{% include 'piece.html' %}{% endblock %}",
    "steps": "{% extends 'frame.html' %}{% set rows = 'abc'|batch(2) %}{% block content %}"
    "{% for row in rows %}{{ row|join }};{% endfor %}{% endblock %}",
    "odd macros": "{% extends 'frame.html' %}"
    "{% macro all(text) %}{{ text }}{{ varargs|join }}{{ kwargs.tone }}{% endmacro %}"
    "{% macro given(caller=none) %}({{ caller() }}){% endmacro %}"
    "{% block content %}{{ all(name, 1, tone='<') }}{% call given() %}{{ name }}{% endcall %}{% endblock %}",
    "odd calls": "{% extends 'frame.html' %}{% from which import box as chosen %}{% block content %}"
    "{{ dict(class=name)['class'] }}{{ items[0]['keys']()|list }}{{ chosen('x') }}{% endblock %}",
    "plain text": "{% extends 'frame.html' %}{% block content %}{% autoescape false %}{{ name }}{% endautoescape %}"
    "{{ name }}{% endblock %}",
    "undefined": "{% extends 'frame.html' %}{% block content %}{{ nobody }}{{ items[0].nothing }}"
    "{{ items[0].keys()|list }}{% endblock %}",
}
SOURCES = {
    "frame.html": FRAME,
    "parts.html": PARTS,
    "piece.html": "{{ name }}{{ place.home }}{{ box('x') }}",
    "middle.html": "{% extends 'frame.html' %}{% block title %}Middle{% endblock %}"
    "{% block content %}({{ self.title() }}){% endblock %}",
    **{f"{name}.html": source for name, source in PAGES.items()},
}


def environment(language, sources=SOURCES):
    made = PageEnvironment(_app(), loader=DictLoader(sources), autoescape=True)
    made.trim_blocks = made.lstrip_blocks = True
    made.globals |= {"_": lambda text, **params: translate(text, "vi", **params)}
    made.language = language
    if language:
        made.parts, made.pages = {}, {}
        made.code_generator_class = PageCode
    return made


def _app():
    from flask import Flask

    return Flask("templates")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("shown", ["Mắm <b>", ""])
def test_a_linked_page_draws_what_jinja_draws(name, shown):
    context = {
        "name": shown,
        "items": [{"name": Markup("<i>"), "note": ""}, {"name": "&", "note": "n"}],
        "locale": "vi",
        "which": "parts.html",
    }
    plain = environment(None).get_template(f"{name}.html").render(context)
    assert environment("vi").get_template(f"{name}.html").render(context) == plain


@pytest.mark.parametrize("name", PAGES)
def test_pages_that_extend_become_one_piece(name):
    plain = environment(None)
    tree = plain.parse(SOURCES[f"{name}.html"], f"{name}.html")
    whole = linked(tree, plain._read)
    assert whole.find(nodes.Block) is whole.find(nodes.Extends) is None


def test_what_is_constant_in_a_language_is_worked_out_once():
    page = environment("vi")
    code = page.compile(SOURCES["plain.html"], "plain.html", raw=True)
    assert 'Site</title>\\n<a href="/">en</a><meta>' in code
    assert "places" not in code


@pytest.mark.parametrize(
    "source",
    [
        "{% extends 'frame.html' %}{% if name %}{% set x = 1 %}{% endif %}",
        "{% extends 'frame.html' %}{% block content scoped %}{% endblock %}",
        "{% extends 'frame.html' %}{% block main %}{% block more %}{{ super() }}{% endblock %}{% endblock %}",
        "{% extends 'frame.html' %}{% set early = self.title() %}",
        "{% extends 'frame.html' %}{% block title %}{{ self.title() }}{% endblock %}",
        "{% extends 'frame.html' %}{% block content %}{{ self.nothing() }}{% endblock %}",
    ],
)
def test_what_only_jinja_can_join_is_left_to_it(source):
    plain = environment(None)
    tree = plain.parse(source, "odd.html")
    with pytest.raises(NotLinked):
        linked(tree, plain._read)


def test_a_macro_takes_no_argument_it_does_not_know():
    macro = environment("vi").get_template("parts.html").module.row
    with pytest.raises(TypeError, match="no keyword argument 'other'"):
        macro({"name": "x"}, other=1)
    assert macro(item={"name": "x", "note": "y"}) == Markup('<p class="row">x</p>y')


def test_a_part_that_nobody_exports_is_undefined():
    page = environment("vi", {"a.html": "{% from 'b.html' import gone %}[{{ gone }}]", "b.html": ""})
    assert page.get_template("a.html").render() == "[]"


@given(st.text(alphabet=st.sampled_from("a&<>\"';#ố 4")) | st.text())
def test_text_is_escaped_as_everywhere(text):
    assert escape_text(text) == escape(text)


def test_what_is_no_text_is_escaped_as_everywhere():
    assert [escape_other(value) for value in (7, None, "<b>", Markup("<b>"), 1.5)] == [
        "7", "None", "&lt;b&gt;", "<b>", "1.5",
    ]  # fmt: skip


def test_what_a_step_gives_once_is_worked_out_for_each_page():
    page = environment(
        "vi", {"a.html": "{% set rows = 'abc'|batch(2) %}{% for row in rows %}{{ row|join }};{% endfor %}"}
    )
    assert [page.get_template("a.html").render() for _ in range(2)] == ["ab;c;", "ab;c;"]


def test_a_list_of_constants_is_worked_out_once():
    page = environment(
        "vi",
        {"a.html": "{% extends 'b.html' %}{% set pair = ('x', ['y', 2]) %}", "b.html": "{{ pair[1][0] }}"},
    )
    assert page.get_template("a.html").render() == "y"
    assert "'y'" in page.compile(SOURCE_OF_A_PAIR, "a.html", raw=True)


SOURCE_OF_A_PAIR = "{% set pair = ('x', ['y', 2]) %}{{ pair[1][0] }}"


class Looked(dict):
    """Tells when somebody has looked for what it does not have."""

    def __init__(self):
        super().__init__()
        self.in_vain = Event()

    def get(self, key):
        found = super().get(key)
        if found is None:
            self.in_vain.set()
        return found

    def __missing__(self, key):
        self.in_vain.set()
        raise KeyError(key)


@pytest.mark.parametrize(
    ("kept", "ask", "key"),
    [
        ("pages", lambda made: made.page("plain.html"), "plain.html"),
        ("parts", lambda made: made.part("parts.html", "box"), ("parts.html", "box")),
    ],
)
def test_what_another_thread_loads_is_waited_for_and_not_loaded_twice(kept, ask, key):
    made, looked, found = environment("vi"), Looked(), []
    setattr(made, kept, looked)
    second = Thread(target=lambda: found.append(ask(made)))
    with compiler._loading:  # as the first thread, which compiles it
        second.start()
        assert looked.in_vain.wait(60)
        looked[key] = "of the first"
    second.join(60)
    assert found == ["of the first"]
