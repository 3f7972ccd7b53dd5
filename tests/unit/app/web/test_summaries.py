"""The order of the lines of an error summary."""

from app.web.summaries import in_page_order

SUMMARY = (
    '<div class="error-summary" id="error-summary"><h2>x</h2>\n  <ul>\n<li>Whole form</li>'
    '<li><a href="#b">B</a></li><li><a href="#a">A: one</a></li><li><a href="#a">A: two</a></li></ul></div>'
)


def test_lines_follow_the_fields_and_those_without_one_come_last() -> None:
    page = in_page_order(f'{SUMMARY}<input id="a"><ul><li>kept</li></ul><select id="b"></select>')
    assert page == (
        '<div class="error-summary" id="error-summary"><h2>x</h2>\n  <ul>'
        '<li><a href="#a">A: one</a></li><li><a href="#a">A: two</a></li><li><a href="#b">B</a></li>'
        '<li>Whole form</li></ul></div><input id="a"><ul><li>kept</li></ul><select id="b"></select>'
    )


def test_each_summary_of_a_page_is_put_in_order() -> None:
    page = in_page_order(f'{SUMMARY}{SUMMARY}<input id="b"><input id="a">')
    assert page.count('<li><a href="#b">B</a></li><li><a href="#a">A: one</a></li>') == 2


def test_a_page_without_a_summary_is_left_alone() -> None:
    page = '<ul><li><a href="#b">B</a></li><li><a href="#a">A</a></li></ul><p id="a"></p><p id="b"></p>'
    assert in_page_order(page) is page
