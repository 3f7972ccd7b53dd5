"""A facility enters its products; the secretary checks the dossiers."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from app.core.database.transaction import transaction
from app.core.errors import Conflict, DomainError, RuleBroken, at_field
from app.core.images import uploads as images
from app.core.policy import authorize
from app.core.ports import ports
from app.web.access import access, current_actor
from app.web.fields import ReasonForm, whole_number
from app.web.forms import held_formdata
from app.web.i18n import current_locale, local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from catalog.labels import PRODUCT_GROUPS
from voting.blueprint import bp
from voting.dossiers import check_list as dossier
from voting.dossiers import services as nominations
from voting.dossiers.blinding import find_identifying
from voting.dossiers.contents import get_check_list, list_naming_pictures, maker_of
from voting.dossiers.forms import DocumentForm, EnterForm, StatementForm
from voting.dossiers.labels import CHECK_ITEMS
from voting.dossiers.queries import (
    get_open_round,
    get_visible_nomination,
    list_enterable_products,
    list_facility_nominations,
    list_open_rounds,
)
from voting.models import Nomination, SelectionRound
from voting.policies import can_edit_nomination, can_handle_dossiers
from voting.results.queries import find_entry_result
from voting.rounds.working_days.deadlines import deadline_transaction
from voting.rules.document import rule_set_from_dict
from voting.rules.rule_set import scored

Page = Response | str | tuple[str, int]
MAX_FILES = 10


@localized(bp, "/co-so-cua-toi/binh-chon", "/my-facility/entries")
@access("voting.enter")
def entries() -> Page:
    """The facility's dossiers and the rounds open for entries."""
    actor = current_actor()
    return render_template(
        "voting/dossiers/entries.html",
        nominations=list_facility_nominations(actor),
        rounds=list_open_rounds(actor),
    )


@localized(
    bp,
    "/co-so-cua-toi/binh-chon/<slug>/dang-ky",
    "/my-facility/entries/<slug>/enter",
    methods=("GET", "POST"),
)
@access("voting.enter")
def enter(slug: str) -> Page:
    """Choose the product to enter."""
    actor = current_actor()
    round_ = get_open_round(actor, slug)
    form = EnterForm()
    products = list_enterable_products(actor, round_)
    form.product_id.offer([(product.id, product.name_vi) for product in products])
    if form.validate_on_submit():
        try:
            with deadline_transaction(round_.id):
                nomination = nominations.enter_product(
                    actor,
                    round_.id,
                    form.product_id.data,
                    is_set=form.is_set.data,
                    set_case=form.set_case.data or "",
                    set_name=form.set_name.data or "",
                    set_items=(form.set_items.data or "").splitlines(),
                )
                nomination_id = nomination.id
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(local_url("voting.nomination", nomination_id=nomination_id), 303)
    page = render_template("voting/dossiers/enter.html", form=form, round=round_, products=products)
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/co-so-cua-toi/ho-so/<int:nomination_id>", "/my-facility/dossier/<int:nomination_id>")
@access("member")
def nomination(nomination_id: int) -> Page:
    """One dossier: check list, papers, state; for its facility and the secretariat."""
    return _dossier_page(_get(nomination_id))


@localized(
    bp, "/co-so-cua-toi/ho-so/<int:nomination_id>/mo-ta", "/my-facility/dossier/<int:nomination_id>/statement",
    methods=("GET", "POST"),
)  # fmt: skip
@access("voting.enter")
def change_statement(nomination_id: int) -> Page:
    found = _get(nomination_id)
    form = StatementForm(data={"statement": found.statement, "version": found.version})
    if request.method == "GET":
        return _dossier_page(found, statement_form=form)
    try:
        if not form.validate():
            return _dossier_page(found, statement_form=form), 422
        with transaction():
            nominations.change_statement(
                current_actor(), nomination_id, form.statement.data, version=whole_number(form.version.data)
            )
    except DomainError as error:
        form.refuse(error)
        return _dossier_page(_get(nomination_id), statement_form=form), 422
    tell("success", translate("The description is saved."))
    return redirect(local_url("voting.nomination", nomination_id=nomination_id), 303)


