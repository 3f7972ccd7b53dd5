"""What minutes of a council print: a priority with its certificate, and what was carried out."""

import io
import re
from datetime import date

import pypdf

from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.models import Award
from programme.models import Proposal, ProposalCouncil
from programme.proposal_councils.files import minutes_pdf
from programme.proposal_review import services as review
from programme.proposals.queries import priority_of
from tests.factories.accounts import signed_in_client
from tests.helpers.proposals import approved, council, done, registered, state
from tests.helpers.voting.acts import act
from tests.helpers.voting.browser import Person


def printed(row):
    """The words of the newest minutes of a proposal."""
    made = (
        db.session.query(ProposalCouncil)
        .filter_by(proposal_id=row.id)
        .order_by(ProposalCouncil.id.desc())
        .first()
    )
    pages = pypdf.PdfReader(io.BytesIO(minutes_pdf(made, priority_of(made.proposal)))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_minutes_name_the_certificate_that_gives_priority_and_when_it_was_revoked(factory, world):
    product = factory.product(world[1])
    factory.award(
        product, level="khu-vuc", number="KV-7", year=2025, issued_on=date(2025, 9, 1), valid_until=date(2099, 12, 31)
    )  # fmt: skip
    row = approved(factory, world, products=[product])
    assert "Không thuộc diện ưu tiên" not in printed(row)
    assert "cấp khu vực, số KV-7, đến 31/12/2099" in printed(row)
    with transaction() as session:
        year = session.get_one(Proposal, row.id).plan_year
        year.register_until = date(2026, 1, 5)
        session.query(Award).one().revoked_on = date(2026, 2, 1)
    assert "đến 31/12/2099; thu hồi ngày 01/02/2026" in printed(row)


def test_minutes_of_acceptance_tell_what_was_carried_out_and_what_it_cost(factory, world):
    row, people = approved(factory, world), world[2]
    act(people["province"], review.start_proposal, row.id, "Hợp đồng số 3/HĐ")
    act(people["editor"], review.tell_done, row.id, done(national=110_000_000))
    council(world, row, "province")
    told = (
        f"Thực hiện xong ngày {today():%d/%m/%Y} theo Báo cáo số 7/BC. Kinh phí đã dùng: Khuyến công quốc gia"
    )
    assert f"{told} 110.000.000 đồng" in printed(row)


def test_a_form_of_a_proposal_shows_the_products_and_the_mark_it_is_for(app, factory, world):
    people, facility = world[2], world[1]
    first, second = factory.product(facility, name_vi="Trà sen"), factory.product(facility, name_vi="Mứt sen")
    mark = factory.trademark(facility, name="SEN")
    key = factory.proposal(people["member"], facility, products=[first], trademark=mark).id
    member = Person(app, signed_in_client(app, people["member"]), "en")
    page = member.open("programme.my_proposal_edit", proposal_id=key)
    boxes = {key: "checked" in tag for tag in re.findall(r'<input[^>]*name="products"[^>]*>', page)
             for key in re.findall(r'value="(\d+)"', tag)}  # fmt: skip
    assert boxes == {str(first.id): True, str(second.id): False}
    assert f'<option selected value="{mark.id}">SEN</option>' in page


def test_an_office_amends_and_stops_a_proposal_on_its_page(app, factory, world):
    row, people = approved(factory, world), world[2]
    ministry = Person(app, signed_in_client(app, people["ministry"]), "en")
    amend, stop = {"proposal_id": row.id, "act": "amend"}, {"proposal_id": row.id, "act": "stop"}
    words = {"reason": "Giá tăng", "decision": "10/QĐ-BCT"}
    version = ministry.value("version", "programme.proposal_act", **amend)
    sums = {"national": "130.000.000", "local": "", "own": "150.000.000", "quantity": "2", "version": version}
    ministry.send("programme.proposal_act", sums | words | {"reason": ""}, expect=422, **amend)
    assert ministry.errors == ["Give a reason."]
    ministry.send("programme.proposal_act", sums | words, **amend)
    kept = db.session.get_one(Proposal, row.id, populate_existing=True)
    assert (kept.approved_national, kept.quantity) == (130_000_000, 2)
    ministry.send("programme.proposal_act", words, **stop)
    assert state(row) == "stopped"


def test_a_facility_takes_its_proposal_back_on_its_page(app, factory, world):
    row, people = registered(factory, world), world[2]
    member, page = Person(app, signed_in_client(app, people["member"]), "en"), {"proposal_id": row.id}
    here = page | {"on": "programme.my_proposal"}
    member.send("programme.my_proposal_step", {"act": "sell", "reason": ""}, expect=422, **here)
    assert member.errors == ["Choose one of the steps of this page."]
    member.send("programme.my_proposal_step", {"act": "withdraw", "reason": "Đã tự mua máy"}, **here)
    assert state(row) == "withdrawn"
