"""What two people do to one facility at the same time, on PostgreSQL: one of them is told that the other was first."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.engine import make_url

from app import create_app
from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.core.ports import ports
from app.core.work.jobs import run_pending
from app.migrations.run import grant, upgrade
from catalog.credentials.services import TrademarkData, add_trademark
from catalog.enums import ProductGroup
from catalog.merging.services import propose_merge
from catalog.models import Product, ProductImport, ProductTransfer, Trademark
from catalog.product_import.services import ImportFiles, order_entering, start_import, undo_import
from catalog.product_import.tasks import clean
from catalog.products.services import ProductData, create_product
from catalog.transfers.services import answer_transfer, offer_product
from catalog.units.services import sync_units
from tests.conftest import make_settings
from tests.factories import everything
from tests.factories.catalog import member_actor
from tests.helpers.postgres import needs_postgres, running_postgres
from tests.helpers.threads import together
from voting.dossiers.services import enter_product

pytestmark = [*needs_postgres, pytest.mark.slow]
ROLE = "tieubieu_web"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The application as the role of the server."""
    with running_postgres() as url:
        upgrade(url)
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE ROLE {ROLE} LOGIN")
        engine.dispose()
        grant(url, ROLE)
        address = make_url(url).set(username=ROLE).render_as_string(hide_password=False)
        application = create_app(replace(make_settings(tmp_path_factory.mktemp("var")), database_url=address))
        with application.app_context():
            with transaction():
                sync_units()
            yield application
            db.session.remove()
            db.engine.dispose()


def doer(verb, *args, **kwargs):
    """What a thread does; answers "done" or the code of the refusal."""

    def act():
        try:
            with transaction():
                verb(*args, **kwargs)
        except DomainError as error:
            return error.code
        return "done"

    return act


def table(*names):
    rows = "".join(f"{name},khac\n" for name in names)
    return ImportFiles("a.csv", ports().files.put(f"Tên sản phẩm,Nhóm sản phẩm\n{rows}".encode(), ".table"))


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_of_two_files_at_once_one_is_taken_in_entered_and_undone(served):
    facility = everything().facility()
    facility_id, actor = facility.id, member_actor(facility)
    start = doer(start_import, actor, facility_id, table("Mắm", "Muối"), locale="vi")
    db.session.rollback()
    assert sorted(together(served, [start, start, start])) == ["done", *["import_under_way"] * 2]
    run_pending()
    made = db.session.scalars(select(ProductImport.id)).one()
    enter = doer(order_entering, actor, made)
    db.session.rollback()
    assert sorted(together(served, [enter, enter])) == ["done", "wrong_state"]
    run_pending()
    assert count(Product) == 2
    undo = doer(undo_import, actor, made)
    db.session.rollback()
    assert sorted(together(served, [undo, undo])) == ["done", "wrong_state"]
    assert count(Product) == 0
    with use_clock(FixedClock(utc_now() + timedelta(days=31))):
        clean()
    assert db.session.scalars(select(ProductImport.table_file)).all() == [""]


def test_a_product_is_handed_on_or_nominated_never_both(served):
    factory = everything()
    people = factory.receiving_round(products=1)
    product = people.products[0]
    owner, taker = factory.actor(people.member), factory.facility()
    offer = doer(offer_product, owner, product.id, to_number=taker.registration_number, reason="Bán")
    product_id, round_id, taker_actor = product.id, people.round_id, member_actor(taker)
    db.session.rollback()
    assert sorted(together(served, [offer, offer])) == ["done", "transfer_open"]
    row_id = db.session.scalars(select(ProductTransfer.id)).one()
    db.session.rollback()
    accept = doer(answer_transfer, taker_actor, row_id, "accepted")
    enter = doer(enter_product, owner, round_id, product_id)
    answers = together(served, [accept, enter])
    db.session.expire_all()
    assert answers.count("done") == 1
    moved = db.session.get_one(Product, product_id).facility_id == taker.id
    assert moved == (answers[0] == "done")


def test_nothing_made_during_a_merge_stays_with_what_went(served):
    factory = everything()
    old, new = factory.facility(), factory.facility()
    ids, member, officer = (old.id, new.id), member_actor(old), factory.officer_actor(unit_code="75")
    merge = doer(propose_merge, officer, "facility", *ids, "Một cơ sở")
    product = doer(create_product, member, ids[0], ProductData(name_vi="Trà sen", group=ProductGroup.FOOD))
    mark = doer(
        add_trademark, member, ids[0],
        TrademarkData(name="SEN", kind="thong-thuong", state="filed", application_number="4-2026-1"),
    )  # fmt: skip
    db.session.rollback()
    answers = together(served, [merge, product, mark])
    assert answers[0] == "done"
    assert set(answers[1:]) <= {"done", "facility_merged", "storage_unavailable"}  # that waited too long
    for entity in (Product, Trademark):
        assert set(db.session.scalars(select(entity.facility_id).where(entity.facility_id.in_(ids)))) <= {
            ids[1]
        }
