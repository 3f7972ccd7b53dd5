from app.core.clock import today
from app.site.portal import counting
from app.site.portal.counting import ViewCounter


def test_a_reader_writes_nothing_and_the_rest_is_written_at_the_stop_in_one_statement():
    stored = []
    counter = ViewCounter(stored.append)
    counter._stop.set()  # the writer ends before its first turn
    for key in (2, 1, 2):
        counter.note(key)
    assert stored == []
    counter.close()
    day = today().isoformat()
    assert stored == [[{"key": 1, "day": day, "by": 1}, {"key": 2, "day": day, "by": 2}]]
    assert counter.flush() == 0


def test_no_more_readers_are_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(counting, "MOST_KEPT", 1)
    stored = []
    counter = ViewCounter(stored.append)
    counter._stop.set()
    for key in (7, 8, 7):
        counter.note(key)
    counter.close()
    assert stored == [[{"key": 7, "day": today().isoformat(), "by": 2}]]
