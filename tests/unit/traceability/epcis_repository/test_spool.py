"""Records put aside, and runs of numbers."""

from traceability.epcis_repository import spool as spool_module
from traceability.epcis_repository.spool import Spool
from traceability.epcis_repository.store import runs


def test_records_come_back_by_number_beyond_what_memory_takes(monkeypatch):
    monkeypatch.setattr(spool_module, "IN_MEMORY", 10)
    spool = Spool()
    for record in (b"", b"a" * 7, b"\0\xff" * 100):
        spool.add(record)
    assert [spool.read(number) for number in (2, 0, 1)] == [b"\0\xff" * 100, b"", b"a" * 7]
    spool.add(b"z")
    assert (len(spool), spool.read(3)) == (4, b"z")


def test_numbers_without_a_gap_are_one_run():
    assert runs([7]) == [(7, 7)]
    assert runs([3, 4, 5]) == [(3, 5)]
    assert runs([3, 4, 6, 9, 10]) == [(3, 4), (6, 6), (9, 10)]
