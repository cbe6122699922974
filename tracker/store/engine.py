"""Opening the database. Features read and write through a `Store`; no row leaves its feature."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlmodel import Session

import tracker.store.practice_tables
import tracker.store.tables  # noqa: F401  # both register their classes with the metadata
from tracker.store.migrate import make_current
from tracker.store.schema import BUSY_SECONDS, SCHEMA_VERSION, DatabaseError, explained
from tracker.workspace import Workspace

_PRAGMAS = ("foreign_keys=ON", "synchronous=FULL", f"busy_timeout={int(BUSY_SECONDS * 1000)}")


class Store:
    """An open database at the newest schema. Any thread may use it: every `read` and `write` has its own connection."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = _engine(path)
        self._writing = self._engine.execution_options(tracker_begin="BEGIN IMMEDIATE")

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one moment of the database; nothing that is added to it is kept."""
        with _explaining(self.path), Session(self._engine) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session in one transaction: no other writer from here on, all of it kept at the end, none on an error."""
        with _explaining(self.path), Session(self._writing) as session:
            session.connection()  # begins now, so that what is read next is still true when it is written
            yield session
            session.commit()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


def open_store(workspace: Workspace) -> Store:
    """The workspace's database, made or migrated first where that is needed.

    Raises:
        DatabaseError: it is none of ours, newer than this program, damaged, or in use.
    """
    return open_file(workspace.database)


def open_file(path: Path) -> Store:
    """As `open_store`, for the database at `path`."""
    with _explaining(path):
        make_current(path)
    return Store(path)


@contextmanager
def _explaining(path: Path) -> Iterator[None]:
    """A locked, full, damaged or read-only database becomes one sentence; a wrong statement stays a bug."""
    try:
        yield
    except DBAPIError as error:
        cause = error.orig
        if not isinstance(cause, sqlite3.Error) or isinstance(cause, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        if cause.sqlite_errorname == "SQLITE_ERROR":
            raise
        raise explained(cause, path) from error


def _engine(path: Path) -> Engine:
    """An engine without a pool: opening a file is cheap, and a replaced file is never written to by an old handle."""
    uri = path.absolute().as_uri() + "?mode=rw"

    def connect() -> sqlite3.Connection:
        # isolation_level=None keeps the sqlite3 module from beginning transactions on its own: `_begin` does.
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version != SCHEMA_VERSION:
            connection.close()
            raise DatabaseError(f"The database {path} was replaced meanwhile.", hint="Start the tracker again.")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection, *_: Any) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("tracker_begin", "BEGIN"))
