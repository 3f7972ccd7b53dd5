from datetime import date
from types import SimpleNamespace

import pytest

from app.core.actor import SYSTEM
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from app.core.mail import OutboxMail
from catalog.awards.services import revoke_award
from catalog.models import Award
from tests.helpers.voting.acts import (
    act,
    assert_bundle_holds,
    both,
    entry,
    kinds,
    publish,
    the_round,
)
from voting.dossiers import services as nominations
from voting.models import Nomination, Promotion, RuleSet, SelectionRound
from voting.outside_lists import services as lists
from voting.product_sets import services as product_sets
from voting.promotion import services as promotion
from voting.promotion.queries import find_origin, list_upper_rounds
from voting.reopening import services as reopening
from voting.rounds import services as rounds
from voting.rounds import transitions
from voting.rule_sets import services as rule_sets
from voting.rules.document import rule_set_from_dict

LOW = {"market": "20", "economy": "20", "culture": "5", "other": "5"}


def upper_round(factory, level="khu-vuc", region="phia-nam", *, is_open=True):
    """A round of a higher level with its council, receiving entries."""
    role = "officer-region" if level == "khu-vuc" else "officer-national"
    people = SimpleNamespace(
        officer=factory.user(role, region=region),
        chair=factory.user("chair"),
        secretary=factory.user("secretary"),
    )
    with transaction():
        rules_id = rule_sets.sync_rule_sets().id
    plan = rounds.RoundPlan(
        title_vi=f"Kỳ bình chọn cấp {level}", level=level, year=2026, rule_set_id=rules_id,
        region=region if level == "khu-vuc" else "",
    )  # fmt: skip
    people.round_id = act(people.officer, rounds.plan_round, plan).id
    seats = [
        rounds.Seat(people.chair.email, "", role="chair"),
        rounds.Seat(people.secretary.email, "", role="secretary"),
    ]
    act(people.officer, rounds.seat_council, people.round_id, seats)
    for step in ("announce", "open_entries") if is_open else ("announce",):
        act(people.officer, transitions.step, people.round_id, step)
    return people


def with_quota(value):
    """The default rules with an upward quota, as a rule set of its own; returns its id."""
    with transaction():
        body = {**rule_sets.sync_rule_sets().body, "code": "quota", "version": 1, "upward_quota": value}
        row = rule_sets._insert(SYSTEM, rule_set_from_dict(body))
        db.session.flush()
        return row.id


def prepared(people, upper, *numbers):
    ids = [people.nominations[n].id for n in numbers]
    return act(people.secretary, promotion.prepare_promotion, people.round_id, upper.round_id, ids)


def promoted(people, upper, *numbers):
    prepared(people, upper, *numbers)
    return both(people, promotion.sign_promotion, people.round_id, upper.round_id)


def test_signed_list_copies_the_dossier_up(factory):
    people, upper = factory.published_round(), upper_round(factory)
    assert promoted(people, upper, 0) == [False, True]
    [above] = db.session.query(Nomination).filter_by(round_id=upper.round_id).all()
    below = entry(people)
    assert (above.state, above.promoted_from_id, above.product_id) == (
        "submitted",
        below.id,
        below.product_id,
    )
    assert (above.statement, above.group) == (below.statement, below.group)
    assert [(d.kind, d.file) for d in above.documents] == [(d.kind, d.file) for d in below.documents]
    act(upper.secretary, nominations.accept_nomination, above.id)
    assert entry(SimpleNamespace(nominations=[above])).state == "accepted"
    act_row, decision = find_origin(above)
    assert (act_row.nomination_id, decision.number) == (below.id, "12/QĐ-SCT")


def test_promotion_cites_the_frozen_result_and_is_logged(factory):
    people, upper = factory.published_round(), upper_round(factory)
    promoted(people, upper, 0, 1)
    rows = db.session.query(Promotion).all()
    assert [len(row.result) for row in rows] == [64, 64]
    assert kinds(people)[-1] == "promote"
    assert_bundle_holds(people)


