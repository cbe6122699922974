"""`tracker backup` and `tracker restore`: copies of the database."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.context import open_context
from tracker.cli.output import print_json, print_table
from tracker.cli.parsing import Subparsers, add_json

if TYPE_CHECKING:
    from tracker.workspace import Workspace


def register(subparsers: Subparsers) -> None:
    """Add `tracker backup` and `tracker restore`."""
    parser = subparsers.add_parser(
        "backup", help="copy the database", description="Make a verified copy of the database."
    )
    parser.add_argument("target", metavar="FILE", nargs="?", help="a new file or a folder (default: .tracker/backups/)")
    add_json(parser)
    parser.set_defaults(run=_backup)
    about = "Put a copy of the database back; the present one is kept. Without FILE, list the copies."
    parser = subparsers.add_parser("restore", help="put a copy of the database back", description=about)
    parser.add_argument("source", metavar="FILE", nargs="?", help="the copy")
    add_json(parser)
    parser.set_defaults(run=_restore)


def _backup(args: argparse.Namespace) -> int:
    from tracker.store.backup import backup

    context = open_context(args)
    made = backup(context.workspace, context.now, Path(args.target).expanduser() if args.target else None)
    if args.json:
        print_json({"path": made, "size": made.stat().st_size})
    else:
        print(f"Backed up to {made}.")
    return 0


def _restore(args: argparse.Namespace) -> int:
    from tracker.store.backup import restore

    context = open_context(args)
    if not args.source:
        return _list(context.workspace, as_json=args.json)
    kept = restore(context.workspace, Path(args.source).expanduser(), context.now)
    if args.json:
        print_json({"restored": Path(args.source), "kept": kept})
    else:
        print(f"Restored {args.source}." + (f" What was there is kept as {kept}." if kept else ""))
    return 0


def _list(workspace: Workspace, *, as_json: bool) -> int:
    from tracker.store.backup import list_backups

    backups = list_backups(workspace)
    if as_json:
        print_json(backups)
    elif not backups:
        print("There are no backups yet; 'tracker backup' makes one.")
    else:
        zone = workspace.settings.zone
        rows = [
            (f"{made.made_at.astimezone(zone):%Y-%m-%d %H:%M}", f"{made.size / 1024:,.0f} KB", str(made.path))
            for made in backups
        ]
        print_table(rows, ("made", "size", "file"), right=(1,))
    return 0
