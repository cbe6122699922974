"""Saves made by any program in some folders, whatever the editor and the file system do."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

DEBOUNCE_MS = 200
STEP_MS = 20
POLL_MS = 400
HALF_WRITTEN_SECONDS = 0.15
"""How long a file that is no Python may still be in the middle of being written."""
RETRY_SECONDS = 2.0
"""Pause before looking again for folders that are gone."""
NETWORK = frozenset(
    (
        "9p",
        "afs",
        "cifs",
        "davfs",
        "drvfs",
        "fuse.sshfs",
        "nfs",
        "nfs4",
        "prl_fs",
        "smb3",
        "smbfs",
        "vboxsf",
        "virtiofs",
    )
)
"""File systems on which other machines write without the kernel here hearing of it."""
MOUNTS = Path("/proc/self/mounts")


def bursts(folders: Sequence[Path], stop: Event, *, polling: bool | None = None) -> Iterator[set[Path]]:
    """The paths that were touched below the folders, burst by burst, until `stop` is set; blocks in between.

    Folders that are missing are waited for. A save by renaming counts like any other.

    Args:
        folders: what is watched, with everything below.
        stop: ends the watch.
        polling: True looks every 0.4 s instead of listening to the kernel; None does so where listening would miss
            something: on network folders, in WSL, and where the kernel has no watches left.
    """
    if polling is None and any(is_remote(folder) for folder in folders):
        polling = True
    gone: set[Path] = set()
    while not stop.is_set():
        there = [folder for folder in folders if folder.is_dir()]
        if found := {path for folder in there if folder in gone for path in folder.iterdir()}:
            yield found
        gone = set(folders) - set(there)
        try:
            yield from _one_round(folders, there, stop, polling)
        except OSError:  # no watches left, or a folder that cannot be listened to
            polling = True
        gone |= {folder for folder in folders if not folder.is_dir()}
        if not there:
            stop.wait(RETRY_SECONDS)


def _one_round(
    folders: Sequence[Path], there: Sequence[Path], stop: Event, polling: bool | None
) -> Iterator[set[Path]]:
    """Bursts for as long as the same folders are there: the kernel forgets a folder that was removed."""
    if not there:
        return
    # Imported here: a compiled module of 20 ms, not needed before the first save.
    from watchfiles import watch as changes_below

    for burst in changes_below(
        *there,
        stop_event=stop,
        debounce=DEBOUNCE_MS,
        step=STEP_MS,
        force_polling=polling,
        poll_delay_ms=POLL_MS,
        rust_timeout=1000,
        yield_on_timeout=True,
    ):
        touched = {Path(name) for _, name in burst}
        if touched:
            yield touched
        if not touched.isdisjoint(there) or there != [folder for folder in folders if folder.is_dir()]:
            return


def wait_until_whole(path: Path, stop: Event) -> None:
    """Give a Python file that does not parse a moment: an editor may be in the middle of writing it."""
    for _ in range(2):
        if is_python(path):
            return
        stop.wait(HALF_WRITTEN_SECONDS)


def is_python(path: Path) -> bool:
    """The file is there, is not empty, and parses."""
    try:
        source = path.read_bytes()
        ast.parse(source)
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return bool(source.strip())


def is_remote(folder: Path, mounts: str | None = None) -> bool:
    """Whether the folder lies on a file system of `NETWORK`; False where the system does not say.

    Args:
        folder: what is going to be watched.
        mounts: what `/proc/self/mounts` says; read from there when it is None.
    """
    if mounts is None:
        try:
            mounts = MOUNTS.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
    place = folder.resolve()
    best, kind = 0, ""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) > 2:
            point = Path(fields[1].replace("\\040", " "))
            if place.is_relative_to(point) and len(point.parts) >= best:
                best, kind = len(point.parts), fields[2]
    return kind in NETWORK
