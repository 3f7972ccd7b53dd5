"""Two ways to send a mail: an SMTP server, or the log if none is configured."""

import logging
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

from app.core.clock import utc_now
from app.core.ports import MailUncertain
from config import BadSetting

_log = logging.getLogger("app.mail")
_TIMEOUT = 20.0
_PORTS = {"smtp": 587, "smtps": 465}


class _Watched:
    """Records when the text of a mail is sent: from then on an error does not mean that it was refused."""

    text_sent = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.text_sent = True
        return super().data(msg)  # type: ignore[misc,no-any-return]  # that of the class beside it


class _Server(_Watched, smtplib.SMTP):
    pass


class _ServerOverTls(_Watched, smtplib.SMTP_SSL):
    pass


class SmtpMailer:
    """Sends through `smtp://user:password@host:port` (STARTTLS where the server offers it, and always before a
    password leaves) or `smtps://…` (TLS from the start). Certificates are checked. Raises BadSetting on a bad
    address, OSError when a mail could not be handed over.
    """

    delivers = True

    def __init__(self, url: str, sender: str, *, patience: float = _TIMEOUT) -> None:
        parts = urlsplit(url)
        try:
            port = parts.port or _PORTS[parts.scheme]
        except (KeyError, ValueError):
            raise BadSetting("SMTP_URL: give smtp://user:password@host:port or smtps://…") from None
        if not parts.hostname:
            raise BadSetting("SMTP_URL: names no host")
        if "@" not in parseaddr(sender)[1]:
            raise BadSetting("MAIL_FROM: give an e-mail address")
        self._host, self._port, self._scheme = parts.hostname, port, parts.scheme
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender, self._patience = sender, patience

    def send(self, recipient: str, subject: str, body: str, *, unsubscribe: str = "") -> None:
        message = _message(self._sender, recipient, subject, body)
        if unsubscribe:
            message["List-Unsubscribe"] = f"<{unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        server = self._connect()
        try:
            server.send_message(message)
        except smtplib.SMTPResponseException:
            raise
        except OSError as error:
            if server.text_sent:
                raise MailUncertain(f"{type(error).__name__}: {error}") from error
            raise
        else:
            with suppress(OSError):  # it has the mail already
                server.quit()
        finally:
            server.close()

    def check(self) -> None:
        """Connect and sign in without sending. Raises OSError with the reason."""
        with self._connect() as server:
            server.noop()

    def _connect(self) -> _Server | _ServerOverTls:
        context = ssl.create_default_context()
        if self._scheme == "smtps":
            server: _Server | _ServerOverTls = _ServerOverTls(
                self._host, self._port, timeout=self._patience, context=context
            )
        else:
            server = _Server(self._host, self._port, timeout=self._patience)
        try:
            self._greet(server, context)
        except BaseException:
            server.close()
            raise
        return server

    def _greet(self, server: smtplib.SMTP, context: ssl.SSLContext) -> None:
        server.ehlo()
        if self._scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif self._scheme == "smtp" and self._user:
            raise smtplib.SMTPNotSupportedError("the server offers no STARTTLS; the password was not sent")
        if self._user:
            server.login(self._user, self._password)


class LogMailer:
    """Writes the mail to the log: the person who runs the server can pass a link on."""

    delivers = False

    def send(self, recipient: str, subject: str, body: str, *, unsubscribe: str = "") -> None:  # noqa: ARG002  # the port's
        _log.info("mail to %s: %s\n%s", recipient, subject, body)


def _message(sender: str, recipient: str, subject: str, body: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = recipient
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(utc_now(), usegmt=True)
    message["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body, cte="quoted-printable")
    return message
