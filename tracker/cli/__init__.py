"""The command line: every command parses its arguments, calls one feature, and prints what came of it."""

from tracker.cli.entry import main

__all__ = ["main"]
