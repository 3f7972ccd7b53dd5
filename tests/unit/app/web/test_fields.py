"""Fields that read numbers as people type them."""

import pytest
import wtforms
from werkzeug.datastructures import MultiDict
from wtforms.validators import Optional

from app.web.fields import IntegerField


class Counted(wtforms.Form):
    number = IntegerField(validators=[Optional()])


@pytest.mark.parametrize(
    ("typed", "number"), [("12", 12), (" 12 ", 12), ("1.500", 1500), ("-4", -4), ("2026", 2026), ("", None)]
)
def test_whole_number_is_read(typed, number):
    form = Counted(MultiDict({"number": typed}))
    assert form.validate()
    assert form.number.data == number


@pytest.mark.parametrize("typed", ["NaN", "sNaN", "inf", "1e3", "1_0", "٣", "１２", "2,5", "x", "9" * 5000])
def test_what_is_no_whole_number_is_refused_at_the_field(typed):
    form = Counted(MultiDict({"number": typed}))
    assert not form.validate()
    assert form.number.errors == ["Not a valid integer value."]
