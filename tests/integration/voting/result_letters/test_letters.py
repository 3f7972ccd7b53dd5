"""Each facility reads its own result, and nobody else's; remarks only as the chair releases them."""

import io
import re
import uuid
from datetime import date, timedelta

import pypdf
import pytest

from app.core.actor import SYSTEM
from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.mail import OutboxMail
from catalog.awards.corrections.services import Corrected, correct_award
from catalog.awards.services import revoke_award
from catalog.models import Award
from tests.factories.voting import FULL
from tests.helpers.voting.acts import act, both, close, entry, publish, the_round
from tests.helpers.voting.browser import Person
from voting.council import services as council
from voting.models import ReleasedRemark
from voting.reopening import services as reopening
from voting.result_letters import services as letters
from voting.score_sheets import services as score_sheets

SLUG = "ky-binh-chon-thu"
LOW = {"market": "20", "economy": "20", "culture": "5", "other": "5.5"}


def words(data):
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_facility_reads_its_points_and_reason_as_page_and_as_letter(factory, login_as):
    people = factory.closed_round({1: LOW})
    publish(people)
    browser, first, second = login_as(people.member), entry(people, 0), entry(people, 1)
    page = browser.get(f"/co-so-cua-toi/ho-so/{first.id}/ket-qua").text
    assert re.findall(r"cell-value\">(30|31,5|8|7)<", page) == ["30", "31,5", "8", "7"]
    answer = browser.get(f"/co-so-cua-toi/ho-so/{second.id}/ket-qua.pdf")
    text = words(answer.data)
    wanted = (
        "THÔNG BÁO",
        f"Kính gửi: {people.facility.name}",
        "Theo Quyết định số 12/QĐ-SCT",
        f"1. {first.product.name_vi} (mã số bình chọn {first.codes[-1].code}): được công nhận",
        f"2. {second.product.name_vi} (mã số bình chọn {second.codes[-1].code}): không được công nhận",
        "Tổng điểm 100 76,5",
        "Tổng điểm 100 50,5",
        "Giấy chứng nhận số: CNNT-",
    )
    assert [part for part in wanted if part not in text] == []


def test_letter_is_for_its_facility_and_the_council_alone(factory, login_as):
    people = factory.published_round()
    address = f"/co-so-cua-toi/ho-so/{people.nominations[0].id}/ket-qua.pdf"
    other = factory.user("facility", facility_id=factory.facility().id)
    told = {
        who: login_as(user).get(address).status_code
        for who, user in {
            "own": people.member,
            "chair": people.chair,
            "other facility": other,
            "juror": people.jurors[0],
            "officer": people.officer,
        }.items()
    }
    assert told == {"own": 200, "chair": 200, "other facility": 404, "juror": 404, "officer": 404}


def test_there_is_no_letter_before_the_decision_is_public(factory, login_as):
    people = factory.provisional_round()
    answers = [
        login_as(user).get(f"/co-so-cua-toi/ho-so/{people.nominations[0].id}/ket-qua").status_code
        for user in (people.member, people.chair)
    ]
    assert answers == [404, 404]
    assert login_as(people.chair).get(f"/hoi-dong/{SLUG}/thong-bao").status_code == 404


def test_there_is_no_letter_of_an_annulled_round(factory, login_as):
    people = factory.published_round(products=1)
    both(people, reopening.sign_annulment, people.round_id, reason="Sai sót")
    dossier, office = f"/co-so-cua-toi/ho-so/{people.nominations[0].id}", f"/hoi-dong/{SLUG}/thong-bao"
    member, chair = login_as(people.member), login_as(people.chair)
    told = [member.get(f"{dossier}/ket-qua{ending}").status_code for ending in ("", ".pdf")]
    told += [chair.get(f"{office}{rest}").status_code for rest in ("", f"/{people.facility.slug}.pdf")]
    assert told == [404, 404, 404, 404]
    assert f"{dossier}/ket-qua" not in member.get(dossier).text


def test_letter_names_the_corrected_certificate(factory, login_as):
    people = factory.published_round(products=1)
    address = f"/co-so-cua-toi/ho-so/{people.nominations[0].id}/ket-qua"
    first = db.session.query(Award).one()
    number = first.number
    facts = Corrected(product_name="Tên đúng", producer_name="Cơ sở đúng", producer_address="")
    second = act(SYSTEM, correct_award, first.id, facts, "Sai tên").id
    assert f"{number}-DC1" in login_as(people.member).get(address).text
    act(SYSTEM, revoke_award, second, "Vi phạm")
    assert number not in login_as(people.member).get(address).text


def test_remark_reaches_the_facility_only_as_the_chair_releases_it(factory, login_as):
    people = factory.closed_round(products=1)
    nomination = people.nominations[0]
    act(people.chair, letters.release_remark, people.round_id, nomination.id, "Nên cải tiến bao bì.")
    publish(people)
    assert (
        "Nên cải tiến bao bì."
        in login_as(people.member).get(f"/co-so-cua-toi/ho-so/{nomination.id}/ket-qua").text
    )
    act(people.chair, letters.release_remark, people.round_id, nomination.id, "")
    assert "bao bì" not in login_as(people.member).get(f"/co-so-cua-toi/ho-so/{nomination.id}/ket-qua").text


