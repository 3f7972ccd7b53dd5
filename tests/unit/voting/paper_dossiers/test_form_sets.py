"""Forms and codes as dated versions."""

from datetime import date

from voting.paper_dossiers.form_sets import FORM_SETS, Form, find_form_set, form_set_on, next_code


def test_forms_are_those_in_force_on_the_day():
    days = (date(2018, 1, 1), date(2025, 9, 14), date(2025, 9, 15), date(2026, 11, 29))
    assert [form_set_on(day).code for day in days] == ["01-2018", "01-2018", "03-2025", "03-2025"]


def test_each_set_has_all_seven_forms_and_ends_where_the_next_begins():
    assert [set(one.titles) == set(Form) for one in FORM_SETS] == [True, True]
    assert [(one.valid_from, one.valid_until) for one in FORM_SETS] == [
        (date(2018, 11, 23), date(2025, 9, 14)),
        (date(2025, 9, 15), None),
    ]
    assert FORM_SETS[1].titles[Form.EXTENSION] == "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết"


def test_code_names_office_day_and_number_of_the_day():
    day, forms = date(2026, 3, 9), FORM_SETS[1]
    assert next_code(forms, "H19.05", day, []) == "H19.05-260309-0001"
    taken = ["H19.05-260309-0001", "H19.05-260308-0002", "H19.05-260309-0002"]
    assert next_code(forms, "H19.05", day, taken) == "H19.05-260309-0003"


def test_dossier_keeps_the_forms_it_began_with_and_takes_the_newest_where_they_are_not_known():
    assert find_form_set("01-2018").valid_until == date(2025, 9, 14)
    assert [find_form_set(code).code for code in ("03-2025", "", "09-1999")] == ["03-2025"] * 3
