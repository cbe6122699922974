"""What keeps a learner's accident from harming anything: own session, own folder, limits, no inherited descriptors.

It protects from accidents and casual cheating; it is no jail for malware.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path

from tracker.grader.landlock import outside

KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SYSTEMROOT", "OPENBLAS_CORETYPE", "LD_LIBRARY_PATH")
FILE_SIZE_LIMIT = 64 * 1024**2
OPEN_FILES_LIMIT = 128
PROCESS_LIMIT = 256
SYSTEM_FOLDERS = ("/usr", "/lib", "/lib64", "/bin", "/etc", "/proc", "/sys/devices/system", "/dev")
STACK_SIGNAL = getattr(signal, "SIGUSR1", None)


def new_session() -> None:
    """Leave the terminal and the parent's process group, so that the whole group can be ended."""
    if hasattr(os, "setsid") and os.getpid() != os.getsid(0):
        os.setsid()


def close_descriptors(keep: Collection[int]) -> None:
    """Close every inherited descriptor above 2 that is not in `keep`."""
    first = 3
    for descriptor in sorted(keep):
        if descriptor >= first:
            os.closerange(first, descriptor)
            first = descriptor + 1
    os.closerange(first, 4096)


def redirect(output: int) -> None:
    """No input; what is printed goes to the descriptor `output`."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(null)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - lives as long as the process
    sys.stdout = open(1, "w", encoding="utf-8", errors="replace", buffering=1, closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="replace", buffering=1, closefd=False)  # noqa: SIM115


def settle(folder: str) -> None:
    """Live in an empty folder with a scrubbed environment."""
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    os.environ.clear()
    os.environ.update(kept, HOME=folder, TMPDIR=folder, TEMP=folder, TMP=folder)
    tempfile.tempdir = folder  # the host has asked for the old one already
    os.chdir(folder)
    sys.argv = ["solution"]


def limit(cpu_seconds: float, *, processes: int | None) -> None:
    """Bound what the kernel can bound: CPU time, file size, open files, core dumps, and processes where they count.

    Args:
        cpu_seconds: processor time in all.
        processes: processes and threads; None where the kernel would count those of the whole user.
    """
    try:
        import resource  # not on Windows
    except ImportError:
        return
    seconds = int(cpu_seconds) + 2
    bounds = [(resource.RLIMIT_NPROC, processes)] if processes else []
    for kind, value in (
        *bounds,
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, FILE_SIZE_LIMIT),
        (resource.RLIMIT_NOFILE, OPEN_FILES_LIMIT),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (bound, bound))


def show_stack_on_signal() -> None:
    """Print where the code is when the host asks: the line of an endless loop, even inside a C call."""
    if STACK_SIGNAL is not None:
        faulthandler.register(STACK_SIGNAL, file=2, all_threads=False)


def open_paths(closed: Path, libraries: Iterable[Path], folder: Path) -> tuple[list[Path], list[Path]]:
    """What a solution may read, and where it may write: Python and the system, but nothing of the curriculum."""
    roots = [Path(path) for path in (sys.prefix, sys.base_prefix, sys.exec_prefix, *SYSTEM_FOLDERS)]
    real = {path.resolve() for path in (*roots, *libraries)}
    readable = [path for root in sorted(real) if root.exists() for path in outside(root, closed)]
    return readable, [folder, Path(os.devnull)]


def close_folder(closed: Path) -> None:
    """Refuse to open what lies in `closed`, also where the kernel has no Landlock. It lasts as long as the process."""
    prefix = str(closed) + os.sep

    def look(event: str, arguments: tuple[object, ...]) -> None:
        if event in ("open", "os.listdir", "os.scandir", "os.chdir") and arguments:
            path = arguments[0]
            if isinstance(path, str | bytes) and os.path.realpath(os.fsdecode(path)).startswith(prefix):
                raise PermissionError(f"A solution may not read the exercise's folder: {path!r}")

    sys.addaudithook(look)
