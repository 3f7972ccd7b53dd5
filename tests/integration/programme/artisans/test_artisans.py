"""Artisans: named nowhere in public without consent, and nowhere from the moment it ends."""

from datetime import date, timedelta

import pytest

from app.core.audit import AuditEntry
from app.core.clock import today
from app.core.database.base import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from programme.artisans import services as artisans
from programme.artisans.titles import Title
from programme.models import Artisan
from tests.factories.accounts import signed_in_client
from tests.helpers.voting.acts import act
from tests.helpers.voting.browser import Person

NAME = "Lê Văn Chuốt Gốm"
TITLE = artisans.TitleData(
    title=Title.EMINENT, decision_number="12/QĐ-CTN", decision_date=date(2022, 9, 1), issuer="Chủ tịch nước"
)


def build(factory):
    """An artisan of a village and a facility with a product, who has not agreed yet."""
    officer = factory.officer_actor(unit_code="75")
    product = factory.product()
    village = factory.village(officer)
    row = factory.artisan(officer, name_vi=NAME, village_id=village.id, facility=product.facility.slug)
    act(officer, artisans.give_title, row.id, TITLE)
    act(officer, artisans.show_products, row.id, [product.slug])
    return officer, row, village, product


def places(row, village, product):
    """Every public address that could name the person."""
    return [
        f"/nghe-nhan/{row.slug}", f"/en/artisans/{row.slug}", "/nghe-nhan", "/en/artisans",
        f"/lang-nghe/{village.slug}", f"/san-pham/{product.slug}", f"/co-so/{product.facility.slug}", "/sitemap.xml",
        "/san-pham?q=Chu%E1%BB%91t", "/goi-y?q=Chu%E1%BB%91t", "/api/v1/artisans", f"/api/v1/artisans/{row.slug}",
        f"/api/v1/craft-villages/{village.slug}",
    ]  # fmt: skip


def naming(client, addresses, row):
    return [path for path in addresses if NAME in (text := client.get(path).text) or row.slug in text]


def test_a_name_is_public_from_consent_to_its_end_and_never_else(client, factory):
    officer, row, village, product = build(factory)
    everywhere = places(row, village, product)
    assert [path for path in everywhere if NAME in client.get(path).text] == []
    assert client.get(f"/nghe-nhan/{row.slug}").status_code == 404
    assert "1 nghệ nhân khác" in client.get(f"/lang-nghe/{village.slug}").text
    act(officer, artisans.record_consent, row.id, today(), "Hồ sơ 12/2026")
    named = naming(client, everywhere, row)
    assert {f"/nghe-nhan/{row.slug}", "/nghe-nhan", f"/lang-nghe/{village.slug}", f"/san-pham/{product.slug}",
            f"/co-so/{product.facility.slug}", "/sitemap.xml", "/api/v1/artisans"} <= set(named)  # fmt: skip
    page = client.get(f"/nghe-nhan/{row.slug}").text
    for shown in (NAME, "Nghệ nhân ưu tú", "12/QĐ-CTN", product.name_vi):
        assert shown in page
    act(officer, artisans.end_consent, row.id)
    assert [path for path in everywhere if NAME in client.get(path).text] == []
    assert client.get(f"/nghe-nhan/{row.slug}").status_code == 404
    assert "1 nghệ nhân khác" in client.get(f"/lang-nghe/{village.slug}").text


def test_the_register_of_acts_does_not_keep_the_name(factory):
    officer, row, _village, _product = build(factory)
    act(officer, artisans.record_consent, row.id, today(), "Hồ sơ 12/2026")
    entries = [one for one in db.session.query(AuditEntry) if one.subject_kind == "artisan"]
    assert len(entries) == 4
    assert all(NAME not in f"{one.subject_label} {one.detail}" for one in entries)


def test_consent_names_its_paper_and_a_day_that_has_come(factory):
    officer, row, _village, _product = build(factory)
    for on, paper, code, field in (
        (today(), " ", "consent_paper_missing", "consent_paper"),
        (today() + timedelta(days=1), "Hồ sơ", "consent_day_future", "consent_on"),
    ):
        with pytest.raises(RuleBroken) as refusal:
            act(officer, artisans.record_consent, row.id, on, paper)
        assert (refusal.value.code, refusal.value.field) == (code, field)
    assert not db.session.get_one(Artisan, row.id).agrees


def test_a_title_is_held_once(factory):
    officer, row, _village, _product = build(factory)
    with pytest.raises(Conflict, match="title_twice"):
        act(officer, artisans.give_title, row.id, TITLE)


def test_only_officers_of_the_area_see_or_keep_an_artisan(app, factory):
    officer, row, _village, _product = build(factory)
    for actor in (factory.officer_actor(unit_code="01"), factory.member_actor(factory.facility())):
        for verb, facts in ((artisans.end_consent, ()), (artisans.record_consent, (today(), "Hồ sơ"))):
            with pytest.raises(NotAllowed):
                act(actor, verb, row.id, *facts)
    own = factory.user("officer-province", unit_id=factory.unit("75").id)
    other = factory.user("officer-province")
    assert NAME in signed_in_client(app, own).get("/can-bo/nghe-nhan").text
    assert NAME not in signed_in_client(app, other).get("/can-bo/nghe-nhan").text
    assert signed_in_client(app, other).get(f"/can-bo/nghe-nhan/{row.slug}/dong-y").status_code == 403
    del officer


def test_an_officer_goes_through_all_pages_and_what_was_typed_stays(app, factory):
    officer = factory.user("officer-province", unit_id=factory.unit("75").id)
    browser = Person(app, signed_in_client(app, officer), "en")
    facts = {
        "name_vi": "Trần Thị Đan",
        "unit_id": str(factory.unit("75").id),
        "craft": "Đan tre",
        "village_id": "",
    }
    page = browser.send("programme.artisan_new", facts | {"phone": "gọi tôi"}, expect=422)
    assert 'value="gọi tôi"' in page
    assert browser.send("programme.artisan_new", facts) == "/en/officer/artisans/tran-thi-dan/consent"
    slug = {"slug": "tran-thi-dan"}
    assert browser.client.get("/en/artisans/tran-thi-dan").status_code == 404
    wrong = {"title": "vua", "decision_number": "1", "decision_date": "2026-01-01", "issuer": "UBND"}
    browser.send("programme.artisan_titles", wrong, **slug, expect=422)
    browser.send("programme.artisan_titles", wrong | {"title": "nghe-nhan-cap-tinh"}, **slug)
    browser.send(
        "programme.artisan_products",
        {"products": "không có", "version": browser.value("version", "programme.artisan_products", **slug)},
        **slug,
        expect=422,
    )
    browser.send("programme.artisan_edit", facts | {"version": "99"}, **slug, expect=422)
    browser.send(
        "programme.artisan_consent", {"consent_on": "hôm nay", "consent_paper": "Hồ sơ"}, **slug, expect=422
    )
    browser.send(
        "programme.artisan_consent", {"consent_on": today().isoformat(), "consent_paper": "Hồ sơ 1"}, **slug
    )
    assert "Artisan of the province" in browser.client.get("/en/artisans/tran-thi-dan").text
    browser.send("programme.artisan_shown", {}, **slug, on="programme.artisan_edit")
    assert browser.client.get("/en/artisans/tran-thi-dan").status_code == 404
    browser.send("programme.artisan_shown", {}, **slug, on="programme.artisan_edit")
    browser.send("programme.artisan_consent_end", {}, **slug, on="programme.artisan_consent")
    assert browser.client.get("/en/artisans/tran-thi-dan").status_code == 404
