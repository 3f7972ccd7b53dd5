"""A new key for the register of certificates."""

from typing import Any

from app.core import audit
from app.core.actor import Actor
from app.core.database.transaction import after_commit
from app.core.errors import NotAllowed
from app.core.logs.keys import forget_signing_key
from app.core.logs.log_keys import get_signer
from catalog.policies import is_system
from catalog.register import writer as register


def rotate_register_key(actor: Actor) -> dict[str, Any]:
    """Replace the key and delete the old private half once that is on disk. Only from the command line:
    NotAllowed.
    """
    if not is_system(actor):
        raise NotAllowed("not_allowed")
    old = get_signer(register.PURPOSE).key
    new = register.rotate()
    audit.record(actor, "catalog.log_key.rotate", ("log_key", register.PURPOSE), old=str(old), new=new)
    after_commit(lambda: forget_signing_key(register.PURPOSE, old.public))
    return {"purpose": register.PURPOSE, "old": str(old), "new": new, "logs": 1}
