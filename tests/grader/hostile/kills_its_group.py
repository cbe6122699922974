"""Kills its process group, itself included."""

import os
import signal


def double(x):
    os.killpg(0, signal.SIGKILL)
    return x
