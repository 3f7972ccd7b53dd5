"""People, roles and what an administrator may do to them."""

import pytest
from sqlalchemy import select

from app.accounts.models import Membership, User
from app.accounts.queries import get_user_by_email
from app.accounts.services import members
from app.accounts.services.members import Scope
from app.core.actor import SYSTEM, Duty, Role
from app.core.audit import AuditEntry
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotAllowed, RuleBroken
from tests.helpers import mails_to, send
from tests.helpers.postman import hire
from tests.helpers.statements import statements
from tests.helpers.voting.acts import act, refused


@pytest.fixture
def admin(login_as):
    return login_as("admin")


def hanoi():
    from catalog.units.queries import get_unit

    return get_unit("2025", "01").id


def test_people_are_found_without_marks_and_by_address(admin, factory):
    factory.user(name="Đỗ Thị Lan", email="lan@mam.vn")
    factory.user(name="Trần Văn Ân", email="an@mam.vn")
    rows = {
        text: admin.get(f"/quan-tri/nguoi-dung?q={text}").text.count('<th scope="row">')
        for text in ("do thi", "MAM", "%25", "lan zz", "tran")
    }
    assert rows == {"do thi": 1, "MAM": 2, "%25": 0, "lan zz": 0, "tran": 1}


def test_people_are_listed_with_a_fixed_number_of_queries(admin, factory):
    def queries():
        with statements() as said:
            admin.get("/quan-tri/nguoi-dung")
        return len([text for text, _values in said if text.startswith("SELECT")])

    factory.user("juror")
    few = queries()
    for _ in range(3):
        factory.user("juror", "officer-national")
    assert queries() == few


def test_officer_of_a_province_is_invited_with_the_province(admin):
    answer = send(
        admin, "/quan-tri/nguoi-dung/moi", email="can-bo@so.vn", role="officer-province", unit=str(hanoi())
    )
    assert answer.status_code == 303
    person = get_user_by_email("can-bo@so.vn")
    assert [(m.role, m.unit_id, m.region) for m in person.memberships] == [("officer-province", hanoi(), "")]
    assert [mail.subject for mail in mails_to("can-bo@so.vn")] == ["Lời mời tham gia Tiêu Biểu"]
    assert "Hà Nội" in admin.get(answer.headers["Location"]).text


def test_invitation_names_all_that_is_wrong_at_once(admin):
    answer = send(admin, "/quan-tri/nguoi-dung/moi", email="khong phai", role="")
    shown = [f'id="{field}-error"' in answer.text for field in ("email", "role")]
    assert (answer.status_code, shown) == (422, [True, True])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"role": "officer-province"}, "unit"),
        ({"role": "officer-region"}, "region"),
        ({"role": "facility"}, "facility"),
        ({"role": "facility", "facility": "khong-co"}, "facility"),
        ({"role": ""}, "role"),
        ({"role": "king"}, "role"),
        ({"role": "juror", "email": "x"}, "email"),
        ({"role": "officer-province", "unit": "99999"}, "unit"),
        ({"role": "officer-region", "region": "sao-hoa"}, "region"),
    ],
)
def test_invitation_with_a_fault_is_refused_beside_the_field(admin, values, field):
    answer = send(admin, "/quan-tri/nguoi-dung/moi", **{"email": "can-bo@so.vn", **values})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert get_user_by_email("can-bo@so.vn") is None


def test_scope_that_a_role_has_no_use_for_is_dropped(admin):
    send(
        admin,
        "/quan-tri/nguoi-dung/moi",
        email="gk@so.vn",
        role="juror",
        unit=str(hanoi()),
        region="phia-nam",
    )
    assert [(m.unit_id, m.region) for m in get_user_by_email("gk@so.vn").memberships] == [(None, "")]


