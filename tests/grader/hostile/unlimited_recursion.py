"""Calls itself for ever, with Python's limit taken away."""

import sys

sys.setrecursionlimit(10**9)


def double(x):
    return max([x], key=double)
