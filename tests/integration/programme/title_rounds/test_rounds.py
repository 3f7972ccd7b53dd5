"""Rounds for titles: rules of their settings, two people who publish, the way to the ministry, the undoing."""

from datetime import timedelta

import pytest

from app.core.audit import AuditEntry
from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotAllowed, RuleBroken
from catalog.enums import Level
from programme.artisans import services as artisans
from programme.artisans.titles import Title
from programme.facts.tasks import follow_own_facts
from programme.models import ArtisanTitle, Fact, Target, TitleRound
from programme.title_candidates import services as candidates
from programme.title_candidates.services import Found
from programme.title_rounds import publication, queries, services
from programme.title_rounds.publication import DecisionData
from programme.title_rounds.services import CouncilData
from tests.helpers.titles import agreeing, announced, cast, judge, prepare, published, put_forward, round_data
from tests.helpers.voting.acts import act


@pytest.fixture
def people(factory):
    return cast(factory)


def titles_of(artisan):
    query = db.session.query(ArtisanTitle).filter_by(artisan_id=artisan.id).order_by(ArtisanTitle.id)
    return [(row.title, row.decision_number, row.round_id) for row in query]


def state(row):
    return db.session.get_one(TitleRound, row.id, populate_existing=True).state


def test_what_two_people_publish_stands_on_the_pages_of_the_artisans(client, factory, people):
    worthy, other = agreeing(factory, people, "Đỗ Thị Tặng"), agreeing(factory, people, "Cao Văn Chưa")
    row = announced(people)
    first, second = put_forward(people, row, worthy), put_forward(people, row, other)
    judge(people, row, {first: 8, second: 4})
    prepare(people, row)
    page = client.get(f"/nghe-nhan/dot-xet/{row.slug}").text
    assert ("Đỗ Thị Tặng" in page, "77/QĐ-UBND" in page, "Chờ hội đồng xét" in page) == (False, False, True)
    with pytest.raises(NotAllowed) as refusal:
        act(people.first, publication.publish_decision, row.id)
    assert refusal.value.code == "title_second_person"
    assert titles_of(worthy) == []
    act(people.second, publication.publish_decision, row.id)
    assert titles_of(worthy) == [("nghe-nhan-cap-tinh", "77/QĐ-UBND", row.id)]
    assert titles_of(other) == []
    page = client.get(f"/nghe-nhan/dot-xet/{row.slug}").text
    assert ("Đỗ Thị Tặng" in page, "Cao Văn Chưa" in page, "8 trên 9 phiếu" in page) == (True, False, True)
    assert "Hội đồng còn xét 1 người nữa" in page
    own = client.get(f"/nghe-nhan/{worthy.slug}").text
    assert f"/nghe-nhan/dot-xet/{row.slug}" in own
    assert "77/QĐ-UBND" in own
    assert row.name_vi in client.get("/nghe-nhan").text
    assert "8 of 9 votes" in client.get(f"/en/artisans/title-rounds/{row.slug}").text
    assert f"/nghe-nhan/dot-xet/{row.slug}" in client.get("/sitemap.xml").text


def test_who_takes_the_consent_back_is_named_no_more(client, factory, people):
    worthy, other = agreeing(factory, people, "Đỗ Thị Tặng"), agreeing(factory, people, "Cao Văn Nữa")
    row = announced(people)
    judge(people, row, {put_forward(people, row, worthy): 9, put_forward(people, row, other): 9})
    published(people, row)
    act(people.first, artisans.end_consent, worthy.id)
    for path in (f"/nghe-nhan/dot-xet/{row.slug}", f"/en/artisans/title-rounds/{row.slug}"):
        page = client.get(path).text
        assert ("Đỗ Thị Tặng" in page, worthy.slug in page, "Cao Văn Nữa" in page) == (False, False, True)
    assert "1 nghệ nhân khác" in client.get(f"/nghe-nhan/dot-xet/{row.slug}").text
    assert titles_of(worthy) == [("nghe-nhan-cap-tinh", "77/QĐ-UBND", row.id)]
    said = [entry for entry in db.session.query(AuditEntry) if "title_" in entry.act]
    assert len(said) >= 8
    assert all(
        "Tặng" not in f"{one.subject_label if one.subject_kind != 'title_round' else ''} {one.detail}"
        for one in said
    )


