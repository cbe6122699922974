"""Migrations: they make what the classes say, on a copy, or they change nothing."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from tracker.errors import TrackerError
from tracker.store import engine, migrate, schema
from tracker.store.engine import open_file
from tracker.store.schema import APPLICATION_ID, SCHEMA_VERSION

ADD_A_COLUMN = 'op.execute("ALTER TABLE tag ADD COLUMN colour VARCHAR")'
Release = Callable[[str], None]


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    """What a plain connection reads."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def run_sql(path: Path, script: str) -> None:
    """Write with a plain connection."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)


def dump(path: Path) -> list[str]:
    """Everything in the database, as statements."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def structure(path: Path) -> dict[str, object]:
    """Every table's columns, keys and rules, and every index, as SQLite tells them."""
    found: dict[str, object] = {}
    for name, kind, sql in rows(path, "SELECT name, type, sql FROM sqlite_master WHERE name <> 'alembic_version'"):
        if kind == "table":
            found[f"{name}: columns"] = rows(
                path, f"SELECT name, type, \"notnull\", pk FROM pragma_table_info('{name}')"
            )
            found[f"{name}: keys"] = rows(
                path, f'SELECT "table", "from", "to", on_delete FROM pragma_foreign_key_list(\'{name}\') ORDER BY 1, 2'
            )
            found[f"{name}: checks"] = sorted(part.strip(" \t,") for part in str(sql).split("\n") if "CHECK" in part)
        elif sql:
            found[str(name)] = " ".join(str(sql).split())
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A current database with one tag in it."""
    path = tmp_path / "tracker.db"
    open_file(path).close()
    run_sql(path, "INSERT INTO tag VALUES ('1', '어텐션')")
    return path


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Release:
    """Release the next schema version, whose migration runs the given line."""

    def publish(line: str) -> None:
        number = SCHEMA_VERSION + 1
        folder = tmp_path / "migrations of the next release"
        shutil.copytree(migrate.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "next.py").write_text(
            f"from alembic import op\nrevision, down_revision = '{number}', '{SCHEMA_VERSION}'\n"
            f"def upgrade():\n    {line}\n"
        )
        monkeypatch.setattr(migrate, "MIGRATIONS", folder)
        for module in (engine, migrate, schema):
            monkeypatch.setattr(module, "SCHEMA_VERSION", number)

    return publish


def test_the_migrations_make_what_the_classes_say(path: Path, tmp_path: Path) -> None:
    connection = create_engine(f"sqlite:///{path}").connect()
    with connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    fresh = tmp_path / "fresh.db"
    SQLModel.metadata.create_all(create_engine(f"sqlite:///{fresh}"))
    assert structure(path) == structure(fresh)


def test_the_schema_version_is_the_newest_revision(path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [str(SCHEMA_VERSION)]
    assert rows(path, "SELECT version_num FROM alembic_version") == [(str(SCHEMA_VERSION),)]


def test_a_current_database_is_opened_without_alembic(path: Path) -> None:
    program = "import sys; from pathlib import Path; from tracker.store.engine import open_file\n"
    program += "open_file(Path(sys.argv[1])); sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program, str(path)], check=False).returncode == 0


def test_an_older_database_is_migrated_and_kept(path: Path, release: Release) -> None:
    before = dump(path)
    release(ADD_A_COLUMN)
    open_file(path).close()
    assert rows(path, "SELECT * FROM tag") == [("1", "어텐션", None)]
    assert rows(path, "PRAGMA user_version") == [(SCHEMA_VERSION + 1,)]
    (kept,) = (path.parent / "backups").glob("*.db")
    assert dump(kept) == before


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (ADD_A_COLUMN + "; raise RuntimeError('wrong')", RuntimeError),
        ("""op.execute("INSERT INTO reflection_tag VALUES ('nobody', '1')")""", TrackerError),
    ],
    ids=["raises", "leaves a dangling key"],
)
def test_a_migration_that_fails_changes_nothing(
    path: Path, release: Release, line: str, error: type[Exception]
) -> None:
    before = path.read_bytes()
    release(line)
    with pytest.raises(error):
        open_file(path)
    assert path.read_bytes() == before
    assert list(path.parent.glob("tracker.db.new*")) == []


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_migration_killed_midway_changes_nothing(path: Path, release: Release) -> None:
    before = path.read_bytes()
    release(ADD_A_COLUMN + "; import os; os.kill(os.getpid(), 9)")
    program = (
        "import sys; from pathlib import Path; from tracker.store import engine, migrate, schema\n"
        f"migrate.MIGRATIONS = Path({str(migrate.MIGRATIONS)!r})\n"
        f"engine.SCHEMA_VERSION = migrate.SCHEMA_VERSION = schema.SCHEMA_VERSION = {SCHEMA_VERSION + 1}\n"
        "engine.open_file(Path(sys.argv[1]))"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert path.read_bytes() == before
    schema.verify(path)


def test_a_damaged_database_is_not_migrated(path: Path, release: Release) -> None:
    pages = bytearray(path.read_bytes())
    pages[4096 * 2 : 4096 * 3] = b"\xff" * 4096
    path.write_bytes(pages)
    release(ADD_A_COLUMN)
    with pytest.raises(TrackerError, match="damaged"):
        open_file(path)
    assert path.read_bytes() == pages


def test_a_newer_database_is_refused_untouched(path: Path) -> None:
    run_sql(path, f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(TrackerError, match=r"newer tracker .*Update the tracker"):
        open_file(path)
    assert path.read_bytes() == before


def test_a_foreign_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "tracker.db"
    run_sql(path, "CREATE TABLE theirs (x)")
    before = path.read_bytes()
    with pytest.raises(TrackerError, match="not a tracker's database"):
        open_file(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "tracker.db"
    path.write_text("my diary, " * 100)
    with pytest.raises(TrackerError, match="not a tracker's database"):
        open_file(path)
    assert path.read_text() == "my diary, " * 100


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "tracker.db"
    path.touch()
    open_file(path).close()
    assert rows(path, "PRAGMA application_id") == [(APPLICATION_ID,)]


def test_a_journal_without_its_database_does_not_reach_the_new_one(tmp_path: Path) -> None:
    journal = tmp_path / "tracker.db-journal"
    journal.write_bytes(b"what a crash left")
    open_file(tmp_path / "tracker.db").close()
    assert not journal.exists()
    assert (tmp_path / "backups" / "leftover.db-journal").read_bytes() == b"what a crash left"


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(TrackerError, match="cannot be opened"):
        open_file(tmp_path / "nowhere" / "tracker.db")


def test_processes_that_start_at_once_make_one_database(tmp_path: Path) -> None:
    path = tmp_path / "tracker.db"
    program = (
        "import sys; from pathlib import Path; from tracker.store.engine import open_file\n"
        "from tracker.store.tables import TagRow\n"
        "sys.stdin.read()\n"
        "with open_file(Path(sys.argv[1])).write() as session: session.add(TagRow(name=sys.argv[2]))"
    )
    command = [sys.executable, "-c", program, str(path)]
    children = [subprocess.Popen([*command, str(number)], stdin=subprocess.PIPE) for number in range(4)]
    for child in children:  # they have loaded everything and wait for the end of their input
        assert child.stdin is not None
        child.stdin.close()
    assert [child.wait() for child in children] == [0] * 4
    assert sorted(rows(path, "SELECT name FROM tag")) == [(str(number),) for number in range(4)]
    schema.verify(path)