def test_remark_names_no_juror_and_is_told_when_the_letter_is_out(app, factory, login_as):
    people = factory.closed_round(products=1)
    with transaction():
        for juror in the_round(people).panels[0].jurors:
            juror.name = "Nguyễn Thị Ân" if juror.alias == "G1" else "An"
    place = {"slug": SLUG, "nomination_id": people.nominations[0].id}
    for locale in ("vi", "en"):
        chair = Person(app, login_as(people.chair), locale)
        page = chair.send(
            "voting.release_remark", {"text": "Bà NGUYỄN THỊ ÂN đề nghị sửa nhãn."}, expect=422, **place
        )
        assert (len(chair.errors), "đề nghị sửa nhãn" in page) == (1, True)
    chair.send("voting.release_remark", {"text": "Cần an toàn hơn khi đóng gói."}, **place)
    publish(people)
    before = db.session.query(OutboxMail).filter_by(recipient=people.member.email).count()
    chair.send("voting.release_remark", {"text": "Cần an toàn hơn khi đóng gói."}, **place)
    chair.send("voting.release_remark", {"text": "Nên ghi hạn dùng rõ hơn."}, **place)
    mails = (
        db.session.query(OutboxMail).filter_by(recipient=people.member.email).order_by(OutboxMail.id).all()
    )
    [told] = mails[before:]
    assert ("ket-qua" in told.body, "hạn dùng" in told.body) == (True, False)


def test_only_the_chair_releases_and_only_after_closing(factory):
    people = factory.closed_round(products=1)
    with pytest.raises(NotAllowed):
        act(people.secretary, letters.release_remark, people.round_id, people.nominations[0].id, "x")
    open_ = factory.round_in_scoring()
    with pytest.raises(Conflict, match="scoring_still_open"):
        act(open_.chair, letters.release_remark, open_.round_id, open_.nominations[0].id, "x")


def test_money_is_for_what_is_recognised_and_stands_in_the_letter(factory, login_as):
    people = factory.closed_round(products=1)
    nomination = people.nominations[0]
    facts = {"grade": "Giải nhất", "amount": 5_000_000, "paid_on": date(2026, 3, 1)}
    with pytest.raises(RuleBroken, match="money_for_recognised_only"):
        act(people.secretary, letters.set_money, people.round_id, nomination.id, **facts)
    act(people.chair, council.decide_entry, people.round_id, nomination.id, recognised=True)
    for wrong, code in (
        ({"amount": 0}, "amount_not_positive"),
        ({"paid_on": today()}, "paid_without_amount"),
        ({"amount": 1, "paid_on": today() + timedelta(days=1)}, "date_in_future"),
    ):
        with pytest.raises(RuleBroken, match=code):
            act(people.secretary, letters.set_money, people.round_id, nomination.id, **wrong)
    act(people.secretary, letters.set_money, people.round_id, nomination.id, **facts)
    publish(people)
    text = words(login_as(people.member).get(f"/co-so-cua-toi/ho-so/{nomination.id}/ket-qua.pdf").data)
    assert ("Xếp loại: Giải nhất." in text, "5.000.000 đồng, đã chi ngày 01 tháng 3 năm 2026" in text) == (
        True,
        True,
    )


def test_mail_leads_to_the_letter(factory):
    people = factory.published_round()
    [mail] = db.session.query(OutboxMail).filter(
        OutboxMail.recipient == people.member.email, OutboxMail.body.contains("ket-qua")
    )
    assert f"/co-so-cua-toi/ho-so/{people.nominations[0].id}/ket-qua" in mail.body


def test_secretary_numbers_all_letters_and_prints_one(app, factory, login_as):
    people = factory.published_round()
    secretary = Person(app, login_as(people.secretary), "vi")
    secretary.send("voting.result_letters", {"signed_on": "2026-03-09"}, slug=SLUG)
    assert "01/TB-HĐBC" in secretary.open("voting.result_letters", slug=SLUG)
    answer = secretary.client.get(f"/hoi-dong/{SLUG}/thong-bao/{people.facility.slug}.pdf")
    assert "Số: 01/TB-HĐBC" in words(answer.data)


def test_pages_of_remarks_and_money_take_what_is_typed(app, factory, login_as):
    people = factory.provisional_round()
    chair, nomination = Person(app, login_as(people.chair), "vi"), people.nominations[0]
    place = {"slug": SLUG, "nomination_id": nomination.id}
    chair.send("voting.release_remark", {"text": "Giữ được hương vị."}, **place)
    assert "Giữ được hương vị." in chair.open("voting.remarks", slug=SLUG)
    chair.send("voting.set_award_money", {"amount": "1,5"}, expect=422, **place)
    assert len(chair.errors) == 1
    chair.send("voting.set_award_money", {"amount": "3.000.000", "grade": "Nhì"}, **place)
    assert "3.000.000" in chair.open("voting.award_money", slug=SLUG)


