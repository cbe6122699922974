"""One line on the terminal that says how far something is."""

from __future__ import annotations

import sys
from collections.abc import Callable

_WORTH_SHOWING = 100
"""Steps below which it is over before anybody has read it."""


def progress_line(label: str) -> Callable[[int, int], None] | None:
    """Something to tell (steps done, steps in all); None where nobody watches.

    The line is on stderr and is gone when the last step is done.
    """
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        if total > _WORTH_SHOWING and (done % 20 == 0 or done == total):
            end = "\r\x1b[K" if done == total else ""
            print(f"\r{label} … {done} of {total}{end}", end="", file=sys.stderr, flush=True)

    return show
