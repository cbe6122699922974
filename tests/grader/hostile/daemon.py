"""Leaves a grandchild behind that belongs to nobody."""

import os
import signal


def double(x):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.closerange(0, 1000)
            signal.pause()
        os._exit(0)
    os.wait()
    return x
