"""`tracker init`: making a workspace."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from tracker.cli.context import new_workspace
from tracker.cli.parsing import Subparsers
from tracker.workspace import VARIABLE


def register(subparsers: Subparsers) -> None:
    """Add `tracker init`."""
    parser = subparsers.add_parser(
        "init", help="make a workspace", description="Make a workspace; nothing is overwritten."
    )
    parser.add_argument("folder", metavar="DIR", nargs="?", help="the folder (default: this one)")
    parser.set_defaults(run=_init)


def _init(args: argparse.Namespace) -> int:
    named = args.folder or args.workspace or os.environ.get(VARIABLE) or "."
    workspace = new_workspace(Path(named))
    print(f"{workspace.root} is a workspace: Markdown goes into notes/, your answers into solutions/.")
    print("Next: 'tracker' there opens the dashboard.")
    return 0