def test_role_is_given_and_taken(admin, factory, login_as):
    person = factory.user()
    browser = login_as(person)
    send(
        admin,
        f"/quan-tri/nguoi-dung/{person.id}/vai-tro",
        page=f"/quan-tri/nguoi-dung/{person.id}",
        role="juror",
    )
    membership = db.session.scalars(select(Membership).where(Membership.user_id == person.id)).one()
    assert (membership.role, membership.created_by is not None) == ("juror", True)
    send(admin, f"/quan-tri/vai-tro/{membership.id}/go", page=f"/quan-tri/nguoi-dung/{person.id}")
    assert db.session.scalars(select(Membership).where(Membership.user_id == person.id)).all() == []
    assert browser.get("/tai-khoan").status_code == 303
    acts = db.session.scalars(
        select(AuditEntry.act).where(AuditEntry.act.startswith("accounts.membership"))
    ).all()
    assert acts == ["accounts.membership.add", "accounts.membership.remove"]


def test_role_is_not_given_twice(factory):
    person = factory.user("juror")
    with pytest.raises(Conflict) as refusal, transaction():
        members.give_role(SYSTEM, person.id, Scope(Role.JUROR))
    assert refusal.value.code == "membership_exists"


def test_two_provinces_may_be_given(factory):
    from catalog.units.queries import get_unit

    person = factory.user("officer-province", unit_id=hanoi())
    with transaction():
        members.give_role(SYSTEM, person.id, Scope(Role.OFFICER_PROVINCE, unit_id=get_unit("2025", "46").id))
    assert len(db.session.get_one(User, person.id).memberships) == 2


def test_only_an_administrator_manages_people(factory):
    person, actor = (
        factory.user(),
        factory.actor(factory.user("officer-national", "chair", "secretary", "juror")),
    )
    acts = [
        lambda: members.invite(actor, "x@y.vn", Scope(Role.JUROR)),
        lambda: members.give_role(actor, person.id, Scope(Role.JUROR)),
        lambda: members.take_role(actor, 1),
        lambda: members.disable(actor, person.id),
        lambda: members.enable(actor, person.id),
        lambda: members.end_sessions(actor, person.id),
        lambda: members.reset_second_factor(actor, person.id),
        lambda: members.invite_again(actor, person.id),
        lambda: members.create_user(actor, "x@y.vn", "", Scope(Role.ADMIN)),
    ]
    for verb in acts:
        with pytest.raises(NotAllowed), transaction():
            verb()


def test_last_administrator_cannot_be_taken_away(factory, login_as):
    only = factory.user("admin")
    membership = db.session.scalar(select(Membership.id).where(Membership.user_id == only.id))
    with pytest.raises(RuleBroken) as refusal, transaction():
        members.take_role(SYSTEM, membership)
    assert refusal.value.code == "last_admin"
    with pytest.raises(RuleBroken), transaction():
        members.disable(SYSTEM, only.id)
    factory.user("admin")
    with transaction():
        members.take_role(SYSTEM, membership)


def test_the_last_owner_of_a_facility_keeps_the_role(factory, login_as):
    facility = factory.facility()
    owner, other = (factory.user("facility", facility_id=facility.id) for _ in range(2))
    with transaction() as session:
        editor = session.get(User, other.id).memberships[0]
        editor.duty, row_id = Duty.EDITOR, session.get(User, owner.id).memberships[0].id
        editor_id = editor.id
    admin = login_as(factory.user("admin"))
    page = f"/quan-tri/nguoi-dung/{owner.id}"
    send(admin, f"/quan-tri/vai-tro/{row_id}/go", page=page)
    assert "chủ tài khoản cuối cùng" in admin.get(page).text
    assert db.session.get(Membership, row_id) is not None
    with transaction() as session:
        session.get(Membership, editor_id).duty = Duty.OWNER
    send(admin, f"/quan-tri/vai-tro/{row_id}/go", page=page)
    db.session.expire_all()
    assert db.session.get(Membership, row_id) is None


def test_administrator_cannot_disable_themselves(factory, login_as):
    me = factory.user("admin")
    factory.user("admin")
    browser = login_as(me)
    page = f"/quan-tri/nguoi-dung/{me.id}"
    assert send(browser, f"{page}/disable", page=page).status_code == 303
    assert db.session.get_one(User, me.id).disabled_at is None
    assert "Không thể thực hiện việc này với chính tài khoản của mình" in browser.get(page).text


def test_disabled_account_can_be_opened_again(admin, factory):
    person = factory.user()
    page = f"/quan-tri/nguoi-dung/{person.id}"
    send(admin, f"{page}/disable", page=page)
    assert db.session.get_one(User, person.id).disabled_at is not None
    send(admin, f"{page}/enable", page=page)
    assert db.session.get_one(User, person.id).disabled_at is None


