import time

from hypothesis import given, settings
from hypothesis import strategies as st

from traceability.genealogy.closure import Edge, Genealogy

lots = st.sampled_from("ABCDEFGH")
graphs = st.lists(st.builds(Edge, lots, lots), max_size=20).map(Genealogy)


@settings(max_examples=150)
@given(graphs)
def test_forward_is_the_inverse_of_backward(genealogy):
    for lot in "ABCDEFGH":
        for other in "ABCDEFGH":
            assert genealogy.forward(lot).get(other) == genealogy.backward(other).get(lot)


@settings(max_examples=150)
@given(graphs)
def test_lots_in_loops_are_those_that_come_back_to_themselves(genealogy):
    def returns(lot: str) -> bool:
        nexts = [edge.target for edge in genealogy.edges if edge.source == lot]
        return (
            lot in nexts
            or lot in genealogy.forward(*nexts)
            or any(lot in genealogy.forward(n) for n in nexts)
        )

    assert genealogy.lots_in_loops() == {lot for lot in "ABCDEFGH" if returns(lot)}


def test_closure_counts_the_least_steps_over_any_depth():
    genealogy = Genealogy(
        [Edge("salt", "brine"), Edge("brine", "sauce"), Edge("salt", "sauce"), Edge("sauce", "bottle")]
    )
    assert genealogy.forward("salt") == {"brine": 1, "sauce": 1, "bottle": 2}
    assert genealogy.backward("bottle") == {"sauce": 1, "brine": 2, "salt": 2}
    assert genealogy.forward("bottle") == {}
    assert genealogy.forward("unknown") == {}


def test_closure_of_several_lots_leaves_them_out():
    genealogy = Genealogy([Edge("a", "b"), Edge("b", "c")])
    assert genealogy.forward("a", "b") == {"c": 1}


def closure_seconds(lots):
    """Processor seconds of this thread for both closures over so many lots, the least of three times."""
    edges = [Edge(f"L{n}", f"L{n + step}") for n in range(lots) for step in (1, 7, 90)]
    taken = []
    for _ in range(3):
        started = time.thread_time()
        genealogy = Genealogy(edges)
        reached = len(genealogy.forward("L0")), len(genealogy.backward(f"L{lots - 1}"))
        taken.append(time.thread_time() - started)
        assert reached == (lots + 89, lots - 1)
    return min(taken)


def test_closure_grows_with_the_lots_and_not_with_their_square():
    assert closure_seconds(10_000) < 32 * closure_seconds(1_250)  # eight times the lots
