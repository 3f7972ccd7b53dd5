"""Where a sample may go, and its label."""

from voting.samples.rules import SampleState, may_go, next_label


def test_what_is_given_back_or_used_up_goes_nowhere():
    allowed = {(a, b) for a in SampleState for b in SampleState if may_go(a, b)}
    assert allowed == {
        ("received", "stored"), ("received", "returned"), ("received", "used_up"),
        ("stored", "stored"), ("stored", "returned"), ("stored", "used_up"),
    }  # fmt: skip


def test_labels_run_on_and_name_nobody():
    assert [next_label([]), next_label(["M-001", "M-009"]), next_label(["M-999"])] == [
        "M-001",
        "M-010",
        "M-1000",
    ]
