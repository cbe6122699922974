"""Answers right, in another dtype."""


def double(x):
    return (2 * x).double()
