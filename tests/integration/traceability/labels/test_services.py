"""The use cases of labels and codes: what they make, what they refuse."""

import pytest
from sqlalchemy import select

from app.core.audit import AuditEntry
from app.core.clock import use_clock
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, RuleBroken
from app.core.work.jobs import Job, JobRun
from app.runner import run_until_empty
from tests.helpers.voting.acts import later
from traceability.codes.identity import is_authentic
from traceability.codes.services import change_codes
from traceability.codes.signed_lists.keys import public_label_keys
from traceability.codes.signed_lists.signed_list import code_digest, verify_code_list
from traceability.enums import CodeAct, RunKind
from traceability.labels.printing import print_run
from traceability.labels.queries import activates_by_choice
from traceability.labels.services import LabelOrder, order_labels, reprint
from traceability.labels.tasks import print_task
from traceability.lot_pages import get_lot
from traceability.models import LabelRun, TraceCode


def test_labels_make_the_lot_public_and_codes_are_random(factory):
    lot = factory.lot(public=False)
    run = factory.labels(lot, quantity=50)
    codes = [code.code for code in factory.codes(run)]
    assert len(set(codes)) == 50
    assert all(is_authentic(code) for code in codes)
    assert get_lot(lot.id).is_public
    assert {"traceability.label.print", "traceability.lot.publish"} <= set(
        db.session.scalars(select(AuditEntry.act))
    )


def test_signed_list_of_a_run_is_checkable(factory, lot):
    run = factory.labels(lot, drawn=True)
    signed = db.session.get_one(LabelRun, run.id).signed_list
    digests = verify_code_list(signed, public_label_keys())
    assert digests == {code_digest(code.code) for code in factory.codes(run)}


def test_lot_run_prints_one_code_many_times(factory, lot):
    run = factory.labels(lot, kind=RunKind.LOT, quantity=70, drawn=True)
    assert [code.code for code in factory.codes(run)] == [factory.lot_code(lot).code]
    assert db.session.get_one(LabelRun, run.id).file.endswith(".pdf")


def test_reprint_of_a_reprint_names_the_first(factory, lot, member):
    first = factory.labels(lot, by=member).id
    with transaction():
        second = reprint(member, first, sheet="a4-40").id
    with transaction():
        third = reprint(member, second, sheet="a4-24", start=3)
        assert third.reprint_of_id == first
    assert db.session.query(TraceCode).filter_by(kind="item").count() == 3


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"quantity": 0}, "label_quantity"), ({"quantity": 10_001}, "label_quantity"), ({"sheet": "a3"}, "choice_unknown"),
     ({"start": 66}, "start_outside"), ({"offset_x": 101}, "offset_too_large"), ({"purpose": "x" * 201}, "too_long")],
)  # fmt: skip
def test_bad_orders_are_refused_before_any_code_is_made(factory, lot, member, changes, code):
    order = {"kind": RunKind.ITEM, "quantity": 2} | changes
    with pytest.raises(RuleBroken, match=code), transaction():
        order_labels(member, lot.id, LabelOrder(**order))
    assert db.session.query(TraceCode).filter_by(kind="item").count() == 0


def test_run_cut_off_before_its_drawing_is_drawn_by_its_job(app, factory, lot):
    run_id = factory.labels(lot, quantity=3).id
    assert run_until_empty(app) == 0  # the person who ordered it may be drawing it
    with use_clock(later(minutes=2)):
        assert run_until_empty(app) == 1
    db.session.rollback()
    assert db.session.get_one(LabelRun, run_id).state == "done"


def test_codes_are_put_into_use_when_the_run_is_ready_and_so_by_choice_alone(factory, lot):
    runs = [factory.labels(lot, quantity=2, activates=chosen) for chosen in (True, False)]
    assert [code.state for run in runs for code in factory.codes(run)] == ["issued"] * 4
    for run in runs:
        print_run(run.id)
    db.session.expire_all()
    states = [[code.state for code in factory.codes(run)] for run in runs]
    assert states == [["active", "active"], ["issued", "issued"]]


def test_choice_to_put_codes_into_use_is_remembered(factory, lot):
    assert not activates_by_choice(lot.facility_id)
    factory.labels(lot, activates=True)
    factory.labels(lot, kind=RunKind.LOT)
    assert activates_by_choice(lot.facility_id)
    factory.labels(lot, activates=False)
    assert not activates_by_choice(lot.facility_id)


def test_large_run_is_finished_by_its_job_and_resumes(app, factory, lot):
    run_id = factory.labels(lot, quantity=250, sheet="a4-65").id
    codes = {code.code for code in factory.codes(db.session.get_one(LabelRun, run_id))}
    assert run_until_empty(app) >= 1
    db.session.rollback()
    assert [job.error for job in db.session.scalars(select(Job).where(Job.kind == "traceability.print"))] == [
        ""
    ]
    assert db.session.get_one(LabelRun, run_id).state == "done"
    print_run(run_id)  # a second run after a kill changes nothing
    assert {code.code for code in factory.codes(db.session.get_one(LabelRun, run_id))} == codes


def test_codes_move_by_range_and_never_back(factory, lot, member):
    run = factory.labels(lot, by=member, quantity=4)
    codes = [code.code for code in factory.codes(run)]
    with transaction():
        assert change_codes(member, lot.id, CodeAct.ACTIVATE, codes[3], codes[0]) == 4
    with transaction():
        assert change_codes(member, lot.id, CodeAct.SELL, codes[0]) == 1
    with transaction():
        assert change_codes(member, lot.id, CodeAct.ACTIVATE, codes[0]) == 0
    with pytest.raises(RuleBroken, match="reason_text_required"), transaction():
        change_codes(member, lot.id, CodeAct.VOID, codes[0])
    other = factory.codes(factory.labels(factory.lot(lot.product), by=member))[0].code
    with pytest.raises(RuleBroken, match="code_unknown"), transaction():
        change_codes(member, lot.id, CodeAct.SELL, codes[0], other)


@pytest.mark.parametrize("code", ["lot_recalled", "wrong_state"])
def test_run_that_waits_says_so_and_is_done(monkeypatch, code):
    monkeypatch.setattr("traceability.labels.tasks.print_run", _refusing(code))
    assert print_task(JobRun(1, {"run_id": 7})) == {"url": "/co-so-cua-toi/lo/tem/7", "held": code}


def test_any_other_conflict_of_a_run_is_a_fault(monkeypatch):
    monkeypatch.setattr("traceability.labels.tasks.print_run", _refusing("stale"))
    with pytest.raises(Conflict):
        print_task(JobRun(1, {"run_id": 7}))


def _refusing(code):
    def refuse(_run_id, _progress):
        raise Conflict(code)

    return refuse
