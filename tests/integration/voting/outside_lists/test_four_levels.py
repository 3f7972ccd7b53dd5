"""From a commune to the nation, with a region that does not use this site."""

import io
import json

import pypdf
import pytest

from app.core.actor import SYSTEM
from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.logs.keys import make_signing_key, public_bytes
from app.core.logs.tlog.checkpoint import VerifierKey
from app.core.logs.tlog.lines import dump_lines
from catalog.models import Award, Facility, Product
from catalog.register import writer as register
from catalog.register.check import find_register_faults
from tests.helpers import send
from tests.helpers.voting.acts import act, assert_bundle_holds, both, publish, the_round
from tests.helpers.voting.levels import commune_round, open_round
from voting.dossiers import services as nominations
from voting.models import Nomination, OutsideList
from voting.outside_lists import services as lists
from voting.outside_lists.document import FORMAT, seal_list
from voting.promotion import services as promotion
from voting.rule_sets import services as rule_sets
from voting.rules.document import rule_set_from_dict
from voting.verification.cli import check_signature

GROUP = "che-bien-nong-lam-thuy-san-thuc-pham"
CHAIN = {"certificate": True, "promotion": True}


def chained_rules():
    """The default rules, which ask the level below for a certificate and its list."""
    with transaction():
        body = {**rule_sets.sync_rule_sets().body, "code": "chuoi-bon-cap", "version": 1, "lower": CHAIN}
        row = rule_sets._insert(SYSTEM, rule_set_from_dict(body))
        db.session.flush()
        return row.id


def accept_all(people):
    rows = (
        db.session.query(Nomination)
        .filter_by(round_id=people.round_id, state="submitted")
        .order_by(Nomination.id)
    )
    for row in rows.all():
        act(people.secretary, nominations.accept_nomination, row.id)
        people.nominations.append(row)


def sent_up(people, upper):
    ids = [n.id for n in people.nominations]
    act(people.chair, promotion.prepare_promotion, people.round_id, upper.round_id, ids)
    assert both(people, promotion.sign_promotion, people.round_id, upper.round_id) == [False, True]


def signed_list(people, numbers, **changes):
    """The list of a published round to a body outside, signed by both; the row."""
    ids = [people.nominations[n].id for n in numbers]
    values = {
        "body": "Cục Công Thương",
        "number": "07/UBND-KT",
        "dated": today(),
        "nomination_ids": ids,
    } | changes
    row = act(people.chair, lists.prepare_list, people.round_id, lists.ListData(**values))
    assert both(people, lists.sign_list, people.round_id, row.id) == [False, True]
    return db.session.get_one(OutsideList, row.id, populate_existing=True)


def outside_key(name="cuc"):
    """A key of a body outside this site: (verifier key, what signs)."""
    private = make_signing_key(f"outside-{name}")
    return VerifierKey(f"ngoai-{name}", public_bytes(private)), private.sign


def regional_list(entries, level="khu-vuc", **changes):
    """What the region outside sends: the same products under certificates of its own."""
    content = {
        "level": level,
        "body": "Cục Công Thương",
        "to": "Bộ Công Thương",
        "number": "31/CCT-KC",
        "date": "2026-11-20",
        "decision": {"number": "9/QĐ-CCT", "signed_on": "2026-11-18", "authority": "Cục Công Thương"},
        "entries": [
            {
                **entry,
                "certificate": f"KV-2026-{n:03d}",
                "issued_on": "2026-11-18",
                "valid_until": "2029-12-31",
            }
            for n, entry in enumerate(entries, start=1)
        ],
    } | changes
    return seal_list(content, *outside_key()).encode()


