"""Workbooks whose ZIP file is broken are refused in words, at a first look and when they are read."""

import io

import openpyxl
import pytest

from app.core.documents.tables.ods import forms_in_ods
from app.core.documents.tables.workbooks import read_heads, read_sheets
from app.core.errors import RuleBroken
from tests.factories import zips


def workbook():
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


@pytest.mark.parametrize("read", [read_heads, read_sheets])
@pytest.mark.parametrize(
    ("break_", "code"),
    [
        (zips.cut_off, "sheet_cut_off"),
        (lambda data: zips.garbled(data, "xl/workbook.xml"), "sheet_unreadable"),
        (zips.packed_unknown, "sheet_unreadable"),
        (zips.encrypted, "sheet_password"),
    ],
)
def test_a_broken_workbook_is_refused_in_words(break_, code, read):
    with pytest.raises(RuleBroken) as refusal:
        read(break_(workbook()), 10)
    assert (refusal.value.code, refusal.value.field) == (code, "file")


@pytest.mark.parametrize("break_", [lambda data: zips.garbled(data, "xl/workbook.xml"), zips.cut_off])
def test_a_table_whose_forms_cannot_be_read_is_refused(break_):
    with pytest.raises(RuleBroken, match="sheet_unreadable"):
        forms_in_ods(break_(workbook()), 10, 10)  # has no content.xml either
