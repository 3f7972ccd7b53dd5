"""Alembic's entry: migrates over the connection that `app.migrations.run` hands in."""

from alembic import context
from sqlalchemy import Connection

import app.models  # noqa: F401  # fills the metadata
from app.core.db import Base


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


migrate(context.config.attributes["connection"])
