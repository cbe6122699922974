"""Blocks every signal that can be blocked, and waits."""

import signal
import threading

signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())


def double(x):
    threading.Event().wait()