@localized(
    bp, "/co-so-cua-toi/ho-so/<int:nomination_id>/tai-lieu", "/my-facility/dossier/<int:nomination_id>/documents",
    methods=("GET", "POST"),
)  # fmt: skip
@access("voting.enter")
def add_document(nomination_id: int) -> Page:
    """Upload papers or photos; photos are re-encoded, documents stored as they are and never shown to jurors."""
    found = _get(nomination_id)
    form = DocumentForm()
    if request.method == "GET":
        return _dossier_page(found, document_form=form)
    try:
        if not form.validate():
            return _dossier_page(found, document_form=form), 422
        authorize(current_actor(), can_edit_nomination, found)
        files = [file for file in form.files.data if file and file.filename]
        if not files or len(files) > MAX_FILES:
            raise RuleBroken("choose_files", "files", limit=MAX_FILES)
        stored = [store_upload(file.read(), form.kind.data) for file in files]
        with transaction():
            for one in stored:
                nominations.add_document(
                    current_actor(), nomination_id, form.kind.data, form.title.data or "", one
                )
    except DomainError as error:
        form.refuse(error)
        return _dossier_page(_get(nomination_id), document_form=form), 422
    return redirect(local_url("voting.nomination", nomination_id=nomination_id), 303)


@localized(
    bp, "/co-so-cua-toi/ho-so/<int:nomination_id>/anh-san-pham", "/my-facility/dossier/<int:nomination_id>/pictures",
    methods=("POST",),
)  # fmt: skip
@access("voting.enter")
def reuse_pictures(nomination_id: int) -> Page:
    """Copy all pictures of the product page into the dossier."""
    found = _get(nomination_id)
    pictures = [
        (p.files, p.files["1280"] if "1280" in p.files else next(iter(p.files.values())))
        for p in found.product.pictures
    ]
    known = {d.file for d in found.documents if d.removed_at is None}
    with transaction():
        for files, name in pictures:
            if name not in known:
                file = nominations.StoredFile(name, "image/webp", 0, dict(files))
                nominations.add_document(current_actor(), nomination_id, dossier.PHOTO, "", file)
    return redirect(local_url("voting.nomination", nomination_id=nomination_id), 303)


@localized(
    bp, "/co-so-cua-toi/ho-so/<int:nomination_id>/tai-lieu/<int:document_id>/bo",
    "/my-facility/dossier/<int:nomination_id>/documents/<int:document_id>/remove", methods=("POST",),
)  # fmt: skip
@access("voting.enter")
def remove_document(nomination_id: int, document_id: int) -> Page:
    try:
        with transaction():
            nominations.remove_document(current_actor(), nomination_id, document_id)
    except Conflict as error:
        tell("info", message_for(error))
    return redirect(local_url("voting.nomination", nomination_id=nomination_id), 303)


@localized(
    bp, "/co-so-cua-toi/ho-so/<int:nomination_id>/buoc", "/my-facility/dossier/<int:nomination_id>/step",
    methods=("POST",),
)  # fmt: skip
@access("voting.enter")
def move_dossier(nomination_id: int) -> Page:
    """Submit the dossier, or withdraw it."""
    form = ReasonForm()
    try:
        if not form.validate():
            return _dossier_page(_get(nomination_id), reason_form=form), 422
        with deadline_transaction(_get(nomination_id).round_id):
            if request.form.get("act") == "withdraw":
                nominations.withdraw_nomination(current_actor(), nomination_id, form.reason.data or "")
                text = translate("The entry is withdrawn.")
            else:
                nominations.submit_nomination(current_actor(), nomination_id)
                text = translate("The dossier is handed in. You will be notified when it has been checked.")
    except DomainError as error:
        form.refuse(error)
        return _dossier_page(_get(nomination_id), reason_form=form), 422
    tell("success", text)
    return redirect(local_url("voting.nomination", nomination_id=nomination_id), 303)


