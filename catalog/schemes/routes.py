"""The list of schemes: to read for facilities, to keep for the ministry's officers."""

from flask import redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell
from catalog.blueprint import bp
from catalog.labels import CERTIFICATE_KINDS
from catalog.schemes.forms import SchemeForm
from catalog.schemes.labels import scheme_name
from catalog.schemes.queries import find_scheme, get_version, list_schemes
from catalog.schemes.services import add_scheme, set_scheme

Answer = BaseResponse | tuple[str, int] | str


@localized(bp, "/co-so-cua-toi/loai-giay-chung-nhan", "/my-facility/certificate-schemes")
@access("catalog.manage")
def schemes() -> str:
    """Who issues which certificate, and for how long."""
    return _list_page(may_change=False)


@localized(bp, "/can-bo/loai-giay-chung-nhan", "/officer/certificate-schemes")
@access("catalog.settings")
def schemes_admin() -> str:
    """The same, with what is no longer offered, to change."""
    return _list_page(may_change=True)


@localized(
    bp, "/can-bo/loai-giay-chung-nhan/moi", "/officer/certificate-schemes/new", methods=("GET", "POST")
)
@access("catalog.settings")
def scheme_new() -> Answer:
    """Add a scheme to a kind of certificate."""
    form = SchemeForm()
    if form.validate_on_submit():
        try:
            with transaction():
                add_scheme(current_actor(), form.scheme_data())
        except DomainError as error:
            form.take(error, None)
        else:
            return _saved()
    return _form_page(form, translate("Add a kind of certificate"))


@localized(
    bp, "/can-bo/loai-giay-chung-nhan/<code>", "/officer/certificate-schemes/<code>", methods=("GET", "POST")
)
@access("catalog.settings")
def scheme_edit(code: str) -> Answer:
    """Change one."""
    scheme = find_scheme(code)
    if scheme is None:
        raise NotFound("not_found")
    form = SchemeForm(scheme, get_version(code))
    if form.validate_on_submit():
        try:
            with transaction():
                set_scheme(current_actor(), code, form.scheme_data(scheme.kind), version=form.asked_version())
        except DomainError as error:
            form.take(error, get_version(code))
        else:
            return _saved()
    return _form_page(form, scheme_name(scheme))


def _list_page(*, may_change: bool) -> str:
    shown = [scheme for scheme in list_schemes() if may_change or scheme.is_offered]
    return render_template(
        "catalog/schemes/schemes.html",
        schemes=shown,
        scheme_name=scheme_name,
        kinds=CERTIFICATE_KINDS,
        may_change=may_change,
        today=today(),
    )


def _form_page(form: SchemeForm, heading: str) -> Answer:
    page = render_template("catalog/schemes/scheme.html", form=form, heading=heading)
    return page, 422 if form.is_submitted() else 200


def _saved() -> BaseResponse:
    tell("success", translate("Saved."))
    return redirect(local_url("catalog.schemes_admin"), 303)
