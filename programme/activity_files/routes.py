"""Papers and pictures of an activity for its officers: the list, one file, its acts."""

from flask import Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.web.access import access, current_actor
from app.web.forms import held_formdata
from app.web.i18n import local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from app.web.private_files import private_file
from catalog.uploads import uploaded
from programme.activities.queries import get_activity
from programme.activities.rules import ActivityState
from programme.activity_files import queries, services
from programme.activity_files.forms import DescriptionForm, FilesForm
from programme.activity_files.uploads import keep_files
from programme.blueprint import bp
from programme.policies import can_change_settled

Page = BaseResponse | str | tuple[str, int]


@localized(
    bp,
    "/can-bo/hoat-dong/<int:activity_id>/tep",
    "/officer/activities/<int:activity_id>/files",
    methods=("GET", "POST"),
)
@access("programme.run")
def activity_files(activity_id: int) -> Page:
    """The papers and pictures of an activity; takes more."""
    row = get_activity(current_actor(), activity_id)
    form = FilesForm()
    if form.validate_on_submit():
        try:
            files = uploaded(form.files.data)
            services.check_files(row, len(files))
            kept = keep_files(files)
            with transaction():
                services.add_files(current_actor(), activity_id, kept, text_vi=form.text_vi.data or "")
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("Saved."))
            return redirect(local_url("programme.activity_files", activity_id=activity_id), 303)
    row = get_activity(current_actor(), activity_id)
    page = render_template(
        "programme/activity_files/files.html", activity=row, files=queries.list_files(row), form=form
    )
    return page, 422 if form.is_submitted() else 200


@localized(
    bp,
    "/can-bo/hoat-dong/tep/<int:file_id>",
    "/officer/activities/files/<int:file_id>",
    methods=("GET", "POST"),
)
@access("programme.run")
def activity_file(file_id: int) -> Page:
    """Say what a file is and whether anyone may see it, or remove it."""
    row = queries.get_file(current_actor(), file_id)
    activity_id, form = row.activity_id, DescriptionForm()
    if not form.is_submitted() and held_formdata() is None:
        form.show(row)
    if request.form.get("act") == "remove":
        return _removed(file_id, activity_id)
    if form.validate_on_submit():
        try:
            with transaction():
                services.describe_file(
                    current_actor(), file_id, text_vi=form.text_vi.data or "", text_en=form.text_en.data or "",
                    is_public=form.is_public.data,
                )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("Saved."))
            return redirect(local_url("programme.activity_files", activity_id=activity_id), 303)
    row = queries.get_file(current_actor(), file_id)
    is_officer = bool(can_change_settled(current_actor(), row.activity.unit))
    is_settled = row.is_public or row.activity.state == ActivityState.ACCEPTED
    page = render_template(
        "programme/activity_files/file.html", file=row, form=form, is_officer=is_officer,
        may_change=is_officer or not is_settled,
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


@localized(
    bp,
    "/can-bo/hoat-dong/tep/<int:file_id>/noi-dung",
    "/officer/activities/files/<int:file_id>/content",
)
@access("programme.run")
def activity_file_content(file_id: int) -> Response:
    """The file itself; a picture in the width that is asked for, if there is one."""
    row = queries.get_file(current_actor(), file_id)
    name = row.renditions.get(request.args.get("width", ""), row.file)
    return private_file(name, row.media_type, f"hoat-dong-{row.id}")


def _removed(file_id: int, activity_id: int) -> BaseResponse:
    try:
        with transaction():
            services.remove_file(current_actor(), file_id)
    except NotFound:
        raise
    except DomainError as error:
        tell("danger", message_for(error))
        return redirect(local_url("programme.activity_file", file_id=file_id), 303)
    tell("success", translate("Removed."))
    return redirect(local_url("programme.activity_files", activity_id=activity_id), 303)
