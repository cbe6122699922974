"""Opens the memory, the environment and the descriptors of every process that it can see, and prints what it got."""

import contextlib
import os


def double(x):
    for pid in [name for name in os.listdir("/proc") if name.isdigit()]:
        if pid == os.readlink("/proc/self"):
            continue
        paths = [f"/proc/{pid}/{part}" for part in ("mem", "environ", "maps", "cwd/.", "root/.")]
        with contextlib.suppress(OSError):
            paths += [f"/proc/{pid}/fd/{number}" for number in os.listdir(f"/proc/{pid}/fd")]
        for path in paths:
            with contextlib.suppress(OSError):
                os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
                print(path)
    return x
