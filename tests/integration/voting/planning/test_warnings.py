"""What is allowed and yet odd is said after the act."""

from catalog.enums import ProductGroup
from tests.helpers.voting.acts import the_round
from tests.helpers.voting.browser import Person
from voting.results.queries import group_place


def told(person):
    """The page that a redirect leads to."""
    return person.client.get(person.answer.headers["Location"]).text


def test_year_gone_by_a_council_that_can_tie_and_no_deadline_are_said(factory, app, login_as):
    people = factory.planned_round()
    round_, officer = the_round(people), Person(app, login_as(people.officer), "en")
    plan = {
        "title_vi": "Kỳ bình chọn 2019", "level": "tinh", "area": f"unit:{round_.unit_id}", "year": "2019",
        "rule_set_id": round_.rule_set_id,
    }  # fmt: skip
    officer.send("voting.new_round", plan)
    assert "The year of this round has passed already" in told(officer)
    officer.send("voting.new_round", plan | {"year": "2099"})
    assert "has passed already" not in told(officer)

    slug = round_.slug
    two = {"chair": people.chair.email, "secretary": people.secretary.email}
    officer.send("voting.seat_council", two, slug=slug)
    assert "A council of 2 can tie" in told(officer)
    officer.send("voting.seat_council", two | {"members": "Trần Văn Ba; Sở Tài chính"}, slug=slug)
    assert "can tie" not in told(officer)

    officer.send("voting.step_round", {"act": "announce"}, on="voting.work_round", slug=slug)
    assert "announced without a deadline for entries" in told(officer)


def test_groups_stand_in_the_order_of_the_circular():
    names = [group.name for group in sorted(ProductGroup, key=group_place)]
    assert names == ["CRAFT", "FOOD", "MACHINE", "OTHER"]
