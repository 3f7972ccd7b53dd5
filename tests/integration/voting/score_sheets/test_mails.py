"""Mails about score sheets tell the juror alone which entry they are about."""

import pytest
from sqlalchemy import select

from app.core.database.base import db
from app.core.mail import OutboxMail
from app.core.work.jobs import run_pending
from tests.helpers.postman import hire
from tests.helpers.voting.acts import act
from voting.models import EntryCode
from voting.score_sheets.services import reopen_sheet


@pytest.mark.parametrize("delivers", [True, False])
def test_list_of_mails_pairs_no_juror_with_an_entry(factory, login_as, delivers):
    made = factory.round_in_scoring()
    factory.submit_sheet(made.jurors[0], made.sheets[0, 0])
    act(made.chair, reopen_sheet, made.sheets[0, 0], "Ghi nhầm dòng")
    code = db.session.scalars(
        select(EntryCode.code).where(EntryCode.nomination_id == made.nominations[0].id)
    ).one()
    postman = hire()
    postman.delivers = delivers
    run_pending()
    told = [body for recipient, _, body, _ in postman.sent if recipient == made.jurors[0].email]
    assert [code in body for body in told] == [True, True]
    admin = login_as("admin")
    ids = db.session.scalars(select(OutboxMail.id)).all()
    pages = [admin.get("/quan-tri/thu").text, *(admin.get(f"/quan-tri/thu/{one}").text for one in ids)]
    assert "Biên nhận phiếu chấm" in pages[0]
    assert code not in pages[0]
    assert any(code in page for page in pages) == (not delivers)  # what nobody delivers somebody must pass on
