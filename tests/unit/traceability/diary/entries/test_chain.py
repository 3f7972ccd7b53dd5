from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from traceability.diary.entries.chain import Entry, digest, first_break

AT = datetime(2026, 11, 22, tzinfo=UTC)


def chained(count):
    entries, previous = [], ""
    for number in range(count):
        entry = Entry({"note": f"việc {number}"}, f"ni:///{number}", AT + timedelta(hours=number), previous)
        entries.append(entry)
        previous = digest(entry)
    return entries


def test_whole_chain_has_no_break():
    assert first_break(chained(5)) is None
    assert first_break([]) is None


@given(st.integers(0, 4), st.sampled_from(["epcis", "event_hash", "recorded_at", "gone"]))
def test_any_change_breaks_the_chain_at_the_next_entry(place, what):
    entries = chained(6)
    if what == "gone":
        del entries[place]
        assert first_break(entries) == place
        return
    other = {"epcis": {"note": "khác"}, "event_hash": "ni:///x", "recorded_at": AT - timedelta(days=1)}[what]
    entries[place] = replace(entries[place], **{what: other})
    assert first_break(entries) == place + 1


def test_digest_does_not_hang_on_key_order_or_zone():
    one = Entry({"a": 1, "b": 2}, "h", AT)
    other = Entry({"b": 2, "a": 1}, "h", AT.astimezone())
    assert digest(one) == digest(other)
