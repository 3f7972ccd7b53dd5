"""The demonstration: loads once, loads again without a change, invents nothing of a real producer."""

import json
import shutil
import stat
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.credentials.passwords import password_matches
from app.accounts.models import User
from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.gs1 import gtin_is_valid
from app.core.mail import OutboxMail, post_mail
from app.core.work.jobs import Job, JobState
from app.demo import load
from app.demo.people import FILE, new_password
from app.demo.pictures import storage as pictures
from app.demo.products import real
from app.demo.products.catalogue import full_gtin, read_facilities
from app.demo.products.synthetic import load_synthetic
from app.demo.selection.scores import CRITERIA, HABITS, PUBLISHED, SCORING, scores_of
from catalog.enums import AwardSource, FacilityKind, ProductState, Validity
from catalog.models import Award, Certificate, Facility, Product
from catalog.products.pictures import StoredPicture
from catalog.search.queries import CatalogueSearch, search_products
from tests.conftest import _create, make_settings
from tests.helpers.postman import hire
from traceability.enums import RunState
from traceability.models import LabelRun, Lot
from voting.models import Nomination, ScoreSheet, SelectionRound

ROLES = {
    "facility": 8, "officer-commune": 1, "officer-province": 1, "officer-region": 1, "officer-national": 1,
    "secretary": 1, "chair": 1, "juror": 5, "programme-editor": 1, "appraiser": 3, "admin": 1,
}  # fmt: skip


class _Files:
    """A store that accepts everything."""

    def put(self, data: bytes, suffix: str) -> str:
        return "0" * 64 + suffix

    def size(self, name: str) -> int:
        return len(name)


def drawn(drawings: object) -> dict[pictures.Drawing, StoredPicture]:
    """Pictures by name alone: drawing has its own test."""
    return {
        drawing: StoredPicture(
            files=dict.fromkeys(("320", "640", "800"), f"{number:064x}.webp") | {"share": f"{number:064x}.jpg"},
            width=800, height=600, colour="#aabbcc", is_illustration=True,
        )
        for number, drawing in enumerate(drawings)
    }  # fmt: skip


@pytest.fixture(scope="module")
def quick() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(load, "store_drawings", drawn)
        patched.setattr("app.demo.selection.rounds.ports", lambda: SimpleNamespace(files=_Files()))
        yield


