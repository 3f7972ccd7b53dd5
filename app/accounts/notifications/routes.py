"""A person's messages, how they come by mail, and the link that ends the mails of a kind with one press."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse
from wtforms import RadioField

from app.accounts.blueprint import bp
from app.accounts.notifications.kinds import CHOICES, KINDS, Choice, Kind
from app.accounts.notifications.queries import count_unread, get_choices, list_notifications
from app.accounts.notifications.services import choose, read_all, read_stop_key
from app.accounts.notifications.services import stop_mails as end_mails
from app.core.database.transaction import transaction
from app.core.ports import ports
from app.web.access import access, current_actor
from app.web.fields import options
from app.web.forms import Form
from app.web.i18n import local_url, localized, translate
from app.web.notices import tell

Answer = BaseResponse | tuple[str, int] | str


class MailChoiceForm(Form):
    """One choice per kind."""


for _kind, _text in KINDS.items():
    setattr(MailChoiceForm, str(_kind), RadioField(_text, choices=options(CHOICES)))


@localized(bp, "/thong-bao", "/notifications")
@access("member")
def notifications() -> str:
    """Messages to the person, the newest first, and the choice of mails."""
    chosen = {str(kind): str(choice) for kind, choice in get_choices(_own_id()).items()}
    return _page(MailChoiceForm(None, data=chosen))


def _own_id() -> int:
    user_id = current_actor().user_id
    assert user_id is not None
    return user_id


def _page(form: MailChoiceForm) -> str:
    user_id = _own_id()
    return render_template(
        "accounts/notifications/notifications.html",
        rows=list_notifications(user_id),
        unread=count_unread(user_id),
        kinds=KINDS,
        form=form,
        mail_travels=ports().mailer.delivers,
    )


@localized(bp, "/thong-bao/da-doc", "/notifications/read", methods=("POST",))
@access("member")
def notifications_read() -> BaseResponse:
    """Everything has been seen."""
    with transaction():
        read_all(current_actor())
    return redirect(local_url("accounts.notifications"), 303)


@localized(bp, "/thong-bao/thu", "/notifications/mails", methods=("POST",))
@access("member")
def notification_mails() -> Answer:
    """Choose how messages come by mail."""
    form, present = MailChoiceForm(), get_choices(_own_id())
    for kind, choice in present.items():
        if str(kind) not in request.form:  # a page that was open before this kind came
            form[str(kind)].data = str(choice)
    if not form.validate():
        return _page(form), 422
    with transaction():
        choose(current_actor(), {kind: Choice(form[str(kind)].data) for kind in Kind})
    tell("success", translate("Your choice is saved."))
    return redirect(local_url("accounts.notifications"), 303)


@localized(bp, "/thong-bao/thoi-nhan/<key>", "/notifications/stop/<key>", methods=("GET", "POST"))
@access("anyone")
def stop_mails(key: str) -> Answer:
    """End the mails of a kind; no sign-in, for the link proves whose they are (RFC 8058 for mail programs)."""
    _user, kind = read_stop_key(key)
    done = request.method == "POST"
    if done:
        with transaction():
            end_mails(key)
    return render_template("accounts/notifications/stop.html", kind=KINDS[kind], done=done)
