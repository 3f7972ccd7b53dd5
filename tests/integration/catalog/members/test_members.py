"""Members of a facility: invited by mail, limited by their duty, removed, leaving; an owner always stays."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import Membership, User
from app.core.actor import Duty
from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from app.core.mail import OutboxMail
from catalog.members.queries import list_memberships, list_open_invitations
from catalog.members.services import (
    MOST_OPEN,
    change_duty,
    invite_member,
    join_with_account,
    remove_member,
    withdraw_invitation,
)
from catalog.members.tasks import clean
from catalog.models import FacilityInvitation, Product
from catalog.policies import can_choose_members, can_manage_facility, can_record_lots
from catalog.products.services import ProductData, create_product
from tests.factories.accounts import actor
from tests.factories.catalog import member_actor
from tests.helpers import wrong_fields


def act(verb, *args, **kwargs):
    with transaction():
        return verb(*args, **kwargs)


def address(facility):
    return f"/co-so-cua-toi/{facility.id}/thanh-vien"


def key_of_mail():
    mail = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc())).first()
    return re.search(r"/loi-moi-co-so/(\S+)", mail.body)[1]


def invite(facility, email, duty=Duty.EDITOR):
    owner = member_actor(facility)
    act(invite_member, owner, facility.id, email, duty, locale="vi")
    return key_of_mail()


def duties(facility):
    db.session.expire_all()
    return [row.duty for row in list_memberships(facility.id)]


def test_a_new_person_makes_an_account_by_the_link(client, facility, member, post):
    page = address(facility)
    answer = post(member, page, page=page, email="Hoa@Example.vn", duty="recorder")
    assert answer.status_code == 303
    assert "hoa@example.vn" in member.get(page).text
    link = f"/loi-moi-co-so/{key_of_mail()}"
    assert "Người ghi lô hàng" in client.get(link).text
    assert wrong_fields(post(client, link, page=link, name="", password="ngắn")) == ["name"]
    assert post(client, link, page=link, name="Lê Hoa", password="một câu rất dài để vào").status_code == 303
    person = db.session.scalars(select(User).where(User.email == "hoa@example.vn")).one()
    assert [(row.facility_id, row.duty) for row in person.memberships] == [(facility.id, "recorder")]
    assert person.email_verified_at is not None
    assert client.get("/co-so-cua-toi").status_code == 200  # signed in already
    assert client.get(link).status_code == 404
    kept = db.session.scalars(select(FacilityInvitation)).one()
    assert kept.key_hash not in link


def test_a_person_with_an_account_takes_it_up_signed_in(client, factory, facility, login_as, post):
    person = factory.user("facility", facility_id=factory.facility().id, email="nam@example.vn")
    link = f"/loi-moi-co-so/{invite(facility, 'nam@example.vn')}"
    assert "Vui lòng đăng nhập" in client.get(link).text
    other = login_as(factory.user("facility", facility_id=factory.facility().id))
    assert "Vui lòng đăng nhập" in other.get(link).text
    assert post(other, link, page="/tai-khoan").status_code == 422
    assert post(login_as(person), link, page=link).status_code == 303
    assert duties(facility)[-1] == "editor"
    with pytest.raises(RuleBroken, match="member_already"):
        invite(facility, "nam@example.vn")


def test_a_link_works_for_one_address_until_it_ends(factory, facility):
    person = actor(factory.user("facility", facility_id=factory.facility().id, email="a@example.vn"))
    stranger = actor(factory.user("facility", facility_id=factory.facility().id))
    first = invite(facility, "a@example.vn")
    second = invite(facility, "a@example.vn")
    with pytest.raises(NotFound, match="link_dead"):
        act(join_with_account, person, first)
    with pytest.raises(NotAllowed, match="invited_as_other"):
        act(join_with_account, stranger, second)
    with (
        use_clock(FixedClock(utc_now() + timedelta(days=14, seconds=1))),
        pytest.raises(NotFound, match="link_dead"),
    ):
        act(join_with_account, person, second)
    third = invite(facility, "b@example.vn")
    row = db.session.scalars(
        select(FacilityInvitation).where(FacilityInvitation.email == "b@example.vn")
    ).one()
    act(withdraw_invitation, member_actor(facility), row.id)
    with pytest.raises(NotFound, match="link_dead"):
        act(join_with_account, person, third)
    with use_clock(FixedClock(utc_now() + timedelta(days=45))):
        clean()
    assert db.session.scalars(select(FacilityInvitation)).all() == []


def test_what_each_duty_opens(factory, facility):
    def person(duty):
        user = factory.user("facility", facility_id=facility.id)
        with transaction() as session:
            session.get(User, user.id).memberships[0].duty = duty
        return actor(db.session.get(User, user.id))

    opens = {
        duty: [
            bool(policy(person(duty), facility))
            for policy in (can_choose_members, can_manage_facility, can_record_lots)
        ]
        for duty in Duty
    }
    assert opens == {
        Duty.OWNER: [True, True, True],
        Duty.EDITOR: [False, True, True],
        Duty.RECORDER: [False, False, True],
    }
    with pytest.raises(NotAllowed, match="only_recorder"):
        act(create_product, person(Duty.RECORDER), facility.id, ProductData(name_vi="Mắm", group="khac"))
    with pytest.raises(NotAllowed, match="only_owner"):
        act(invite_member, person(Duty.EDITOR), facility.id, "c@example.vn", Duty.EDITOR, locale="vi")
    assert db.session.scalars(select(Product)).all() == []


def test_the_last_owner_stays(factory, facility, member, post):
    mine = list_memberships(facility.id)[0].id
    leave = f"/co-so-cua-toi/thanh-vien/{mine}/roi"
    assert "Rời" in member.get(leave).text
    post(member, leave, page=leave)
    assert duties(facility) == ["owner"]
    page = f"/co-so-cua-toi/thanh-vien/{mine}"
    assert wrong_fields(post(member, page, page=page, duty="editor")) == ["duty"]
    other = factory.user("facility", facility_id=facility.id)
    act(change_duty, actor(other), mine, "recorder")
    assert duties(facility) == ["recorder", "owner"]
    post(member, leave, page=leave)
    assert duties(facility) == ["owner"]
    assert member.get(address(facility)).headers["Location"] == "/co-so-cua-toi/dang-ky"


def test_the_links_of_one_who_is_no_owner_any_more_are_dead(factory, facility):
    first = member_actor(facility)  # the one who stays
    for end in ("demoted", "removed", "disabled"):
        sender = factory.user("facility", facility_id=facility.id)
        row = db.session.scalars(select(Membership).where(Membership.user_id == sender.id)).one()
        row_id, email = row.id, f"{end}@example.vn"
        person = actor(factory.user("facility", facility_id=factory.facility().id, email=email))
        act(invite_member, actor(sender), facility.id, email, Duty.EDITOR, locale="vi")
        key = key_of_mail()
        if end == "demoted":
            act(change_duty, first, row_id, Duty.EDITOR)
        elif end == "removed":
            act(remove_member, first, row_id)
        else:
            with transaction() as session:
                session.get(User, sender.id).disabled_at = utc_now()
        with pytest.raises(NotFound, match="link_dead"):
            act(join_with_account, person, key)
    act(invite_member, first, facility.id, "stays@example.vn", Duty.EDITOR, locale="vi")
    act(change_duty, first, list_memberships(facility.id)[0].id, Duty.OWNER)
    ended = db.session.scalars(select(FacilityInvitation.withdrawn).order_by(FacilityInvitation.id)).all()
    assert ended == [True, True, False, False]
    assert [row.email for row in list_open_invitations(facility.id)] == ["stays@example.vn"]


def test_an_owner_removes_a_member_whose_sessions_end(factory, facility, member, login_as, post):
    person = factory.user("facility", facility_id=facility.id)
    client = login_as(person)
    row = db.session.scalars(select(Membership).where(Membership.user_id == person.id)).one()
    row_id = row.id
    with transaction() as session:
        session.get(Membership, row_id).duty = Duty.EDITOR
    assert client.get(f"/co-so-cua-toi/thanh-vien/{row_id}").status_code == 403
    remove = f"/co-so-cua-toi/thanh-vien/{row_id}/roi"
    assert post(member, remove, page=remove).status_code == 303
    assert client.get("/tai-khoan").status_code == 303  # to the log-in
    with pytest.raises(NotFound):
        act(remove_member, actor(db.session.get(User, person.id)), row_id)


def test_invitations_end_at_their_limit_and_one_is_withdrawn_once(factory, facility):
    owner = member_actor(facility)
    for number in range(MOST_OPEN):
        row = act(invite_member, owner, facility.id, f"hoa{number}@example.vn", "editor", locale="vi")
    with pytest.raises(RuleBroken) as caught:
        act(invite_member, owner, facility.id, "lan@example.vn", "editor", locale="vi")
    assert (caught.value.code, caught.value.field) == ("invitations_many", "email")
    act(withdraw_invitation, owner, row.id)
    with pytest.raises(Conflict, match="already_removed"):
        act(withdraw_invitation, owner, row.id)
    act(invite_member, owner, facility.id, "lan@example.vn", "editor", locale="vi")
    with pytest.raises(RuleBroken) as caught:
        act(invite_member, owner, facility.id, "mai@example.vn", "emperor", locale="vi")
    assert (caught.value.code, caught.value.field) == ("choice_unknown", "duty")
