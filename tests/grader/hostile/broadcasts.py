"""Answers with a shape that would broadcast against every other."""


def double(x):
    return (2 * x).reshape(1, *x.shape)
