"""Signed reports in a log: what is changed behind it is found."""

import pytest
from sqlalchemy import text

from app.core.actor import SYSTEM
from app.core.database.base import db
from app.core.errors import NotAllowed
from programme.models import ReportLogLeaf
from programme.period_reports import services
from programme.report_log.check import check_report_log
from programme.report_log.keys import rotate_report_key
from tests.helpers.voting.acts import act
from voting.verification.cli import check_signature


@pytest.fixture
def report(factory):
    """The first quarter of 2023 of the nation, signed by two people: three machines."""
    programme = factory.loaded_programme("quoc-gia")
    factory.fact(factory.target_of(programme, "1.2"), number=3, day=programme.starts_on.replace(year=2023))
    first, second = factory.user("officer-national"), factory.user("officer-national")
    key = act(first, services.prepare_report, programme.id, None, "2023Q1").id
    act(second, services.sign_report, key)
    return key


def faults():
    db.session.rollback()
    return check_report_log(check_signature)["faults"]


def edit(statement):
    db.session.execute(text(statement))
    db.session.commit()


def test_a_signature_and_an_opening_are_records(factory, report):
    assert faults() == []
    above = factory.user("officer-national")
    act(above, services.reopen_report, report, "Sai số liệu")
    kinds = [
        (row.kind, row.report) for row in db.session.query(ReportLogLeaf).order_by(ReportLogLeaf.position)
    ]
    name = "khuyen-cong-quoc-gia-2021-2025/vn/2023Q1"
    assert (kinds, faults()) == ([("sign", name), ("reopen", name)], [])
    edit("UPDATE programme_report SET state = 'signed'")
    assert faults() == [f"{name}: was opened again in the log and is signed here"]


@pytest.mark.parametrize("change", ["number = 4", "beneficiary = 'people'", "parts = '{\"women\": 1}'"])
def test_a_figure_changed_behind_the_log_is_found(report, change):
    edit(f"UPDATE programme_report_line SET {change}")
    (fault,) = faults()
    assert fault.endswith("differs from what was signed")


def test_a_report_unsigned_behind_the_log_is_found(report):
    edit("UPDATE programme_report SET state = 'open'")
    (fault,) = faults()
    assert fault.endswith("is not signed here")


def test_a_record_changed_or_a_checkpoint_gone_is_found(report):
    edit("DROP TRIGGER programme_report_log_checkpoint_no_delete")
    edit("DELETE FROM programme_report_log_checkpoint")
    assert len(faults()) == 1
    edit("DROP TRIGGER programme_report_log_leaf_no_update")
    edit("UPDATE programme_report_log_leaf SET event = replace(event, '3', '5')")
    assert len(faults()) >= 2


def test_a_new_key_is_handed_on_and_nobody_else_makes_one(factory, report):
    with pytest.raises(NotAllowed):
        act(factory.user("admin"), rotate_report_key)
    act(SYSTEM, rotate_report_key)
    act(factory.user("officer-national"), services.reopen_report, report, "Sai")
    assert faults() == []


def test_nothing_signed_is_no_log(app):
    assert check_report_log(check_signature) is None
