"""One process at a time makes, migrates or restores a database."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.store.schema import DatabaseError

WAIT_SECONDS = 60.0
_STEP_SECONDS = 0.02


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock that belongs to the database `path`; the system frees it when its holder dies.

    Raises:
        DatabaseError: another process has held it for a minute, or the folder cannot be written to.
    """
    lock = path.with_name(path.name + ".lock")
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        hint = "Is its folder there, and yours to write to?"
        raise DatabaseError(f"The database {path} cannot be opened: {error.strerror}.", hint=hint) from error
    try:
        _wait(descriptor, path)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int, path: Path) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not _try_lock(descriptor):
        if time.monotonic() > deadline:
            raise DatabaseError(f"Another tracker is still at work on {path}.", hint="Close it and try again.")
        time.sleep(_STEP_SECONDS)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