def test_an_undone_publication_takes_its_titles_away_and_says_why(client, factory, people):
    worthy = agreeing(factory, people, "Đỗ Thị Tặng", Title.WORKER)
    row = announced(people)
    judge(people, row, {put_forward(people, row, worthy): 9})
    published(people, row)
    with pytest.raises(RuleBroken, match="reason_needed"):
        act(people.first, publication.undo_decision, row.id, " ")
    with pytest.raises(NotAllowed):
        act(people.away, publication.undo_decision, row.id, "Sai")
    act(people.second, publication.undo_decision, row.id, "Quyết định bị thu hồi")
    assert titles_of(worthy) == [("tho-gioi-cap-tinh", "9/QĐ-CTN", None)]
    page = client.get(f"/nghe-nhan/dot-xet/{row.slug}").text
    assert ("Đỗ Thị Tặng" in page, "Quyết định bị thu hồi" in page) == (False, True)
    with pytest.raises(Conflict, match="title_round_settled"):
        act(people.second, publication.undo_decision, row.id, "Lần nữa")


def test_a_province_proposes_and_the_ministry_gives(client, factory, people):
    row = announced(people, title=Title.EMINENT, gives=False, name_vi="Đề nghị Nghệ nhân ưu tú")
    above = announced(
        people, level=Level.NATIONAL, unit=None, title=Title.EMINENT, name_vi="Nghệ nhân ưu tú của Bộ"
    )
    worthy, not_found = agreeing(factory, people, "Đỗ Thị Tặng"), agreeing(factory, people, "Cao Văn Chưa")
    proposed, refused = put_forward(people, row, worthy), put_forward(people, row, not_found)
    judge(people, row, {proposed: 9, refused: 1})
    with pytest.raises(Conflict, match="title_not_proposed"):
        act(people.ministry, candidates.take_in_candidate, above.id, proposed)
    published(people, row, "12/TTr-UBND")
    assert titles_of(worthy) == []
    assert "Đề nghị lên Bộ: Nghệ nhân ưu tú" in client.get(f"/nghe-nhan/dot-xet/{row.slug}").text
    assert [each.id for each in queries.list_proposed(above)] == [proposed]
    with pytest.raises(NotAllowed):
        act(people.first, candidates.take_in_candidate, above.id, proposed)
    with pytest.raises(Conflict, match="title_not_proposed"):
        act(people.ministry, candidates.take_in_candidate, above.id, refused)
    taken = act(people.ministry, candidates.take_in_candidate, above.id, proposed).id
    assert queries.list_proposed(above) == []
    with pytest.raises(Conflict, match="title_gone_on"):
        act(people.second, publication.undo_decision, row.id, "Sai")
    judge(people, above, {taken: 7})
    published(people, above, "300/QĐ-CTN")
    assert titles_of(worthy) == [("nghe-nhan-uu-tu", "300/QĐ-CTN", above.id)]
    act(people.minister, publication.undo_decision, above.id, "Sai sót")
    act(people.second, publication.undo_decision, row.id, "Sai sót")
    assert (state(row), state(above), titles_of(worthy)) == ("undone", "undone", [])


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"unit": None}, "title_round_level", "unit_id"),
        ({"title": Title.PEOPLE}, "title_round_gives", "ends_in"),
        ({"level": Level.NATIONAL, "unit": None, "gives": False}, "title_round_ends", "ends_in"),
        ({"year": 1989}, "title_round_year", "year"),
        ({"name_vi": " "}, "required", "name_vi"),
        ({"notice": ""}, "required", "notice"),
        ({"notice_on": today() + timedelta(days=1)}, "date_in_future", "notice_on"),
        ({"last_day": today() - timedelta(days=41)}, "title_round_days", "last_day"),
        ({"percent": 101}, "title_percent", "percent"),
        ({"percent": 0}, "title_percent", "percent"),
        ({"asks_years": 10**9}, "title_number", "asks_years"),
    ],
)  # fmt: skip
def test_settings_that_fit_no_round_are_refused_at_their_field(factory, people, values, code, field):
    with pytest.raises(RuleBroken) as refusal:
        act(people.ministry, services.create_round, round_data(people, **values))
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_only_offices_of_the_area_announce_and_keep_a_round(factory, people):
    row = announced(people)
    for person in (people.away, people.member, people.stranger, people.commune, people.appraiser):
        with pytest.raises(NotAllowed):
            act(person, services.create_round, round_data(people))
        with pytest.raises(NotAllowed):
            act(person, services.call_council, row.id, CouncilData("1/QĐ", today(), 9))
    with pytest.raises(NotAllowed):
        act(people.first, services.create_round, round_data(people, level=Level.NATIONAL, unit=None))


def test_title_and_province_stay_once_somebody_was_put_forward(factory, people):
    row = announced(people)
    act(people.first, services.change_round, row.id, round_data(people, title=Title.WORKER))
    put_forward(people, row, agreeing(factory, people, "Đỗ Thị Tặng"))
    with pytest.raises(RuleBroken, match="title_round_begun"):
        act(people.first, services.change_round, row.id, round_data(people))
    act(
        people.first, services.change_round, row.id, round_data(people, title=Title.WORKER, basis="NQ 3/2026")
    )
    with pytest.raises(Conflict, match="stale"):
        act(people.first, services.change_round, row.id, round_data(people, title=Title.WORKER), version=1)


