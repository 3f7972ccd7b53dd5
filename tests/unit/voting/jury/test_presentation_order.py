from voting.jury.presentation_order import get_presentation_order


def test_order_of_entries_is_each_jurors_own_and_stays():
    entries = [f"E{n}" for n in range(20)]
    first = get_presentation_order(entries, lambda entry: f"seed of G1/{entry}")
    assert first == get_presentation_order(reversed(entries), lambda entry: f"seed of G1/{entry}")
    assert first != get_presentation_order(entries, lambda entry: f"seed of G2/{entry}")
    assert sorted(first) == sorted(entries)
