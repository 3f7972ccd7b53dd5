"""Products from a spreadsheet: choose a file, see what it would bring, enter it, undo it; all products as a file."""

from flask import Response, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse
from wtforms import FileField

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.documents.spreadsheets import MEDIA_TYPE
from app.core.documents.tables.tables import check_head
from app.core.errors import DomainError, NotFound, RuleBroken, check_together
from app.core.ports import ports
from app.core.work.jobs import Job, JobState
from app.web.access import access, current_actor
from app.web.forms import Form, chosen_file
from app.web.i18n import N_, current_locale, local_url, localized, translate, translate_plural
from app.web.messages import message_for
from app.web.notices import tell
from catalog import labels
from catalog.blueprint import bp
from catalog.enums import ImportState
from catalog.listings.workspace import get_own_facility
from catalog.product_import.columns import FORM, HEADINGS, MAX_ROWS, NEEDED
from catalog.product_import.pictures import PictureArchive, split_archive
from catalog.product_import.queries import count_changed, get_import, list_imports
from catalog.product_import.services import (
    EXPORT,
    ImportFiles,
    cancel_import,
    is_under_way,
    order_entering,
    order_export,
    start_import,
    undo_import,
)
from catalog.product_import.sheets import head_of, template

Answer = BaseResponse | tuple[str, int] | str
STATES = {
    ImportState.CHECKING: (N_("Being checked"), "info", "clock"),
    ImportState.CHECKED: (N_("Not yet entered"), "warning", "eye"),
    ImportState.REFUSED: (N_("Cannot be read"), "danger", "alert"),
    ImportState.ENTERING: (N_("Being entered"), "info", "refresh"),
    ImportState.ENTERED: (N_("Entered as drafts"), "success", "check"),
    ImportState.CANCELLED: (N_("Cancelled"), "neutral", "close"),
    ImportState.UNDONE: (N_("Undone"), "neutral", "undo"),
}


class ImportForm(Form):
    file = FileField(N_("Spreadsheet (XLSX, XLS, ODS or CSV)"))
    pictures = FileField(N_("Pictures in one ZIP file"))


@localized(
    bp, "/co-so-cua-toi/<int:facility_id>/nhap-san-pham", "/my-facility/<int:facility_id>/import-products",
    methods=("GET", "POST"),
)  # fmt: skip
@access("catalog.manage")
def import_products(facility_id: int) -> Answer:
    """Choose a file; it is looked at by a job before anything is entered."""
    facility = get_own_facility(current_actor(), facility_id)
    form = ImportForm()
    if form.validate_on_submit():
        try:
            files = _kept(form)
            with transaction():
                import_id = start_import(current_actor(), facility_id, files, locale=current_locale()).id
        except DomainError as error:
            if "columns" in error.params:
                names = [head_of(column, current_locale()) for column in error.params["columns"]]
                error.params["names"] = ", ".join(names)
            form.refuse(error)
        else:
            return redirect(local_url("catalog.import_page", import_id=import_id), 303)
    page = render_template(
        "catalog/product_import/upload.html",
        facility=facility,
        form=form,
        imports=list_imports(facility_id),
        states=STATES,
        columns=HEADINGS,
        needed=NEEDED,
        most=MAX_ROWS,
    )
    return (page, 422) if form.errors or form.form_errors else page


@localized(
    bp, "/co-so-cua-toi/<int:facility_id>/nhap-san-pham/mau.xlsx",
    "/my-facility/<int:facility_id>/import-products/template.xlsx",
)  # fmt: skip
@access("catalog.manage")
def import_template(facility_id: int) -> Response:
    """An empty table with drop-downs."""
    facility = get_own_facility(current_actor(), facility_id)
    return _download(template(facility, current_locale()), MEDIA_TYPE, "mau-san-pham.xlsx")


@localized(bp, "/co-so-cua-toi/nhap-san-pham/<int:import_id>", "/my-facility/import-products/<int:import_id>")
@access("catalog.manage")
def import_page(import_id: int) -> str:
    """How far it is, what would be entered, or what was."""
    made = get_import(current_actor(), import_id)
    job = db.session.get(Job, made.job_id) if made.job_id is not None else None
    running = is_under_way(made)
    stopped = made.state in {ImportState.CHECKING, ImportState.ENTERING} and not running
    return render_template(
        "catalog/product_import/import.html",
        made=made,
        job=job,
        running=running,
        stopped=stopped,
        failed=job is not None and job.state == JobState.FAILED,
        states=STATES,
        labels=labels,
    )


