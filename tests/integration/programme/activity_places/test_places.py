"""The page that says which fair or showroom an activity is."""

from datetime import date

import pytest

from app.core.database.base import db
from app.core.errors import NotAllowed
from programme.activity_places.services import link_activity
from programme.models import Activity
from tests.factories.accounts import signed_in_client
from tests.helpers.voting.acts import act
from tests.helpers.voting.browser import Person


def test_an_officer_chooses_the_fair_of_the_same_weeks(app, factory):
    factory.loaded_programme("dong-nai")
    officer = factory.user("officer-province", unit_id=factory.unit("75").id)
    near = {"starts_on": date(2023, 6, 1), "ends_on": date(2023, 6, 4)}
    fair = factory.fair(
        factory.officer_actor(), name_vi="Hội chợ tháng sáu", unit_id=factory.unit("01").id, **near
    )
    factory.fair(factory.officer_actor(), name_vi="Hội chợ năm nay")
    row = factory.activity("fair-home", state="held", by=officer, quantities={"fair": 1})
    person = Person(app, signed_in_client(app, officer))
    text = person.open("programme.activity_place", activity_id=row.id)
    assert "Hội chợ tháng sáu" in text
    assert "Hội chợ năm nay" not in text
    person.send("programme.activity_place", {"place": "fair:999999"}, expect=422, activity_id=row.id)
    assert person.errors
    person.send("programme.activity_place", {"place": f"fair:{fair.id}"}, activity_id=row.id)
    assert db.session.get_one(Activity, row.id, populate_existing=True).fair_id == fair.id
    assert "Hội chợ tháng sáu" in person.open("programme.activity", activity_id=row.id)
    person.send("programme.activity_place", {"place": ""}, activity_id=row.id)
    assert db.session.get_one(Activity, row.id, populate_existing=True).fair_id is None


def test_another_province_changes_nothing(factory):
    factory.loaded_programme("dong-nai")
    row = factory.activity("fair-home", quantities={"fair": 1})
    with pytest.raises(NotAllowed, match="not_your_programme"):
        act(factory.officer_actor(unit_code="01"), link_activity, row.id, "")
