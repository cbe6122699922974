"""What keeps a learner's accident from harming anything: own session, own folder, limits, no inherited descriptors.

It protects from accidents and casual cheating; it is no jail for malware.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
from collections.abc import Collection

KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SYSTEMROOT", "OPENBLAS_CORETYPE", "LD_LIBRARY_PATH")
FILE_SIZE_LIMIT = 64 * 1024**2
OPEN_FILES_LIMIT = 128
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
    os.chdir(folder)
    sys.argv = ["solution"]


def limit(cpu_seconds: float) -> None:
    """Bound what the kernel can bound: CPU time, file size, open files, core dumps."""
    try:
        import resource  # not on Windows
    except ImportError:
        return
    seconds = int(cpu_seconds) + 2
    for kind, value in (
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
