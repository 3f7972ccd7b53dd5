"""A new key for the log of reports."""

from typing import Any

from app.core import audit
from app.core.actor import Actor
from app.core.database.transaction import after_commit
from app.core.errors import NotAllowed
from app.core.logs.keys import forget_signing_key
from app.core.logs.log_keys import get_signer
from catalog.policies import is_system
from programme.report_log import writer


def rotate_report_key(actor: Actor) -> dict[str, Any]:
    """Replace the key; the old private half goes once that is on disk. From the command line alone: NotAllowed."""
    if not is_system(actor):
        raise NotAllowed("not_allowed")
    before = get_signer(writer.PURPOSE).key
    after = writer.rotate()
    audit.record(actor, "programme.log_key.rotate", ("log_key", writer.PURPOSE), old=str(before), new=after)
    after_commit(lambda: forget_signing_key(writer.PURPOSE, before.public))
    return {"purpose": writer.PURPOSE, "old": str(before), "new": after, "logs": 1}
