"""Queues, keys and turns of jobs; when a mail was handed over."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

QUEUES = {
    "mail": ("mail.send", "catalog.letter"),
    "papers": ("catalog.brochure", "certificates.papers"),
    "labels": ("traceability.print",),
    "imports": ("traceability.epcis.capture",),
}


def upgrade() -> None:
    op.add_column("job", sa.Column("queue", sa.String(), nullable=False, server_default="other"))
    op.add_column("job", sa.Column("key", sa.String(), nullable=True))
    op.add_column("job", sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
    op.create_index(op.f("ix_job_key"), "job", ["key"], unique=True)
    op.add_column("outbox_mail", sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True))
    job = sa.table("job", sa.column("kind", sa.String()), sa.column("queue", sa.String()))
    for queue, kinds in QUEUES.items():
        op.execute(job.update().where(job.c.kind.in_(kinds)).values(queue=queue))


def downgrade() -> None:
    with op.batch_alter_table("outbox_mail") as batch:
        batch.drop_column("handed_at")
    op.drop_index(op.f("ix_job_key"), table_name="job")
    with op.batch_alter_table("job") as batch:
        for name in ("turn", "key", "queue"):
            batch.drop_column(name)