def test_lost_phone_is_reset_and_told(admin, factory):
    person = factory.user("juror", waived=False)
    with transaction():
        user = db.session.get_one(User, person.id)
        user.totp_secret, user.totp_confirmed_at = "X" * 32, utc_now()
    page = f"/quan-tri/nguoi-dung/{person.id}"
    send(admin, f"{page}/reset-second-factor", page=page)
    user = db.session.get_one(User, person.id)
    assert (user.totp_secret, user.totp_confirmed_at) == ("", None)
    assert len(mails_to(person.email)) == 1


def test_invitation_can_be_sent_again(admin):
    send(admin, "/quan-tri/nguoi-dung/moi", email="can-bo@so.vn", role="juror")
    page = f"/quan-tri/nguoi-dung/{get_user_by_email('can-bo@so.vn').id}"
    send(admin, f"{page}/invite-again", page=page)
    assert len(mails_to("can-bo@so.vn")) == 2


def test_unknown_act_and_person_are_not_found(admin, factory):
    person = factory.user()
    page = f"/quan-tri/nguoi-dung/{person.id}"
    assert send(admin, f"{page}/promote", page=page).status_code == 404
    assert admin.get("/quan-tri/nguoi-dung/999999").status_code == 404
    assert send(admin, "/quan-tri/nguoi-dung/999999/disable", page=page).status_code == 404


def test_extra_fields_of_a_form_change_nothing(admin, client, factory):
    send(
        client,
        "/dang-ky",
        email="a@b.vn",
        password="một câu dài để thử",
        role="admin",
        second_factor_waived="1",
        is_demo="1",
        email_verified_at="2020-01-01",
    )
    person = get_user_by_email("a@b.vn")
    assert (person.memberships, person.second_factor_waived, person.is_demo, person.email_verified_at) == (
        [],
        False,
        False,
        None,
    )


def test_people_are_listed_by_role(admin, factory):
    factory.user("juror", name="Giám khảo Một")
    factory.user("chair", name="Chủ tịch Hai")
    page = admin.get("/quan-tri/nguoi-dung?role=juror").text
    assert ("Giám khảo Một" in page, "Chủ tịch Hai" in page) == (True, False)


def invited():
    with transaction():
        return members.invite(SYSTEM, "can-bo@so.vn", Scope(Role.JUROR)).id


def test_role_given_before_the_invitation_is_taken_up_sends_no_second_mail(app):
    person = invited()
    with transaction():
        members.give_role(SYSTEM, person, Scope(Role.CHAIR))
    assert [m.role for m in db.session.get_one(User, person).memberships] == ["juror", "chair"]
    assert len(mails_to("can-bo@so.vn")) == 1


def test_role_that_is_gone_and_ones_own_second_factor_are_refused(factory):
    boss = factory.user("admin")
    assert refused(boss, members.take_role, 999_999) == ("not_found", None)
    assert refused(boss, members.reset_second_factor, boss.id) == ("not_yourself", None)


def test_invitation_that_was_taken_up_or_gives_nothing_is_not_sent_again(factory):
    boss, person = factory.user("admin"), factory.user("juror")
    assert refused(boss, members.invite_again, person.id) == ("invitation_taken_up", None)
    roleless = invited()
    act(boss, members.take_role, db.session.get_one(User, roleless).memberships[0].id)
    assert refused(boss, members.invite_again, roleless) == ("invitation_taken_up", None)


def test_invitation_to_a_facility_by_its_address_is_sent_where_mails_travel(admin, factory):
    hire()
    facility = factory.facility()
    values = {
        "email": "chu@mam.vn",
        "role": "facility",
        "facility": f"http://127.0.0.1/co-so/{facility.slug}",
    }
    answer = send(admin, "/quan-tri/nguoi-dung/moi", **values)
    page = admin.get(answer.headers["Location"]).text
    assert [m.facility_id for m in get_user_by_email("chu@mam.vn").memberships] == [facility.id]
    assert "Máy chủ này hiện không gửi thư" not in page
