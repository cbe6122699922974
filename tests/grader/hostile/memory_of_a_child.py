"""Takes its memory in a child that a thread has started, a gigabyte at most."""

import os
import signal
import threading

never = threading.Event()


def take():
    if os.fork() == 0:
        kept = [bytes(range(256)) * 125_000 for _ in range(32)]
        signal.pause()
        del kept
    never.wait()


def double(x):
    threading.Thread(target=take).start()
    never.wait()
