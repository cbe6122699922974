"""Putting a verified database file in the place of another, so that a crash leaves the old one or the new one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tracker.store.schema import connected

_COMPANIONS = ("-journal", "-wal", "-shm")


def free_name(folder: Path, stem: str) -> Path:
    """A path in `folder` (made if missing) for a database called `stem` that takes no other file's place."""
    folder.mkdir(parents=True, exist_ok=True)
    names = (f"{stem}.db" if number == 1 else f"{stem}-{number}.db" for number in range(1, 10_000))
    return next(folder / name for name in names if not (folder / name).exists())


@contextmanager
def draft_beside(path: Path) -> Iterator[Path]:
    """A path in the folder of `path` to prepare its successor at; whatever is left of it afterwards is removed."""
    draft = path.with_name(f"{path.name}.new-{os.getpid()}")
    remove_database(draft)
    try:
        yield draft
    finally:
        remove_database(draft)


def put_in_place(draft: Path, path: Path, aside: Path) -> None:
    """Make `draft` the database at `path`.

    The file that was there must be kept elsewhere already. Its journal, if a crash left one, goes to `aside`: SQLite
    would play it back into the newcomer.
    """
    _sync(draft)
    for companion in _COMPANIONS:
        leftover = path.with_name(path.name + companion)
        with suppress(FileNotFoundError):
            leftover.replace(aside.with_name(aside.name + companion))
    draft.replace(path)
    if os.name != "nt":
        _sync(path.parent)


@contextmanager
def writers_held_off(path: Path) -> Iterator[None]:
    """Keep every other process from writing to `path`, so that nothing is written to a file about to be replaced.

    Windows does not replace an open file; there, only the lock file stands between two trackers.
    """
    if os.name == "nt":
        yield
        return
    with connected(path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield


def remove_database(path: Path) -> None:
    """Remove the database at `path`, if there is one, with its journals."""
    for suffix in ("", *_COMPANIONS):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
