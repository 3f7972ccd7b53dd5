"""A file of products: taken in and looked at, entered as a whole by a job, cancelled, undone as a whole."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict
from app.core.policy import authorize
from app.core.work.jobs import Job, JobState, cancel, enqueue
from catalog.acts import load, lock
from catalog.enums import ImportState, ProductState
from catalog.models import (
    Facility,
    ImportedProduct,
    Product,
    ProductCertificate,
    ProductImport,
    ProductPicture,
)
from catalog.policies import can_manage_facility

CHECK, ENTER, EXPORT = "catalog.import_check", "catalog.import_enter", "catalog.export"
CHUNK = 500
_RUNNING = (ImportState.CHECKING, ImportState.ENTERING)


@dataclass(frozen=True, slots=True)
class ImportFiles:
    """What was chosen: names in the file store, and what the person's file is called."""

    file_name: str
    table_file: str
    pictures_file: str = ""


def start_import(actor: Actor, facility_id: int, files: ImportFiles, *, locale: str) -> ProductImport:
    """Queue the look at a file; one at a time for a facility."""
    facility = load(Facility, facility_id)
    authorize(actor, can_manage_facility, facility)
    lock(Facility, facility_id)
    _refuse_second(facility_id)
    made = ProductImport(
        facility_id=facility_id, user_id=actor.user_id, locale=locale, file_name=files.file_name[:200],
        table_file=files.table_file, pictures_file=files.pictures_file, created_at=utc_now(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    _run(actor, made, CHECK)
    audit.record(actor, "catalog.import.start", made, facility_id=facility_id)
    return made


def order_entering(actor: Actor, import_id: int) -> ProductImport:
    """Queue the entering of the rows without errors; one file at a time for a facility."""
    made = load(ProductImport, import_id)
    authorize(actor, can_manage_facility, made.facility)
    lock(Facility, made.facility_id)
    made = _locked(actor, import_id)
    if made.state != ImportState.CHECKED or not made.good:
        raise Conflict("wrong_state")
    _refuse_second(made.facility_id)
    made.state = ImportState.ENTERING
    _run(actor, made, ENTER)
    audit.record(actor, "catalog.import.enter", made, rows=made.good)
    return made


def cancel_import(actor: Actor, import_id: int) -> ProductImport:
    """Stop it, or drop a file that was looked at: no product of it is there afterwards."""
    made = _locked(actor, import_id)
    if made.state not in {*_RUNNING, ImportState.CHECKED}:
        raise Conflict("wrong_state")
    job = db.session.get(Job, made.job_id, with_for_update=True) if made.job_id is not None else None
    if job is not None:
        cancel(job)
    made.state = ImportState.CANCELLED
    audit.record(actor, "catalog.import.cancel", made)
    return made


def undo_import(actor: Actor, import_id: int) -> int:
    """Delete every product of the file; only while each is a draft that nothing else leans on. Returns how many."""
    made = _locked(actor, import_id)
    if made.state != ImportState.ENTERED:
        raise Conflict("wrong_state")
    ids = _lock_products(import_id)
    begun = select(func.count()).select_from(Product).join(
        ImportedProduct, ImportedProduct.product_id == Product.id
    ).where(
        ImportedProduct.import_id == import_id,
        (Product.state != ProductState.DRAFT) | Product.submitted_at.is_not(None) | Product.published_at.is_not(None),
    )  # fmt: skip
    if number := db.session.scalar(begun):
        raise Conflict("import_submitted", number=number)
    try:
        _delete_products(ids)
    except IntegrityError as error:
        raise Conflict("import_in_use") from error
    made.state, made.undone_at = ImportState.UNDONE, utc_now()
    audit.record(actor, "catalog.import.undo", made, products=len(ids))
    return len(ids)


def order_export(actor: Actor, facility_id: int, *, locale: str) -> Job:
    """Queue the file of all products of a facility, in the form that the import takes."""
    facility = load(Facility, facility_id)
    authorize(actor, can_manage_facility, facility)
    job = enqueue(EXPORT, user_id=actor.user_id, facility_id=facility_id, locale=locale)
    db.session.flush()
    audit.record(actor, "catalog.export.order", job, label=facility.name)
    return job


def is_under_way(made: ProductImport) -> bool:
    """Whether a job works on the file or is about to; the job may have been stopped by somebody else."""
    job = db.session.get(Job, made.job_id) if made.job_id is not None else None
    return made.state in _RUNNING and job is not None and job.state in {JobState.QUEUED, JobState.RUNNING}


def _refuse_second(facility_id: int) -> None:
    """Under the lock of the facility. Raises Conflict where another file of it is under way."""
    running = select(ProductImport).where(
        ProductImport.facility_id == facility_id, ProductImport.state.in_(_RUNNING)
    )
    if any(is_under_way(other) for other in db.session.scalars(running)):
        raise Conflict("import_under_way", "file")


def _run(actor: Actor, made: ProductImport, kind: str) -> None:
    job = enqueue(kind, user_id=actor.user_id, import_id=made.id)
    db.session.flush()
    made.job_id = job.id


def _locked(actor: Actor, import_id: int) -> ProductImport:
    made = load(ProductImport, import_id)
    authorize(actor, can_manage_facility, made.facility)
    db.session.refresh(made, with_for_update=True)
    return made


def _lock_products(import_id: int) -> list[int]:
    """The products of an import; none is submitted or changed until the transaction ends."""
    mine = select(Product.id).join(ImportedProduct, ImportedProduct.product_id == Product.id)
    query = mine.where(ImportedProduct.import_id == import_id).order_by(Product.id)
    return list(db.session.scalars(query.with_for_update(of=Product)))


def _delete_products(ids: list[int]) -> None:
    tables: tuple[tuple[Any, Any], ...] = (
        (ProductPicture, ProductPicture.product_id),
        (ProductCertificate, ProductCertificate.product_id),
        (ImportedProduct, ImportedProduct.product_id),
        (Product, Product.id),
    )
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        for table, column in tables:
            db.session.execute(
                delete(table).where(column.in_(part)), execution_options={"synchronize_session": False}
            )
    db.session.expire_all()