@pytest.fixture(scope="module")
def loaded(quick: None, empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One load for all who look at it."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copy(empty_database, folder / "tieubieu.db")
    site = _create(make_settings(folder))
    with site.app_context():
        load.load_demo()
        yield folder
        db.session.remove()
        db.engine.dispose()


def test_demonstration_has_an_account_of_every_role_and_loads_only_once(loaded: Path) -> None:
    path = loaded / FILE
    before, people = path.read_bytes(), json.loads(path.read_text("utf-8"))
    assert Counter(person["role"] for person in people) == ROLES
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    users = {user.email: user for user in db.session.scalars(select(User))}
    assert all(password_matches(users[p["email"]].password_hash, p["password"]) for p in people)
    assert len({person["password"] for person in people}) == len(ROLES)
    assert all(user.is_demo and user.second_factor_waived for user in users.values())
    postman = hire()
    with transaction():
        post_mail("nguoi.that@example.org", "Xác nhận", "Của người khác")
    counts, sent = _counts(), _sent()
    load.load_demo()
    assert (_counts(), path.read_bytes(), _sent()[:-1]) == (counts, before, sent[:-1])
    assert all(at is not None for _recipient, at in sent[:-1])
    assert [mail[0] for mail in postman.sent] == ["nguoi.that@example.org"]


def _sent() -> list[tuple[str, datetime | None]]:
    query = select(OutboxMail.recipient, OutboxMail.sent_at).order_by(OutboxMail.id)
    return [(recipient, at) for recipient, at in db.session.execute(query)]


def test_demonstration_gives_new_passwords_when_the_file_is_gone(loaded: Path) -> None:
    (loaded / FILE).unlink()
    load.load_demo()
    people = json.loads((loaded / FILE).read_text("utf-8"))
    users = {user.email: user for user in db.session.scalars(select(User))}
    assert all(password_matches(users[p["email"]].password_hash, p["password"]) for p in people)


def test_real_products_say_their_source_and_nothing_more(loaded: Path) -> None:
    products = list(db.session.scalars(select(Product).where(~Product.is_demo)))
    notices = real.read_notices()
    assert len(products) == len(notices) == 60
    assert Counter(p.name_vi for p in products) == Counter(n.name for n in notices)
    for product in products:
        (award,) = product.awards
        assert (product.state, bool(product.source)) == (ProductState.PUBLISHED, True)
        assert [picture.is_illustration for picture in product.pictures] == [True]
        assert (award.source, award.number, award.decision_number, award.signer) == (
            AwardSource.PUBLISHED_NOTICE,
            None,
            "",
            "",
        )
        made_up = (
            product.gtin,
            product.trademark_id,
            product.description_vi,
            product.materials,
            product.where_sold,
        )
        assert made_up == (None, None, "", "", "")
        facility = product.facility
        assert (facility.registration_number, facility.phone, facility.email, facility.contact_name) == (
            None,
            "",
            "",
            "",
        )
    ids = select(Product.facility_id).where(~Product.is_demo)
    assert db.session.scalar(select(func.count()).where(Certificate.facility_id.in_(ids))) == 0
    assert db.session.scalar(select(func.count()).where(Nomination.facility_id.in_(ids))) == 0


def test_real_products_keep_the_province_of_their_day_and_old_ones_have_lapsed(loaded: Path) -> None:
    coffee = db.session.scalars(select(Product).where(Product.name_vi.contains("Thuận Hưng"))).one()
    assert (coffee.awards[0].unit_name, coffee.facility.unit.present.name_vi) == ("Bình Thuận", "Lâm Đồng")
    old = db.session.scalars(select(Award).where(Award.year == 2015, ~Award.is_demo)).all()
    assert {award.validity_on(today()) for award in old} == {Validity.EXPIRED}
    assert {award.valid_until for award in old} == {date(2017, 12, 31)}


def test_household_producers_stay_without_their_name_until_they_agree(loaded: Path) -> None:
    shown = list(
        db.session.scalars(select(Facility).where(Facility.kind == FacilityKind.HOUSEHOLD, ~Facility.is_demo))
    )
    assert len(shown) == 3
    assert all(facility.name.startswith(real.WITHHELD) for facility in shown)


def test_made_up_things_are_marked_and_cannot_be_mistaken(loaded: Path) -> None:
    facilities = list(db.session.scalars(select(Facility).where(Facility.is_demo)))
    assert len(facilities) == 9
    assert all("minh họa" in facility.name for facility in facilities)
    demo = list(db.session.scalars(select(Product).where(Product.is_demo)))
    assert all("Mẫu" in p.name_vi or "CK-" in p.name_vi for p in demo)
    gtins = [p.gtin for p in demo if p.gtin]
    assert len(gtins) == 9
    assert all(gtin.startswith("0952") and gtin_is_valid(gtin) for gtin in gtins)


def test_rounds_stand_where_they_should(loaded: Path) -> None:
    rounds = {r.state: r for r in db.session.scalars(select(SelectionRound))}
    assert set(rounds) == {"awarded", "scoring", "receiving"}
    assert all(r.is_demo for r in rounds.values())
    awards = list(db.session.scalars(select(Award).where(Award.round_id == rounds["awarded"].id)))
    assert len(awards) == 5
    assert all(award.number.startswith("DEMO-75-") for award in awards)
    sheets = (
        select(ScoreSheet.status, func.count())
        .join(Nomination)
        .where(Nomination.round_id == rounds["scoring"].id)
    )
    assert dict(db.session.execute(sheets.group_by(ScoreSheet.status)).all()).keys() == {
        "empty",
        "draft",
        "submitted",
    }
    waiting = Counter(n.state for n in rounds["receiving"].nominations)
    assert waiting == {"submitted": 1, "draft": 1}


def test_lots_have_diaries_and_drawn_labels_and_one_is_recalled(loaded: Path) -> None:
    lots = list(db.session.scalars(select(Lot).where(Lot.product_id.is_not(None))))
    assert len(lots) == 5
    assert all(lot.is_public and lot.is_demo and len(lot.events) >= 3 for lot in lots)
    assert sum(bool(lot.recalls) for lot in lots) == 1
    assert {run.state for run in db.session.scalars(select(LabelRun))} == {RunState.DONE}


def test_no_letter_of_the_demonstration_waits(loaded: Path) -> None:
    assert db.session.scalar(select(func.count()).where(Job.state != JobState.DONE)) == 0


def test_catalogue_finds_demonstration_and_real_products(loaded: Path) -> None:
    assert search_products(CatalogueSearch(text="nuoc mam phan thiet")).total >= 1
    assert search_products(CatalogueSearch()).total == 76


def test_load_that_breaks_off_leaves_nothing_but_accounts(
    app: Flask, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(load, "load_lots", _break)
        with pytest.raises(RuntimeError):
            load.load_demo()
    assert _counts()["product"] == 0
    load.load_demo()
    assert _counts()["product"] == 78


def test_synthetic_catalogue_has_the_asked_number_and_may_grow(app: Flask) -> None:
    assert load_synthetic(50)["products"] == 50
    assert load_synthetic(25)["documents"] == 75 + 7 + 4
    assert search_products(CatalogueSearch()).total == 75
    with transaction():
        gtins = [gtin for gtin in db.session.scalars(select(Product.gtin)) if gtin]
    assert all(gtin_is_valid(gtin) for gtin in gtins)


@pytest.mark.parametrize("juror", range(len(HABITS)))
def test_scores_stay_within_their_maxima(juror: int) -> None:
    for line in (*PUBLISHED.values(), *SCORING.values()):
        given = scores_of(line, juror)
        assert all(0 <= float(given[code]) <= maximum for code, maximum in CRITERIA)


def test_drawing_gives_the_three_widths_and_a_share_picture() -> None:
    drawing = next(iter(real.read_notices())).drawing
    image = pictures.draw(drawing)
    assert [rendition.width for rendition in image.renditions] == [320, 640, 800]
    assert all(rendition.data[8:12] == b"WEBP" for rendition in image.renditions)
    assert image.share[:2] == b"\xff\xd8"


def test_gtin_of_the_examples_is_under_the_prefix_for_examples() -> None:
    bodies = [p["gtin"] for f in read_facilities()["facility"] for p in f["product"] if "gtin" in p]
    assert all(gtin_is_valid(full_gtin(body)) for body in bodies)
    with pytest.raises(AssertionError):
        full_gtin("893123456789")


def test_new_passwords_differ_and_are_readable() -> None:
    made = {new_password() for _ in range(20)}
    assert len(made) == 20
    assert all(len(password.split("-")) == 5 for password in made)


def _counts() -> dict[str, int]:
    tables = (Facility, Product, Award, SelectionRound, Lot, User)
    found = {
        table.__tablename__: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in tables
    }
    db.session.rollback()
    return found


def _break(*_args: object) -> None:
    raise RuntimeError("cut off")
