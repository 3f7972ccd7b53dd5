"""The desk of a facility as each of its members sees it: no link and no button leads to a refusal."""

from collections import Counter

import pytest
from sqlalchemy import select

from app.accounts.models import Membership
from app.core.actor import Duty
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.web.access import PUBLIC_RULE, rule_of
from catalog.enums import CheckState, FacilityState, ProductState
from catalog.models import Facility
from catalog.transfers.services import offer_product
from tests.factories import catalog, traceability, voting
from tests.factories.accounts import user
from tests.factories.catalog import member_actor, officer_actor
from tests.helpers.voting.acts import act
from tests.integration.app.web.form_walk import Walk
from tests.integration.app.web.page_forms import read_page
from traceability.code_reports.services import report_code
from traceability.recall_reports.drills import RecipientData, note_drill_recipient, start_drill
from traceability.terms import REPORT_REASONS
from voting.dossiers import services as nominations

pytestmark = pytest.mark.slow
TWINS = 2
"""How many pages of one kind are opened."""
STARTS = (
    "/tai-khoan",
    "/co-so-cua-toi",
    "/co-so-cua-toi/lo",
    "/co-so-cua-toi/binh-chon",
    "/co-so-cua-toi/giay-to",
)
ENDING = ("accounts.", "catalog.member_remove")
"""What ends the walk: signing out, leaving."""


@pytest.fixture
def facility():
    """One with something on each of its pages."""
    people = voting.receiving_round(products=3)
    voting.complete_dossier(people.member, people.round_id, people.products[0].id)
    handed_in = voting.complete_dossier(people.member, people.round_id, people.products[1].id)
    act(people.member, nominations.submit_nomination, handed_in.id)
    facility_id = people.facility.id
    facility, product = people.facility, people.products[2]
    catalog.trademark(facility)
    catalog.certificate(facility, products=(product,), check_state=CheckState.UNCHECKED)
    catalog.award(product)
    catalog.product(facility, state=ProductState.DRAFT, published_at=None, submitted_at=None)
    catalog.product(facility, state=ProductState.RETURNED, published_at=None)
    maker = member_actor(facility)
    lot = traceability.lot_with_events(product, by=maker)
    traceability.labels(lot, by=maker, drawn=True)
    for who in (maker, officer_actor()):
        traceability.recall(traceability.lot(product, by=maker), by=who)
    start = act(maker, start_drill, lot.id, "Mẫu muối không đạt")
    act(maker, note_drill_recipient, start.id, RecipientData(party="Cửa hàng Đặc sản Biên Hòa"))
    act(
        maker,
        report_code,
        traceability.lot_code(lot).code,
        reason=next(iter(REPORT_REASONS)),
        text="Tem bị bóc",
    )
    other = catalog.product(catalog.facility())
    number = db.session.get_one(Facility, facility_id).registration_number
    act(member_actor(other.facility), offer_product, other.id, to_number=number, reason="Bán xưởng")
    return db.session.get_one(Facility, facility_id)


def member(facility, duty):
    person = user("facility", facility_id=facility.id)
    with transaction() as session:
        session.scalars(select(Membership).where(Membership.user_id == person.id)).one().duty = duty
    return person


class DeskWalk:
    """Follows the links of a person's desk, then sends its forms as they stand."""

    def __init__(self, app, browser):
        self.find, self.browser = Walk(app).endpoint, browser
        self.pages, self.forms, self.refused = Counter(), {}, []

    def go(self):
        waiting, seen = [(each, "") for each in STARTS], set()
        while waiting:
            address, before = waiting.pop(0)
            path = address.partition("#")[0]
            if path not in seen and self.is_of_interest(path):
                seen.add(path)
                waiting += [(link, path) for link in self.open(path, before)]
        for form in self.forms.values():
            self.send(form)

    def is_of_interest(self, path):
        endpoint, values = self.find(path, "GET")
        if endpoint in {None, "accounts.logout"} or rule_of(endpoint) == PUBLIC_RULE:
            return False
        return values.get("lang") != "en" and self.pages[endpoint] < TWINS

    def open(self, path, before):
        self.pages[self.find(path, "GET")[0]] += 1
        answer = self.browser.get(path)
        self.note(answer, f"{before} leads to {path}")
        if answer.status_code != 200 or answer.mimetype != "text/html":
            return []
        page = read_page(path, answer.text)
        self.forms.update({form.action: form for form in page.forms})
        return page.links

    def send(self, form):
        endpoint, _values = self.find(form.action, "POST")
        if not endpoint.startswith(ENDING):
            answer = self.browser.post(form.action, data=dict(form.hidden))
            self.note(answer, f"{form.page} sends to {form.action}")

    def note(self, answer, what):
        if answer.status_code in {403, 500}:
            self.refused.append(f"{what}: {answer.status_code}")


@pytest.mark.parametrize(
    ("duty", "state"),
    [*((duty, FacilityState.VERIFIED) for duty in Duty), (Duty.OWNER, FacilityState.SUSPENDED)],
)
def test_nothing_on_the_desk_leads_to_a_refusal(app, facility, login_as, duty, state):
    person = member(facility, duty)
    with transaction():
        db.session.get_one(Facility, facility.id).state = state
    desk = DeskWalk(app, login_as(person))
    desk.go()
    assert "\n".join(desk.refused) == ""
    pages, forms = set(desk.pages), {desk.find(action, "POST")[0] for action in desk.forms}
    wanted = {"catalog.workspace", "catalog.papers", "catalog.members", "traceability.lots", "voting.entries"}
    assert wanted <= pages
    assert ("catalog.members" in forms, "catalog.transfer" in pages) == (duty == Duty.OWNER,) * 2
    manages = duty != Duty.RECORDER and state == FacilityState.VERIFIED
    assert ("catalog.product_edit" in pages, "catalog.certificate_edit" in pages) == (manages, manages)
    assert ("traceability.open_" in forms) == (state == FacilityState.VERIFIED)
