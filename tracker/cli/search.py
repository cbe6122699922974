"""`tracker search`: find it again."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tracker.cli.context import open_context
from tracker.cli.output import plain, print_json, style
from tracker.cli.parsing import Subparsers, add_json
from tracker.cli.progress import progress_line

if TYPE_CHECKING:
    from tracker.notes.search import Hit

_ABOUT = """\
Find reflections, notes, goals, exercises and review comments. All words must be there; they are found inside longer
ones too, also in Korean. Filters: kind:task, tag:attention, note:day26, heading:next, since:2w, until:2026-11-22.
"""


def register(subparsers: Subparsers) -> None:
    """Add `tracker search`."""
    parser = subparsers.add_parser("search", help="find it again, also inside of Korean words", description=_ABOUT)
    parser.add_argument("query", metavar="QUERY", nargs="+")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="how many at most (default: 20)")
    add_json(parser)
    parser.set_defaults(run=_search)


def _search(args: argparse.Namespace) -> int:
    from tracker.journeys.searching import search_everything
    from tracker.notes.indexing import refreshed

    with open_context(args) as context:
        refreshed(context.workspace, context.store, None if args.json else progress_line("Indexing reflections"))
        hits = search_everything(
            context.workspace, context.store, context.catalogue, " ".join(args.query), context.now, limit=args.limit
        )
    if args.json:
        print_json(hits)
        return 0
    for hit in hits:
        print(f"{style(plain(hit.title), 'bold')}  {style(_place(hit), 'dim')}\n  {plain(hit.text)}")
    if not hits:
        print("Nothing was found.")
    return 0


def _place(hit: Hit) -> str:
    """Where it is, as an editor or another command takes it."""
    line = f":{hit.line}" if hit.line else ""
    return f"{hit.path}{line}" if hit.path else f"{hit.kind} {hit.id if hit.kind == 'exercise' else hit.id[:8]}"
