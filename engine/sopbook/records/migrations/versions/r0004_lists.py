"""What stands beside the events of a run, made from them; `sop records rebuild` fills it for older runs."""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TABLES: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "listed": ("stream", "number:int changes_at?", ()),
    "open_work": ("stream step role person", "title state due_at?", ("role", "person")),
    "completions": ("stream number:int", "step person role? at attempt:int", ("person at",)),
    "deviations": ("stream position:int", "step? kind person at why", ("kind at",)),
    "signatures": ("stream position:int", "step person role? deputy_for at meaning digest", ("person at",)),
    "acknowledgements": ("stream number:int", "person document version at", ("document person",)),
    "participants": ("stream person", "", ("person",)),
}
"""Name -> key, further columns (`?` may be empty, others are never), indexes."""


def upgrade() -> None:
    for name, (key, others, indexes) in TABLES.items():
        columns = [_column(one) for one in (*key.split(), *others.split())]
        names = [column.name for column in columns[: len(key.split())]]
        op.create_table(
            name,
            *columns,
            sa.PrimaryKeyConstraint(*names, name=f"pk_{name}"),
            sqlite_with_rowid=False,
            if_not_exists=True,
        )
        for index in indexes:
            columns_of_it = index.split()
            op.create_index(f"ix_{name}_{'_'.join(columns_of_it)}", name, columns_of_it, if_not_exists=True)


def _column(written: str) -> sa.Column[str] | sa.Column[int]:
    name, _, kind = written.partition(":")
    if kind == "int":
        return sa.Column(name, sa.Integer, autoincrement=False, nullable=False)
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    return sa.Column(name.rstrip("?"), text, nullable=name.endswith("?"))
