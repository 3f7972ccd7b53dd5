"""The pages of rounds for titles and candidates: from the notice to the public page; what was typed stays."""

import io
from datetime import timedelta

import pytest

from app.core import clock
from app.core.clock import today
from app.core.database.base import db
from programme.models import TitleCandidate, TitlePaper, TitleRound
from tests.factories.accounts import signed_in_client
from tests.helpers.titles import agreeing, cast
from tests.helpers.voting.acts import later
from tests.helpers.voting.browser import Person

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PUBLIC = "/nghe-nhan/dot-xet/nghe-nhan-tinh-2026"


@pytest.fixture
def people(factory):
    return cast(factory)


def notice(people, **values):
    plain = {
        "name_vi": "Nghệ nhân tỉnh 2026", "level": "tinh", "unit_id": str(people.unit.id), "year": str(today().year),
        "title": "nghe-nhan-cap-tinh", "ends_in": "gives", "notice": "TB 5/TB-SCT", "base": "members", "percent": "60",
        "notice_on": today().isoformat(), "last_day": (today() + timedelta(days=5)).isoformat(), "asks_years": "15",
    }  # fmt: skip
    return plain | values


def refused(browser, page, form, **values):
    """The lines of the summary of errors; the form is shown again with what was typed."""
    browser.send(page, form, expect=422, **values)
    return browser.errors


def test_from_the_notice_to_the_public_page_through_the_pages(app, client, factory, people):
    own = agreeing(factory, people, "Đỗ Của Cơ Sở", facility=True)
    first, second, member = (
        Person(app, signed_in_client(app, person)) for person in (people.first, people.second, people.member)
    )
    assert "Chưa có đợt xét tặng danh hiệu nào" in first.open("programme.title_rounds")
    said = refused(
        first, "programme.title_round_new", notice(people, percent="105", last_day="mai", notice="TB giữ")
    )
    assert said == ["Hạn nhận hồ sơ: Hãy nhập một ngày có trong lịch."]
    assert "TB giữ" in first.text
    first.send("programme.title_round_new", notice(people))
    round_ = {"slug": db.session.query(TitleRound).one().slug}
    assert "Đang nhận hồ sơ" in client.get(PUBLIC).text
    assert refused(first, "programme.title_round_edit", notice(people, version="9"), **round_) != []
    version = first.value("version", "programme.title_round_edit", **round_)
    first.send("programme.title_round_edit", notice(people, version=version, basis="NQ 3/2026"), **round_)
    on = _hand_in(first, member, own, people, round_)
    with clock.use_clock(later(days=6)):
        first, second, member = (
            Person(app, signed_in_client(app, person))
            for person in (people.first, people.second, people.member)
        )
        _judge_and_publish(first, second, round_, on)
        page = client.get(PUBLIC).text
        assert ("Đỗ Của Cơ Sở" in page, "7 trên 9 phiếu" in page, "8/QĐ-UBND" in page) == (True, True, True)
        assert "Đạt danh hiệu" in member.open("programme.my_titles")
        undo = {"reason": "", "version": _version(first, round_)}
        assert refused(second, "programme.title_round_undo", undo, on="programme.title_round", **round_) != []
        undo |= {"reason": "Thu hồi quyết định"}
        second.send("programme.title_round_undo", undo, on="programme.title_round", **round_)
        page = client.get(PUBLIC).text
        assert ("Đỗ Của Cơ Sở" in page, "Thu hồi quyết định" in page) == (False, True)


def _hand_in(first, member, own, people, round_):
    """The facility puts its artisan forward, puts it right once, and the office receives it."""
    assert "Nghệ nhân tỉnh 2026" in member.open("programme.my_titles")
    own_form = round_ | {"facility_id": people.facility.id}
    wrong = {"artisan": "", "years": "nhiều", "taught": "", "merits": "Bình gốm"}
    assert len(refused(member, "programme.my_title_new", wrong, **own_form)) == 2
    assert "Bình gốm" in member.text
    member.send("programme.my_title_new", wrong | {"artisan": str(own.id), "years": "12"}, **own_form)
    key = {"candidate_id": db.session.query(TitleCandidate).one().id}
    on = {"on": "programme.title_candidate"} | key
    assert refused(member, "programme.title_papers", {"text": "Bản khai"}, **on) != []
    member.send("programme.title_papers", {"text": "Bản khai", "files": (io.BytesIO(PDF), "a.pdf")}, **on)
    paper = {"paper_id": db.session.query(TitlePaper).one().id}
    assert member.client.get(member.url("programme.title_paper", **paper)).data == PDF
    page = first.open("programme.title_candidate", **key)
    assert ("Dưới mức yêu cầu" in page, "Bản khai" in page) == (True, True)
    assert refused(first, "programme.title_candidate_step", {"act": "return", "reason": ""}, **on) != []
    first.send("programme.title_candidate_step", {"act": "return", "reason": "Thiếu năm nghề"}, **on)
    assert "Thiếu năm nghề" in member.open("programme.my_title_edit", **key)
    again = {"years": "19", "taught": "4", "merits": "", "version": "0"}
    assert refused(member, "programme.my_title_edit", again, **key) != []
    version = member.value("version", "programme.my_title_edit", **key)
    member.send("programme.my_title_edit", again | {"version": version}, **key)
    first.send("programme.title_candidate_step", {"act": "receive"}, **on)
    return on