@pytest.fixture
def remarked(factory):
    """A closed round: two remarks on the first entry, one on the second, one on the third that names a juror."""
    people = factory.round_in_scoring(products=4)
    with transaction():
        the_round(people).panels[0].jurors[0].name = "Nguyễn Thị Ân"
    comments = {
        (0, 0): "Nên cải tiến bao bì.", (1, 0): "Hương vị tốt.", (1, 1): "Nhãn cần rõ hơn.",
        (2, 2): "Như bà Nguyễn Thị Ân đã nói.",
    }  # fmt: skip
    for (seat, number), key in people.sheets.items():
        saving = score_sheets.Saving(
            str(uuid.uuid4()), FULL, comment=comments.get((seat, number), ""), submit=True
        )
        act(people.jurors[seat], score_sheets.save_sheet, key, saving)
    close(people)
    people.ids = [nomination.id for nomination in people.nominations]
    return people


def released(people):
    found = {row.nomination_id: row.text for row in db.session.query(ReleasedRemark).populate_existing()}
    return [found.get(key, "") for key in people.ids]


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_several_remarks_are_released_from_a_list_of_what_is_touched(remarked, app, login_as, locale):
    people, chair = remarked, Person(app, login_as(remarked.chair), locale)
    assert chair.url("voting.release_several_remarks", slug=SLUG) in chair.open("voting.remarks", slug=SLUG)
    page = chair.open("voting.release_several_remarks", slug=SLUG)
    tags = re.findall(r'<input[^>]*name="entries"[^>]*>', page)
    assert [int(re.search(r'value="(\d+)"', tag)[1]) for tag in tags if " checked" in tag] == sorted(
        people.ids[:2], key=lambda key: page.index(f'value="{key}"')
    )
    assert "Nhãn cần rõ hơn." in page
    assert page.count(chair.url("voting.release_remark", slug=SLUG, nomination_id=people.ids[2])) == 1
    for wrong in ([], ["x"], [people.ids[2]], [people.ids[0], people.ids[3]], [10**6]):
        chair.send("voting.release_several_remarks", {"entries": wrong}, expect=422, slug=SLUG)
        assert len(chair.errors) == 1, wrong
    assert released(people) == ["", "", "", ""]
    chair.send("voting.release_several_remarks", {"entries": people.ids[:2]}, slug=SLUG)
    assert released(people) == ["Hương vị tốt.\nNên cải tiến bao bì.", "Nhãn cần rõ hơn.", "", ""]
    with pytest.raises(RuleBroken) as again:
        act(people.chair, letters.release_several, people.round_id, people.ids[:1])
    assert (again.value.code, again.value.field) == ("remarks_moved_on", "entries")


def test_remarks_too_long_for_a_letter_stand_apart(factory, app, login_as):
    """Two jurors wrote 1,200 characters each on the first entry, one wrote little on the second."""
    people = factory.round_in_scoring(products=2)
    comments = {(0, 0): "a" * 1200, (1, 0): "b" * 1200, (0, 1): "Nhãn đẹp."}
    for (seat, number), key in people.sheets.items():
        saving = score_sheets.Saving(
            str(uuid.uuid4()), FULL, comment=comments.get((seat, number), ""), submit=True
        )
        act(people.jurors[seat], score_sheets.save_sheet, key, saving)
    close(people)
    long, short = (nomination.id for nomination in people.nominations)
    chair = Person(app, login_as(people.chair), "en")
    page = chair.open("voting.release_several_remarks", slug=SLUG)
    assert re.findall(r'name="entries"[^>]*value="(\d+)"', page) == [str(short)]
    assert "Too long: shorten it." in page
    with pytest.raises(RuleBroken) as refused:
        act(people.chair, letters.release_several, people.round_id, [long, short])
    code = entry(people, 0).codes[0].code
    assert (refused.value.code, refused.value.params) == (
        "remark_of_entry_too_long", {"entry": code, "most": 2000},
    )  # fmt: skip
    chair.send("voting.release_several_remarks", {"entries": [short]}, slug=SLUG)
    people.ids = [long, short]
    assert released(people) == ["", "Nhãn đẹp."]


def test_several_remarks_after_publication_are_told_once_each(remarked):
    people = remarked
    publish(people)
    query = db.session.query(OutboxMail).filter_by(recipient=people.member.email)
    before = query.count()
    assert act(people.chair, letters.release_several, people.round_id, people.ids[:2]) == 2
    told = query.order_by(OutboxMail.id).all()[before:]
    assert (len(told), any("bao bì" in mail.body for mail in told)) == (2, False)
    for person in (people.secretary, people.officer, people.jurors[0], people.member):
        with pytest.raises(NotAllowed):
            act(person, letters.release_several, people.round_id, people.ids[:1])
