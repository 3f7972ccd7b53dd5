"""The tasks of each person of a round on the account page."""

from datetime import timedelta

from app.core.actor import PUBLIC, SYSTEM
from app.core.clock import today, use_clock, utc_now
from app.core.database.transaction import transaction
from app.web.tasks import list_tasks
from catalog.validity import award_valid_until
from tests.helpers.voting.acts import act, entry, later
from voting.council import services as council
from voting.dossiers import services as nominations
from voting.duties.duties import list_juror_duties
from voting.jury import services as jury
from voting.models import Juror
from voting.publication import services as publication
from voting.rounds import transitions
from voting.scoring import services as scoring_stage


def tasks(app, actor):
    with app.test_request_context("/tai-khoan"):
        return [(item.title.split(":")[0], item.count, item.state) for item in list_tasks(actor)]


def test_tasks_of_a_round_that_takes_entries(app, factory):
    people = factory.receiving_round()
    member, secretary = factory.actor(people.member), factory.actor(people.secretary)
    dossier_id = factory.complete_dossier(people.member, people.round_id, people.products[0].id).id
    before = tasks(app, member)
    with transaction():
        nominations.submit_nomination(member, dossier_id)
    assert ("Hồ sơ bình chọn chưa nộp", 1, "todo") in before
    assert ("Các kỳ đang nhận hồ sơ", 1, "todo") in before
    assert tasks(app, secretary) == [("Hồ sơ chờ tiếp nhận", 1, "todo")]
    with transaction():
        nominations.return_nomination(secretary, dossier_id, "Ảnh mờ")
    assert tasks(app, member)[0][1:] == (None, "problem")


def test_tasks_of_a_round_in_scoring(app, factory):
    people = factory.round_in_scoring(declared=False)
    juror, chair = factory.actor(people.jurors[0]), factory.actor(people.chair)
    undeclared = tasks(app, juror)
    with transaction():
        jury.declare_conflicts(juror, people.seats[0].id, frozenset(), "")
    declared = tasks(app, juror)
    factory.submit_sheet(people.jurors[0], people.sheets[0, 0])
    assert [undeclared, declared, tasks(app, juror)] == [
        [("Khai báo mối liên hệ", None, "todo")],
        [("Phiếu chấm điểm chưa nộp", 2, "todo")],
        [("Phiếu chấm điểm chưa nộp", 1, "todo")],
    ]
    assert tasks(app, chair) == [("Đóng chấm điểm", None, "todo")]
    with transaction():
        scoring_stage.sign_closing(chair, people.round_id, reason="Vắng")
    assert tasks(app, chair) == [("Đóng chấm điểm", None, "locked")]
    assert tasks(app, factory.actor(people.secretary)) == [("Đóng chấm điểm", None, "todo")]


def test_tasks_of_a_round_before_the_council(app, factory):
    people = factory.closed_round()
    chair = factory.actor(people.chair)
    undecided = tasks(app, chair)
    for nomination in people.nominations:
        with transaction():
            council.decide_entry(chair, people.round_id, nomination.id, recognised=True)
    assert undecided == [("Hồ sơ hội đồng chưa quyết định", 2, "todo")]
    assert tasks(app, chair) == [("Ký danh sách dự kiến", None, "todo")]


def test_tasks_of_a_finished_round_are_none(app, factory):
    people = factory.published_round()
    waiting = [tasks(app, factory.actor(user)) for user in (people.chair, people.secretary, people.jurors[0])]
    assert waiting == [[], [], []]


def test_signature_of_an_earlier_step_holds_nobody_back(app, factory):
    people = factory.provisional_round()  # the chair's was the second signature under the list
    chair, secretary = factory.actor(people.chair), factory.actor(people.secretary)
    assert tasks(app, chair) == tasks(app, secretary) == [("Nhập quyết định", None, "locked")]
    with use_clock(later(days=40)):
        assert tasks(app, chair) == [("Nhập quyết định", None, "todo")]
        act(people.secretary, council.prepare_decision, people.round_id, decision())
        assert tasks(app, chair) == [("Công bố quyết định", None, "todo")]
        act(people.chair, publication.sign_publication, people.round_id)
        assert tasks(app, chair) == [("Công bố quyết định", None, "locked")]
        assert tasks(app, secretary) == [("Công bố quyết định", None, "todo")]


def test_tasks_of_an_officer_follow_the_round(app, factory):
    people = factory.planned_round(products=1, entries_until=utc_now() + timedelta(days=2))
    officer = factory.actor(people.officer)
    found = [rounds_of(app, officer)]
    for step in ("announce", "open_entries"):
        act(people.officer, transitions.step, people.round_id, step)
        found.append(rounds_of(app, officer))
    with use_clock(later(days=3)):
        found.append(rounds_of(app, officer))
    act(people.officer, transitions.step, people.round_id, "close_entries")
    found.append(rounds_of(app, officer))
    assert found == [
        ["Thông báo kỳ bình chọn"],
        ["Bắt đầu nhận hồ sơ"],
        [],
        ["Kết thúc nhận, kiểm tra hồ sơ"],
        ["Mở chấm điểm"],
    ]


def test_officer_is_asked_to_note_the_handing_over(app, factory):
    people = factory.published_round()
    assert rounds_of(app, factory.actor(people.officer)) == ["Ghi nhận đã trao giấy"]


def test_round_is_named_in_the_language_of_the_page(app, factory):
    people = factory.planned_round(title_en="A first round")
    with app.test_request_context("/en/account"):
        titles = [item.title for item in list_tasks(factory.actor(people.officer))]
    assert "Announce the round: A first round" in titles


def rounds_of(app, actor):
    """The tasks of an officer that lead to a round."""
    with app.test_request_context("/tai-khoan"):
        return [item.title.split(":")[0] for item in list_tasks(actor) if "/ky-binh-chon/" in item.url]


def decision():
    day = today()
    return council.DecisionForm("12/QĐ-SCT", day, "Nguyễn Văn Thử", "Sở Công Thương", award_valid_until(day))


def test_chair_alone_is_told_of_conflicts_to_decide(app, factory):
    people = factory.round_in_scoring(declared=False)
    chair, told = factory.actor(people.chair), ("Xung đột lợi ích chờ quyết định", 1, "problem")
    assert told not in tasks(app, chair)
    with transaction() as session:
        juror = session.get_one(Juror, people.seats[0].id)
        jury.propose_conflict(SYSTEM, juror, entry(people), "tax_code")
    assert tasks(app, chair)[0] == told
    assert told not in tasks(app, factory.actor(people.secretary))


def test_who_is_not_signed_in_judges_nothing(app):
    assert list_juror_duties(PUBLIC) == []
