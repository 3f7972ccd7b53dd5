"""The council's tasks after the count on the account page."""

from app.core.clock import use_clock
from app.web.tasks import list_tasks
from tests.helpers.voting.acts import act, later, the_round
from tests.integration.voting.promotion.test_services import upper_round
from voting.complaints import services as complaints
from voting.promotion import services as promotion
from voting.reopening import services as reopening

REASON = "Một phiếu bị ghi nhầm sang hồ sơ khác"


def tasks(app, actor):
    with app.test_request_context("/tai-khoan"):
        return [(item.title.split(":")[0], item.count, item.state, item.url) for item in list_tasks(actor)]


def test_complaint_waits_until_it_is_answered(app, factory):
    people = factory.provisional_round()
    chair, slug = factory.actor(people.chair), the_round(people).slug
    page = f"/hoi-dong/{slug}/khieu-nai"
    filed = act(people.member, complaints.file_complaint, people.nominations[0].id, "Thiếu điểm")
    assert ("Khiếu nại chờ trả lời", 1, "todo", page) in tasks(app, chair)
    with use_clock(later(days=30)):
        assert ("Khiếu nại chờ trả lời", 1, "problem", page) in tasks(app, chair)
    assert page not in {row[3] for row in tasks(app, factory.actor(people.officer))}
    act(people.chair, complaints.answer_complaint, filed.id, "rejected", "Giữ nguyên")
    assert page not in {row[3] for row in tasks(app, chair)}


def test_signature_waits_for_the_other_person(app, factory):
    people = factory.closed_round()
    chair, secretary = factory.actor(people.chair), factory.actor(people.secretary)
    page = f"/hoi-dong/{the_round(people).slug}/mo-cham-lai"
    act(people.chair, reopening.sign_reopening, people.round_id, reason=REASON)
    assert ("Ký mở lại", None, "todo", page) in tasks(app, secretary)
    assert page not in {row[3] for row in tasks(app, chair)}
    act(people.secretary, reopening.sign_reopening, people.round_id, reason="Lý do khác")
    assert page not in {row[3] for row in tasks(app, secretary)}
    assert ("Ký mở lại", None, "todo", page) in tasks(app, chair)
    act(people.chair, reopening.sign_reopening, people.round_id, reason="Lý do khác")
    assert page not in {row[3] for row in tasks(app, chair) + tasks(app, secretary)}


def test_list_upward_waits_for_the_other_person(app, factory):
    people = factory.published_round()
    upper = upper_round(factory)
    page = f"/hoi-dong/{the_round(people).slug}/de-cu/{the_round(upper).slug}/ky"
    chair, secretary = factory.actor(people.chair), factory.actor(people.secretary)
    act(
        people.chair, promotion.prepare_promotion, people.round_id, upper.round_id, [people.nominations[0].id]
    )
    act(people.chair, promotion.sign_promotion, people.round_id, upper.round_id)
    assert ("Ký danh sách đề cử", None, "todo", page) in tasks(app, secretary)
    assert page not in {row[3] for row in tasks(app, chair)}
    act(people.secretary, promotion.sign_promotion, people.round_id, upper.round_id)
    assert page not in {row[3] for row in tasks(app, secretary)}
