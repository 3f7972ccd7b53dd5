"""Who is told what about a proposal, in whose language, and which last days are told before they pass."""

from datetime import timedelta

import pytest

from app.accounts.models import Membership, User
from app.accounts.notifications.kinds import Choice, Kind
from app.accounts.notifications.models import MailPreference, Notification
from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from programme.models import PlanPaper, PlanYear
from programme.proposal_review import services as review
from programme.proposals import services, tasks
from tests.helpers import mails_to
from tests.helpers.proposals import approved, council, done, received, registered
from tests.helpers.voting.acts import act


def told(person):
    """Subjects without the title, in their order."""
    rows = (
        db.session.query(Notification)
        .filter_by(user_id=person.id, kind="programme")
        .order_by(Notification.id)
    )
    return [row.subject.partition(": ")[2] for row in rows]


def bodies(person):
    rows = db.session.query(Notification).filter_by(user_id=person.id).order_by(Notification.id)
    return [row.body for row in rows]


@pytest.fixture
def english(factory, world):
    """A second member of the facility, who reads English."""
    person = factory.user("facility", facility_id=world[1].id)
    with transaction() as session:
        session.get_one(User, person.id).locale = "en"
    return person


def test_who_asks_is_told_each_step_and_each_office_what_reaches_it(factory, world, english):
    people, row = world[2], approved(factory, world)
    act(people["province"], review.start_proposal, row.id, "Hợp đồng số 3/HĐ")
    act(people["editor"], review.tell_done, row.id, done(national=119_000_000))
    council(world, row, "province", "refuse")
    act(people["editor"], review.tell_done, row.id, done(national=119_000_000))
    council(world, row, "province")
    act(people["province"], review.accept_proposal, row.id)
    act(people["province"], review.settle_proposal, row.id, "Biên bản quyết toán 1")
    assert told(people["member"]) == [
        "Sở đã tiếp nhận", "đã gửi lên Bộ", "hội đồng nhất trí", "đã phê duyệt", "đã báo thực hiện xong",
        "chưa nghiệm thu", "đã báo thực hiện xong", "đã nghiệm thu", "đã quyết toán",
    ]  # fmt: skip
    assert told(people["province"]) == ["có đề án mới đăng ký", "đã có hồ sơ"]
    assert told(people["second"]) == told(people["province"])
    assert told(people["ministry"]) == ["có đề án gửi lên"]
    assert told(people["chair"]) == ["mời tham gia hội đồng"] * 3
    for name in ("away", "away-editor", "commune", "stranger", "editor"):
        assert told(people[name]) == [], name
    assert told(english)[3] == "approved"
    words = bodies(english)[3]
    assert "approved with 120,000,000 đồng of promotion money" in words
    assert "By: 99/QĐ-BCT" in words
    assert f"/en/my-facility/proposals/{row.id}" in words
    assert "Lý do: Đủ điều kiện" in bodies(people["member"])[5]


def test_reasons_stand_in_the_letter_and_the_choice_of_mails_is_kept(factory, world):
    people = world[2]
    with transaction() as session:
        session.add(MailPreference(user_id=people["member"].id, kind=Kind.PROGRAMME, choice=Choice.OFF))
    row = registered(factory, world)
    act(people["province"], review.return_proposal, row.id, "Thiếu báo giá")
    act(people["member"], services.register_proposal, row.id)
    act(people["province"], review.refuse_proposal, row.id, "Không thuộc đối tượng")
    assert told(people["member"]) == ["cần bổ sung, chỉnh sửa", "bị từ chối"]
    assert "Lý do: Thiếu báo giá" in bodies(people["member"])[0]
    until = today() + timedelta(days=90)
    assert f"chậm nhất ngày {until:%d/%m/%Y}" in bodies(people["member"])[0]
    assert mails_to(people["member"].email) == []
    assert len(mails_to(people["province"].email)) == 2


def test_a_stop_and_an_amendment_are_told_with_sum_reason_and_paper(factory, world):
    people, row = world[2], approved(factory, world)
    sums = {"national": 80_000_000, "local": 1_500_000}
    act(people["ministry"], review.amend_proposal, row.id, sums, 2, "Giảm máy", "100/QĐ-BCT")
    act(people["ministry"], review.stop_proposal, row.id, "Ngừng sản xuất", "101/QĐ-BCT")
    amended, stopped = bodies(people["member"])[-2:]
    assert "81.500.000 đồng" in amended
    for words in ("Lý do: Giảm máy", "Văn bản: 100/QĐ-BCT"):
        assert words in amended
    for words in ("Lý do: Ngừng sản xuất", "Văn bản: 101/QĐ-BCT", f"/co-so-cua-toi/de-an/{row.id}"):
        assert words in stopped


def test_a_centre_is_told_by_its_editors_but_not_of_its_own_acts(factory, world):
    people = world[2]
    colleague = factory.user("programme-editor", unit_id=factory.unit("75").id)
    row = factory.proposal(people["editor"], title="Tập huấn", asked={"local": 1_000_000})
    act(people["editor"], services.register_proposal, row.id)
    act(people["province"], review.receive_proposal, row.id)
    assert told(people["editor"]) == told(colleague) == ["Sở đã tiếp nhận"]
    assert f"/can-bo/de-an/{row.id}" in bodies(colleague)[0]
    assert told(people["away-editor"]) == []


def test_last_days_are_told_once_each_and_anew_when_they_move(factory, world, monkeypatch):
    people = world[2]
    factory.proposal(people["member"], world[1])
    with transaction() as session:
        year = session.query(PlanYear).one()
        session.add(PlanPaper(plan_year=year, name_vi="Báo giá"))
    open_ = registered(factory, world)
    whole = registered(factory, world)
    with transaction() as session:
        session.merge(whole).dossier_on = today()

    def after(days):
        monkeypatch.setattr(tasks, "today", lambda: today() + timedelta(days=days))
        return tasks.remind_of_days()

    until = today() + timedelta(days=30)
    assert [after(days) for days in (15, 16, 16, 20, 27, 30)] == [0, 1, 0, 0, 1, 1]
    assert told(people["member"]) == [f"đăng ký chậm nhất ngày {until:%d/%m/%Y}"] * 3
    assert [after(days) for days in (31, 75, 76, 88, 90, 91)] == [0, 0, 1, 1, 1, 0]
    assert "Còn thiếu: Báo giá." in bodies(people["member"])[-1]
    assert f"/co-so-cua-toi/de-an/{open_.id}" in bodies(people["member"])[-1]
    with transaction() as session:
        session.query(PlanYear).one().dossier_until += timedelta(days=20)
    assert [after(days) for days in (91, 96, 96)] == [0, 1, 0]


def test_a_dossier_that_is_there_is_not_asked_for(factory, world, monkeypatch):
    received(factory, world)
    monkeypatch.setattr(tasks, "today", lambda: today() + timedelta(days=90))
    assert tasks.remind_of_days() == 0


def test_who_keeps_lots_alone_is_told_nothing_of_proposals(factory, world):
    people = world[2]
    told_too = {}
    for duty in ("editor", "recorder"):
        told_too[duty] = factory.user("facility", facility_id=world[1].id)
        with transaction() as session:
            session.query(Membership).filter_by(user_id=told_too[duty].id).update({"duty": duty})
    row = registered(factory, world)
    act(people["province"], review.return_proposal, row.id, "Thiếu báo giá")
    assert {duty: told(person) for duty, person in told_too.items()} == {
        "editor": ["cần bổ sung, chỉnh sửa"],
        "recorder": [],
    }
