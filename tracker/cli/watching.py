"""Grading on save: the newest save wins, and a file that did not change is not graded again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from tracker.cli.context import Context
from tracker.cli.grade import print_outcome, say_warming
from tracker.cli.output import style
from tracker.clock import system_now
from tracker.errors import TrackerError
from tracker.saves import bursts, wait_until_whole

if TYPE_CHECKING:
    from tracker.grader.client import Grader
    from tracker.workspace import Workspace


def watch(context: Context) -> None:
    """Grade every saved solution until the learner interrupts."""
    from tracker.grader.client import workspace_grader
    from tracker.journeys.welcome import first_goal

    first_goal(context.store, context.catalogue, context.now)
    print(f"Watching {context.workspace.solutions}; ctrl+c ends it.", flush=True)
    # Two threads: the one that grades, and the one whose newer save makes the grader drop the first.
    with workspace_grader(context.workspace.private) as grader, ThreadPoolExecutor(2) as pool:
        grader.warm_up()
        try:
            for path in saved_solutions(context.workspace):
                if context.catalogue.find(path.stem) is not None:
                    pool.submit(_grade, context, grader, path.stem)
        except KeyboardInterrupt:
            print()


def saved_solutions(workspace: Workspace) -> Iterator[Path]:
    """Solutions as they are saved by any program, each only when its content changed."""
    seen = {path: _fingerprint(path) for path in workspace.solutions.glob("*.py")}
    stop = Event()  # ctrl+c ends it
    for burst in bursts((workspace.solutions,), stop, polling=workspace.settings.polling):
        for path in sorted(path for path in burst if path.suffix == ".py" and path.parent == workspace.solutions):
            wait_until_whole(path, stop)
            mark = _fingerprint(path)
            if mark and mark != seen.get(path):
                seen[path] = mark
                yield path


def _grade(context: Context, grader: Grader, slug: str) -> None:
    from tracker.grader.protocol import Superseded
    from tracker.journeys.grading import grade

    try:
        outcome = grade(
            context.workspace,
            context.store,
            context.catalogue,
            grader,
            slug,
            now=system_now(),
            on_event=say_warming,
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
