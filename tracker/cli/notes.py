"""`tracker notes`: read the notes, list reflections, show one."""

from __future__ import annotations

import argparse
import sys
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.cli.context import Context, open_context
from tracker.cli.output import cell_width, plain, print_json, style
from tracker.cli.parsing import Subparsers, add_commands, add_json
from tracker.cli.progress import progress_line
from tracker.cli.reflections import as_json, print_history, print_tree
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from tracker.notes.views import SyncReport


def register(subparsers: Subparsers) -> None:
    """Add `tracker notes` and its commands."""
    commands = add_commands(subparsers.add_parser("notes", help="your Markdown notes and the reflections in them"))
    sync = commands.add_parser("sync", help="read what changed in notes/")
    sync.add_argument(
        "--accept-vanished", action="store_true", help="go on although a third of all reflections is gone at once"
    )
    add_json(sync)
    sync.set_defaults(run=_sync)
    listing = commands.add_parser("list", help="the reflections, in reading order")
    listing.add_argument("--note", metavar="PATH", help="only those of this note, a path relative to notes/")
    listing.add_argument("--all", action="store_true", help="also those whose text has vanished from the notes")
    add_json(listing)
    listing.set_defaults(run=_list)
    show = commands.add_parser("show", help="one reflection with its history, or one note with its reflections")
    show.add_argument("subject", metavar="ID-OR-PATH", help="(the beginning of) an id, or a path relative to notes/")
    add_json(show)
    show.set_defaults(run=_show)
    done = commands.add_parser("done", help="mark a next action or a task as done; the note is not touched")
    done.add_argument("id", metavar="ID")
    done.add_argument("--undo", action="store_true", help="mark it as open again")
    done.add_argument("--in-note", action="store_true", help="tick the task's box in the note itself, too")
    done.set_defaults(run=_done)
    tag = commands.add_parser("tag", help="give a reflection exactly these tags; none takes them away")
    tag.add_argument("id", metavar="ID")
    tag.add_argument("tags", metavar="TAG", nargs="*")
    tag.set_defaults(run=_tag)
    anchor = commands.add_parser("anchor", help="write a ^name behind a reflection in its note, to follow it for ever")
    anchor.add_argument("id", metavar="ID")
    anchor.set_defaults(run=_anchor)
    doubts = commands.add_parser("doubts", help="new reflections that may be vanished ones with another text")
    answer = doubts.add_mutually_exclusive_group()
    answer.add_argument("--same", metavar="DOUBT", help="it is the same one: keep its goals, tags and history")
    answer.add_argument("--different", metavar="DOUBT", help="it is another one")
    add_json(doubts)
    doubts.set_defaults(run=_doubts)


def _sync(args: argparse.Namespace) -> int:
    from tracker.notes.sync import sync

    with open_context(args) as context:
        progress = None if args.json else progress_line("Reading notes")
        report = sync(
            context.workspace, context.store, context.now, accept_vanished=args.accept_vanished, on_progress=progress
        )
    if args.json:
        numbers = ("live", "new", "kept", "edited", "moved", "orphaned")
        print_json(
            {
                "notes": report.notes,
                "reflections": {name: getattr(report, name) for name in numbers},
                "problems": report.problems,
            }
        )
    else:
        _print_report(report)
    return 1 if report.held_back else 0


def _print_report(report: SyncReport) -> None:
    changes = report.change.sentence or ("Only lines have shifted." if report.change else "Nothing has changed.")
    if not report.held_back:
        print(f"{_number(report.notes, 'note')}, {_number(report.live, 'reflection')}. {changes}")
    for problem in report.problems:
        print(style(plain(f"! {problem.sentence}"), "yellow"), file=sys.stderr)


def _number(count: int, name: str) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def _list(args: argparse.Namespace) -> int:
    from tracker.notes.queries import list_reflections

    with open_context(args) as context:
        reflections = list_reflections(context.store, note=args.note, everything=args.all)
    if args.json:
        print_json([as_json(reflection) for reflection in reflections])
        return 0
    for note, group in groupby(reflections, key=lambda reflection: reflection.note):
        print(style(plain(note), "bold"))
        print_tree(list(group))
    if not reflections:
        print("No reflections yet. Put Markdown files into notes/ and run 'tracker notes sync'.")
    return 0


