"""What the account page says that waits for each person of a round."""

from app.backoffice.tasks_registry import list_tasks
from app.core.transaction import transaction
from voting.services import council, jury, nominations, scoring_stage


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
