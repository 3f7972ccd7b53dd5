from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from app.adapters.search.opener import AutoIndex, open_index
from app.core.clock import FixedClock, today, use_clock
from app.core.database.base import db
from app.core.database.changes import Change, latest_change, list_changes
from app.core.database.reading import reading
from app.core.database.transaction import transaction
from app.core.ports import ports
from app.core.search import Sort
from catalog.enums import (
    CertificateKind,
    CheckState,
    FacilityState,
    Level,
    ProductGroup,
    ProductState,
    TrademarkKind,
)
from catalog.listings.cards import list_facility_cards
from catalog.listings.public import (
    get_catalogue_stats,
    get_public_facility,
    get_public_product,
    list_facility_products,
    list_newest_recognised,
)
from catalog.models import Facility, Product
from catalog.search.documents import LAPSED, product_document
from catalog.search.queries import (
    CatalogueSearch,
    list_suggestions,
    search_facilities,
    search_products,
    search_trademarks,
    with_filter,
)
from catalog.search.tasks import catch_up_index, feed_validity_turns, rebuild_index
from catalog.units.communes import commune_of


@pytest.fixture
def statements(app):
    """The statements so far, those of the session and prepared ones."""
    seen = []

    def note(statement):
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    def note_of_session(_conn, _cursor, statement, *_rest):
        note(statement)

    event.listen(db.engine, "before_cursor_execute", note_of_session)
    with reading() as source:
        source.set_trace_callback(note)
    yield seen
    db.session.rollback()
    with reading() as source:
        source.set_trace_callback(None)
    event.remove(db.engine, "before_cursor_execute", note_of_session)


def names(page):
    return [card.name_vi for card in page.cards]


def find(text="", **filters):
    wanted = {name: frozenset({value}) for name, value in filters.items()}
    return search_products(CatalogueSearch(text=text, filters=wanted))


@pytest.fixture
def catalogue(factory):
    lak = factory.facility(unit_code="66", name="HTX Cà phê Đắk Lắk")
    craft = factory.product(lak, name_vi="Gùi tre Ê Đê", group=ProductGroup.CRAFT)
    coffee = factory.product(lak, name_vi="Cà phê Đắk Lắk", group=ProductGroup.FOOD)
    tea = factory.product(factory.facility(unit_code="68"), name_vi="Trà Bảo Lộc", group=ProductGroup.FOOD)
    factory.product(name_vi="Nháp", state=ProductState.DRAFT)
    factory.product(factory.facility(state=FacilityState.SUSPENDED, name="Đình chỉ"), name_vi="Bị đình chỉ")
    factory.award(coffee, level=Level.PROVINCE)
    factory.award(tea, level=Level.NATIONAL, issued_on=date(2018, 1, 1), number=None)
    factory.certificate(lak, products=(coffee,), kind=CertificateKind.OCOP, stars=4)
    factory.certificate(lak, products=(craft,), kind=CertificateKind.HALAL, check_state=CheckState.UNCHECKED)
    catch_up_index()
    return {"craft": craft, "coffee": coffee, "tea": tea, "facility": lak}


@pytest.mark.parametrize("typed", ["dak lak", "Đắk Lắk", "ĐĂK LĂK", "D\u0323a\u0306k La\u0306\u0301k"])
def test_a_place_is_found_with_and_without_marks_in_any_form(catalogue, typed):
    assert sorted(names(find(typed))) == ["Cà phê Đắk Lắk", "Gùi tre Ê Đê"]


def test_only_public_products_are_listed(catalogue):
    page = search_products(CatalogueSearch(sort=Sort.NAME))
    assert names(page) == ["Cà phê Đắk Lắk", "Gùi tre Ê Đê", "Trà Bảo Lộc"]
    assert (page.total, page.degraded) == (3, False)


