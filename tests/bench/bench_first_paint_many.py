"""How much later the dashboard is seen with 5,000 notes and more than 100,000 reflections than with none.

Two workspaces with the same goals and graded runs, one without notes; the dashboard starts on them in turn, on a
pseudo-terminal as in `bench_first_paint`, so that a busy machine slows both alike; medians are compared. Three moments:
the first frame; the numbers out of the memory of the last look; the numbers without it, out of the database.

    python tests/bench/bench_first_paint_many.py [ROUNDS]
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench_first_paint import FRAME, NUMBERS, WARMING_ROUNDS, let_the_grader_go, make_workspace, seconds_until
from bench_notes import note

from tracker.notes.sync import sync
from tracker.store.engine import open_store
from tracker.workspace import open_workspace

NOTES = 5000
LIMIT = 1.3


def set_notes(root: Path, count: int) -> int:
    """Put so many notes in the place of those that are there; gives back how many reflections they have."""
    workspace, pick = open_workspace(root), random.Random(1)
    for path in workspace.notes.rglob("*.md"):
        path.unlink()
    now = datetime.now(UTC)
    for number in range(count):
        day = now - timedelta(days=number)
        path = workspace.notes / f"{day:%Y}" / f"{day:%Y-%m-%d}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(note(pick, number), encoding="utf-8")
        os.utime(path, (now.timestamp() - 60, now.timestamp() - 60))
    store = open_store(workspace)
    live = sync(workspace, store, now, accept_vanished=True).live
    store.close()
    return live


def moments(root: Path) -> list[float]:
    """Seconds to the frame and to the remembered numbers, then to numbers that are not remembered."""
    dashboard = [sys.executable, "-m", "tracker", "--workspace", str(root), "open"]
    times = seconds_until(dashboard, [FRAME, NUMBERS])
    let_the_grader_go(root)
    (root / ".tracker" / "today.json").unlink()
    times += seconds_until(dashboard, [NUMBERS])
    let_the_grader_go(root)
    return times


def main(rounds: int) -> int:
    """Measure, print, and tell by the exit code whether the limit holds."""
    with tempfile.TemporaryDirectory() as folder:
        roots = [Path(folder) / "none", Path(folder) / "many"]
        for root, count in zip(roots, (0, NOTES), strict=True):
            make_workspace(root)
            print(f"{count} notes, {set_notes(root, count)} reflections", flush=True)
        rows = [[seconds for root in roots for seconds in moments(root)] for _ in range(rounds + WARMING_ROUNDS)]
    medians = [statistics.median(column) for column in zip(*rows[WARMING_ROUNDS:], strict=True)]
    print(f"medians of {rounds}, 120x40; load of the last minute {os.getloadavg()[0]:.1f}")
    ratios = []
    for place, what in enumerate(("first frame", "numbers, remembered", "numbers, after a change")):
        few, many = medians[place], medians[place + 3]
        ratios.append(many / few)
        print(f"{what:<24} {few:.3f} s with none, {many:.3f} s with many = {many / few:.2f} x (limit {LIMIT})")
    return 0 if max(ratios) <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10))
