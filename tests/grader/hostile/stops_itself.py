"""Stops its process group, as ctrl+z does."""

import os
import signal


def double(x):
    os.killpg(0, signal.SIGSTOP)
    return x