def test_a_share_of_votes_decides_where_the_round_sets_one(factory, people):
    row = announced(people, percent=80)
    key = put_forward(people, row, agreeing(factory, people, "Đỗ Thị Tặng"))
    act(people.first, services.call_council, row.id, CouncilData("15/QĐ-SCT", today(), 10))
    assert act(people.first, candidates.note_finding, key, Found(9, 7, True)).agrees is False
    assert act(people.first, candidates.note_finding, key, Found(9, 8)).agrees is True
    for found in (Found(9, 10), Found(11, 8), Found(0, 0)):
        with pytest.raises(RuleBroken, match="title_votes"):
            act(people.first, candidates.note_finding, key, found)


def test_a_decision_waits_for_the_council_and_for_every_outcome(factory, people):
    row = announced(people, last_day=today() - timedelta(days=2))
    decision = DecisionData("77/QĐ-UBND", today(), "UBND")
    with pytest.raises(Conflict, match="title_nobody"):
        act(people.first, publication.prepare_decision, row.id, decision)
    key = put_forward(people, row, agreeing(factory, people, "Đỗ Thị Tặng"))
    with pytest.raises(Conflict, match="title_council_missing"):
        act(people.first, candidates.note_finding, key, Found(9, 8, True))
    with pytest.raises(RuleBroken, match="title_before_last_day"):
        act(people.first, services.call_council, row.id, CouncilData("15/QĐ", row.last_day, 9))
    act(people.first, services.call_council, row.id, CouncilData("15/QĐ", today(), 9))
    with pytest.raises(RuleBroken, match="fill_in"):
        act(people.first, candidates.note_finding, key, Found(9, 8))
    with pytest.raises(Conflict, match="title_outcome_missing"):
        act(people.first, publication.prepare_decision, row.id, decision)
    act(people.first, candidates.note_finding, key, Found(9, 8, True))
    early = DecisionData("77/QĐ-UBND", today() - timedelta(days=1), "UBND")
    with pytest.raises(RuleBroken, match="title_decision_early"):
        act(people.first, publication.prepare_decision, row.id, early)
    act(people.first, publication.prepare_decision, row.id, decision)
    with pytest.raises(Conflict, match="title_round_settled"):
        act(people.first, candidates.note_finding, key, Found(9, 1, False))
    act(people.second, publication.return_decision, row.id, "Số quyết định sai")
    assert state(row) == "open"


def test_a_title_that_was_written_down_meanwhile_is_not_given_twice(factory, people):
    artisan = agreeing(factory, people, "Đỗ Thị Tặng")
    row = announced(people)
    judge(people, row, {put_forward(people, row, artisan): 9})
    prepare(people, row)
    by_hand = artisans.TitleData(
        title=Title.PROVINCE, decision_number="1/QĐ", decision_date=today(), issuer="UBND"
    )
    act(people.first, artisans.give_title, artisan.id, by_hand)
    with pytest.raises(Conflict, match="title_held"):
        act(people.second, publication.publish_decision, row.id)
    assert (state(row), len(titles_of(artisan))) == ("prepared", 1)


def test_published_rounds_count_towards_the_programme_by_themselves(factory, people):
    programme = factory.programme(
        slug="khuyen-cong-dong-nai-2026-2030", level="tinh", unit_id=people.unit.id,
        starts_on=today().replace(month=1, day=1), ends_on=today().replace(month=12, day=31),
    )  # fmt: skip
    old = factory.loaded_programme("dong-nai")
    for place, (code, kind) in enumerate((("3.4", "title-round:tinh"), ("3.5", "title-round:de-nghi"))):
        known = factory.target_of(old, code)
        assert kind in known.counts
        with transaction() as session:
            session.add(
                Target(
                    programme_id=programme.id,
                    code=code,
                    position=place,
                    measure_id=known.measure_id,
                    counts=[kind],
                )
            )
    row = announced(people)
    judge(people, row, {put_forward(people, row, agreeing(factory, people, "Đỗ Thị Tặng")): 9})
    prepare(people, row)
    follow_own_facts()
    assert db.session.query(Fact).count() == 0
    act(people.second, publication.publish_decision, row.id)
    follow_own_facts()
    facts = [(fact.target.code, fact.number, fact.document, fact.evidence) for fact in db.session.query(Fact)]
    assert facts == [("3.4", 1, "77/QĐ-UBND", "accepted")]
    act(people.second, publication.undo_decision, row.id, "Sai")
    follow_own_facts()
    assert [fact.withdrawn_at is not None for fact in db.session.query(Fact)] == [True]
