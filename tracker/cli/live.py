"""What a grade that takes its time shows on a terminal: how far it is, how long it may go on, and the loss."""

from __future__ import annotations

import shutil
import sys
import time
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, Self, TextIO

from tracker.cli.output import fit
from tracker.practice.training import NO_TRAINING, Training

PATIENT = 2.0
"""Seconds after which there is something to show: most verdicts are there before."""
PERIOD = 0.5
BAR, CHART = 10, (72, 9)


def progress_lines(done: int, total: int, seconds: float, limit: float, training: Training, width: int) -> list[str]:
    """A bar with the checks, the time and the loss; below it the curve, once there is one."""
    # On demand: most grades are over before there is anything to draw.
    from tracker.tui.loss_chart import draw_loss

    filled = BAR * done // max(1, total)
    parts = [f"{'█' * filled}{'░' * (BAR - filled)} {done} of {total} checks", f"{seconds:.0f} of {limit:.0f} s"]
    line = " · ".join([*parts, training.words] if training.words else parts)
    chart = draw_loss(training, min(width - 1, CHART[0]), CHART[1])
    return [fit(line, width - 1), *(chart.lines if chart else [])]


class LiveProgress:
    """Receives the grader's events; on a terminal it draws, and wipes what it drew at the end.

    Args:
        limit: seconds that the run may take.
        stream: where it draws; standard error by default.
    """

    def __init__(self, limit: float, stream: TextIO | None = None) -> None:
        self._limit = limit
        self._stream = stream or sys.stderr
        self._lock = Lock()
        self._over = Event()
        self._begun: float | None = None
        self._done = self._total = self._drawn = 0
        self._training = NO_TRAINING

    def __enter__(self) -> Self:
        """Begin to look at the clock, if anybody sees it."""
        if self._stream.isatty():
            Thread(target=self._tick, daemon=True, name="grading progress").start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wipe."""
        self._over.set()
        with self._lock:
            self._wipe()

    def __call__(self, event: Any) -> None:
        """Take in an event of the grader's."""
        from tracker.grader.protocol import CheckFinished, Collected, Printed

        with self._lock:
            if isinstance(event, Collected):
                self._begun, self._training = time.monotonic(), NO_TRAINING
                self._done, self._total = 0, len(event.checks)
            elif isinstance(event, CheckFinished):
                self._done += 1
            elif isinstance(event, Printed):
                self._training = self._training.read(event.text)
            else:
                self._wipe()
                say_warming(event)

    def _tick(self) -> None:
        while not self._over.wait(PERIOD):
            with self._lock:
                if self._begun is not None and time.monotonic() - self._begun >= PATIENT and not self._over.is_set():
                    self._draw(time.monotonic() - self._begun)

    def _draw(self, seconds: float) -> None:
        width = shutil.get_terminal_size().columns
        lines = progress_lines(self._done, self._total, seconds, self._limit, self._training, width)
        self._wipe()
        print("\n".join(lines), file=self._stream, flush=True)
        self._drawn = len(lines)

    def _wipe(self) -> None:
        """Take away what was drawn: up to its first line, and clear from there on."""
        if self._drawn:
            print(f"\x1b[{self._drawn}A\x1b[J", end="", file=self._stream, flush=True)
            self._drawn = 0


def say_warming(event: Any) -> None:
    """Say on a terminal why the first verdict takes a moment, and anywhere that the grader had to be started again."""
    from tracker.grader.protocol import Restarted, Warming

    if isinstance(event, Warming) and sys.stderr.isatty():
        print("Warming up PyTorch …", file=sys.stderr)
    elif isinstance(event, Restarted):
        print(f"tracker: {event.sentence}", file=sys.stderr)