def test_one_signature_moves_nothing(factory):
    people, upper = factory.published_round(), upper_round(factory)
    prepared(people, upper, 0)
    assert act(people.chair, promotion.sign_promotion, people.round_id, upper.round_id) is False
    assert db.session.query(Nomination).filter_by(round_id=upper.round_id).count() == 0
    prepared(people, upper, 1)
    assert act(people.secretary, promotion.sign_promotion, people.round_id, upper.round_id) is False
    assert act(people.chair, promotion.sign_promotion, people.round_id, upper.round_id) is True
    assert db.session.query(Nomination.product_id).filter_by(round_id=upper.round_id).all() == [
        (people.products[1].id,)
    ]


def test_list_not_signed_yet_may_be_changed(factory):
    people, upper = factory.published_round(), upper_round(factory)
    prepared(people, upper, 0)
    assert [row.nomination_id for row in prepared(people, upper, 0, 1)] == [n.id for n in people.nominations]
    assert prepared(people, upper) == []
    with pytest.raises(RuleBroken) as refused:
        act(people.chair, promotion.sign_promotion, people.round_id, upper.round_id)
    assert refused.value.code == "nothing_to_promote"


@pytest.mark.parametrize("quota", [{"kind": "count", "value": "1"}, {"kind": "share", "value": "1/2"}])
def test_quota_is_counted_over_all_lists(factory, quota):
    people = factory.published_round(rule_set_id=with_quota(quota))
    upper = upper_round(factory)
    with pytest.raises(RuleBroken) as refused:
        prepared(people, upper, 0, 1)
    assert (refused.value.code, refused.value.field) == ("over_quota", "entries")
    assert refused.value.params == {"limit": 1, "count": 2}
    promoted(people, upper, 0)
    with pytest.raises(RuleBroken) as again:
        prepared(people, upper, 1)
    assert again.value.code == "over_quota"


def on_list(people, *numbers):
    ids = [people.nominations[n].id for n in numbers]
    data = lists.ListData("Cục Công Thương", "07/UBND-KT", date(2026, 1, 5), ids)
    return act(people.chair, lists.prepare_list, people.round_id, data)


def test_quota_counts_what_went_to_bodies_outside(factory):
    people = factory.published_round(rule_set_id=with_quota({"kind": "count", "value": "1"}))
    upper, sign = upper_round(factory), (lists.sign_list, people.round_id)
    waiting = prepared(people, upper, 0)
    row = on_list(people, 1)
    assert both(people, *sign, row.id) == [False, True]
    with pytest.raises(RuleBroken) as signed:
        act(people.chair, promotion.sign_promotion, people.round_id, upper.round_id)
    assert signed.value.params == {"limit": 1, "count": 2}
    for again in (lambda: prepared(people, upper, 0), lambda: on_list(people, 0)):
        with pytest.raises(RuleBroken) as refused:
            again()
        assert (refused.value.code, refused.value.field) == ("over_quota", "entries")
    assert [one.promoted_at for one in waiting] == [None]


def test_entry_goes_one_way_alone(factory, login_as):
    people, upper = factory.published_round(products=3), upper_round(factory)
    row = on_list(people, 0, 1)
    promoted(people, upper, 0)
    with pytest.raises(Conflict, match="already_promoted"):
        act(people.chair, lists.sign_list, people.round_id, row.id)
    with pytest.raises(Conflict, match="already_promoted"):
        on_list(people, 0)
    assert both(people, lists.sign_list, people.round_id, on_list(people, 1).id) == [False, True]
    with pytest.raises(Conflict, match="already_promoted"):
        prepared(people, upper, 1)
    slug = the_round(people).slug
    page = login_as(people.chair).get(f"/hoi-dong/{slug}/danh-sach-de-cu").text
    assert page.count('name="entries"') == 1


def test_entry_goes_up_once(factory):
    people, upper = factory.published_round(), upper_round(factory)
    promoted(people, upper, 0)
    with pytest.raises(Conflict) as refused:
        prepared(people, upper, 0)
    assert refused.value.code == "already_promoted"


def test_only_recognised_entries_go_up(factory):
    people, upper = factory.published_round(scores={1: LOW}), upper_round(factory)
    with pytest.raises(RuleBroken) as refused:
        prepared(people, upper, 1)
    assert refused.value.code == "not_recognised"
    with pytest.raises(NotFound):
        act(people.chair, promotion.prepare_promotion, people.round_id, upper.round_id, [10**6])


