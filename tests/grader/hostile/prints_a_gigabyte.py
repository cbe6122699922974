"""Prints a gigabyte."""

LINE = "a" * 1_000_000


def double(x):
    for _ in range(1000):
        print(LINE)
    return x
