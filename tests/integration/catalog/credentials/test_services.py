"""Papers of products that are not public: taken off, refused and removed by the use cases."""

from datetime import date

import pytest

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotFound, RuleBroken
from catalog.credentials.services import (
    CertificateData,
    TrademarkData,
    add_certificate,
    add_trademark,
    edit_certificate,
    remove_paper,
)
from catalog.models import Certificate, Product, Trademark

PAPER = {"kind": "attp", "number": "7/2025", "issuer": "Sở Công Thương", "issued_on": date(2025, 3, 1)}


def act(verb, *args, **facts):
    with transaction():
        return verb(*args, **facts)


@pytest.fixture
def owner(factory, facility):
    return factory.member_actor(facility)


@pytest.fixture
def drafts(factory, facility):
    return tuple(factory.product(facility, state="draft") for _ in range(2))


def carried(paper_id):
    db.session.expire_all()
    rows = db.session.query(Product).filter(Product.certificates.any(Certificate.id == paper_id))
    return sorted(product.id for product in rows)


def test_a_paper_goes_from_one_product_to_another(owner, facility, drafts):
    first, second = (product.id for product in drafts)
    paper = act(add_certificate, owner, facility.id, CertificateData(**PAPER, product_ids=(first,))).id
    assert carried(paper) == [first]
    act(edit_certificate, owner, paper, CertificateData(**PAPER, product_ids=(second,)))
    assert carried(paper) == [second]


def test_a_paper_is_not_put_on_the_product_of_another_facility(factory, owner, facility):
    stranger = factory.product()
    with pytest.raises(NotFound) as caught:
        act(add_certificate, owner, facility.id, CertificateData(**PAPER, product_ids=(stranger.id,)))
    assert caught.value.field == "product_ids"
    assert db.session.query(Certificate).count() == 0


def test_an_unknown_kind_of_paper_is_refused(owner, facility):
    with pytest.raises(RuleBroken) as caught:
        act(add_certificate, owner, facility.id, CertificateData(**PAPER | {"kind": "horoscope"}))
    assert (caught.value.code, caught.value.field) == ("choice_unknown", "kind")


def test_a_paper_that_was_changed_meanwhile_is_not_written_over(owner, facility):
    paper = act(add_certificate, owner, facility.id, CertificateData(**PAPER))
    paper_id, seen = paper.id, paper.version
    act(edit_certificate, owner, paper_id, CertificateData(**PAPER | {"number": "8/2025"}), version=seen)
    with pytest.raises(Conflict, match="stale"):
        act(edit_certificate, owner, paper_id, CertificateData(**PAPER | {"number": "9/2025"}), version=seen)
    assert db.session.get_one(Certificate, paper_id).number == "8/2025"


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ({"state": "filed"}, ("number_required", "application_number")),
        ({"state": "granted", "application_number": "4-2024-01234"}, ("required", "registration_number")),
        ({"state": "dreamt", "registration_number": "4-0123456"}, ("choice_unknown", "state")),
    ],
)
def test_a_mark_needs_a_number_that_fits_its_state(owner, facility, numbers, told):
    with pytest.raises(RuleBroken) as caught:
        act(
            add_trademark,
            owner,
            facility.id,
            TrademarkData(name="Hương Quê", kind="ordinary", nice_classes="30", **numbers),
        )
    assert told in {(error.code, error.field) for error in (caught.value, *caught.value.also)}


def test_a_removed_paper_or_mark_leaves_its_products_unharmed(factory, owner, facility, drafts):
    mark = factory.trademark(facility).id
    with transaction():
        db.session.get_one(Product, drafts[0].id).trademark_id = mark
    paper = factory.certificate(facility, products=drafts).id
    act(remove_paper, owner, Certificate, paper)
    act(remove_paper, owner, Trademark, mark)
    left = db.session.query(Product).order_by(Product.id).all()
    assert [(product.trademark_id, product.certificates) for product in left] == [(None, []), (None, [])]
    with pytest.raises(NotFound):
        act(remove_paper, owner, Certificate, paper)


def test_a_paper_renews_one_of_the_same_facility_alone(factory, owner, facility):
    foreign = factory.certificate(factory.facility(), number="9/2024").id
    for lost in (foreign, 999_999):
        with pytest.raises(NotFound):
            act(add_certificate, owner, facility.id, CertificateData(**PAPER, replaces_id=lost))
    assert db.session.query(Certificate).filter_by(facility_id=facility.id).count() == 0