def test_revoked_certificate_opens_no_region(factory):
    people, upper = factory.published_round(), upper_round(factory)
    prepared(people, upper, 0)
    award = db.session.query(Award).filter_by(product_id=people.products[0].id).one()
    act(SYSTEM, revoke_award, award.id, "Vi phạm")
    with pytest.raises(RuleBroken) as refused:
        act(people.chair, promotion.sign_promotion, people.round_id, upper.round_id)
    assert refused.value.code == "lower_certificate_expired"


def test_promotion_leads_to_open_rounds_of_the_own_region_only(factory):
    people = factory.published_round()
    other = upper_round(factory, region="phia-bac")
    closed = upper_round(factory, is_open=False)
    nation = upper_round(factory, "quoc-gia")
    right = upper_round(factory)
    assert [row.id for row in list_upper_rounds(the_round(people))] == [right.round_id]
    for upper in (other, closed, nation):
        with pytest.raises(NotFound):
            prepared(people, upper, 0)


def test_only_a_standing_published_result_is_cited(factory):
    people, upper = factory.provisional_round(), upper_round(factory)
    with pytest.raises(Conflict) as early:
        prepared(people, upper, 0)
    assert early.value.code == "not_published"
    done = factory.published_round(title_vi="Kỳ khác")
    both(done, reopening.sign_annulment, done.round_id, reason="Sai sót")
    with pytest.raises(Conflict) as late:
        prepared(done, upper, 0)
    assert late.value.code == "not_published"


def test_promotion_is_the_council_s(factory):
    people, upper = factory.published_round(), upper_round(factory)
    ids = [people.nominations[0].id]
    for person in (people.officer, people.member, upper.chair, people.jurors[0]):
        with pytest.raises(NotAllowed):
            act(person, promotion.prepare_promotion, people.round_id, upper.round_id, ids)
        with pytest.raises(NotAllowed):
            act(person, promotion.sign_promotion, people.round_id, upper.round_id)


def test_region_asks_for_a_valid_provincial_certificate(factory):
    upper = upper_round(factory)
    facility = factory.facility()
    product = factory.product(facility)
    member = factory.user("facility", facility_id=facility.id)
    with pytest.raises(RuleBroken) as refused:
        act(member, nominations.enter_product, upper.round_id, product.id)
    assert (refused.value.code, refused.value.field) == ("lower_certificate_missing", "product_id")
    factory.award(product)
    assert act(member, nominations.enter_product, upper.round_id, product.id).state == "draft"


def test_nation_takes_only_what_regions_send_up(factory):
    upper = upper_round(factory, "quoc-gia")
    facility = factory.facility()
    product = factory.product(facility)
    factory.award(product, level="khu-vuc")
    member = factory.user("facility", facility_id=facility.id)
    with pytest.raises(RuleBroken) as refused:
        act(member, nominations.enter_product, upper.round_id, product.id)
    assert refused.value.code == "not_promoted"


def test_set_goes_up_as_a_set_with_all_papers(factory):
    people = factory.closed_round()
    ids = [n.id for n in people.nominations]
    row = act(people.chair, product_sets.merge_entries, people.round_id, ids, name="Bộ quà", set_case="b")
    publish(people)
    upper = upper_round(factory)
    number = [n.id for n in people.nominations].index(row.lead_id)
    promoted(people, upper, number)
    [above] = db.session.query(Nomination).filter_by(round_id=upper.round_id).all()
    assert (above.is_set, above.set_case) == (True, "b")
    assert len(above.documents) == sum(len(entry(people, n).documents) for n in range(2))


def test_annulment_below_is_told_above(factory):
    people, upper = factory.published_round(), upper_round(factory)
    promoted(people, upper, 0)
    before = db.session.query(OutboxMail).count()
    both(people, reopening.sign_annulment, people.round_id, reason="Sai sót")
    told = [mail.recipient for mail in db.session.query(OutboxMail).order_by(OutboxMail.id).all()[before:]]
    assert {upper.chair.email, upper.secretary.email} <= set(told)


def test_rounds_of_the_test_are_what_they_seem(factory):
    upper = upper_round(factory)
    assert db.session.get_one(SelectionRound, upper.round_id).state == "receiving"
    assert db.session.query(RuleSet).count() == 1
