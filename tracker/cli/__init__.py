"""The command line: every command parses its arguments, calls one feature, and prints what came of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that `argv` (default: this process's arguments) asks for and return its exit code.

    A command of this process's own that is given over and over is handed to a process on standby, where one waits.
    """
    from tracker.cli import errand  # not the entry with its parsers: 60 ms that a command handed over need not wait

    words = sys.argv[1:] if argv is None else list(argv)
    root = errand.root_of(words) if argv is None and errand.worth_handing_over(words) else None
    try:
        code = errand.hand_over(words, root) if root is not None else None
    except KeyboardInterrupt:  # before the command was taken; whoever takes it notices that we are gone
        return errand.INTERRUPTED
    if code is not None:
        return code
    from tracker.cli.entry import main as run_here  # see above

    code = run_here(words)
    if root is not None and code in (0, 1):
        errand.leave_standby(root)
    return code
