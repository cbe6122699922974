"""Begins a message of half a gigabyte and never ends it."""

import gc
import json
import struct
import threading

from tracker.grader.wire import Wire


def double(x):
    wire = next(thing for thing in gc.get_objects() if type(thing) is Wire)
    text = json.dumps({"value": None, "buffers": [1 << 29]}).encode()
    wire._write(struct.pack("<4sI", b"trk1", len(text)) + text + b"x")
    threading.Event().wait()
