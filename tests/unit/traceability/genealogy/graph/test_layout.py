"""The positions of the boxes and arcs of a family."""

import xml.etree.ElementTree as ET
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from traceability.genealogy.graph.layout import BOX, SPACE, lay_out
from traceability.genealogy.graph.svg import Arc, Box, draw_family, shortened_lines

SVG = "{http://www.w3.org/2000/svg}"
LOTS = [str(number) for number in range(9)]
arcs_of = st.lists(st.tuples(st.sampled_from(LOTS), st.sampled_from(LOTS)), max_size=16)


@settings(max_examples=60, deadline=None)
@given(arcs_of)
def test_boxes_never_overlap_and_arcs_lead_downwards_but_for_loops(arcs):
    layout = lay_out(LOTS, arcs)
    assert set(layout.boxes) == set(LOTS)
    corners = sorted(layout.boxes.values(), key=lambda corner: (corner[1], corner[0]))
    for (x0, y0), (x1, y1) in pairwise(corners):
        assert y1 >= y0 + BOX[1] + SPACE[1] or (y1 == y0 and x1 >= x0 + BOX[0] + SPACE[0])
    for (source, target), line in zip(arcs, layout.lines, strict=True):
        if source == target:
            assert line is None
            continue
        ends = (layout.boxes[source], layout.boxes[target])
        for (left, _top), (x, _y) in zip(ends, (line.points[0], line.points[-1]), strict=True):
            assert left < x < left + BOX[0]
        assert (line.points[0][1] < line.points[-1][1]) is not line.back
    assert all(0 <= x <= layout.width - BOX[0] and 0 <= y <= layout.height - BOX[1] for x, y in corners)


@settings(max_examples=40, deadline=None)
@given(arcs_of)
def test_family_without_loops_has_no_arc_against_the_rows(arcs):
    downwards = [(a, b) for a, b in arcs if a < b]
    assert not any(line.back for line in lay_out(LOTS, downwards).lines)


def test_input_used_late_stands_just_above_what_it_went_into():
    layout = lay_out(
        ["fish", "sauce", "bottles", "glass"], [("fish", "sauce"), ("sauce", "bottles"), ("glass", "bottles")]
    )
    row = {lot: y for lot, (_x, y) in layout.boxes.items()}
    assert row["fish"] < row["sauce"] == row["glass"] < row["bottles"]


def test_crossing_arcs_are_untangled():
    lots = ["a", "b", "c", "d"]
    layout = lay_out(lots, [("a", "d"), ("b", "c")])
    x = {lot: corner[0] for lot, corner in layout.boxes.items()}
    assert (x["a"] < x["b"]) == (x["d"] < x["c"])


def test_arc_over_several_rows_goes_round_the_boxes():
    layout = lay_out(["a", "b", "c"], [("a", "b"), ("b", "c"), ("a", "c")])
    long = layout.lines[2]
    left, top = layout.boxes["b"]
    inside = [(x, y) for x, y in long.points if left < x < left + BOX[0] and top <= y <= top + BOX[1]]
    assert inside == []


def test_arcs_meet_a_box_side_by_side_in_the_order_they_come_from():
    layout = lay_out(["a", "b", "c"], [("b", "c"), ("a", "c")])
    ends = [line.points[-1][0] for line in layout.lines]
    starts = [line.points[0][0] for line in layout.lines]
    assert len(set(ends)) == 2
    assert (ends[0] < ends[1]) == (starts[0] < starts[1])


def test_no_lots_make_an_empty_picture():
    assert lay_out([], []).boxes == {}


def drawn(boxes, arcs=()):
    return ET.fromstring(draw_family(boxes, arcs, title="Đi đâu", description="Hai lô"))


def test_picture_says_what_it_is_and_escapes_every_text():
    boxes = [
        Box("1", 'Cá <cơm> & "muối"', "CA-01", "input", href="/lo/1?a=1&b=2"),
        Box("2", "Nước mắm", "NM-1", "self", sign="Thu hồi", is_bad=True, lang="vi"),
    ]
    svg = drawn(boxes, [Arc("1", "2", "300 kg"), Arc("2", "9", "lost"), Arc("2", "2", "itself")])
    assert [svg.find(f"{SVG}title").text, svg.find(f"{SVG}desc").text] == ["Đi đâu", "Hai lô"]
    links = svg.findall(f"{SVG}a")
    assert [link.get("href") for link in links] == ["/lo/1?a=1&b=2"]
    assert links[0].find(f"{SVG}title").text == 'Cá <cơm> & "muối", CA-01'
    assert [text.text for text in svg.findall(f"{SVG}text")] == ["300 kg"]
    assert [text.text for text in svg.find(f"{SVG}g").findall(f"{SVG}text")] == [
        "Thu hồi",
        "Nước mắm",
        "NM-1",
    ]
    assert len(svg.findall(f"{SVG}path")) == 1


def test_loop_is_drawn_as_such():
    boxes = [Box("1", "A", "A", "product"), Box("2", "B", "B", "product")]
    svg = drawn(boxes, [Arc("1", "2"), Arc("2", "1", "2 kg")])
    assert [path.get("class") for path in svg.findall(f"{SVG}path")] == ["graph-arc", "graph-arc graph-loop"]


def test_long_names_are_set_on_two_lines_and_shortened():
    name = "Nước mắm cá cơm truyền thống Hương Quê đặc biệt"
    assert shortened_lines(name, 21, 2) == ["Nước mắm cá cơm", "truyền thống Hương Q…"]
    assert shortened_lines("Gạo", 21, 2) == ["Gạo"]
    assert shortened_lines("Siêudàikhôngcókhoảngtrắng", 10, 2) == ["Siêudàikh…"]
    assert shortened_lines("", 10, 2) == []
