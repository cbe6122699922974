"""Kills whoever started it."""

import os
import signal


def double(x):
    os.kill(os.getppid(), signal.SIGKILL)
    return x
