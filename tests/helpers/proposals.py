"""Steps of proposals that tests share."""

from app.core.clock import today
from app.core.database.base import db
from programme.counts.queries import count_targets
from programme.models import Programme, Proposal
from programme.proposal_councils import services as councils
from programme.proposal_councils.services import Minutes
from programme.proposal_review import services as review
from programme.proposal_review.services import CarriedOut
from programme.proposals import services
from tests.helpers.voting.acts import act

SUMS = {"national": 120_000_000, "local": 0, "own": 150_000_000}
FORMS = (
    "programme.council_call", "programme.council_minutes", "programme.council_opinion", "programme.council_seat",
    "programme.council_seat_back", "programme.council_sign",
    "programme.my_proposal_edit", "programme.my_proposal_new", "programme.my_proposal_step", "programme.plan_offer",
    "programme.plan_offer_remove", "programme.plan_paper", "programme.plan_paper_remove", "programme.plan_year",
    "programme.plan_years", "programme.proposal_act", "programme.proposal_edit", "programme.proposal_new",
    "programme.proposal_paper_remove", "programme.proposal_papers", "programme.proposal_step",
)  # fmt: skip
"""POST routes that tests/integration/programme/proposals send wrong input to."""


def state(row):
    return db.session.get_one(Proposal, row.id, populate_existing=True).state


def registered(factory, world, **values):
    _programmes, facility, people = world
    row = factory.proposal(people["member"], facility, **values)
    act(people["member"], services.register_proposal, row.id)
    return row


def received(factory, world, **values):
    row = registered(factory, world, **values)
    people = world[2]
    act(people["province"], review.receive_proposal, row.id)
    act(people["member"], services.hand_in_dossier, row.id, "Thuyết minh, báo giá; nộp tại Sở")
    return row


def council(world, row, by, verdict="agree", sums=None):
    """A council of chair, secretary and a member that finds and signs."""
    people = world[2]
    ids = [people[name].id for name in ("chair", "secretary", "appraiser")]
    council_id = act(people[by], councils.call_council, row.id, "15/QĐ-SCT", ids[0], ids[1], [ids[2]]).id
    for name in ("chair", "secretary", "appraiser"):
        act(people[name], councils.give_opinion, council_id, "Phù hợp", agrees=verdict == "agree")
    minutes = Minutes(today(), "Đồng Nai", "Đủ điều kiện", verdict, sums or {})
    act(people["secretary"], councils.write_minutes, council_id, minutes)
    act(people["chair"], councils.sign_minutes, council_id)
    act(people["secretary"], councils.sign_minutes, council_id)
    return council_id


def approved(factory, world, **values):
    row, people = received(factory, world, **values), world[2]
    act(people["province"], review.send_up, row.id, "20/SCT-CN")
    council(world, row, "ministry", sums=SUMS)
    act(people["ministry"], review.approve_proposal, row.id, SUMS, "99/QĐ-BCT")
    return row


def done(quantity=3, **used):
    return CarriedOut(today(), quantity, "Báo cáo số 7/BC", {"national": 0, "local": 0, "own": 0} | used)


def counted(factory, programme, code):
    target = factory.target_of(programme, code)
    found = count_targets(db.session.get_one(Programme, programme.id)).get(target.id)
    return found.number if found else 0