def _show(args: argparse.Namespace) -> int:
    with open_context(args) as context:
        is_path = "/" in args.subject or "." in args.subject
        return _show_note(context, args) if is_path else _show_reflection(context, args)


def _show_note(context: Context, args: argparse.Namespace) -> int:
    from tracker.notes.queries import list_notes, list_reflections

    reflections = list_reflections(context.store, note=args.subject)
    wanted = args.subject.removeprefix("notes/")
    note = next(
        (one for one in list_notes(context.store) if one.path in {wanted, *(r.note for r in reflections)}), None
    )
    if args.json:
        print_json({"note": note, "reflections": [as_json(reflection) for reflection in reflections]})
        return 0
    if note is not None:
        print(style(plain(note.title), "bold"))
        print(f"{note.path} · {note.date} (from its {note.date_source}) · {_number(note.open_actions, 'open action')}")
    print_tree(reflections)
    return 0


def _show_reflection(context: Context, args: argparse.Namespace) -> int:
    from tracker.notes.queries import find_reflection, list_versions

    one = find_reflection(context.store, args.subject)
    versions = list_versions(context.store, one.id)
    exercise = context.catalogue.find(one.stuck_exercise) if one.stuck_exercise else None
    stuck = exercise.slug if exercise is not None else one.stuck_exercise
    if args.json:
        extra = {"pinned": one.pinned, "done_at": one.done_at, "stuck": stuck, "versions": versions}
        print_json({**as_json(one), **extra})
        return 0
    print(style(plain(one.text), "bold"))
    lines = str(one.line_start) if one.line_start == one.line_end else f"{one.line_start}–{one.line_end}"
    rows = [
        ("where", f"{one.note}:{lines}"),
        ("under", " › ".join(one.heading_path)),
        ("kind", one.kind + (", next action" if one.next_action else "")),
        ("state", one.state + (f", done {one.done_at:%Y-%m-%d}" if one.done_at else "")),
        ("date", str(one.date)),
        ("tags", " ".join(f"#{tag}" for tag in one.tags)),
        ("stuck", stuck or ""),
        ("id", one.id),
    ]
    for name, value in rows:
        if value:
            print(f"{name}{' ' * (7 - cell_width(name))}{plain(value)}")
    print_history(one, versions)
    return 0


def _done(args: argparse.Namespace) -> int:
    from tracker.notes.actions import mark_done
    from tracker.notes.ticking import tick_in_note

    with open_context(args) as context:
        if args.in_note:
            change = tick_in_note(context.workspace, context.store, args.id, context.now, done=not args.undo)
        else:
            change = mark_done(context.store, args.id, context.now, done=not args.undo)
    print(change.sentence or "Nothing to change.")
    return 0


def _tag(args: argparse.Namespace) -> int:
    from tracker.notes.actions import set_tags

    with open_context(args) as context:
        change = set_tags(context.store, args.id, args.tags, context.now)
    print(change.sentence or "Nothing to change.")
    return 0


def _anchor(args: argparse.Namespace) -> int:
    from tracker.notes.anchoring import anchor

    with open_context(args) as context:
        print(f"It is called ^{anchor(context.workspace, context.store, args.id, context.now).name} in its note.")
    return 0


def _doubts(args: argparse.Namespace) -> int:
    from tracker.notes.doubts import settle_doubt
    from tracker.notes.queries import list_doubts

    with open_context(args) as context:
        doubts = list_doubts(context.store)
        if (wanted := args.same or args.different) is not None:
            found = [one for one in doubts if one.id.startswith(wanted.strip().lower())]
            if len(found) != 1:
                hint = "'tracker notes doubts' shows them; the beginning of an id is enough if it is the only one."
                raise TrackerError(f"There is no doubt '{wanted}'.", hint=hint)
            print(settle_doubt(context.store, found[0].id, context.now, same=args.same is not None).sentence)
            return 0
    if args.json:
        print_json(doubts)
        return 0
    for one in doubts:
        print(f"{one.id}\n  now {plain(one.reflection.text)}\n  was {plain(one.vanished.text)}")
    print("Answer with --same ID or --different ID." if doubts else "Nothing is in doubt.")
    return 0
