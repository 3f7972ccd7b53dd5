"""Acts on many entries of a round cost a fixed number of statements and few for each entry."""

from app.accounts.models import User
from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.validity import award_valid_until
from tests.factories import accounts, catalog
from tests.helpers.statements import statements
from tests.helpers.voting.acts import act
from tests.helpers.voting.khanh_hoa import score_all
from tests.integration.voting.scoring.test_second_pass import rules
from voting.acceptance.services import accept_several
from voting.council import services as council
from voting.dossiers import services as nominations
from voting.models import Nomination
from voting.publication import services as publication

AT = {"market": "28", "economy": "28", "culture": "7", "other": "7"}


def counted(person_id, verb, *args):
    """How many statements an act takes in a session that knows nothing yet."""
    db.session.remove()
    actor = accounts.actor(db.session.get_one(User, person_id))
    with statements() as said:
        act(actor, verb, *args)
    return len(said)


def receiving(factory, products, rule_set_id):
    """Dossiers that are handed in, each of a facility of its own with a member who gets mails."""
    people = factory.receiving_round(products=products, jurors=1, rule_set_id=rule_set_id)
    people.nominations = []
    for product in people.products:
        nomination = factory.complete_dossier(people.member, people.round_id, product.id)
        act(people.member, nominations.submit_nomination, nomination.id)
        people.nominations.append(nomination)
        other = catalog.facility()
        accounts.user("facility", facility_id=other.id)
        with transaction():
            row = db.session.get_one(Nomination, nomination.id)
            row.facility_id = row.product.facility_id = other.id
    return people


def decided_and_published(people):
    """The statements of each act of the council, from its decisions to the public decision."""
    chair, secretary, round_id = people.chair.id, people.secretary.id, people.round_id
    day = today()
    form = council.DecisionForm("12/QĐ-SCT", day, "Nguyễn Văn Thử", "Sở Công Thương", award_valid_until(day))
    return [
        counted(chair, council.follow_count, round_id),
        counted(chair, council.sign_provisional, round_id),
        counted(secretary, council.sign_provisional, round_id),
        counted(secretary, council.prepare_decision, round_id, form),
        counted(chair, publication.sign_publication, round_id),
        counted(secretary, publication.sign_publication, round_id),
    ]


def test_three_and_thirty_entries(factory):
    """Accepting writes an entry and a mail; deciding nothing one by one; the list a mail; publishing an entry, a
    certificate and a mail: from the first decision to the last at most four for each entry, 106 for 27 more.
    """
    accepted, decided, rule_set_id = {}, {}, rules(minimum_ballots=1)
    for products in (3, 30):
        people = receiving(factory, products, rule_set_id)
        ids = [nomination.id for nomination in people.nominations]
        accepted[products] = counted(people.secretary.id, accept_several, people.round_id, ids)
        for name in ("officer", "chair", "secretary"):
            setattr(people, name, db.session.merge(getattr(people, name)))
        people.jurors = [db.session.merge(juror) for juror in people.jurors]
        score_all(people, dict.fromkeys(range(products), AT))
        decided[products] = decided_and_published(people)
    assert accepted == {3: 24, 30: 78}
    assert decided == {3: [13, 24, 38, 6, 23, 90], 30: [13, 24, 65, 6, 23, 169]}
