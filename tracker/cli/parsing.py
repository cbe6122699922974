"""The parser that every command group adds its commands to.

A group is one module of this package with one public function:

    def register(subparsers: Subparsers) -> None:
        parser = subparsers.add_parser("stats", help="your numbers", description="…")
        add_json(parser)
        parser.set_defaults(run=_stats)

    def _stats(args: argparse.Namespace) -> int: ...    # returns the exit code: 0 done, 1 not passed

A group imports argparse, `cli.parsing`, `cli.context` and `cli.output` at its top and everything else inside its
handlers: `tracker --help` loads all groups, and must load neither textual nor torch nor sqlmodel (0.5 s and more each).
`--workspace` is there for every command by itself.
"""

from __future__ import annotations

import argparse
from typing import Any, NoReturn, TypeAlias

from tracker.errors import TrackerError


class UsageError(TrackerError):
    """The command line cannot be understood."""


class Parser(argparse.ArgumentParser):
    """An argparse parser that takes `--workspace` anywhere and complains in one line."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("allow_abbrev", False)
        if options.get("help") and not options.get("description"):
            options["description"] = options["help"]
        super().__init__(**options)
        self.add_argument(
            "--workspace",
            metavar="DIR",
            default=argparse.SUPPRESS,
            help="the folder with notes/, solutions/ and .tracker/ (default: $TRACKER_WORKSPACE, or the nearest)",
        )

    def error(self, message: str) -> NoReturn:
        """Raise a UsageError."""
        command = self.prog.partition(" ")[2]
        raise UsageError(
            f"{command}: {message}." if command else f"{message}.", hint=f"'{self.prog} --help' shows how."
        )


Subparsers: TypeAlias = "argparse._SubParsersAction[Parser]"


def add_commands(parser: Parser) -> Subparsers:
    """The place for the commands under `parser`, as in `tracker goal add`; one of them must be given."""
    return parser.add_subparsers(metavar="COMMAND", required=True, dest=argparse.SUPPRESS, title="commands")


def add_json(parser: argparse.ArgumentParser) -> None:
    """Let the command print JSON instead of text."""
    parser.add_argument("--json", action="store_true", help="print JSON")
