"""The mails that accounts send. Each says what happened and what to do when it was somebody else."""

from datetime import datetime

from app.accounts.models import User
from app.accounts.sessions.links import LIFETIMES, Purpose, make_link
from app.core.clock import utc_now
from app.web.addresses import absolute_url
from app.web.mails import post_template


def mail_verify(user: User, *, locale: str) -> None:
    """Without the name: someone who registers a stranger's address must not be able to write to them through
    us.
    """
    url = absolute_url("accounts.verify", locale=locale, key=make_link(user, Purpose.VERIFY))
    post_template(user.email, "verify", locale=locale, url=url, until=_until(Purpose.VERIFY))


def mail_known_address(user: User, *, locale: str) -> None:
    """To an address that somebody tried to register again: the truth goes to its owner alone."""
    login = absolute_url("accounts.login", locale=locale)
    forgot = absolute_url("accounts.forgot_password", locale=locale)
    post_template(user.email, "known_address", locale=locale, name=user.name, login=login, forgot=forgot)


def mail_reset(user: User, *, locale: str) -> None:
    url = absolute_url("accounts.reset_password", locale=locale, key=make_link(user, Purpose.RESET))
    post_template(user.email, "reset", locale=locale, name=user.name, url=url, until=_until(Purpose.RESET))


def mail_invitation(user: User, role_text: str) -> None:
    locale = user.locale
    url = absolute_url("accounts.invitation", locale=locale, key=make_link(user, Purpose.INVITE))
    until = _until(Purpose.INVITE)
    post_template(user.email, "invite", locale=locale, role=role_text, url=url, until=until)


def mail_new_role(user: User, role_text: str) -> None:
    url = absolute_url("accounts.login", locale=user.locale)
    post_template(user.email, "new_role", locale=user.locale, name=user.name, role=role_text, url=url)


def mail_password_changed(user: User) -> None:
    _notice(user, "password_changed")


def mail_second_factor_changed(user: User) -> None:
    _notice(user, "second_factor_changed")


def _notice(user: User, name: str) -> None:
    forgot = absolute_url("accounts.forgot_password", locale=user.locale)
    post_template(user.email, name, locale=user.locale, name=user.name, at=utc_now(), forgot=forgot)


def _until(purpose: Purpose) -> datetime:
    return utc_now() + LIFETIMES[purpose]
