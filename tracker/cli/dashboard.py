"""`tracker` and `tracker open`: the dashboard."""

from __future__ import annotations

import argparse

from tracker.cli.context import has_terminal, open_context
from tracker.cli.parsing import Subparsers
from tracker.errors import TrackerError


def register(subparsers: Subparsers) -> None:
    """Add `tracker open`."""
    parser = subparsers.add_parser("open", help="the dashboard (also: tracker without a command)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Show the dashboard until it is left."""
    if not has_terminal():
        raise TrackerError("The dashboard needs a terminal.", hint="'tracker --help' lists the other commands.")
    workspace = open_context(args).workspace
    # Textual takes a tenth of a second and more to import; no other command uses it.
    from tracker.tui.start import run as run_app

    return run_app(workspace.root, workspace)
