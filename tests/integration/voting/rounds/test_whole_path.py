"""A round from its plan to its certificates, page by page, as the people concerned."""

import io
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from PIL import Image
from sqlalchemy import select

from app.core.clock import VIETNAM, today, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.logs.tlog.lines import dump_lines
from app.core.mail import OutboxMail
from catalog.models import Award
from tests.helpers.voting.browser import Person
from voting.log import records as sealed
from voting.models import CouncilMember, Nomination, SelectionRound
from voting.publication.queries import get_bundle, get_public_round
from voting.rule_sets.services import sync_rule_sets
from voting.verification.bundle_check import find_faults
from voting.verification.cli import check_signature

GROUP = "che-bien-nong-lam-thuy-san-thuc-pham"
STATEMENT = "Nước mắm ủ chượp mười hai tháng trong thùng gỗ bời lời, không phẩm màu, không hương liệu."


def picture(shade):
    made = io.BytesIO()
    Image.new("RGB", (640, 480), (shade, 120, 40)).save(made, "JPEG")
    return made.getvalue()


def moment(days):
    return (utc_now() + timedelta(days=days)).astimezone(VIETNAM).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture(params=["vi", "en"])
def cast(request, app, factory, login_as):
    """Everybody, signed in, each with a browser of their own in one language."""
    facility = factory.facility(name="Cơ sở Nước mắm Ông Kỳ")
    people = SimpleNamespace(facility=facility, locale=request.param, users={}, slug="ky-binh-chon-dong-nai")
    people.products = [factory.product(facility), factory.product(facility)]
    roles = {
        "officer": ("officer-province", {"unit_id": facility.unit_id}),
        "chair": ("chair", {}),
        "secretary": ("secretary", {}),
        "member": ("facility", {"facility_id": facility.id}),
        **{f"juror{n}": ("juror", {}) for n in range(1, 4)},
    }
    for name, (role, scope) in roles.items():
        user = factory.user(role, **scope)
        people.users[name] = user
        setattr(people, name, Person(app, login_as(user), people.locale))
    with transaction():
        people.rules_id = sync_rule_sets().id
    people.unit_id = facility.unit_id
    return people


def test_round_from_plan_to_certificate(cast):
    plan_and_seat(cast)
    enter(cast)
    check(cast)
    score(cast)
    close(cast)
    decide(cast)
    publish(cast)


def plan_and_seat(cast):
    cast.officer.send("voting.new_round", {
        "title_vi": "Kỳ bình chọn Đồng Nai", "level": "tinh", "area": f"unit:{cast.unit_id}", "year": "2026",
        "rule_set_id": str(cast.rules_id), "organiser": "Sở Công Thương Đồng Nai",
        "entries_from": moment(-2), "entries_until": moment(1),
    })  # fmt: skip
    slug = cast.slug
    assert "Kỳ bình chọn Đồng Nai" in cast.officer.open("voting.rounds_admin")
    emails = {name: user.email for name, user in cast.users.items()}
    cast.officer.send(
        "voting.seat_council",
        {"chair": emails["chair"], "secretary": emails["secretary"], "members": "Trần Văn Ba; Sở Tài chính"},
        slug=slug,
    )
    jurors = [emails[f"juror{n}"] for n in range(1, 4)]
    cast.officer.send("voting.seat_jury", {"jurors": jurors}, slug=slug, group=GROUP)
    for act in ("announce", "open_entries"):
        cast.officer.send("voting.step_round", {"act": act}, on="voting.work_round", slug=slug)
    assert db.session.scalars(select(SelectionRound.state)).one() == "receiving"
    page = cast.officer.open("voting.work_round", slug=slug)
    now = ("hiện ở bước: Đang nhận hồ sơ" in page) + ("The round is now: Receiving entries" in page)
    assert ("Trần Văn Ba" in page, now) == (True, 1)


def enter(cast):
    assert "Kỳ bình chọn Đồng Nai" in cast.member.open("voting.entries")
    for product in cast.products:
        cast.member.send("voting.enter", {"product_id": str(product.id)}, slug=cast.slug)
    cast.ids = list(db.session.scalars(select(Nomination.id).order_by(Nomination.id)))
    for number, nomination_id in enumerate(cast.ids):
        here = {"on": "voting.nomination", "nomination_id": nomination_id}
        version = cast.member.value("version", "voting.nomination", nomination_id=nomination_id)
        cast.member.send("voting.change_statement", {"statement": STATEMENT, "version": version}, **here)
        photos = [(io.BytesIO(picture(120 * number + 40 * n)), f"anh{n}.jpg") for n in range(3)]
        cast.member.send("voting.add_document", {"kind": "photo", "files": photos}, **here)
        for kind in ("entry-form", "registration"):
            cast.member.send(
                "voting.add_document",
                {"kind": kind, "title": "Bản chính", "files": (io.BytesIO(picture(9)), "a.jpg")},
                **here,
            )
        cast.member.send("voting.move_dossier", {"act": "submit"}, **here)


