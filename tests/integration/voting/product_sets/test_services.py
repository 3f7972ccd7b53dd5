import pytest

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from app.site.products.rows import get_product_rows
from catalog.models import Award
from tests.factories import catalog
from tests.helpers.voting.acts import (
    act,
    assert_bundle_holds,
    both,
    close,
    decide_all,
    entry,
    kinds,
    publish,
    refused,
    the_round,
)
from voting.council import services as council
from voting.dossiers import services as nominations
from voting.models import CouncilVerdict, MergedSet, Nomination
from voting.product_sets import services as product_sets
from voting.product_sets.queries import list_sets, sets_by_member
from voting.publication.queries import get_public_round
from voting.reopening import services as reopening
from voting.results.queries import result_rows

NAME = "Bộ sản phẩm nước mắm Hương Quê"
BEST = {"market": "40", "economy": "40", "culture": "10", "other": "9.5"}
LOW = {"market": "20", "economy": "20", "culture": "5", "other": "5"}
WHY = "Gộp nhầm"


def merged(people, *numbers, name=NAME, set_case="c"):
    ids = [people.nominations[number].id for number in numbers]
    return act(
        people.secretary, product_sets.merge_entries, people.round_id, ids, name=name, set_case=set_case
    )


def test_set_is_one_award_carried_by_its_best_member(factory):
    people = factory.closed_round({1: BEST}, products=3)
    row = merged(people, 0, 1)
    assert (row.code, row.lead_id) == ("B1", entry(people, 1).id)
    assert [entry(people, n).state for n in range(3)] == ["merged", "accepted", "accepted"]
    publish(people)
    awards = db.session.query(Award).filter_by(round_id=people.round_id).order_by(Award.id).all()
    assert [(a.product_id, a.product_name) for a in awards] == [
        (people.products[1].id, NAME),
        (people.products[2].id, people.products[2].name_vi),
    ]
    assert [entry(people, n).state for n in range(3)] == ["merged", "recognised", "recognised"]


def test_every_member_keeps_its_score(factory):
    people = factory.closed_round({1: BEST}, products=3)
    before = result_rows(the_round(people))
    merged(people, 0, 1)
    assert result_rows(the_round(people)) == before
    publish(people)
    result = get_public_round(the_round(people).slug).result
    shown = {row["product"]: row for row in result["recognised"]}
    assert (shown[NAME]["total"], shown[NAME]["set"]["case"]) == ("99.5", "c")
    assert sorted((m["product_slug"], m["total"]) for m in shown[NAME]["set"]["members"]) == sorted(
        [(people.products[0].slug, "76.5"), (people.products[1].slug, "99.5")]
    )
    assert (result["entered"], len(result["recognised"])) == (3, 2)


def test_set_stands_in_the_bundle(factory):
    people = factory.closed_round(products=3)
    row = merged(people, 0, 1)
    publish(people)
    bundle = assert_bundle_holds(people)
    codes = [entry(people, n).codes[-1].code for n in range(2)]
    assert bundle["sets"] == [
        {"code": "B1", "case": "c", "lead": row.lead.codes[-1].code, "members": sorted(codes)}
    ]
    assert len(bundle["results"]) == 3


def test_member_finds_the_set_it_shares_an_award_with(factory):
    people = factory.closed_round(products=2)
    merged(people, 0, 1)
    publish(people)
    shared = [get_product_rows(people.products[n].slug).awards for n in (0, 1)]
    assert [len(awards) for awards in shared] == [1, 1]
    assert {awards[0].number for awards in shared} == {shared[0][0].number}
    assert sorted(bool(awards[0].lead_slug) for awards in shared) == [False, True]
    both(people, reopening.sign_annulment, people.round_id, reason=WHY)


def test_merging_forgets_what_was_noted(factory):
    people = factory.closed_round(products=3)
    decide_all(people)
    merged(people, 0, 1)
    assert db.session.query(CouncilVerdict.nomination_id).all() == [(entry(people, 2).id,)]
    with pytest.raises(RuleBroken) as refused:
        act(people.chair, council.sign_provisional, people.round_id)
    assert (refused.value.code, refused.value.params) == ("entries_undecided", {"count": 1})


def test_member_is_not_decided_on(factory):
    people = factory.closed_round(products=2)
    row = merged(people, 0, 1)
    [member] = [m.nomination_id for m in row.members if m.nomination_id != row.lead_id]
    with pytest.raises(Conflict) as refused:
        act(people.chair, council.decide_entry, people.round_id, member, recognised=True)
    assert refused.value.code == "part_of_set"


