"""Fields that forms of every domain share: moments and days of years that no database or clock holds, and choices."""

import pytest
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from app.web.fields import CheckboxesField, DayField, MomentField, RowField
from app.web.forms import Form, require


class When(Form):
    class Meta(Form.Meta):
        csrf = False

    at = MomentField("Lúc")
    on = DayField("Ngày")


class Which(Form):
    class Meta(Form.Meta):
        csrf = False

    row = RowField("Cơ sở")

    def __init__(self, *rows):
        super().__init__()
        self.row.offer(rows)


ROWS = (7, "Bảy"), (8, "Tám")


@pytest.mark.parametrize(
    ("rows", "typed", "chosen", "said"),
    [
        (ROWS, {"row": "8"}, 8, []),
        (ROWS, {"row": ""}, None, ["Vui lòng chọn cơ sở."]),
        (ROWS, {}, None, ["Vui lòng chọn cơ sở."]),
        ((), {"row": ""}, None, ["Vui lòng chọn cơ sở."]),
        (ROWS[:1], {}, None, ["Vui lòng chọn cơ sở."]),
        (ROWS, {"row": "9"}, 9, ["Hãy chọn một trong các mục đã cho."]),
        (ROWS, {"row": "x"}, None, ["Hãy chọn một trong các mục đã cho."]),
    ],
)
def test_a_row_is_chosen_by_the_person_and_never_beforehand(app, rows, typed, chosen, said):
    with app.test_request_context(method="POST", data=typed):
        form = Which(*rows)
        assert (form.validate(), form.row.data, list(form.row.errors)) == (not said, chosen, said)
    with app.test_request_context():
        first = Which(*rows).row.choices[0].value
        assert first == ("7" if len(rows) == 1 else "")


class Where(Form):
    class Meta(Form.Meta):
        csrf = False

    unit = SelectField("Tỉnh", choices=[SelectChoice("75", "Đồng Nai")], coerce=int)
    kind = RadioField("Loại", choices=[SelectChoice("a", "A")])
    groups = CheckboxesField("Nhóm", choices=[SelectChoice("a", "A")])
    other = RadioField("Khác", [Optional()], choices=[SelectChoice("a", "A")])
    why = StringField("Để làm gì?")

    def __init__(self):
        super().__init__()
        require(self.why)
        require(self.groups)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, ["Vui lòng chọn tỉnh.", "Vui lòng chọn loại.", "Vui lòng chọn nhóm.", "Vui lòng nhập để làm gì."]),
        ({"unit": "", "kind": "", "why": " "},
         ["Vui lòng chọn tỉnh.", "Vui lòng chọn loại.", "Vui lòng chọn nhóm.", "Vui lòng nhập để làm gì."]),
        ({"unit": "x", "kind": "b", "groups": "b", "other": "b", "why": "Thử"},
         ["Hãy chọn một trong các mục đã cho.", "Hãy chọn một trong các mục đã cho.",
          "“b” không phải lựa chọn hợp lệ.", "Hãy chọn một trong các mục đã cho."]),
    ],
)  # fmt: skip
def test_a_choice_that_was_not_made_is_asked_for_by_name(app, typed, said):
    with app.test_request_context(method="POST", data=typed):
        form = Where()
        assert form.validate() is False
        assert [text for field in form for text in field.errors] == said


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
