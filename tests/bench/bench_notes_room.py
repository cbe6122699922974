"""How soon the notes room answers a key with 5,000 notes and more than 100,000 reflections.

    python tests/bench/bench_notes_room.py [--notes 5000] [--keep FOLDER]

The room runs without a terminal, at 120 × 40 cells, through Textual's pilot. A time is counted from a key to the moment
when what it asked for stands on the screen, workers included, and its median and worst of some rounds are printed; so
is the longest time for which the thread that draws did nothing else meanwhile, for that is what a stutter is. Goals:
moving at most 100 ms at the median, no stutter longer than 100 ms, a filter or a reload in at most 1.5 s.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench_notes import note

from tracker.notes.indexing import refreshed
from tracker.notes.sync import sync
from tracker.store.engine import open_store
from tracker.tui.app import TrackerApp
from tracker.workspace import Workspace, init, open_workspace

MOVE_LIMIT, STUTTER_LIMIT, FILTER_LIMIT = 0.1, 0.1, 1.5
PATIENCE_SECONDS = 60.0
FIRST_DAY = datetime(2013, 4, 1, tzinfo=UTC)


def make_workspace(root: Path, count: int) -> Workspace:
    """So many notes, one a day up to now, read and indexed."""
    pick, workspace = random.Random(1), init(root, sample_note=None)
    for number in range(count):
        day = FIRST_DAY + timedelta(days=number)
        path = workspace.notes / f"{day:%Y}" / f"{day:%Y-%m-%d}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(note(pick, number) + "\n## 다음 할 일\n\n- 다시 쓴다\n", encoding="utf-8")
    store = open_store(workspace)
    report = sync(workspace, store, datetime.now(UTC))
    refreshed(workspace, store)
    store.close()
    print(f"{report.notes} notes, {report.live} reflections")
    return workspace


class Pulse:
    """Feels how long the thread that draws is busy at a stretch."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def beat(self) -> None:
        """Until it is cancelled."""
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0)
            self.longest = max(self.longest, time.perf_counter() - before)
            await asyncio.sleep(0.002)


class Bench:
    """Presses keys and looks at the clock."""

    def __init__(self, app: Any, pilot: Any) -> None:
        self.app, self.pilot = app, pilot
        self.missed: list[str] = []

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for what a key asked for."""
        end = time.perf_counter() + PATIENCE_SECONDS
        while not condition():
            if time.perf_counter() > end:
                raise TimeoutError
            await asyncio.sleep(0.001)

    async def measure(self, what: str, rounds: int, act: Callable[[int], Awaitable[None]], limit: float) -> None:
        """Time some rounds and print them."""
        times: list[float] = []
        pulse = Pulse()
        beating = asyncio.create_task(pulse.beat())
        for number in range(rounds):
            started = time.perf_counter()
            await act(number)
            times.append(time.perf_counter() - started)
        beating.cancel()
        middle = statistics.median(times)
        print(
            f"{what:<44} median {middle * 1000:7.1f} ms, worst {max(times) * 1000:7.1f} ms, "
            f"longest stretch {pulse.longest * 1000:6.1f} ms",
            flush=True,
        )
        if middle > limit or pulse.longest > STUTTER_LIMIT:
            self.missed.append(what)

    async def key(self, key: str, condition: Callable[[], object]) -> None:
        """Press a key; the screen must have been drawn after the condition held."""
        self.app.simulate_key(key)  # the pilot would wait for more than the screen
        await self.until(condition)
        drawn = asyncio.Event()
        self.app.call_after_refresh(drawn.set)
        await drawn.wait()


async def run(workspace: Workspace) -> list[str]:
    """Everything, in one life of the dashboard."""
    gc.disable()  # as `tracker.tui.start` does
    app = TrackerApp(workspace.root, workspace)
    async with app.run_test(size=(120, 40)) as pilot:
        bench = Bench(app, pilot)
        await bench.until(lambda: app.services and "streak" in app.day[0])
        await bench.until(lambda: not app.activity)

        async def opened(_: int) -> None:
            await bench.key("2", lambda: getattr(app.screen, "opened", None) and app.screen.reflection)

        await bench.measure("the room opens", 1, opened, FILTER_LIMIT)
        room = app.screen

        async def next_note(_: int) -> None:
            tree, before = room.query_one("#note-tree"), room.opened.note.path
            while tree.get_option_at_index(tree.highlighted + 1).id.startswith("group "):
                await pilot.press("right", "down")
            await bench.key("down", lambda: room.opened.note.path != before)

        await bench.measure("down in the list: the next note is shown", 60, next_note, MOVE_LIMIT)
        await pilot.press("enter")

        async def next_reflection(_: int) -> None:
            before = room.reflection.id
            await bench.key("down", lambda: room.reflection.id != before)

        await bench.measure("down in the note: the next reflection", 12, next_reflection, MOVE_LIMIT)

        async def pinned(_: int) -> None:
            before = room.reflection.pinned
            await bench.key("p", lambda: room.reflection.pinned != before)

        await bench.measure("pin, and the room is read anew", 8, pinned, FILTER_LIMIT)
        for words in ("state:open", "kind:question since:10y", "heading:어텐션 query"):

            async def narrowed(_: int, words: str = words) -> None:
                await pilot.press("f")
                await bench.until(lambda: app.screen is not room)
                app.screen.query_one("Input").value = words
                await bench.key("enter", lambda: room.snapshot.filtered and room.snapshot.filtered.query == words)

            await bench.measure(f"filter {words}", 1, narrowed, FILTER_LIMIT)
            print(f"    {room.snapshot.filtered.total} reflections in {len(room.snapshot.filtered.notes)} notes")
            await pilot.press("escape")

            async def cleared(_: int) -> None:
                await bench.key("c", lambda: room.snapshot.filtered is None)

            await bench.measure("  clear it", 1, cleared, FILTER_LIMIT)
        await pilot.press("slash")

        async def typed(number: int) -> None:
            asked = app.screen._asked
            await bench.key("어텐션 쿼리"[number], lambda: app.screen._asked > asked and app.screen._hits)

        await bench.measure("search, key by key", 3, typed, MOVE_LIMIT)
    return bench.missed


def main() -> int:
    """Measure and print; the exit code is 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, default=5000)
    parser.add_argument("--keep", type=Path, help="make the workspace here, or use the one that is here")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = args.keep or Path(folder)
        workspace = open_workspace(root) if (root / ".tracker").is_dir() else make_workspace(root, args.notes)
        missed = asyncio.run(run(workspace))
    for what in missed:
        print(f"too slow: {what}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
