"""How soon the dashboard is seen: its first frame, and its numbers, beside an empty Textual app.

How it is measured: each program runs on a pseudo-terminal of 120 × 40 cells; the clock starts before the fork and stops
when a marker has come out of the terminal. The marker of an empty app (header and footer) is its title; of the
dashboard's frame, the title of its last panel; of its numbers, the streak in its bar, which is painted last. The
programs take turns, ten times each after two runs that only warm the disk's cache and settle the workspace, and medians
are compared, so that a busy machine slows all of them alike. The workspace has notes, goals and graded runs.

The numbers are measured twice: when nothing was written since they were shown last, which is how most days begin, they
come out of a memory (`tracker/tui/remembered.py`) before the database is open; after a change they wait for it.

    python tests/bench/bench_first_paint.py [ROUNDS]
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

COLUMNS, LINES = 120, 40
PATIENCE_SECONDS = 60.0
FRAME_LIMIT, NUMBERS_LIMIT = 1.4, 1.3
WARMING_ROUNDS = 2
CTRL_Q = b"\x11"

EMPTY_APP = """
from textual.app import App
from textual.widgets import Footer, Header
class Empty(App):
    TITLE = "an-empty-app"
    def compose(self):
        yield Header()
        yield Footer()
Empty().run()
"""
EMPTY = [sys.executable, "-c", EMPTY_APP]
EMPTY_WITH_SQLMODEL = [sys.executable, "-c", "import sqlmodel" + EMPTY_APP]
TITLE = b"an-empty-app"
FRAME, NUMBERS = b"Mistakes that came back", b"streak"


@contextmanager
def on_a_terminal(command: Sequence[str]) -> Iterator[int]:
    """Run `command` on a pseudo-terminal of its own; yields the terminal, and ends the program with ctrl+q."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", COLUMNS=str(COLUMNS), LINES=str(LINES))
        os.execv(command[0], list(command))
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    try:
        yield terminal
        os.write(terminal, CTRL_Q)
        while read(terminal):
            pass
    finally:
        os.close(terminal)
        os.waitpid(pid, 0)


def read(terminal: int) -> bytes:
    """What came out; nothing at the end of the program."""
    ready, _, _ = select.select([terminal], [], [], PATIENCE_SECONDS)
    if not ready:
        raise TimeoutError("the program painted nothing")
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux tells the end of a terminal this way
        return b""


def seconds_until(command: Sequence[str], markers: Sequence[bytes]) -> list[float]:
    """Seconds from the start of `command` to each marker, in this order."""
    started = time.perf_counter()
    found: list[float] = []
    painted = b""
    with on_a_terminal(command) as terminal:
        while len(found) < len(markers):
            piece = read(terminal)
            if not piece:
                raise RuntimeError(painted.decode(errors="replace"))
            painted += piece
            while len(found) < len(markers) and markers[len(found)] in painted:
                found.append(time.perf_counter() - started)
    return found


def let_the_grader_go(root: Path) -> None:
    """Wait until the grader that a dashboard was warming has ended: it would slow whoever comes next."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and any(str(root).encode() in line for line in command_lines()):
        time.sleep(0.1)


def command_lines() -> Iterator[bytes]:
    """Of every other process, where the system tells (Linux)."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            yield path.read_bytes()


def make_workspace(root: Path) -> None:
    """A workspace with 26 notes, three goals and sixty graded runs."""
    from tracker.goals.actions import create
    from tracker.goals.views import NewMilestone
    from tracker.grader.report import CheckResult, Report, Verdict
    from tracker.notes.sync import sync
    from tracker.practice.attempts import record
    from tracker.practice.catalogue import load_catalogue
    from tracker.store.engine import open_store
    from tracker.workspace import init

    workspace = init(root, sample_note=None)
    now = datetime.now(UTC)
    for day in range(26):
        moment = now - timedelta(days=day)
        learned = "".join(
            f"- 오늘 배운 것 {day}.{n}: 막히는 곳을 적어 두면 그곳이 자라는 자리가 된다.\n" for n in range(10)
        )
        todo = f"#### 지금 무엇을 할까\n\n- 빈 파일에서 다시 쓴다 {day}\n"
        text = f"# Day {26 - day}\n\n#### 무엇을 배웠나\n\n{learned}\n{todo}"
        (workspace.notes / f"{moment:%Y-%m-%d}.md").write_text(text, encoding="utf-8")
    store = open_store(workspace)
    sync(workspace, store, now)
    for title in ("Attention", "Regularization", "Two reviews a week"):
        steps = [NewMilestone(f"step {number}") for number in range(9)]
        create(store, category="fundamentals", title=title, milestones=steps, now=now)
    exercises = load_catalogue(workspace.exercise_roots).exercises
    for number in range(60):
        moment = now - timedelta(days=30 - number // 2)
        passed = number % 3 > 0
        exercise = exercises[number % len(exercises)]
        checks = tuple(CheckResult(f"test_{n}", f"check {n}", passed or n < 3, 1.0, 1.0) for n in range(6))
        report = Report(exercise.slug, Verdict.PASSED if passed else Verdict.FAILED, number, 0.1, checks)
        with store.write() as session:
            record(session, exercise, report, solution_text="", now=moment, day=workspace.day(moment))
    store.close()


def main(rounds: int) -> int:
    """Measure, print, and tell by the exit code whether the limits hold."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        make_workspace(root)
        dashboard = [sys.executable, "-m", "tracker", "--workspace", str(root), "open"]
        columns: list[list[float]] = []
        for _ in range(rounds + WARMING_ROUNDS):
            times = seconds_until(EMPTY, [TITLE]) + seconds_until(EMPTY_WITH_SQLMODEL, [TITLE])
            times += seconds_until(dashboard, [FRAME, NUMBERS])
            let_the_grader_go(root)
            (root / ".tracker" / "today.json").unlink()
            columns.append(times + seconds_until(dashboard, [NUMBERS]))
            let_the_grader_go(root)
    medians = [statistics.median(column) for column in zip(*columns[WARMING_ROUNDS:], strict=True)]
    empty_app, sqlmodel_app, frame, numbers, numbers_anew = medians
    ratios = frame / empty_app, numbers / sqlmodel_app
    print(f"medians of {rounds}, 120x40: empty app {empty_app:.3f} s, with sqlmodel {sqlmodel_app:.3f} s")
    print(f"dashboard's frame    {frame:.3f} s = {ratios[0]:.2f} x empty app (limit {FRAME_LIMIT})")
    print(f"dashboard's numbers  {numbers:.3f} s = {ratios[1]:.2f} x with sqlmodel (limit {NUMBERS_LIMIT})")
    print(f"  after a change     {numbers_anew:.3f} s = {numbers_anew / sqlmodel_app:.2f} x with sqlmodel")
    return 0 if ratios[0] <= FRAME_LIMIT and ratios[1] <= NUMBERS_LIMIT else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10))
