"""Grading on save: the newest save wins, and a file that did not change is not graded again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.context import Context
from tracker.cli.grade import print_outcome, say_warming
from tracker.cli.output import style
from tracker.clock import system_now
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from tracker.grader.client import Grader
    from tracker.workspace import Workspace


def watch(context: Context) -> None:
    """Grade every saved solution until the learner interrupts."""
    from tracker.grader.client import Grader
    from tracker.journeys.welcome import first_goal

    first_goal(context.store, context.catalogue, context.now)
    print(f"Watching {context.workspace.solutions}; ctrl+c ends it.", flush=True)
    # Two threads: the one that grades, and the one whose newer save makes the grader drop the first.
    with Grader() as grader, ThreadPoolExecutor(2) as pool:
        grader.warm_up()
        try:
            for path in saved_solutions(context.workspace):
                if context.catalogue.find(path.stem) is not None:
                    pool.submit(_grade, context, grader, path.stem)
        except KeyboardInterrupt:
            print()


def saved_solutions(workspace: Workspace) -> Iterator[Path]:
    """Solutions as they are saved by any program, each only when its content changed."""
    from watchfiles import watch as changes_below

    seen = {path: _fingerprint(path) for path in workspace.solutions.glob("*.py")}
    polling = workspace.settings.polling
    for burst in changes_below(workspace.solutions, recursive=False, debounce=200, step=20, force_polling=polling):
        for path in sorted({Path(name) for _, name in burst}):
            mark = _fingerprint(path)
            if path.suffix == ".py" and mark and mark != seen.get(path):
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
