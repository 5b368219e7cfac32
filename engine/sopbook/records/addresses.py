"""What `SOP_RECORDS` may say: a path, or the URL of a database. Opens nothing."""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from sopbook.records.errors import UnsupportedDatabase


def database_at(text: str) -> URL:
    """The database that is meant; a text without `://` is the path of a SQLite file."""
    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise UnsupportedDatabase(
            text, "this is no database URL; write a path, or `sqlite:////path/to/file`"
        ) from error
    match url.get_backend_name():
        case "sqlite" if url.database and url.database != ":memory:":
            return url
        case "sqlite":
            raise UnsupportedDatabase(text, "a ledger in memory would be lost; name a file: `sqlite:////path/to/file`")
        case "postgresql" | "postgres" if url.database:
            return url.set(drivername="postgresql+psycopg")
        case "postgresql" | "postgres":
            raise UnsupportedDatabase(shown(url), "name the database: `postgresql://person@server/database`")
        case other:
            why = f"`{other}` is no database it knows; name a SQLite file or a PostgreSQL database"
            raise UnsupportedDatabase(shown(url), why)


def shown(url: URL) -> str:
    """The address for a message: a path for SQLite, and never a password."""
    if url.get_backend_name() == "sqlite" and url.database:
        return url.database
    if url.drivername == "postgresql+psycopg":
        url = url.set(drivername="postgresql")  # as people write it
    return url.difference_update_query(("password", "sslpassword")).render_as_string(hide_password=True)
