"""What a dossier was handed in with: it lacks nothing later, keeps its first day, and who looks at it reads it."""

import io
from datetime import timedelta

import pytest

from app.accounts.models import Membership
from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict
from programme.models import PlanYear, Proposal, ProposalPaper
from programme.plan_years import services as years
from programme.plan_years.services import PaperData
from programme.proposal_councils import services as councils
from programme.proposal_papers import routes
from programme.proposal_papers import services as papers
from programme.proposal_review import services as review
from programme.proposals import services, tasks
from tests.factories.accounts import signed_in_client
from tests.helpers.proposals import council, received, registered
from tests.helpers.voting.acts import act
from tests.helpers.voting.browser import Person
from tests.integration.programme.proposals.test_papers import PDF, scan


def found(row):
    return db.session.get_one(Proposal, row.id, populate_existing=True)


def paper_of(name):
    return db.session.query(ProposalPaper).filter_by(file=scan(name).name).one().id


def whole(factory, world, **values):
    """Registered, with a needed paper in two files and one that nobody needs, and handed in; the needed paper's id."""
    people = world[2]
    year = db.session.query(PlanYear).one().id
    form = act(people["ministry"], years.add_paper, year, None, PaperData("Phiếu đăng ký")).id
    row = registered(factory, world, **values)
    act(people["member"], papers.attach_papers, row.id, form, "", [scan("a"), scan("b")])
    act(people["member"], papers.attach_papers, row.id, None, "Ảnh xưởng", [scan("c")])
    act(people["member"], services.hand_in_dossier, row.id, "")
    return row, form


def called(world, row):
    people = world[2]
    seats = people["chair"].id, people["secretary"].id, []
    return act(people["province"], councils.call_council, row.id, "15/QĐ-SCT", *seats)


def test_a_returned_dossier_that_lost_a_needed_paper_is_handed_in_anew(factory, world, monkeypatch):
    people, (row, form) = world[2], whole(factory, world)
    act(people["province"], review.return_proposal, row.id, "Thiếu chữ ký")
    for name, day in (("c", today()), ("a", today()), ("b", None)):
        act(people["member"], papers.take_out_paper, paper_of(name))
        assert found(row).dossier_on == day, name
    act(people["member"], services.register_proposal, row.id)
    act(people["province"], review.receive_proposal, row.id)
    with pytest.raises(Conflict, match="proposal_without_dossier"):
        act(people["province"], review.send_up, row.id, "20/SCT-CN")
    monkeypatch.setattr(tasks, "today", lambda: today() + timedelta(days=90))
    assert tasks.remind_of_days() == 1
    act(people["member"], papers.attach_papers, row.id, form, "", [scan("d")])
    act(people["member"], services.hand_in_dossier, row.id, "")
    act(people["province"], review.send_up, row.id, "20/SCT-CN")


def test_no_council_looks_at_a_dossier_without_anything(factory, world):
    row, people = registered(factory, world, asked={"local": 50_000_000}), world[2]
    act(people["member"], papers.attach_papers, row.id, None, "Thuyết minh", [scan()])
    act(people["member"], services.hand_in_dossier, row.id, "")
    act(people["province"], review.return_proposal, row.id, "Sai mẫu")
    act(people["member"], papers.take_out_paper, paper_of("a"))
    act(people["member"], services.register_proposal, row.id)
    act(people["province"], review.receive_proposal, row.id)
    with pytest.raises(Conflict, match="proposal_without_dossier"):
        called(world, row)


def test_the_page_says_that_a_dossier_is_to_be_handed_in_again(app, factory, world):
    people, (row, _form) = world[2], whole(factory, world)
    act(people["province"], review.return_proposal, row.id, "Thiếu chữ ký")
    page = Person(app, signed_in_client(app, people["member"]))
    on = {"on": "programme.proposal_papers", "proposal_id": row.id}
    said = []
    for name in ("a", "b"):
        page.send("programme.proposal_paper_remove", {}, paper_id=paper_of(name), **on)
        text = page.open("programme.proposal_papers", proposal_id=row.id)
        said.append("Khi đã đủ, hãy nộp lại hồ sơ." in text)
    assert said == [False, True]
    assert "Tệp đã bỏ ra không ai mở được và bị xóa sau vài tuần" in text