@localized(
    bp, "/co-so-cua-toi/nhap-san-pham/<int:import_id>/<any(enter, cancel):act>",
    "/my-facility/import-products/<int:import_id>/<any(enter, cancel):act>", methods=("POST",),
)  # fmt: skip
@access("catalog.manage")
def import_act(import_id: int, act: str) -> BaseResponse:
    """Enter the rows without errors, or stop."""
    verb = order_entering if act == "enter" else cancel_import
    try:
        with transaction():
            verb(current_actor(), import_id)
    except DomainError as error:
        if error.status in {403, 404}:
            raise
        tell("danger", message_for(error))
    else:
        if act == "cancel":
            tell("success", translate("Cancelled. Nothing of this file was entered."))
    return redirect(local_url("catalog.import_page", import_id=import_id), 303)


@localized(
    bp, "/co-so-cua-toi/nhap-san-pham/<int:import_id>/hoan-tac", "/my-facility/import-products/<int:import_id>/undo",
    methods=("GET", "POST"),
)  # fmt: skip
@access("catalog.manage")
def import_undo(import_id: int) -> Answer:
    """Delete everything that the file brought, after a confirmation page."""
    made = get_import(current_actor(), import_id)
    form = Form()
    if not form.validate_on_submit():
        changed = count_changed(import_id)
        return render_template("catalog/product_import/undo.html", made=made, changed=changed)
    try:
        with transaction():
            number = undo_import(current_actor(), import_id)
    except DomainError as error:
        if error.status in {403, 404}:
            raise
        tell("danger", message_for(error))
    else:
        tell(
            "success", translate_plural("%(num)s draft was deleted.", "%(num)s drafts were deleted.", number)
        )
    return redirect(local_url("catalog.import_page", import_id=import_id), 303)


@localized(
    bp, "/co-so-cua-toi/nhap-san-pham/<int:import_id>/loi.xlsx",
    "/my-facility/import-products/<int:import_id>/errors.xlsx",
)  # fmt: skip
@access("catalog.manage")
def import_error_file(import_id: int) -> Response:
    """The file as it came, with a column that says what is wrong in each row."""
    made = get_import(current_actor(), import_id)
    if not made.errors_file:
        raise NotFound("not_found")
    return _download(ports().files.get(made.errors_file), MEDIA_TYPE, f"san-pham-loi-{made.id}.xlsx")


@localized(
    bp, "/co-so-cua-toi/<int:facility_id>/xuat-san-pham", "/my-facility/<int:facility_id>/export-products",
    methods=("POST",),
)  # fmt: skip
@access("catalog.manage")
def export_products(facility_id: int) -> BaseResponse:
    """Order the file of all products, in the form that the import takes."""
    with transaction():
        job_id = order_export(current_actor(), facility_id, locale=current_locale()).id
    return redirect(local_url("backoffice.job", job_id=job_id), 303)


@localized(
    bp, "/co-so-cua-toi/xuat-san-pham/<int:job_id>.zip", "/my-facility/export-products/<int:job_id>.zip"
)
@access("catalog.manage")
def export_file(job_id: int) -> Response:
    """The finished file, for the person who ordered it, while they belong to the facility."""
    job = db.session.get(Job, job_id)
    if job is None or job.kind != EXPORT or job.user_id != current_actor().user_id or not job.result:
        raise NotFound("not_found")
    get_own_facility(current_actor(), job.payload["facility_id"])
    return _download(ports().files.get(job.result["file"]), "application/zip", f"san-pham-{job_id}.zip")


def _kept(form: ImportForm) -> ImportFiles:
    """The chosen files in the file store. Raises RuleBroken at each box whose file cannot be what it should be."""
    file, pictures = chosen_file(form.file), chosen_file(form.pictures)
    if file is None:
        raise RuleBroken("required", "file")
    sent = pictures.read() if pictures is not None else None
    table, packed = split_archive(file.read())
    archive = sent if sent is not None else packed
    check_together(lambda: check_head(table, FORM), lambda: PictureArchive(archive))
    files = ports().files
    return ImportFiles(
        file_name=(file.filename or "").rpartition("/")[2].rpartition("\\")[2],
        table_file=files.put(table, ".table"),
        pictures_file=files.put(archive, ".zip") if archive is not None else "",
    )


def _download(data: bytes, media_type: str, name: str) -> Response:
    response = Response(data, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
