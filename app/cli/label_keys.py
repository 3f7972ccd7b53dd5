"""`tieubieu label-keys`: the keys that sign lists of codes."""

import click

from app.core.actor import SYSTEM
from app.ops.application import open_for_command, print_json


@click.group("label-keys")
def label_keys() -> None:
    """The keys that sign lists of codes."""


@label_keys.command("list")
def list_keys() -> None:
    """Every key, the oldest first."""
    with open_for_command().app_context():
        from traceability.codes.signed_lists.keys import list_label_keys  # noqa: PLC0415  # the database comes with it
        from traceability.codes.signed_lists.signed_list import key_id  # noqa: PLC0415

        print_json(
            [
                {
                    "id": key_id(bytes.fromhex(row.public)),
                    "since": row.since.isoformat(),
                    "revoked_at": row.revoked_at.isoformat() if row.revoked_at else None,
                    "reason": row.revoked_reason,
                }
                for row in list_label_keys()
            ]
        )


@label_keys.command("revoke")
@click.argument("key_id")
@click.option("--reason", required=True, help="Why; kept in the register of acts.")
def revoke(key_id: str, reason: str) -> None:
    """Stop a key from signing; what it signed before stays valid. The next run makes a new one."""
    with open_for_command().app_context():
        from app.core.database.transaction import transaction  # noqa: PLC0415  # the database comes with it
        from traceability.codes.signed_lists.keys import revoke_label_key  # noqa: PLC0415

        with transaction():
            row = revoke_label_key(SYSTEM, key_id, reason)
            said = {"id": key_id, "revoked_at": row.revoked_at.isoformat() if row.revoked_at else None}
        print_json(said)
