"""The outbox; ledgers used in between have made theirs with its first row."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "outbox",
        *(sa.Column(name, text, nullable=False) for name in ("key", "kind", "target", "source")),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("words", text, nullable=False),
        sa.Column("created_at", text, nullable=False),
        sa.Column("handled_at", text),
        sa.PrimaryKeyConstraint("key", name="pk_outbox"),
        sa.ForeignKeyConstraint(
            ["source", "number"], ["envelopes.stream", "envelopes.number"], name="fk_outbox_envelopes"
        ),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    for side in ("source", "target"):
        op.create_index(f"ix_outbox_{side}_state", "outbox", [side, "state"], if_not_exists=True)
