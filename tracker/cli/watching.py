"""Grading on save: the newest save wins, and a file that did not change is not graded again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.context import Context
from tracker.cli.grade import print_outcome
from tracker.cli.live import LiveProgress
from tracker.cli.output import style
from tracker.clock import system_now
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from tracker.grader.client import Grader
    from tracker.workspace import Workspace


SAVES = 64
"""So many saves may wait for their verdict before the next one waits for a thread."""


def watch(context: Context) -> None:
    """Grade every saved solution until the learner interrupts."""
    from tracker.grader.client import workspace_grader
    from tracker.journeys.welcome import first_goal

    first_goal(context.store, context.catalogue, context.now)
    known = fingerprints(context.workspace)
    print(f"Watching {context.workspace.solutions}; ctrl+c ends it.", flush=True)
    # One verdict at a time is told. Each save has its thread: those of other exercises wait in the grader for their
    # turn, and a newer one of the same exercise ends the older.
    with workspace_grader(context.workspace.private, at_once=1) as grader, ThreadPoolExecutor(SAVES) as pool:
        grader.warm_up()
        try:
            for path in saved_solutions(context.workspace, known):
                if context.catalogue.find(path.stem) is not None:
                    pool.submit(_grade, context, grader, path.stem)
        except KeyboardInterrupt:
            print()


def saved_solutions(workspace: Workspace, known: dict[Path, str]) -> Iterator[Path]:
    """Solutions as they are saved by any program, each only when its content is another than the one `known`.

    Events only wake this up: the folder itself is read, at least once a second, so that a save which the system did not
    tell of is found all the same.
    """
    from watchfiles import watch as changes_below

    polling = workspace.settings.polling
    bursts = changes_below(
        workspace.solutions,
        recursive=False,
        debounce=200,
        step=20,
        force_polling=polling,
        yield_on_timeout=True,
        rust_timeout=1000,
    )
    for _ in bursts:
        found = fingerprints(workspace)
        changed = [path for path, mark in found.items() if mark != known.get(path)]
        known.clear()
        known.update(found)
        yield from changed


def fingerprints(workspace: Workspace) -> dict[Path, str]:
    """Every solution that can be read, and what tells its content from another."""
    found = {path: _fingerprint(path) for path in sorted(workspace.solutions.glob("*.py"))}
    return {path: mark for path, mark in found.items() if mark}


def _grade(context: Context, grader: Grader, slug: str) -> None:
    from tracker.grader.protocol import Superseded
    from tracker.journeys.grading import grade

    try:
        with LiveProgress(context.catalogue.get(slug).time_limit) as progress:
            outcome = grade(
                context.workspace,
                context.store,
                context.catalogue,
                grader,
                slug,
                now=system_now(),
                on_event=progress,
            )
    except Superseded:
        return
    except TrackerError as error:
        print(f"tracker: {error}", file=sys.stderr, flush=True)
        return
    print(style(f"── {slug} ──", "dim"))
    print_outcome(outcome)
    sys.stdout.flush()


def _fingerprint(path: Path) -> str:
    """What the file holds; empty when it is gone again."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