def check(cast):
    first, second = cast.ids
    here = {"on": "voting.nomination"}
    cast.secretary.send("voting.answer_dossier", {"act": "accept"}, nomination_id=first, **here)
    cast.secretary.send("voting.answer_dossier", {"act": "return"}, nomination_id=second, expect=422, **here)
    assert len(cast.secretary.errors) == 1
    cast.secretary.send(
        "voting.answer_dossier", {"act": "return", "reason": "Ảnh mờ"}, nomination_id=second, **here
    )
    assert "Ảnh mờ" in cast.member.open("voting.nomination", nomination_id=second)
    cast.member.send("voting.move_dossier", {"act": "submit"}, nomination_id=second, **here)
    cast.secretary.send("voting.answer_dossier", {"act": "accept"}, nomination_id=second, **here)
    for act in ("close_entries", "open_scoring"):
        cast.officer.send("voting.step_round", {"act": act}, on="voting.work_round", slug=cast.slug)
    assert db.session.scalars(select(SelectionRound.state)).one() == "scoring"


def score(cast):
    for number in range(1, 4):
        juror = getattr(cast, f"juror{number}")
        seat = re.search(r"/(\d+)/(?:khai-bao|declare)", juror.open("voting.jury"))[1]
        assert "Cơ sở Nước mắm Ông Kỳ" in juror.open("voting.declare", juror_id=seat)
        juror.send("voting.declare", {"confirm": "y"}, juror_id=seat)
        keys = set(re.findall(r"/(?:phieu|sheet)/([^\"?]+)\"", juror.open("voting.jury")))
        assert len(keys) == 2
        for key in keys:
            page = juror.open("voting.sheet", key=key)
            assert [word for word in ("Ông Kỳ", cast.products[0].name_vi) if word in page] == []
            draft = {
                "score_market": "35,5" if cast.locale == "vi" else "35.5",
                "client_id": key_of(juror, key),
            }
            juror.send("voting.sheet", {**draft, "act": "save"}, key=key)
            full = draft | {"score_economy": "31.5", "score_culture": "8", "score_other": str(number)}
            juror.send("voting.sheet", {**full, "client_id": key_of(juror, key), "act": "submit"}, key=key)
            assert "35,5" in juror.open("voting.sheet", key=key) or cast.locale == "en"
    mails = db.session.scalars(
        select(OutboxMail).where(OutboxMail.recipient == cast.users["juror1"].email)
    ).all()
    assert len(mails) == 2


def key_of(juror, key):
    return juror.value("client_id", "voting.sheet", key=key)


def close(cast):
    assert cast.chair.open("voting.board", slug=cast.slug, expect=404)
    cast.chair.send("voting.close_scoring", {}, slug=cast.slug)
    cast.chair.send("voting.close_scoring", {}, slug=cast.slug, expect=422)
    assert db.session.scalars(select(SelectionRound.state)).one() == "scoring"
    cast.secretary.send("voting.close_scoring", {}, slug=cast.slug)
    assert db.session.scalars(select(SelectionRound.state)).one() == "council"


def decide(cast):
    assert ">77<" in cast.chair.open("voting.board", slug=cast.slug).replace("\n", "")
    codes = re.findall(r"[A-Z]{2}-\d{4}", cast.chair.text)
    first, second = sorted(set(codes))
    members = list(db.session.scalars(select(CouncilMember.id)))
    session = {"held_on": today().isoformat(), "place": "Hội trường", "present": members}
    cast.secretary.send("voting.council_session", session, slug=cast.slug)
    votes = {"recognised": "yes", "votes_for": "3", "votes_against": "0"}
    cast.secretary.send("voting.decide", votes, slug=cast.slug, code=first)
    cast.secretary.send("voting.decide", {"recognised": "no"}, slug=cast.slug, code=second, expect=422)
    assert len(cast.secretary.errors) == 1
    against = {"recognised": "no", "reason": "Chưa đủ hồ sơ", "votes_for": "0", "votes_against": "3"}
    cast.secretary.send("voting.decide", against, slug=cast.slug, code=second)
    for person in (cast.secretary, cast.chair):
        person.send("voting.publish_provisional", {}, on="voting.board", slug=cast.slug)
    assert len(get_public_round(cast.slug).provisional) == 1


def publish(cast):
    year = today().year
    form = {
        "number": "44/QĐ-SCT", "signed_on": today().isoformat(), "authority": "Sở Công Thương", "signer": "Lê Thị Năm",
        "valid_until": f"{year + 3}-12-31",
    }  # fmt: skip
    cast.secretary.send("voting.decision", form, slug=cast.slug)
    cast.chair.send("voting.publish", {}, slug=cast.slug)
    assert get_public_round(cast.slug).result is None
    cast.secretary.send("voting.publish", {}, slug=cast.slug)
    award = db.session.scalars(select(Award)).one()
    assert (award.number, award.valid_until.isoformat()) == (f"CNNT-75-{year}-0001", f"{year + 3}-12-31")
    assert get_public_round(cast.slug).result["recognised"][0]["certificate"] == award.number
    assert find_faults(dump_lines(get_bundle(cast.slug)), check_signature) == []
    assert len(sealed.list_tallies(db.session.scalars(select(SelectionRound.id)).one())) == 1
