"""What a look-up by a part of a certificate's number finds, beside a walk over all numbers."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.text import fold
from app.site.queries import LOOKUP_LIMIT, find_certificates_like
from catalog.models import Award, AwardNumberPart
from tests.factories import catalog as make

NUMBERS = st.lists(
    st.from_regex(r"[ABĐ0127]{1,3}([-/ ][ABĐ0127]{1,3}){0,3}", fullmatch=True), max_size=30, unique=True
)
GROUPS = re.compile(r"[a-z]+|0*[0-9]+")


def ends_of(number):
    """From the beginning of each group, and from each place among the noughts before digits, to the end."""
    folded = fold(number)
    for group in GROUPS.finditer(folded):
        noughts = len(group[0]) - len(group[0].lstrip("0"))
        for start in range(min(noughts, len(group[0]) - 1) + 1):
            yield bare(folded[group.start() + start :])


def walked(rows, typed):
    """The numbers that fit, those that begin with what was typed before the others; one that equals it is alone."""
    wanted = bare(typed)
    same = [row.number for row in rows if bare(row.number) == wanted]
    return (
        same
        if len(same) == 1
        else [number for *_order, number in sorted(fitting(rows, wanted))][:LOOKUP_LIMIT]
    )


def fitting(rows, wanted):
    for place, row in enumerate(rows):
        if fits := [end for end in ends_of(row.number) if end.startswith(wanted)]:
            begins = bare(row.number) in fits
            yield not begins, bare(row.number) if begins else min(fits), place, row.number


def bare(number):
    return re.sub("[^a-z0-9]", "", fold(number))


def put(product_id, numbers):
    with transaction() as session:
        session.execute(delete(AwardNumberPart))
        session.execute(delete(Award))
    product = db.session.get_one(make.Product, product_id)
    return [make.award(product, number=number) for number in numbers]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NUMBERS, st.data())
def test_a_look_up_finds_what_a_walk_over_all_numbers_finds(app, numbers, data):
    rows = put(make.product().id, numbers)
    of_one = st.sampled_from(numbers).flatmap(
        lambda one: st.sampled_from([one[n:m] for n in range(len(one)) for m in range(n + 1, len(one) + 1)])
    )
    typed = data.draw(of_one if numbers else st.text("AB01", min_size=1, max_size=3))
    if not bare(typed):
        return
    found = [row.number for row in find_certificates_like(typed)]
    db.session.rollback()
    assert found == walked(rows, typed)


def test_parts_are_found_as_people_type_them(client, factory):
    factory.award(number="0123/QĐ-UBND/2025")
    factory.award(number="CNNT-75-2026-0045")

    def found(typed):
        page = client.get("/giay-chung-nhan", query_string={"q": typed}).get_data(as_text=True)
        return re.findall(r'href="/giay-chung-nhan/([^"?]+\d)"', page.partition("<main")[2])

    assert (
        found("123/qd")
        == found("QĐ-UBND")
        == found(".../2025")
        == found("ubnd 2025")
        == ["0123%2FQ%C4%90-UBND%2F2025"]
    )
    assert found("45") == found("…-2026-00") == ["CNNT-75-2026-0045"]
    assert found("026") == []


def test_a_part_that_is_not_found_is_told_where_parts_may_begin(client, factory):
    factory.award(number="CNNT-75-2026-0012")
    page = client.get("/giay-chung-nhan?q=026").get_data(as_text=True)
    assert "CNNT-75-2026-0012" in page
    assert "026" in page
    assert "bắt đầu ở đầu một nhóm chữ số hoặc chữ cái" in page
