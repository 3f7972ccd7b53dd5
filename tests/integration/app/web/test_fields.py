"""Fields that forms of every domain share: moments and days of years that no database or clock holds."""

import pytest

from app.web.fields import DayField, MomentField
from app.web.forms import Form


class When(Form):
    class Meta(Form.Meta):
        csrf = False

    at = MomentField("Lúc")
    on = DayField("Ngày")


@pytest.mark.parametrize(
    ("day", "is_taken"),
    [
        ("0001-01-01", False),
        ("1899-12-31", False),
        ("1900-01-01", True),
        ("9000-12-31", True),
        ("9999-12-31", False),
    ],
)
def test_years_out_of_reach_are_refused_and_what_was_typed_stays(app, day, is_taken):
    typed = {"at": f"{day}T00:00", "on": day}
    with app.test_request_context(method="POST", data=typed):
        form = When()
        assert form.validate() is is_taken
        assert (form.at.data is not None, form.on.data is not None) == (is_taken, is_taken)
        assert "0001" not in day or form.on._value() == day
        expected = [] if is_taken else ["Ngày này quá sớm hoặc quá muộn."]
        assert [list(form[name].errors) for name in typed] == [expected, expected]


def test_the_register_of_acts_is_asked_for_any_day(factory, login_as):
    client = login_as(factory.user("admin"))
    assert client.get("/quan-tri/nhat-ky?since=0001-01-01&until=9999-12-31").status_code == 200