def test_facets_count_groups_provinces_levels_and_checked_certificates(catalogue):
    facets = find().facets
    assert facets["group"] == {ProductGroup.FOOD: 2, ProductGroup.CRAFT: 1}
    assert facets["province"] == {"66": 2, "68": 1}
    assert facets["level"] == {LAPSED: 1, Level.PROVINCE: 1}
    assert facets["certificate"] == {CertificateKind.OCOP: 1}
    assert facets["year"] == {"2018": 1, str(today().year): 1}


def test_facets_tell_checked_stars_and_trademarks_and_the_communes_of_a_province(factory):
    maker = factory.facility(unit_code="75", commune="Phường Bảo Vinh")
    mark = factory.trademark(maker, kind=TrademarkKind.COLLECTIVE, check_state=CheckState.CHECKED)
    pot = factory.product(maker, name_vi="Bình gốm", trademark_id=mark.id)
    factory.certificate(maker, products=(pot,), kind=CertificateKind.OCOP, stars=4)
    waiting = factory.trademark(maker, name="CHỜ", check_state=CheckState.UNCHECKED)
    other = factory.product(maker, name_vi="Chén gốm", trademark_id=waiting.id)
    ended = {"issued_on": date(2020, 1, 1), "valid_until": date(2023, 1, 1)}
    factory.certificate(maker, products=(other,), kind=CertificateKind.OCOP, stars=3, **ended)
    factory.product(factory.facility(unit_code="01"), name_vi="Lụa")
    catch_up_index()
    facets = find().facets
    assert (facets["stars"], facets["mark"]) == ({"4": 1}, {TrademarkKind.COLLECTIVE: 1})
    assert "commune" not in facets  # of the whole country too many
    [commune] = find(province="75").facets["commune"]
    assert commune_of("Phường Bảo Vinh", "75").code == commune
    assert names(find(stars="4")) == names(find(mark=TrademarkKind.COLLECTIVE)) == ["Bình gốm"]
    assert sorted(names(find(commune=commune))) == ["Bình gốm", "Chén gốm"]


def test_filters_add_up(catalogue):
    assert names(find(province="66", group=ProductGroup.FOOD)) == ["Cà phê Đắk Lắk"]
    assert names(find(level=LAPSED)) == ["Trà Bảo Lộc"]
    assert names(find("không có gì")) == []
    narrowed = with_filter(CatalogueSearch(page=3), "group", frozenset({ProductGroup.CRAFT}))
    assert names(search_products(narrowed)) == ["Gùi tre Ê Đê"]


def test_a_card_tells_maker_place_picture_and_recognition(catalogue):
    card = find("cà phê").cards[0]
    assert (card.facility_name, card.unit.name_vi, card.award.level) == (
        "HTX Cà phê Đắk Lắk",
        "Đắk Lắk",
        Level.PROVINCE,
    )
    assert sorted(card.picture.files) == sorted(catalogue["coffee"].pictures[0].files)


def test_a_list_costs_three_statements_however_long_and_the_provinces_after_a_write(
    catalogue, factory, statements
):
    db.session.expire_all()
    db.session.rollback()
    del statements[:]
    assert len(search_products(CatalogueSearch(per_page=1)).cards) == 1
    assert len(statements) == 4
    del statements[:]
    assert len(search_products(CatalogueSearch(per_page=3)).cards) == 3
    assert len(statements) == 3


def test_the_index_follows_withdrawal_and_suspension(catalogue):
    with transaction() as session:
        session.get_one(Product, catalogue["tea"].id).state = ProductState.WITHDRAWN
        session.get_one(Facility, catalogue["facility"].id).state = FacilityState.SUSPENDED
        session.add_all(
            Change(at=datetime(2026, 1, 1, tzinfo=UTC), kind=kind, key=str(row.id))
            for kind, row in (
                ("product", catalogue["tea"]),
                ("product", catalogue["coffee"]),
                ("product", catalogue["craft"]),
                ("facility", catalogue["facility"]),
            )
        )
    assert catch_up_index() == 4
    assert find().total == 0
    assert catch_up_index() == 0