def test_a_dossier_keeps_its_first_day_and_its_note_and_stays_under_a_council(app, factory, world):
    people, row = world[2], received(factory, world, asked={"local": 50_000_000})
    first = today() - timedelta(days=5)
    with transaction() as session:
        session.get_one(Proposal, row.id).dossier_on = first
    act(people["member"], services.hand_in_dossier, row.id, " ")
    assert (found(row).dossier_on, found(row).dossier) == (first, "Thuyết minh, báo giá; nộp tại Sở")
    act(people["member"], services.hand_in_dossier, row.id, "Nộp tại Sở ngày 5/3")
    assert (found(row).dossier_on, found(row).dossier) == (first, "Nộp tại Sở ngày 5/3")
    page = Person(app, signed_in_client(app, people["member"]))
    where = {"proposal_id": row.id}
    assert 'value="dossier"' in page.open("programme.my_proposal", **where)
    called(world, row)
    with pytest.raises(Conflict, match="proposal_papers_looked_at"):
        act(people["member"], services.hand_in_dossier, row.id, "Khác")
    assert found(row).dossier == "Nộp tại Sở ngày 5/3"
    assert 'value="dossier"' not in page.open("programme.my_proposal", **where)
    typed = {"act": "dossier", "dossier": "Giấy mới"}
    text = page.send("programme.my_proposal_step", typed, on="programme.my_proposal", expect=422, **where)
    assert "Hội đồng đang xem xét hồ sơ" in text


def test_who_sat_in_a_closed_council_or_lost_the_role_reads_no_dossier(app, factory, world):
    people, (row, _form) = world[2], whole(factory, world, asked={"local": 50_000_000})
    act(people["province"], review.receive_proposal, row.id)

    def opened():
        names = "chair", "secretary", "appraiser"
        return [
            signed_in_client(app, people[name]).get(f"/de-an/{row.id}/giay-to").status_code for name in names
        ]

    first = called(world, row).id
    assert opened() == [200, 200, 404]
    act(people["province"], review.return_proposal, row.id, "Sửa báo giá")
    assert opened() == [404, 404, 404]
    page = Person(app, signed_in_client(app, people["chair"]))
    assert "Ảnh xưởng" not in page.open("programme.council", council_id=first)
    act(people["member"], services.register_proposal, row.id)
    act(people["province"], review.receive_proposal, row.id)
    council(world, row, "province")
    assert opened() == [200, 200, 200]
    with transaction() as session:
        session.query(Membership).filter_by(user_id=people["chair"].id).update({"role": "admin"})
    assert opened() == [404, 200, 200]


def test_no_upload_is_read_before_number_state_and_day_allow_it(app, factory, world, monkeypatch):
    people, row = world[2], registered(factory, world)
    read = []
    monkeypatch.setattr(routes, "kept_papers", read.append)
    page = Person(app, signed_in_client(app, people["member"]))

    def refused(number):
        files = [(io.BytesIO(PDF), f"{name}.pdf") for name in range(number)]
        typed = {"paper": "", "text": "Bản vẽ", "files": files}
        text = page.send("programme.proposal_papers", typed, expect=422, proposal_id=row.id)
        return page.errors, 'value="Bản vẽ"' in text

    assert refused(11) == (["Hãy chọn từ 1 đến 10 tệp."], True)
    monkeypatch.setattr(papers, "MOST", 0)
    assert refused(1) == (["Mỗi hồ sơ có tối đa 0 tệp."], True)
    monkeypatch.setattr(papers, "today", lambda: today() + timedelta(days=91))
    errors, _kept = refused(1)
    assert (len(errors), read) == (1, [])