@localized(
    bp, "/hoi-dong/ho-so/<int:nomination_id>/tra-loi", "/council/dossier/<int:nomination_id>/answer",
    methods=("POST",),
)  # fmt: skip
@access("voting.council")
def answer_dossier(nomination_id: int) -> Page:
    """The secretary accepts a dossier or returns it with a reason."""
    form = ReasonForm()
    try:
        if not form.validate():
            return _dossier_page(_get(nomination_id), reason_form=form), 422
        with transaction():
            if request.form.get("act") == "accept":
                nominations.accept_nomination(current_actor(), nomination_id)
            else:
                nominations.return_nomination(current_actor(), nomination_id, form.reason.data or "")
    except DomainError as error:
        form.refuse(error)
        return _dossier_page(_get(nomination_id), reason_form=form), 422
    tell("success", translate("The facility has been informed."))
    return redirect(local_url("voting.nomination", nomination_id=nomination_id), 303)


def store_upload(data: bytes, kind: str) -> nominations.StoredFile:
    """Check an upload and put it into the file store. Raises RuleBroken at field `files` with the reason."""
    store = ports().files
    with at_field("files"):
        if kind != dossier.PHOTO and data.startswith(b"%PDF"):
            images.check_pdf(data)
            return nominations.StoredFile(store.put(data, ".pdf"), "application/pdf", len(data), {})
        clean = images.decode_upload(data, images.PICTURE if kind == dossier.PHOTO else images.SCAN)
    files = {str(one.width): store.put(one.data, ".webp") for one in clean.renditions}
    return nominations.StoredFile(files[max(files, key=int)], "image/webp", len(data), files)


def _get(nomination_id: int) -> Nomination:
    return get_visible_nomination(current_actor(), nomination_id)


def _criterion_names(round_: SelectionRound) -> dict[str, str]:
    name = "name_vi" if current_locale() == "vi" else "name_en"
    rules = rule_set_from_dict(round_.rule_set.body)
    return {row.code: getattr(row, name) for criterion in rules.criteria for row in scored(criterion)}


def _hint(item: dossier.Item) -> str:
    if item.code == dossier.PHOTO:
        return translate("Photos: %(have)s (at least %(need)s required)", have=item.have, need=item.need)
    return translate("%(have)s there (at least %(need)s required)", have=item.have, need=item.need)


def _dossier_page(
    found: Nomination,
    *,
    statement_form: StatementForm | None = None,
    document_form: DocumentForm | None = None,
    reason_form: ReasonForm | None = None,
) -> str:
    actor = current_actor()
    maker = maker_of(found)
    return render_template(
        "voting/dossiers/dossier.html",
        nomination=found,
        groups=PRODUCT_GROUPS,
        check_tasks=[
            {
                "text": translate(CHECK_ITEMS[item.code]),
                "state": "done" if item.is_complete else "todo",
                "hint": _hint(item) if item.need > 1 else None,
            }
            for item in get_check_list(found)
        ],
        documents=[d for d in found.documents if d.removed_at is None],
        statement_form=statement_form
        or StatementForm(None, data={"statement": found.statement, "version": found.version}),
        document_form=document_form or DocumentForm(None),
        reason_form=reason_form or ReasonForm(held_formdata()),
        result=find_entry_result(found) if found.facility_id in actor.facilities else None,
        criterion_names=_criterion_names(found.round),
        identifying=find_identifying(found.statement, maker),
        naming_pictures=list_naming_pictures(found, maker),
        may_edit=bool(can_edit_nomination(actor, found)),
        may_answer=bool(can_handle_dossiers(actor, found.round)) and found.state == "submitted",
        is_owner=found.facility_id in actor.facilities,
        may_withdraw=found.facility_id in actor.facilities and nominations.may_withdraw(found),
    )
