"""Which form the tables of a ledger have, and how an older one is brought up to date.

A new ledger gets its tables from `tables` and the number of the newest form with them. An older one is brought up to
date by the scripts in `migrations/`, in one transaction: whoever is killed in the middle leaves the older form. No copy
is made before, since scripts only add; the envelopes are never touched. A form that this program does not know is a
newer one that it can still use: else the ledger's `format` would be higher.

Alembic is imported only when there is something to do.
"""

from pathlib import Path

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, insert, inspect, select

from sopbook.records.addresses import shown
from sopbook.records.databases import Database
from sopbook.records.errors import LedgerOutdated

FORMS = ("0001", "0002", "0003", "0004")
"""The names of all scripts, in their order."""
NEWEST = FORMS[-1]

_version = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))


def form_of(connection: Connection) -> str:
    """The form of a ledger's tables; the first ledgers did not say it."""
    if not inspect(connection).has_table(_version.name):
        return FORMS[0]
    return str(connection.execute(select(_version.c.version_num)).scalar_one())


def is_older(form: str) -> bool:
    """Whether something is missing that this program needs."""
    return form in FORMS[:-1]


def stamp(connection: Connection, form: str = NEWEST) -> None:
    """Say which form the tables of a new ledger have."""
    _version.create(connection)
    connection.execute(insert(_version), {"version_num": form})


def bring_up_to_date(database: Database, engine: Engine, *, asked: bool = False) -> str:
    """Upgrade an older ledger where that goes by itself or was asked for, else refuse it; the form that it had."""
    with engine.connect() as connection:
        form = form_of(connection)
    if not is_older(form):
        return form
    if not (asked or database.UPGRADES_ITSELF):
        raise LedgerOutdated(shown(engine.url), schema=form, needed=NEWEST)
    with database.alone(engine).begin() as connection:
        form = form_of(connection)  # another process may have been faster
        if is_older(form):
            upgrade(connection)
    return form


def upgrade(connection: Connection, to: str = NEWEST) -> None:
    """Run the scripts that are missing, in the caller's transaction."""
    from alembic.command import upgrade as run
    from alembic.config import Config

    if inspect(connection).has_table("ledger") and not inspect(connection).has_table(_version.name):
        stamp(connection, FORMS[0])
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    run(config, to)
