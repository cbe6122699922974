"""Closes every descriptor."""

import os


def double(x):
    os.closerange(0, 1000)
    return x
