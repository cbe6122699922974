"""Linux namespaces: a world of its own, in which a process can't see, signal or outlive what is not its own.

Everything that a solution starts dies with the first process of its PID namespace, whatever it did to get away.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_NEW_USER, _NEW_PID, _NEW_NETWORK, _NEW_IPC = 0x10000000, 0x20000000, 0x40000000, 0x08000000
_PARENT_DEATH_SIGNAL, _DUMPABLE, _CHILD_SUBREAPER = 1, 4, 36


def _prctl(option: int, value: int) -> None:
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def die_with_parent() -> None:
    """Be killed when the process that started this one ends."""
    _prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def keep_memory_private() -> None:
    """Let no other process of this user read this one's memory or descriptors."""
    _prctl(_DUMPABLE, 0)


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ended, so that they can be found."""
    _prctl(_CHILD_SUBREAPER, 1)


def enter_new() -> bool:
    """Move this process's future children into new user, PID, network and IPC namespaces.

    Returns:
        False, with nothing changed, where the kernel or its settings refuse.
    """
    if not sys.platform.startswith("linux"):
        return False
    flags = _NEW_USER | _NEW_PID | _NEW_NETWORK | _NEW_IPC
    return bool(ctypes.CDLL(None, use_errno=True).unshare(flags) == 0)


def pass_on_exit(child: int) -> None:
    """Wait for the child and end as it ended: by the same signal or with the same code."""
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number not in (signal.SIGKILL, signal.SIGSTOP):
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    os._exit(os.WEXITSTATUS(status))
