"""Never comes back from C, and never lets another thread run."""

import itertools


def double(x):
    return sum(itertools.repeat(0))
