"""`tracker journal`: a day's entry in the learner's own editor, then read like every note."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.context import Context, has_terminal, open_context
from tracker.cli.output import plain, style
from tracker.cli.parsing import Subparsers
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from tracker.textfile import TextFile

_NEED_A_TERMINAL = frozenset({"emacs", "helix", "hx", "joe", "kak", "mg", "micro", "nano", "nvim", "vi", "vim"})


def register(subparsers: Subparsers) -> None:
    """Add `tracker journal`."""
    parser = subparsers.add_parser("journal", help="today's entry in your editor, from a template with two questions")
    parser.add_argument("--date", metavar="D", type=_day, help="another day's entry, such as 2026-11-22")
    parser.add_argument("--carry", action="store_true", help="take over what the entry before leaves to do")
    parser.set_defaults(run=_run)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is no day; write it as 2026-11-22") from error


def _run(args: argparse.Namespace) -> int:
    from tracker.notes.journal import ended, entry_path, is_untouched, with_actions
    from tracker.notes.journal_files import beginning, drop_draft, find_draft, read_entry, save_entry

    with open_context(args) as context:
        day: date = args.date or context.day
        entry = read_entry(entry_path(context.workspace, day))
        begun_with = beginning(context.workspace, day, entry, os.environ)
        draft = find_draft(context.workspace, day)
        if draft is not None and draft.fingerprint != entry.fingerprint:
            hint = "Open the dashboard and press j: it shows both texts."
            raise TrackerError("This entry has an unsaved draft over an older text.", hint=hint, exit_code=1)
        text = draft.text if draft is not None else begun_with
        text = with_actions(text, _left(context, day, carry=args.carry))
        desk = context.workspace.drafts / f"journal-{day.isoformat()}.md"
        written = _edited(context, desk, text)
        if is_untouched(written, begun_with):
            desk.unlink(missing_ok=True)
            print("Nothing was written.")
            return 0
        try:
            saved = save_entry(entry.path, ended(written), expected=entry.fingerprint)
        except TrackerError as error:
            raise TrackerError(
                f"{error} Your text is in {desk}.", title="Journal", exit_code=error.exit_code
            ) from error
        desk.unlink(missing_ok=True)
        drop_draft(context.workspace, day)
        return _synced(context, saved)


def _left(context: Context, day: date, *, carry: bool) -> tuple[str, ...]:
    """What the entry before leaves to do, if it shall be carried over; else only its number is told."""
    from tracker.notes.journal_actions import unfinished

    left = unfinished(context.store, day)
    if carry:
        return left.actions
    if left.actions:
        print(f"{len(left.actions)} to do since {left.day}; 'tracker journal --carry' takes that over.")
    return ()


def _edited(context: Context, desk: Path, text: str) -> str:
    """What the learner's editor makes of `text`; it works on a file of its own, which stays if something goes wrong."""
    from tracker.atomic import replace_file
    from tracker.editor import editor_command

    command = editor_command(context.workspace.settings, os.environ, desk)
    if not has_terminal() and Path(command[0]).stem.lower() in _NEED_A_TERMINAL:
        raise TrackerError(f"The editor '{command[0]}' needs a terminal.", hint="Run this in one.", title="Journal")
    try:
        if not desk.exists():  # else an earlier run ended before its text was saved: go on with that
            replace_file(desk, text.encode("utf-8"), expected=None)
        sys.stdout.flush()
        code = subprocess.run(command, check=False).returncode
        if code:
            raise TrackerError(f"The editor ended with exit code {code}; nothing was saved, your text is in {desk}.")
        return desk.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise TrackerError(f"{desk} is not UTF-8 text.", hint="Save it as UTF-8 in your editor.") from error
    except OSError as error:
        raise TrackerError(f"The editor did not start: {error.strerror}.", title="Journal") from error


def _synced(context: Context, entry: TextFile) -> int:
    from tracker.notes.sync import sync

    report = sync(context.workspace, context.store, context.now)
    print(f"Saved {entry.path.relative_to(context.workspace.root).as_posix()}. {report.change.sentence}".rstrip())
    for problem in report.problems:
        print(style(plain(f"! {problem.sentence}"), "yellow"), file=sys.stderr)
    return 1 if report.held_back else 0
