"""Who is told what about a candidate for a title, in whose language; no letter names the artisan."""

from datetime import timedelta

import pytest

from app.accounts.models import User
from app.accounts.notifications.kinds import Choice, Kind
from app.accounts.notifications.models import MailPreference, Notification
from app.core import clock
from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.enums import Level
from catalog.models import Facility
from programme.artisans.titles import Title
from programme.title_candidates import services
from programme.title_candidates.services import CandidateData
from programme.title_rounds import publication
from tests.helpers import mails_to
from tests.helpers.titles import agreeing, announced, cast, judge, published
from tests.helpers.voting.acts import act, later


@pytest.fixture
def people(factory):
    return cast(factory)


def letters(person):
    rows = db.session.query(Notification).filter_by(user_id=person.id, kind="programme")
    return list(rows.order_by(Notification.id))


def told(person):
    """Subjects without the round, in their order."""
    return [row.subject.partition(": ")[2] for row in letters(person)]


def handed_in(factory, people, row, name):
    artisan = agreeing(factory, people, name, facility=True)
    data = CandidateData(artisan_id=artisan.id, years=20, apart=True)
    place = db.session.get_one(Facility, people.facility.id)
    return act(people.member, services.hand_in_candidate, row.id, place, data).id


def test_the_facility_is_told_each_step_and_the_outcome(factory, people):
    english = factory.user("facility", facility_id=people.facility.id)
    with transaction() as session:
        session.get_one(User, english.id).locale = "en"
    row = announced(people, name_en="Artisans of the province", last_day=today() + timedelta(days=5))
    good, bad = (handed_in(factory, people, row, name) for name in ("Cao Được Tặng", "Đỗ Chưa Được"))
    act(people.first, services.return_candidate, good, "Thiếu giấy xác nhận")
    again = CandidateData(artisan_id=0, years=21, apart=True)
    act(people.member, services.hand_in_again, good, again)
    for key in (good, bad):
        act(people.first, services.receive_candidate, key)
    with clock.use_clock(later(days=6)):
        judge(people, row, {good: 9, bad: 1})
        assert told(people.member) == [
            "ứng viên cần bổ sung, chỉnh sửa",
            "đã nhận ứng viên",
            "đã nhận ứng viên",
        ]
        published(people, row)
        assert told(people.member)[3:] == ["được tặng danh hiệu", "hội đồng chưa nhất trí"]
        act(people.first, publication.undo_decision, row.id, "Sai thành phần hội đồng")
        assert told(people.member)[5:] == ["đã hủy công bố"] * 2
    returned, outcome = letters(english)[0], letters(english)[3]
    assert outcome.subject == "Artisans of the province: the title is given"
    assert "Reason: Thiếu giấy xác nhận" in returned.body
    assert f"/en/title-candidates/{good}" in returned.body
    assert "By: 77/QĐ-UBND" in outcome.body
    assert f"/en/artisans/title-rounds/{row.slug}" in outcome.body
    written = " ".join(each.subject + each.body for each in letters(people.member))
    assert ("Cao Được" in written, "Đỗ Chưa" in written) == (False, False)
    for name in ("first", "second", "away", "stranger", "commune", "appraiser"):
        assert told(getattr(people, name)) == [], name


def test_a_choice_of_no_mails_is_kept_and_who_acts_is_not_told(factory, people):
    row = announced(people, last_day=today() + timedelta(days=5))
    key = handed_in(factory, people, row, "Cao Rút")
    with transaction() as session:
        session.add(MailPreference(user_id=people.member.id, kind=Kind.PROGRAMME, choice=Choice.OFF))
    act(people.first, services.receive_candidate, key)
    assert told(people.member) == ["đã nhận ứng viên"]
    assert mails_to(people.member.email) == []
    act(people.first, services.withdraw_candidate, key, "Xin rút")
    assert told(people.member) == ["đã nhận ứng viên", "ứng viên được rút khỏi đợt xét"]
    other = handed_in(factory, people, row, "Cao Tự Rút")
    act(people.member, services.withdraw_candidate, other, "Xin rút")
    assert len(told(people.member)) == 2


def test_what_the_ministry_takes_in_is_told_and_what_an_office_puts_forward_tells_nobody(factory, people):
    row = announced(people, title=Title.EMINENT, gives=False, last_day=today() + timedelta(days=5))
    key = handed_in(factory, people, row, "Cao Được Đề Nghị")
    act(people.first, services.receive_candidate, key)
    office = CandidateData(
        artisan_id=agreeing(factory, people, "Lý Của Sở", facility=True).id, apart=True, handed_in_on=today()
    )
    other = act(people.first, services.enter_candidate, row.id, office).id
    with clock.use_clock(later(days=6)):
        judge(people, row, {key: 9, other: 9})
        published(people, row)
        assert told(people.member) == ["đã nhận ứng viên", "được đề nghị lên Bộ"]
        nation = announced(people, level=Level.NATIONAL, unit=None, title=Title.EMINENT, gives=True)
        act(people.ministry, services.take_in_candidate, nation.id, key)
        assert told(people.member)[2:] == ["Bộ đã tiếp nhận"]