def test_from_commune_to_nation_with_a_region_outside(factory):
    rules = chained_rules()
    commune = commune_round(factory, products=2)
    commune.finish()
    publish(commune)

    plan = {"level": "tinh", "unit_id": commune.facility.unit_id, "rule_set_id": rules}
    officer = factory.user("officer-province", unit_id=commune.facility.unit_id)
    province = open_round(officer, plan, groups=(GROUP,))
    sent_up(commune, province)
    accept_all(province)
    province.finish()
    publish(province)

    out = signed_list(province, [0, 1])
    body = json.loads(out.file)
    assert (body["format"], body["list"]["level"], body["list"]["decision"]["number"]) == (
        FORMAT,
        "tinh",
        "12/QĐ-SCT",
    )
    assert [entry["certificate"] for entry in body["list"]["entries"]] == [
        f"CNNT-75-{today().year}-0001",
        f"CNNT-75-{today().year}-0002",
    ]
    data = regional_list(body["list"]["entries"])

    nation = open_round(
        factory.user("officer-national"), {"level": "quoc-gia", "rule_set_id": rules}, groups=(GROUP,)
    )
    row = act(nation.secretary, lists.take_in_list, nation.round_id, data)
    assert (row.body, row.number, row.level) == ("Cục Công Thương", "31/CCT-KC", "khu-vuc")
    accept_all(nation)
    nation.finish()
    publish(nation)
    held = {award.level for award in db.session.query(Award).filter_by(product_id=commune.products[0].id)}
    assert held == {"xa", "tinh", "khu-vuc", "quoc-gia"}
    assert (db.session.query(Product).count(), db.session.query(Facility).count()) == (2, 1)
    for people in (commune, province, nation):
        assert_bundle_holds(people)
    numbers = [a.number for a in db.session.query(Award).filter_by(level="quoc-gia").order_by(Award.number)]
    assert numbers == [f"CNNT-QG-{today().year}-0001", f"CNNT-QG-{today().year}-0002"]


ENTRY = {
    "product": "Mắm ruốc Bà Giáo", "group": GROUP, "facility": "HTX Mắm Long Hải", "kind": "hop-tac-xa",
    "registration_number": "3501112223", "province": "Hồ Chí Minh", "commune": "Xã Long Hải", "address": "Ấp Hải Hòa",
    "statement": "Mắm ruốc ủ sáu tháng.", "set_case": "", "set_items": [],
}  # fmt: skip


@pytest.fixture
def nation(factory):
    return open_round(factory.user("officer-national"), {"level": "quoc-gia"}, groups=(GROUP,))


def test_unknown_makers_come_in_with_their_source(nation):
    act(nation.secretary, lists.take_in_list, nation.round_id, regional_list([ENTRY]))
    facility, product, award = (db.session.query(kind).one() for kind in (Facility, Product, Award))
    assert (facility.name, facility.state, facility.source) == (
        "HTX Mắm Long Hải",
        "verified",
        "Cục Công Thương, 31/CCT-KC, 20/11/2026",
    )
    assert (product.state, award.number, award.issuer, award.source) == (
        "published",
        "KV-2026-001",
        "Cục Công Thương",
        "published-notice",
    )
    entry = db.session.query(Nomination).one()
    act(nation.secretary, nominations.accept_nomination, entry.id)
    assert db.session.get_one(Nomination, entry.id, populate_existing=True).state == "accepted"


def test_a_narrow_picture_of_a_known_product_comes_in(nation, factory):
    facility = factory.facility(name="HTX Mắm Long Hải", registration_number="3501112223")
    product = factory.product(facility, name_vi=ENTRY["product"], group=GROUP)
    with transaction():
        [picture] = db.session.get_one(Product, product.id).pictures
        picture.files = {"500": "hep.webp", "share": "chia-se.jpg"}
    act(nation.secretary, lists.take_in_list, nation.round_id, regional_list([ENTRY]))
    [photo] = db.session.query(Nomination).one().documents
    assert (photo.file, photo.files) == ("hep.webp", {"500": "hep.webp", "share": "chia-se.jpg"})


@pytest.mark.parametrize(
    ("kind", "address"), [("ho-kinh-doanh", ""), ("to-hop-tac", ""), ("doanh-nghiep", "Ấp Hải Hòa")]
)
def test_the_home_of_a_household_is_not_taken_over(nation, kind, address):
    entry = ENTRY | {"kind": kind, "statement": "Dòng một.\nDòng hai."}
    act(nation.secretary, lists.take_in_list, nation.round_id, regional_list([entry]))
    assert db.session.query(Facility).one().address == address
    assert ("Ấp Hải Hòa" in db.session.query(Award).one().producer_address) == bool(address)
    assert db.session.query(Nomination).one().statement == "Dòng một.\nDòng hai."