def test_the_index_changes_its_engine_once_it_has_outgrown_it(app, catalogue, tmp_path):
    index = AutoIndex(tmp_path / "auto", large=3)
    app.extensions["ports"] = replace(ports(), search=index)
    catch_up_index()
    assert (index.count() >= 3, index.outgrown()) == (True, False)
    assert (tmp_path / "auto" / "current").readlink().name.startswith("tantivy")


def test_suggestions_lead_to_pages(catalogue, factory):
    factory.trademark(catalogue["facility"], name="Cà Ê")
    catch_up_index()
    found = {(item.kind, item.text, item.slug) for item in list_suggestions("ca")}
    assert found == {
        ("product", "Cà phê Đắk Lắk", catalogue["coffee"].slug),
        ("facility", "HTX Cà phê Đắk Lắk", catalogue["facility"].slug),
        ("trademark", "Cà Ê", catalogue["facility"].slug),
    }


def test_facilities_and_marks_are_found(catalogue, factory):
    factory.trademark(catalogue["facility"], name="Buôn Đôn")
    factory.trademark(catalogue["facility"], name="Buôn Hồ", check_state=CheckState.REFUSED)
    catch_up_index()
    page = search_facilities(CatalogueSearch(text="ca phe"))
    assert [facility.name for facility in list_facility_cards(page.ids, today())] == ["HTX Cà phê Đắk Lắk"]
    assert page.facets == {"province": {"66": 1}}
    assert [mark.name for mark in search_trademarks(CatalogueSearch(text="buon"))] == ["Buôn Đôn"]


def test_an_empty_index_degrades_to_the_database_and_fills_itself(catalogue):
    ports().search.clear()
    page = search_products(CatalogueSearch(text="ca phe"))
    assert (names(page), page.total, page.facets, page.degraded) == (["Cà phê Đắk Lắk"], 1, {}, True)
    assert names(find(group=ProductGroup.CRAFT)) == ["Gùi tre Ê Đê"]
    assert names(find(facility=catalogue["facility"].slug)) == ["Cà phê Đắk Lắk", "Gùi tre Ê Đê"]
    newest = search_products(CatalogueSearch(sort=Sort.NEWEST, per_page=1))
    assert (len(newest.cards), newest.total) == (1, 3)
    facilities = search_facilities(CatalogueSearch(filters={"province": frozenset({"66"})}))
    assert ([row.name for row in list_facility_cards(facilities.ids, today())], facilities.degraded) == (
        ["HTX Cà phê Đắk Lắk"],
        True,
    )
    assert (search_trademarks(CatalogueSearch()), list_suggestions("ca")) == ([], [])
    catch_up_index()
    assert find("ca phe").degraded is False


def test_a_broken_index_degrades_and_is_rebuilt(app, catalogue, tmp_path):
    (tmp_path / "spoilt").mkdir()
    (tmp_path / "spoilt" / "current").write_text("not an index")
    app.extensions["ports"] = replace(ports(), search=open_index("whoosh", tmp_path / "spoilt"))
    assert find().degraded is True
    assert list_suggestions("ca") == []
    catch_up_index()
    page = find("bao loc")
    assert (names(page), page.degraded) == (["Trà Bảo Lộc"], False)


def test_an_index_ahead_of_a_restored_database_is_rebuilt(catalogue):
    ports().search.upsert([], position=latest_change() + 100)
    assert catch_up_index() > 0
    assert ports().search.position() == latest_change()


def test_rebuilding_gives_what_following_gave(catalogue):
    count = ports().search.count()
    assert rebuild_index() == count == 6
    assert find().total == 3


def test_a_product_document_has_no_level_once_revoked(factory):
    award = factory.award(revoked_on=date(2020, 1, 1))
    assert product_document(award.product, today()).facets["level"] == ()


