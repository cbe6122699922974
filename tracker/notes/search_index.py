"""The full-text index of reflections, in a file of its own: it can be made anew from the store at any time."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from tracker.notes.filters import REFLECTION_KINDS, Filters
from tracker.notes.terms import expression, folded, indexed

_LAYOUT = 1
"""Raise this when the same reflections are to give another index."""
_SCHEMA = f"""
    CREATE TABLE document (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        text TEXT NOT NULL,
        kind TEXT NOT NULL,
        note_id TEXT NOT NULL,
        tags TEXT NOT NULL,
        headings TEXT NOT NULL
    );
    CREATE TABLE progress (revision INTEGER NOT NULL);
    INSERT INTO progress VALUES (0);
    CREATE VIRTUAL TABLE found USING fts5(words, grams, content='', tokenize='ascii');
    PRAGMA user_version = {_LAYOUT};
"""
_STEP = 5000
_CANDIDATES = 500
"""The newest matches that are ranked; a query with more of them is too wide to read anyway."""


@dataclass(frozen=True)
class Document:
    """A live reflection as the index keeps it."""

    id: str
    text: str
    kind: str
    note_id: str
    tags: tuple[str, ...]
    headings: tuple[str, ...]


class SearchIndex:
    """The index at `path`; every call opens it, so any thread may use it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def revision(self) -> int:
        """How far the index is: the store's revision that it holds."""
        with self._open() as connection:
            (revision,) = connection.execute("SELECT revision FROM progress").fetchone()
            return int(revision)

    def count(self) -> int:
        """How many reflections it holds."""
        with self._open() as connection:
            return int(connection.execute("SELECT count(*) FROM document").fetchone()[0])

    def update(
        self,
        revision: int,
        changed: Sequence[Document],
        gone: Iterable[str],
        on_progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Take in what changed up to a revision of the store, in one transaction; the newest last."""
        with self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            if _last_number(connection):
                _forget(connection, [*gone, *(document.id for document in changed)])
            for start in range(0, len(changed), _STEP):
                _take_in(connection, changed[start : start + _STEP])
                if on_progress:
                    on_progress(min(start + _STEP, len(changed)), len(changed))
            connection.execute("UPDATE progress SET revision = ?", (revision,))
            connection.execute("COMMIT")

    def clear(self) -> None:
        """Forget everything."""
        self._path.unlink(missing_ok=True)

    def candidates(
        self,
        terms: Sequence[str],
        filters: Filters,
        note_ids: Sequence[str] | None,
        ids: Sequence[str] | None = None,
    ) -> list[tuple[str, str]]:
        """(id, folded text) of the newest reflections that match, newest first.

        Args:
            terms: folded; all must stand in the text.
            filters: kinds, tags and headings; the notes that they leave are in `note_ids`.
            note_ids: only reflections of these notes; None for all.
            ids: only these reflections; None for all.
        """
        conditions, values = _conditions(filters, note_ids, ids)
        source, order = "document", "number"
        if match := expression(terms):
            source, order = "found JOIN document ON document.number = found.rowid", "found.rowid"
            conditions, values = ["found MATCH ?", *conditions], [match, *values]
        where = " AND ".join(conditions) or "1"
        with self._open() as connection:
            rows = connection.execute(f"SELECT id, text FROM {source} WHERE {where} ORDER BY {order} DESC", values)
            # The grams of a term may stand in two words that follow each other, and `C++` has none: look at the text.
            matching = ((id_, text) for id_, text in rows if all(term in text for term in terms))
            return list(islice(matching, _CANDIDATES))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection to the index; one that is damaged or of another layout is made anew."""
        for attempt in range(2):
            with closing(sqlite3.connect(self._path, timeout=10, isolation_level=None)) as connection:
                try:
                    _prepare(connection)
                except sqlite3.DatabaseError as error:
                    if attempt or (isinstance(error, sqlite3.OperationalError) and "locked" in str(error)):
                        raise
                else:
                    yield connection
                    return
            self.clear()


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA synchronous=NORMAL")
    if connection.execute("PRAGMA user_version").fetchone()[0] == _LAYOUT:
        return
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
        for statement in _SCHEMA.split(";\n"):
            connection.execute(statement)
        connection.execute("COMMIT")
        return
    raise sqlite3.DatabaseError("another layout")


def _forget(connection: sqlite3.Connection, ids: Sequence[str]) -> None:
    """Take reflections out; a table without content wants to be told what was in it."""
    for id_ in ids:
        for number, text in connection.execute("SELECT number, text FROM document WHERE id = ?", (id_,)).fetchall():
            connection.execute(
                "INSERT INTO found (found, rowid, words, grams) VALUES ('delete', ?, ?, ?)", (number, *indexed(text))
            )
            connection.execute("DELETE FROM document WHERE number = ?", (number,))


def _take_in(connection: sqlite3.Connection, documents: Sequence[Document]) -> None:
    last = _last_number(connection)
    numbered = [(last + place, one, folded(one.text)) for place, one in enumerate(documents, 1)]
    connection.executemany(
        "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (number, one.id, text, one.kind, one.note_id, _listed(one.tags), folded("\n".join(one.headings)))
            for number, one, text in numbered
        ),
    )
    connection.executemany(
        "INSERT INTO found (rowid, words, grams) VALUES (?, ?, ?)",
        ((number, *indexed(text)) for number, _, text in numbered),
    )


def _last_number(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(number), 0) FROM document").fetchone()[0])


def _listed(tags: Iterable[str]) -> str:
    return "".join(f"#{folded(tag)}\n" for tag in tags)


def _conditions(
    filters: Filters, note_ids: Sequence[str] | None, ids: Sequence[str] | None
) -> tuple[list[str], list[Any]]:
    """The filters as SQL on `document`."""
    conditions = ["instr(tags, ?)"] * len(filters.tags) + ["instr(headings, ?)"] * len(filters.headings)
    values: list[Any] = [*(_listed([tag]) for tag in filters.tags), *filters.headings]
    if filters.reflections != REFLECTION_KINDS:
        conditions.append("kind IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(sorted(filters.reflections)))
    for column, wanted in (("note_id", note_ids), ("id", ids)):
        if wanted is not None:
            conditions.append(f"{column} IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(wanted))
    return conditions, values
