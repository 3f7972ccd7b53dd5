"""Mailers: the real SMTP client against a real server, and the log."""

import logging
import socket
import ssl
import subprocess
from contextlib import nullcontext
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from app.adapters.mail import LogMailer, SmtpMailer
from app.core.ports import MailUncertain
from config import BadSetting

SENDER = "Tiêu Biểu <tieubieu@mam.vn>"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Inbox:
    """Keeps what the server takes; refuses addresses that begin with `no-`."""

    def __init__(self):
        self.mails = []

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802  # the library's name
        if address.startswith("no-"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  # as above
        self.mails.append(
            (
                envelope.mail_from,
                envelope.rcpt_tos,
                message_from_bytes(envelope.content, policy=policy.default),
            )
        )
        return "250 taken"


@pytest.fixture
def serve():
    started = []

    def start(**options):
        inbox = Inbox()
        port = free_port()
        controller = Controller(inbox, hostname="127.0.0.1", port=port, **options)
        controller.start()
        started.append(controller)
        return inbox, port

    yield start
    for controller in started:
        controller.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context, cert


def test_smtp_mailer_delivers_vietnamese_unharmed(serve):
    inbox, port = serve()
    SmtpMailer(f"smtp://127.0.0.1:{port}", SENDER).send(
        "lan@mam.vn", "Xác nhận địa chỉ", "Kính chào Đỗ Thị Lan,\n\nhttps://x/" + "a" * 120 + "\n"
    )
    ((sender, recipients, message),) = inbox.mails
    assert (sender, recipients) == ("tieubieu@mam.vn", ["lan@mam.vn"])
    assert (message["Subject"], message["To"], message["Auto-Submitted"]) == (
        "Xác nhận địa chỉ",
        "lan@mam.vn",
        "auto-generated",
    )
    assert message["From"] == SENDER
    body = message.get_content().replace("\r\n", "\n")
    assert body == "Kính chào Đỗ Thị Lan,\n\nhttps://x/" + "a" * 120 + "\n"


def test_smtp_mailer_lets_no_line_end_into_a_header(serve):
    inbox, port = serve()
    SmtpMailer(f"smtp://127.0.0.1:{port}", SENDER).send("lan@mam.vn", "Chào\r\nBcc: ke-la@mam.vn", "x")
    ((_, recipients, message),) = inbox.mails
    assert (recipients, message["Bcc"]) == (["lan@mam.vn"], None)


def test_reader_may_end_mails_of_one_kind_by_one_press(serve):
    inbox, port = serve()
    mailer = SmtpMailer(f"smtp://127.0.0.1:{port}", SENDER)
    mailer.send("lan@mam.vn", "Tin mới", "x", unsubscribe="https://mam.vn/thoi/abc")
    ((_, _, message),) = inbox.mails
    assert message["List-Unsubscribe"] == "<https://mam.vn/thoi/abc>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_smtp_mailer_refuses_a_recipient_with_a_line_end(serve):
    _, port = serve()
    with pytest.raises(ValueError, match="linefeed"):
        SmtpMailer(f"smtp://127.0.0.1:{port}", SENDER).send("lan@mam.vn\nBcc: x@y.vn", "a", "b")


def test_smtp_mailer_says_when_the_recipient_is_refused(serve):
    _, port = serve()
    with pytest.raises(OSError, match="no such person"):
        SmtpMailer(f"smtp://127.0.0.1:{port}", SENDER).send("no-one@mam.vn", "a", "b")


def test_smtp_mailer_says_when_nobody_answers():
    with pytest.raises(OSError, match="refused"):
        SmtpMailer(f"smtp://127.0.0.1:{free_port()}", SENDER).send("lan@mam.vn", "a", "b")


class Breaking(Inbox):
    """Breaks the connection instead of taking the text, or refuses it, or does so once it has taken it."""

    def __init__(self, how):
        super().__init__()
        self._how = how

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  # the library's name
        if self._how == "refuses":
            return "451 not now"
        if self._how == "breaks":
            server.transport.abort()
        return await super().handle_DATA(server, session, envelope)

    async def handle_QUIT(self, server, session, envelope):  # noqa: N802  # as above
        return "500 no" if self._how == "ends badly" else "221 bye"


@pytest.mark.parametrize(("how", "error"), [
    ("refuses", OSError), ("breaks", MailUncertain), ("ends badly", None)
])  # fmt: skip
def test_smtp_mailer_tells_what_was_surely_not_taken_from_what_may_have_been(how, error):
    port = free_port()
    controller = Controller(Breaking(how), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        mailer = SmtpMailer(f"smtp://127.0.0.1:{port}", SENDER)
        with pytest.raises(error) if error else nullcontext():
            mailer.send("lan@mam.vn", "a", "b")
    finally:
        controller.stop()


def test_smtp_mailer_never_sends_a_password_in_clear(serve):
    _, port = serve()
    with pytest.raises(OSError, match="STARTTLS"):
        SmtpMailer(f"smtp://user:secret@127.0.0.1:{port}", SENDER).check()


def test_smtp_mailer_signs_in_after_starttls(serve, certificate, monkeypatch):
    context, cert = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))

    def authenticate(server, session, envelope, mechanism, auth_data):
        right = auth_data.login == b"user" and auth_data.password == b"se/cret"
        return AuthResult(success=right, handled=False)

    inbox, port = serve(tls_context=context, authenticator=authenticate, auth_required=True)
    SmtpMailer(f"smtp://user:se%2Fcret@127.0.0.1:{port}", SENDER).send("lan@mam.vn", "a", "b")
    assert len(inbox.mails) == 1
    with pytest.raises(OSError, match="535"):
        SmtpMailer(f"smtp://user:wrong@127.0.0.1:{port}", SENDER).check()


def test_smtp_mailer_trusts_no_unknown_certificate(serve, certificate):
    _, port = serve(tls_context=certificate[0])
    with pytest.raises(OSError, match="certificate verify failed"):
        SmtpMailer(f"smtp://127.0.0.1:{port}", SENDER).check()


@pytest.mark.parametrize(
    "url", ["http://mail.mam.vn", "smtp://", "smtp://host:port", "smtp://host:99999", "mail.mam.vn"]
)
def test_smtp_mailer_refuses_a_bad_address(url):
    with pytest.raises(BadSetting, match="SMTP_URL"):
        SmtpMailer(url, SENDER)


def test_smtp_mailer_refuses_a_sender_without_address():
    with pytest.raises(BadSetting, match="MAIL_FROM"):
        SmtpMailer("smtp://127.0.0.1", "Tiêu Biểu")


def test_log_mailer_writes_the_whole_mail(caplog):
    with caplog.at_level(logging.INFO, logger="app.mail"):
        LogMailer().send("lan@mam.vn", "Xác nhận", "https://x/y")
    assert [record.getMessage() for record in caplog.records] == ["mail to lan@mam.vn: Xác nhận\nhttps://x/y"]