def test_the_register_is_signed_after_a_list_came_in(nation):
    other = ENTRY | {"product": "Mắm tôm Bà Giáo"}
    act(nation.secretary, lists.take_in_list, nation.round_id, regional_list([ENTRY, other]))
    assert register.count_records() == 2
    assert find_register_faults(dump_lines(register.document()), check_signature) == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "list_unreadable"),
        (b"{}", "list_unreadable"),
        (b"[" * 3000, "list_unreadable"),
        (b"\xff\xfe\x00", "list_unreadable"),
        (lambda: regional_list([]), "list_unreadable"),
        (lambda: regional_list([{**ENTRY, "group": "x"}]), "list_unreadable"),
        (lambda: regional_list([{**ENTRY, "product": "Mắm\x00ruốc"}]), "list_unreadable"),
        (lambda: regional_list([{**ENTRY, "address": "Ấp Hải Hòa\nXã Long Hải"}]), "list_unreadable"),
        (lambda: regional_list([{**ENTRY, "statement": "Mắm\x0bruốc"}]), "list_unreadable"),
        (lambda: regional_list([{**ENTRY, "facility": "  "}]), "list_unreadable"),
        (lambda: regional_list([{**ENTRY, "province": ""}]), "list_unreadable"),
        (lambda: regional_list([ENTRY], number=" "), "list_unreadable"),
        (lambda: regional_list([ENTRY]).replace("HTX Mắm".encode(), "HTX Tương".encode()), "list_not_signed"),
        (lambda: regional_list([ENTRY], level="tinh"), "list_of_another_level"),
        (lambda: regional_list([{**ENTRY, "province": "Atlantis"}]), "unit_not_found"),
    ],
)
def test_what_is_not_the_signed_list_is_refused_at_the_file(nation, data, code):
    with pytest.raises(RuleBroken) as error:
        act(nation.secretary, lists.take_in_list, nation.round_id, data() if callable(data) else data)
    assert (error.value.code, error.value.field) == (code, "file")
    assert (db.session.query(Nomination).count(), db.session.query(Facility).count()) == (0, 0)


def test_the_same_list_comes_in_once_and_only_by_the_secretary(nation):
    data = regional_list([ENTRY])
    with pytest.raises(NotAllowed):
        act(nation.chair, lists.take_in_list, nation.round_id, data)
    act(nation.secretary, lists.take_in_list, nation.round_id, data)
    with pytest.raises(Conflict):
        act(nation.secretary, lists.take_in_list, nation.round_id, data)
    assert db.session.query(Nomination).count() == 1


def test_list_and_letter_at_the_browser(factory, login_as):
    people = factory.published_round(products=2)
    slug = the_round(people).slug
    page = f"/en/council/{slug}/outside-lists"
    chair, secretary = login_as(people.chair), login_as(people.secretary)
    form = {"body": "Cục Công Thương", "number": "07/UBND-KT", "dated": today().isoformat()}
    assert send(chair, page, **form).status_code == 422
    form["entries"] = str(people.nominations[0].id)
    assert send(chair, page, **form).status_code == 303
    row = db.session.query(OutsideList).one()
    assert chair.get(f"{page}/{row.id}.json").status_code == 404
    for person in (chair, secretary):
        assert send(person, f"{page}/{row.id}/sign", page=page).status_code == 303
    file = secretary.get(f"{page}/{row.id}.json")
    assert json.loads(file.text)["list"]["to"] == "Cục Công Thương"
    letter = secretary.get(f"{page}/{row.id}.pdf")
    text = " ".join(
        " ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(letter.data)).pages).split()
    )
    assert ("Kính gửi" in text, "Cục Công Thương" in text, people.products[0].name_vi in text) == (
        True,
        True,
        True,
    )