def _judge_and_publish(first, second, round_, on):
    here = {"on": "programme.title_round"} | round_
    early = {"council": "15/QĐ", "met_on": "2026-01-05", "members": "9", "version": _version(first, round_)}
    assert refused(first, "programme.title_round_council", early, **here) != []
    assert 'value="15/QĐ"' in first.text
    first.send("programme.title_round_council", early | {"met_on": today().isoformat()}, **here)
    version = first.value("version", "programme.title_candidate", candidate_id=on["candidate_id"])
    votes = {"present": "9", "votes": "10", "version": version}
    assert refused(first, "programme.title_candidate_finding", votes, **on) != []
    first.send("programme.title_candidate_finding", votes | {"votes": "7"}, **on)
    decision = {"decision_number": "8/QĐ-UBND", "decision_on": "mai", "issuer": "UBND tỉnh"}
    decision["version"] = _version(first, round_)
    assert refused(first, "programme.title_round_decision", decision, **here) != []
    first.send("programme.title_round_decision", decision | {"decision_on": today().isoformat()}, **here)
    version = _version(first, round_)
    first.send("programme.title_round_publish", {"version": version}, **here)
    assert "người khác công bố" in first.open("programme.title_round", **round_)
    second.send("programme.title_round_return", {"version": version, "reason": "Xem lại"}, **here)
    decision |= {"version": _version(first, round_), "decision_on": today().isoformat()}
    first.send("programme.title_round_decision", decision, **here)
    second.send("programme.title_round_publish", {"version": _version(first, round_)}, **here)


def _version(browser, round_):
    return browser.value("version", "programme.title_round", **round_)


def test_pages_of_a_round_are_closed_to_others(app, factory, people):
    own = agreeing(factory, people, "Đỗ Của Cơ Sở", facility=True)
    first = Person(app, signed_in_client(app, people.first), "en")
    first.send("programme.title_round_new", notice(people))
    round_ = {"slug": db.session.query(TitleRound).one().slug}
    form = {
        "artisan": str(own.id),
        "handed_in_on": today().isoformat(),
        "years": "20",
        "taught": "",
        "merits": "",
    }
    assert len(refused(first, "programme.title_candidate_new", form | {"handed_in_on": ""}, **round_)) == 1
    first.send("programme.title_candidate_new", form, **round_)
    key = {"candidate_id": db.session.query(TitleCandidate).one().id}
    assert "Below what is asked" not in first.open("programme.title_candidate", **key)
    codes = {}
    for name in ("ministry", "away", "member", "stranger", "commune", "appraiser"):
        browser = Person(app, signed_in_client(app, getattr(people, name)))
        addresses = [
            ("programme.title_round", round_), ("programme.title_candidate_new", round_),
            ("programme.title_candidate", key),
        ]  # fmt: skip
        codes[name] = [
            browser.client.get(browser.url(page, **values)).status_code for page, values in addresses
        ]
    assert codes == {
        "ministry": [200, 200, 200], "away": [403, 403, 404], "member": [403, 403, 404], "stranger": [403, 403, 404],
        "commune": [403, 403, 404], "appraiser": [403, 403, 404],
    }  # fmt: skip


def test_the_ministry_takes_in_whom_a_province_proposed(app, factory, people):
    artisan = agreeing(factory, people, "Đỗ Thị Tặng")
    with clock.use_clock(later(days=-10)):
        first = Person(app, signed_in_client(app, people.first))
        state = {"title": "nghe-nhan-uu-tu", "ends_in": "proposes", "percent": ""}
        first.send("programme.title_round_new", notice(people, **state))
        round_ = {"slug": db.session.query(TitleRound).one().slug}
        form = {
            "artisan": str(artisan.id),
            "handed_in_on": today().isoformat(),
            "years": "",
            "taught": "",
            "merits": "",
        }
        assert refused(first, "programme.title_candidate_new", form, **round_) != []
        first.send("programme.title_candidate_new", form | {"apart": "y"}, **round_)
        key = {"candidate_id": db.session.query(TitleCandidate).one().id}
    second = Person(app, signed_in_client(app, people.second))
    first = Person(app, signed_in_client(app, people.first))
    here, on = {"on": "programme.title_round"} | round_, {"on": "programme.title_candidate"} | key
    council = {
        "council": "15/QĐ",
        "met_on": today().isoformat(),
        "members": "9",
        "version": _version(first, round_),
    }
    first.send("programme.title_round_council", council, **here)
    version = first.value("version", "programme.title_candidate", **key)
    votes = {"present": "9", "votes": "9", "version": version}
    assert refused(first, "programme.title_candidate_finding", votes, **on) != []
    first.send("programme.title_candidate_finding", votes | {"agrees": "yes"}, **on)
    decision = {"decision_number": "8/TTr-UBND", "decision_on": today().isoformat(), "issuer": "UBND tỉnh"}
    first.send("programme.title_round_decision", decision | {"version": _version(first, round_)}, **here)
    second.send("programme.title_round_publish", {"version": _version(first, round_)}, **here)
    ministry = Person(app, signed_in_client(app, people.ministry), "en")
    above = notice(
        people, level="quoc-gia", unit_id="", title="nghe-nhan-uu-tu", name_vi="Của Bộ", percent=""
    )
    ministry.send("programme.title_round_new", above)
    there = {"slug": "cua-bo"}
    assert "Đỗ Thị Tặng" in ministry.open("programme.title_round", **there)
    ministry.send(
        "programme.title_take_in", {"candidate": "0"}, on="programme.title_round", expect=404, **there
    )
    assert db.session.query(TitleCandidate).count() == 1
    ministry.send(
        "programme.title_take_in",
        {"candidate": str(key["candidate_id"])},
        on="programme.title_round",
        **there,
    )
    assert "proposed by the province" in ministry.open("programme.title_round", **there)
