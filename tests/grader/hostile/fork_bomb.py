"""Doubles its processes, nine times at most."""

import os
import signal


def double(x):
    for _ in range(9):
        os.fork()
    signal.pause()
