"""Which events name which files."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "evidence",
        sa.Column("stream", text, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("sha256", text, nullable=False),
        sa.Column("name", text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("stream", "number", "sha256", "name", name="pk_evidence"),
        sa.ForeignKeyConstraint(
            ["stream", "number"], ["envelopes.stream", "envelopes.number"], name="fk_evidence_envelopes"
        ),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.create_index("ix_evidence_sha256", "evidence", ["sha256"], if_not_exists=True)