def test_a_certificate_that_ends_at_midnight_leaves_the_facets(factory):
    start = datetime(2029, 12, 30, 5, 0, tzinfo=UTC)
    with use_clock(FixedClock(start)) as clock:
        product = factory.product()
        factory.award(product, issued_on=date(2026, 5, 1), valid_until=date(2029, 12, 31))
        factory.award(
            product,
            issued_on=date(2029, 12, 31),
            valid_until=date(2032, 12, 31),
            level=Level.REGION,
            number="R",
        )
        catch_up_index()
        assert find().facets["level"] == {Level.PROVINCE: 1}
        assert feed_validity_turns() == 0
        clock.advance(timedelta(days=1))
        assert feed_validity_turns() == 1
        assert feed_validity_turns() == 0
        catch_up_index()
        assert find().facets["level"] == {Level.PROVINCE: 1, Level.REGION: 1}
        clock.advance(timedelta(days=3))
        before = latest_change()
        assert feed_validity_turns() == 3
        fed = [(change.kind, change.key) for change in list_changes(before)]
        assert (fed[0], fed[-1]) == (("product", str(product.id)), ("validity", "2030-01-03"))
        catch_up_index()
        assert find().facets["level"] == {Level.REGION: 1}


def test_turns_of_certificates_and_marks_are_fed_too(factory):
    start = datetime(2026, 6, 1, 5, 0, tzinfo=UTC)
    with use_clock(FixedClock(start)) as clock:
        product = factory.product()
        factory.certificate(
            product.facility, products=(product,), valid_until=date(2026, 6, 1), issued_on=date(2025, 1, 1)
        )
        mark = factory.trademark(product.facility, valid_until=date(2026, 8, 31))
        clock.advance(timedelta(days=1))
        before = latest_change()
        feed_validity_turns()
        assert [(change.kind, change.key) for change in list_changes(before)] == [
            ("product", str(product.id)),
            ("trademark", str(mark.id)),
            ("validity", "2026-06-02"),
        ]


def test_nothing_is_fed_in_an_empty_register(app):
    assert feed_validity_turns() == 1
    assert feed_validity_turns() == 0


def test_the_product_page_costs_four_statements(catalogue, statements):
    db.session.rollback()
    db.session.expunge_all()
    slug = "x"
    with pytest.raises(Exception, match="not_found"):
        get_public_product(slug)
    slug = find("cà phê").cards[0].slug
    db.session.expunge_all()
    del statements[:]
    product = get_public_product(slug)
    told = (product.name_vi, product.facility.unit.name_vi, len(product.pictures), len(product.awards))
    assert told == ("Cà phê Đắk Lắk", "Đắk Lắk", 1, 1)
    assert [paper.kind for paper in product.certificates] == [CertificateKind.OCOP]
    assert len(statements) == 4


def test_drafts_and_products_of_suspended_facilities_have_no_page(catalogue, factory):
    draft = factory.product(name_vi="Nháp", state=ProductState.DRAFT)
    hidden = factory.product(factory.facility(state=FacilityState.SUSPENDED))
    for row in (draft, hidden):
        with pytest.raises(Exception, match="not_found"):
            get_public_product(row.slug)
    with pytest.raises(Exception, match="not_found"):
        get_public_facility(hidden.facility.slug)


def test_a_facility_page_lists_its_products_by_name(catalogue):
    facility = get_public_facility(catalogue["facility"].slug)
    assert [card.name_vi for card in list_facility_products(facility)] == ["Cà phê Đắk Lắk", "Gùi tre Ê Đê"]


def test_the_home_page_knows_its_numbers_and_the_newest(catalogue):
    stats = get_catalogue_stats()
    assert (stats.products, stats.facilities, stats.awards, stats.provinces) == (3, 3, 1, 3)
    assert stats.groups == {ProductGroup.FOOD: 2, ProductGroup.CRAFT: 1}
    assert [card.name_vi for card in list_newest_recognised(5)] == ["Cà phê Đắk Lắk"]
