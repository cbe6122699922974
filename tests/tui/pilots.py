"""What the tests of the rooms share: an app on a small pack, a grader that answers at once, and waiting by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Event
from time import monotonic
from typing import Any

from textual.pilot import Pilot

from tracker.grader.protocol import CheckFinished, Collected, Job, Printed
from tracker.grader.report import CheckResult, Diagnosis, Matrix, Report, Verdict
from tracker.practice.catalogue import load_catalogue
from tracker.store.engine import open_store
from tracker.tui.app import TrackerApp
from tracker.tui.services import Services
from tracker.workspace import Workspace

MOMENT = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
MATRIX = Matrix("[0, :, :]", ((1.0, 2.0), (3.0, 4.0)), ((1.0, 2.0), (3.0, 8.0)), ((0.0, 0.0), (0.0, 4.0)))
GOOD, BAD = "def double(x):\n    return 2 * x\n", "def double(x):\n    return x\n"


class QuickGrader:
    """Passes what holds `2 * x`; says of anything else that the second check fails.

    Attributes:
        jobs: what it graded.
        prints: what every solution prints before its checks are through.
        may_end: a run ends when this is set.
    """

    def __init__(self) -> None:
        self.jobs: list[Job] = []
        self.prints = ""
        self.may_end = Event()
        self.may_end.set()

    def warm_up(self) -> None:
        """Nothing to warm."""

    def close(self) -> None:
        """Nothing to close."""

    def grade(self, job: Job, on_event: Callable[[Any], None] | None = None, *, gives_way: bool = False) -> Report:
        """Answer at once, step by step."""
        self.jobs.append(job)
        text = job.source if job.source is not None else job.solution.read_text()
        checks = results(passing="2 * x" in text)
        if on_event is not None:
            on_event(Collected(tuple(CheckResult(c.name, c.label, False, 0.0, c.max_points) for c in checks)))
            if self.prints:
                on_event(Printed(self.prints))
            self.may_end.wait(20)
            for index, check in enumerate(checks):
                on_event(CheckFinished(index, check))
        if "2 * x" in text:
            return Report(job.slug, Verdict.PASSED, 7, 0.1, checks, output=self.prints)
        said = (Diagnosis("same", "You return `x` as it came."),)
        return Report(job.slug, Verdict.FAILED, 7, 0.1, checks, said, "One check failed.")


def results(*, passing: bool) -> tuple[CheckResult, ...]:
    """Two checks; the second one fails with a picture unless `passing`."""
    second = CheckResult("test_b", "Every number is doubled.", passing, 2.0 if passing else 0.0, 2.0)
    if not passing:
        second = CheckResult("test_b", "Every number is doubled.", False, 0.0, 2.0, "At [0, 1, 1]: got 8.", MATRIX)
    return (CheckResult("test_a", "The shape stays.", True, 1.0, 1.0), second)


def app_on(workspace: Workspace, pack: Any, monkeypatch: Any) -> tuple[TrackerApp, QuickGrader]:
    """The dashboard with a clock of its own, the exercises of `pack`, and the quick grader."""
    grader = QuickGrader()

    def services(_: Workspace) -> Services:
        return Services(workspace, open_store(workspace), load_catalogue([pack]))

    monkeypatch.setattr("tracker.grader.client.workspace_grader", lambda _: grader)
    monkeypatch.setattr("tracker.tui.backstage.open_services", services)
    seconds = count()
    return TrackerApp(workspace.root, workspace, clock=lambda: MOMENT + timedelta(seconds=next(seconds))), grader


async def until(pilot: Pilot[Any], condition: Callable[[], object], what: str, *, patience: float = 20.0) -> None:
    """Let the app work until the condition holds; fails with its name after `patience` seconds."""
    end = monotonic() + patience
    while not condition():
        if monotonic() > end:
            raise AssertionError(f"never: {what}\n{screen_text(pilot.app)}")
        await pilot.pause(0.02)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys one after the other, each seen through."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


def screen_text(app: Any) -> str:
    """What stands on the screen, line by line."""
    width, height = app.size
    lines = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in lines[:height]) if width else ""
