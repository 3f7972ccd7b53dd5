"""A round with four groups and one jury of seven, planned in few requests."""

from app.core.database.base import db
from catalog.enums import ProductGroup
from tests.factories import accounts, catalog
from tests.helpers.voting.acts import act
from tests.integration.voting.council.test_several import Counting
from voting.models import SelectionRound
from voting.rule_sets import services as rule_sets


def test_four_groups_and_a_jury_of_seven_take_six_requests_and_announcing_one(app, factory, login_as):
    facility = catalog.facility()
    officer = accounts.user("officer-province", unit_id=facility.unit_id)
    chair, secretary = accounts.user("chair"), accounts.user("secretary")
    jurors = [accounts.user("juror").email for _ in range(7)]
    rules_id = act(officer, lambda _actor: rule_sets.sync_rule_sets().id)
    browser = Counting(app, login_as(officer))
    plan = {
        "title_vi": "Kỳ bình chọn 2027", "level": "tinh", "area": f"unit:{facility.unit_id}", "year": "2027",
        "rule_set_id": rules_id, "entries_until": "2027-06-30T17:00",
    }  # fmt: skip
    browser.send("voting.new_round", plan)
    slug = db.session.query(SelectionRound.slug).scalar()
    seats = {"chair": chair.email, "secretary": secretary.email, "members": "Trần Văn Ba; Sở Tài chính"}
    browser.send("voting.seat_council", seats, slug=slug)
    first, *others = (group.value for group in ProductGroup)
    titles = "\n".join(f"{email}; Chuyên viên" for email in jurors)
    jury = {"jurors": jurors, "groups": others, "titles": titles}
    browser.send("voting.seat_jury", jury, slug=slug, group=first)
    assert browser.requests == 6

    round_ = db.session.query(SelectionRound).populate_existing().one()
    assert {panel.group: len(panel.jurors) for panel in round_.panels} == dict.fromkeys(ProductGroup, 7)
    assert {juror.title for panel in round_.panels for juror in panel.jurors} == {"Chuyên viên"}
    browser.send("voting.step_round", {"act": "announce"}, on="voting.work_round", slug=slug)
    assert browser.requests == 8
    assert db.session.query(SelectionRound.state).scalar() == "announced"
