"""The name of a download, whatever stands in it."""

import pytest
from werkzeug.http import parse_options_header

from app.web.csv_files import csv_response
from app.web.file_names import disposition


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("tem-NM-1-7.pdf", 'attachment; filename="tem-NM-1-7.pdf"'),
        ('tem-L"1";x-7.pdf', 'attachment; filename="tem-L\\"1\\";x-7.pdf"'),
        ("", 'attachment; filename=""'),
    ],
)
def test_a_name_is_quoted_and_read_back(name, header):
    assert disposition(name) == header
    assert parse_options_header(header) == ("attachment", {"filename": name})


def test_a_file_may_be_shown_in_the_browser():
    assert disposition("TB-1.pdf", inline=True) == 'inline; filename="TB-1.pdf"'


def test_a_table_named_by_a_lot_is_quoted():
    header = csv_response('thu-hoi-L"1', ["a"], []).headers["Content-Disposition"]
    assert header == 'attachment; filename="thu-hoi-L\\"1.csv"'
