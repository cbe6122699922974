"""Sends few bytes that unpack into terabytes."""

import gc

from tracker.grader.wire import Wire


def double(x):
    wire = next(thing for thing in gc.get_objects() if type(thing) is Wire)
    one = {"t": ["float64", [2], [1 << 27], False]}
    count = 20_000
    wire.send({"value": {"l": [one] * count}}, [bytes(16)] * count)
    return x
