"""`tracker doctor`: whether everything that the tracker needs is there."""

from __future__ import annotations

import argparse

from tracker.cli.output import plain, print_json, style
from tracker.cli.parsing import Subparsers, add_json


def register(subparsers: Subparsers) -> None:
    """Add `tracker doctor`."""
    about = "Look at Python, torch, git, the terminal, the workspace and its database; change nothing."
    parser = subparsers.add_parser("doctor", help="is everything there that the tracker needs?", description=about)
    add_json(parser)
    parser.set_defaults(run=_doctor)


def _doctor(args: argparse.Namespace) -> int:
    # The checks pull in subprocess and ctypes; no other command needs them.
    from tracker.cli.checkup import Check, checks

    found: list[Check] = []
    for check in checks(args):
        found.append(check)
        if not args.json:
            _print(check.name, check.ok, check.message, check.hint)
    all_ok = all(check.ok for check in found)
    if args.json:
        print_json({"ok": all_ok, "checks": found})
    return 0 if all_ok else 1


def _print(name: str, ok: bool, message: str, hint: str) -> None:
    mark = style("✓", "green") if ok else style("✗", "red")
    print(f"{mark} {name:<10} {plain(message)}", flush=True)
    if hint:
        print(f"  {'':<10} {style(plain(hint), 'yellow')}")
