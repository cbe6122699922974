"""Bringing a database to the newest schema: on a copy, verified, then put in place; the old file stays as a backup."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tracker.store.lock import exclusive
from tracker.store.replace import draft_beside, free_name, put_in_place, writers_held_off
from tracker.store.schema import APPLICATION_ID, SCHEMA_VERSION, connected, copy, schema_version, verify

MIGRATIONS = Path(__file__).parent / "migrations"


def make_current(path: Path) -> None:
    """Make the database at `path`, or migrate it, unless its schema is the newest already.

    Raises:
        DatabaseError: the file is none of ours, newer than this program, damaged, or in use; it is as it was.
    """
    if schema_version(path) == SCHEMA_VERSION:
        return
    with exclusive(path):
        version = schema_version(path)  # another process may have been faster
        if version is None:
            _create(path)
        elif version < SCHEMA_VERSION:
            _migrate(path, version)


def _create(path: Path) -> None:
    with draft_beside(path) as draft:
        upgrade(draft)
        verify(draft)
        put_in_place(draft, path, aside=free_name(path.parent / "backups", "leftover"))


def _migrate(path: Path, version: int) -> None:
    with writers_held_off(path), draft_beside(path) as draft:
        kept = free_name(path.parent / "backups", f"before-schema-{SCHEMA_VERSION}-was-{version}")
        copy(path, kept)
        copy(path, draft)
        upgrade(draft)
        verify(draft)
        put_in_place(draft, path, aside=kept)


def upgrade(path: Path) -> None:
    """Run the revisions that `path` lacks, all in one transaction; a missing or empty file gets all of them."""
    # Alembic costs 0.2 s; it is needed on the first start and after an update only.
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    sqlite3.connect(path).close()
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(path, isolation_level=None), poolclass=NullPool)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")  # tables are rebuilt; `verify` looks at the result
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")
        connection.exec_driver_sql("COMMIT")
    with connected(path) as plain:
        plain.execute("PRAGMA journal_mode=DELETE")
