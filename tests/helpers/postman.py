"""A mailer that accepts every mail, for features that need mail."""

from dataclasses import dataclass, field, replace

from flask import current_app

from app.core.ports import ports


@dataclass
class Postman:
    """sent: (recipient, subject, body, unsubscribe) of each mail."""

    delivers: bool = True
    sent: list[tuple[str, str, str, str]] = field(default_factory=list)

    def send(self, recipient: str, subject: str, body: str, *, unsubscribe: str = "") -> None:
        self.sent.append((recipient, subject, body, unsubscribe))


def hire() -> Postman:
    """Let the running application hand its mails to a new postman."""
    postman = Postman()
    current_app.extensions["ports"] = replace(ports(), mailer=postman)
    return postman
