"""Khánh Hòa 2023: 75 entries, 54 reach 70, merged into 35 certificates, 14 of them sent up."""

import pytest

from app.core.database.base import db
from catalog.models import Award
from tests.factories import catalog
from tests.helpers.voting.acts import act, assert_bundle_holds, both, publish, the_round
from tests.helpers.voting.khanh_hoa import score_all
from tests.integration.voting.promotion.test_services import upper_round, with_quota
from voting.dossiers import services as nominations
from voting.models import Nomination
from voting.product_sets import services as product_sets
from voting.promotion import services as promotion
from voting.publication.queries import get_public_round
from voting.results.queries import result_rows

PASSING = 54
SETS = (3,) * 4 + (2,) * 11
"""Four sets of three and eleven of two: 34 entries in 15 sets, 20 alone, 35 certificates."""
AT_THE_MARK = {"market": "28", "economy": "28", "culture": "7", "other": "7"}
JUST_BELOW = {"market": "28", "economy": "28", "culture": "7", "other": "6.9"}


@pytest.mark.slow
def test_khanh_hoa_2023_end_to_end(factory):
    people = _entered(factory)
    score_all(people, {n: AT_THE_MARK if n < PASSING else JUST_BELOW for n in range(75)})
    rows = result_rows(the_round(people))
    assert (len(rows), sum(row["verdict"] == "pass" for row in rows.values())) == (75, PASSING)

    at = 0
    for number, size in enumerate(SETS, 1):
        ids = [people.nominations[n].id for n in range(at, at + size)]
        name = f"Bộ sản phẩm {number}"
        act(people.secretary, product_sets.merge_entries, people.round_id, ids, name=name, set_case="c")
        at += size
    publish(people)
    awards = db.session.query(Award).filter_by(round_id=people.round_id).all()
    assert len(awards) == 35
    result = get_public_round(the_round(people).slug).result
    assert (result["entered"], len(result["recognised"])) == (75, 35)
    assert sum(len(row["set"]["members"]) for row in result["recognised"] if row["set"]) == 34

    upper = upper_round(factory)
    chosen = sorted(award.nomination_id for award in awards)[:14]
    act(people.chair, promotion.prepare_promotion, people.round_id, upper.round_id, chosen)
    assert both(people, promotion.sign_promotion, people.round_id, upper.round_id) == [False, True]
    assert db.session.query(Nomination).filter_by(round_id=upper.round_id, state="submitted").count() == 14

    bundle = assert_bundle_holds(people)
    assert (len(bundle["sets"]), len(bundle["results"]), len(bundle["ballots"])) == (15, 75, 225)
    assert {row["total"] for row in bundle["results"]} == {"70", "69.9"}


def _entered(factory):
    """75 accepted dossiers: one facility for each set, one for all the others."""
    quota = with_quota({"kind": "share", "value": "2/5"})
    people = factory.receiving_round(products=1, jurors=3, rule_set_id=quota)
    others = 75 - sum(SETS)
    owners = [catalog.facility() for _ in (*SETS, 0)]
    people.nominations = []
    for owner, size in zip(owners, (*SETS, others), strict=True):
        member = factory.user("facility", facility_id=owner.id)
        products = [catalog.product(owner, pictures=0) for _ in range(size)]
        for product in products:
            nomination = factory.complete_dossier(member, people.round_id, product.id)
            act(member, nominations.submit_nomination, nomination.id)
            act(people.secretary, nominations.accept_nomination, nomination.id)
            people.nominations.append(nomination)
    return people
