"""The page on personal data says what the tables keep and for how long."""

from datetime import timedelta

import pytest

from app.accounts.notifications import services as messages
from app.accounts.requests import unsent_forms
from app.accounts.sessions import store as sessions
from catalog.members import services as invitations
from catalog.members import tasks as invitations_kept
from catalog.product_drafts import tasks as drafts
from traceability.models import Scan
from traceability.scans.days import KEPT_DAYS
from voting.favourite import services as favourite

TOLD = {
    "/du-lieu-ca-nhan": (
        "Từng lượt quét: 30 ngày",
        "nhiều nhất 14 giờ",
        "24 giờ",
        "400 ngày",
        "yêu thích: 2 ngày",
        "dùng được 14 ngày, xóa sau đó 30 ngày",
        "90 ngày kể từ lần lưu cuối",
        "xét tặng danh hiệu: 90 ngày.",
    ),
    "/en/privacy": (
        "A single scan: 30 days",
        "14 hours at most",
        "24 hours",
        "400 days",
        "of the public: 2 days",
        "for 14 days, deleted 30 days after that",
        "90 days after they were last saved",
        "of a candidate for a title: 90 days.",
    ),
}


def test_the_terms_of_the_page_are_those_of_the_tables():
    terms = (
        timedelta(days=KEPT_DAYS),
        sessions.LIFETIME,
        unsent_forms.KEPT,
        messages.KEPT,
        favourite.LINK_LIFE,
        invitations.LIFETIME,
        invitations_kept.KEPT,
        drafts.KEPT,
    )
    assert [term.total_seconds() / 3600 for term in terms] == [
        30 * 24,
        14,
        24,
        400 * 24,
        48,
        14 * 24,
        30 * 24,
        90 * 24,
    ]


@pytest.mark.parametrize("path", TOLD)
def test_the_page_tells_each_term(client, path):
    page = " ".join(client.get(path).text.split())
    assert [term for term in TOLD[path] if term not in page] == []


def test_a_scan_keeps_what_the_page_names_and_nothing_else():
    named = {"code_hash", "lot_id", "product_id", "is_item", "day", "hour", "unit_code", "visitor"}
    assert {column.name for column in Scan.__table__.columns} - {"id"} == named
