"""What a database file is, told from the file itself with the standard library: ours or not, how new, and whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tracker.errors import TrackerError

APPLICATION_ID = 0x4C_52_4E_54  # "LRNT", in the file's header: this is a tracker's database
SCHEMA_VERSION = 3  # the newest revision in migrations/versions
BUSY_SECONDS = 5.0


class DatabaseError(TrackerError):
    """The database cannot be used as it is; it has not been touched."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint, title="Database")


def schema_version(path: Path) -> int | None:
    """The schema version of the tracker's database at `path`; None if there is no file yet, or an empty one.

    Raises:
        DatabaseError: the file is none of ours, or newer than this program.
    """
    if not path.exists() or (path.is_file() and path.stat().st_size == 0):
        return None
    with connected(path) as connection:
        application_id: int = connection.execute("PRAGMA application_id").fetchone()[0]
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if application_id != APPLICATION_ID:
        raise DatabaseError(f"{path} is not a tracker's database.", hint="Move it away, or name another workspace.")
    if version > SCHEMA_VERSION:
        raise DatabaseError(
            f"{path} was written by a newer tracker (schema {version}, this one knows {SCHEMA_VERSION}).",
            hint="Update the tracker; nothing was changed.",
        )
    return version


def verify(path: Path, *, origin: Path | None = None) -> None:
    """Raise a DatabaseError unless every page of `path` is sound and every foreign key has its row.

    Where `path` is a copy, the error names its `origin`.
    """
    with connected(path) as connection:
        verdict = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
        if verdict != "ok":
            raise _damaged(origin or path, verdict)
        dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
        if dangling is not None:
            detail = f"a row of '{dangling[0]}' points to a missing row of '{dangling[2]}'"
            raise _damaged(origin or path, detail)


def copy(source: Path, target: Path) -> None:
    """Copy the database `source`, in whatever state its writers left it, to the new file `target`, and verify that."""
    try:
        writer = sqlite3.connect(target)
    except sqlite3.Error as error:
        raise explained(error, target) from error
    with closing(writer), connected(source) as reader:
        reader.backup(writer)
    verify(target, origin=source)


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """A plain connection to the existing file `path`; SQLite's own errors become a DatabaseError."""
    try:
        with closing(_connect(path)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise explained(error, path) from error


def _connect(path: Path) -> sqlite3.Connection:
    uri = path.absolute().as_uri() + "?mode=rw"
    return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)


def explained(error: sqlite3.Error, path: Path) -> DatabaseError:
    """What `error` means to the learner whose database is at `path`."""
    name = getattr(error, "sqlite_errorname", "")
    for prefix, message, hint in _MEANINGS:
        if name.startswith(prefix):
            return DatabaseError(message.format(path=path), hint=hint)
    if "corrupt" in name.lower() or "malformed" in str(error):
        return _damaged(path, str(error))
    return DatabaseError(f"The database {path} failed: {error}.", hint="tracker doctor says more.")


_MEANINGS = (
    ("SQLITE_BUSY", "The database {path} is in use by another program.", "Close the other tracker and try again."),
    ("SQLITE_READONLY_DBMOVED", "The database {path} was replaced meanwhile.", "Start the tracker again."),
    ("SQLITE_READONLY", "The database {path} is read-only.", "Make it and its folder writable for you."),
    ("SQLITE_CANTOPEN", "The database {path} cannot be opened.", "Is its folder there, and yours to write to?"),
    ("SQLITE_FULL", "The disk is full: nothing was saved to {path}.", "Make room and try again."),
    ("SQLITE_NOTADB", "{path} is not a tracker's database.", "Move it away, or name another workspace."),
)


def _damaged(path: Path, detail: str) -> DatabaseError:
    hint = "Bring back a copy: tracker restore lists them."
    return DatabaseError(f"The database {path} is damaged: {detail}.", hint=hint)
