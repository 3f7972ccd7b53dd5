"""A certificate looked up by a photo of its code, for phones whose camera reads none. No photo is kept."""

from flask import redirect, render_template, request, url_for
from flask_wtf.file import FileField
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.limits import Limit, spend
from app.core.errors import DomainError, RuleBroken
from app.site.blueprint import bp
from app.site.certificates.scanned import certificate_of
from app.web.access import access
from app.web.forms import Form, chosen_file
from app.web.i18n import N_, localized
from app.web.requests.networks import line_of
from traceability.codes.qr.photo import codes_on_photo

PHOTOS = Limit("certificate-photo", 30, 3600, by_day=True)
"""Photos that are decoded for one line: a class or a market behind one address gets by."""


class PhotoForm(Form):
    photo = FileField(
        N_("Photo of the code"),
        description=N_("The square code at the foot of the certificate, sharp and whole. At most 15 MB."),
    )


@localized(bp, "/giay-chung-nhan/anh", "/certificates/photo", methods=("GET", "POST"))
@access("anyone")
def certificate_photo() -> BaseResponse | tuple[str, int]:
    """Leads to the page of the certificate whose code is on the photo, whatever its state."""
    form, refusal = PhotoForm(), None
    if form.validate_on_submit():
        if chosen_file(form.photo) is not None:
            spend((PHOTOS, line_of(request.remote_addr)))
        try:
            return redirect(url_for("site.certificate", number=_number_on(form)), 303)
        except DomainError as error:
            form.refuse(refusal := error)
    leads_to = refusal.params.get("leads_to") if refusal else None
    shown = render_template("site/certificates/photo.html", form=form, leads_to=leads_to)
    return shown, max(refusal.status, 422) if refusal else 200


def _number_on(form: PhotoForm) -> str:
    file, field = chosen_file(form.photo), form.photo.name
    if file is None:
        raise RuleBroken("required", field)
    return certificate_of(codes_on_photo(file.read(), field), field)