def test_set_is_taken_apart_with_a_reason(factory):
    people = factory.closed_round(products=2)
    row = merged(people, 0, 1)
    decide_all(people)
    with pytest.raises(RuleBroken) as refused:
        act(people.chair, product_sets.take_set_apart, row.id, " ")
    assert (refused.value.code, refused.value.field) == ("reason_needed", "reason")
    act(people.chair, product_sets.take_set_apart, row.id, WHY)
    assert [entry(people, n).state for n in range(2)] == ["accepted", "accepted"]
    assert (list_sets(people.round_id), sets_by_member(people.round_id)) == ([], {})
    assert db.session.query(CouncilVerdict).count() == 0
    with pytest.raises(Conflict) as again:
        act(people.chair, product_sets.take_set_apart, row.id, WHY)
    assert again.value.code == "set_dissolved"
    assert merged(people, 0, 1).code == "B2"
    publish(people)
    assert [s["code"] for s in assert_bundle_holds(people)["sets"]] == ["B2"]
    assert [k for k in kinds(people) if "set" in k or "merge" in k] == [
        "merge_entries", "dissolve_set", "merge_entries",
    ]  # fmt: skip


def test_reopening_takes_sets_apart(factory):
    people = factory.closed_round(products=2)
    merged(people, 0, 1)
    both(people, reopening.sign_reopening, people.round_id, reason=WHY)
    assert [entry(people, n).state for n in range(2)] == ["accepted", "accepted"]
    close(people)
    publish(people)
    assert assert_bundle_holds(people)["sets"] == []
    assert db.session.query(MergedSet.dissolved_reason).all() == [(WHY,)]


@pytest.mark.parametrize(
    ("numbers", "facts", "code", "field"),
    [
        ((0, 1), {"name": " "}, "required", "name"),
        ((0, 1), {"set_case": "d"}, "choose_set_case", "set_case"),
        ((0,), {}, "set_too_small", "members"),
        ((0, 0), {}, "set_too_small", "members"),
        ((0, 2), {}, "set_below_mark", "members"),
    ],
)
def test_bad_set_names_its_field(factory, numbers, facts, code, field):
    people = factory.closed_round({2: LOW}, products=3)
    with pytest.raises(RuleBroken) as refused:
        merged(people, *numbers, **facts)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_entry_is_in_one_set_at_most(factory):
    people = factory.closed_round(products=3)
    merged(people, 0, 1)
    for pair in ((0, 2), (1, 2)):
        with pytest.raises(Conflict) as refused:
            merged(people, *pair)
        assert refused.value.code == "already_in_set"


def test_set_is_of_one_facility(factory):
    people = factory.receiving_round(products=1)
    other = catalog.facility()
    stranger = factory.user("facility", facility_id=other.id)
    foreign = catalog.product(other)
    people.nominations = []
    for person, product in ((people.member, people.products[0]), (stranger, foreign)):
        nomination = factory.complete_dossier(person, people.round_id, product.id)
        act(person, nominations.submit_nomination, nomination.id)
        act(people.secretary, nominations.accept_nomination, nomination.id)
        people.nominations.append(nomination)
    from tests.helpers.voting.khanh_hoa import score_all

    score_all(people, dict.fromkeys(range(2), BEST))
    with pytest.raises(RuleBroken) as refused:
        merged(people, 0, 1)
    assert refused.value.code == "set_of_two_facilities"


def test_sets_are_the_council_s_alone_and_only_in_session(factory):
    people = factory.closed_round(products=2)
    ids = [n.id for n in people.nominations]
    for person in (people.officer, people.member, people.jurors[0]):
        with pytest.raises(NotAllowed):
            act(person, product_sets.merge_entries, people.round_id, ids, name=NAME, set_case="a")
    with pytest.raises(NotFound):
        act(
            people.chair,
            product_sets.merge_entries,
            people.round_id,
            [ids[0], 10**6],
            name=NAME,
            set_case="a",
        )
    with pytest.raises(NotFound):
        act(people.chair, product_sets.take_set_apart, 10**6, WHY)
    row = merged(people, 0, 1)
    publish(people)
    with pytest.raises(Conflict) as refused:
        act(people.chair, product_sets.take_set_apart, row.id, WHY)
    assert refused.value.code == "not_in_council"


def test_a_set_is_of_one_group(factory):
    people = factory.closed_round(products=2)
    with transaction() as session:
        session.get_one(Nomination, people.nominations[1].id).group = "thu-cong-my-nghe"
    ids = [nomination.id for nomination in people.nominations]
    told = refused(
        people.secretary, product_sets.merge_entries, people.round_id, ids, name=NAME, set_case="c"
    )
    assert told == ("set_of_two_groups", "members")
