"""What a terminal shows while a grade takes its time."""

from __future__ import annotations

from io import StringIO
from threading import Event

import pytest

from tracker.cli import live
from tracker.cli.live import LiveProgress, progress_lines
from tracker.grader.protocol import CheckFinished, Collected, Printed, Restarted
from tracker.grader.report import CheckResult
from tracker.practice.training import NO_TRAINING, Training

CHECK = CheckResult("test_a", "It learns.", True, 1.0, 1.0)


class Terminal(StringIO):
    """Keeps what is drawn, and tells when the words it waits for have come."""

    def __init__(self, words: str = "", is_terminal: bool = True) -> None:
        super().__init__()
        self.words, self.is_terminal = words, is_terminal
        self.came = Event()

    def isatty(self) -> bool:
        return self.is_terminal

    def write(self, text: str) -> int:
        count = super().write(text)
        if self.words and self.words in self.getvalue():
            self.came.set()
        return count


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PATIENT", 0.0)
    monkeypatch.setattr(live, "PERIOD", 0.005)
    monkeypatch.setenv("COLUMNS", "80")


def test_checks_time_and_loss_in_a_line() -> None:
    assert progress_lines(1, 5, 34.2, 120.0, NO_TRAINING, 80) == ["██░░░░░░░░ 1 of 5 checks · 34 of 120 s"]
    lines = progress_lines(1, 5, 34.2, 120.0, Training((1, 100), (2.5, 0.25)), 80)
    assert lines[0] == "██░░░░░░░░ 1 of 5 checks · 34 of 120 s · step 100 · loss 0.25"
    assert lines[1].startswith("2.5 ┤")
    assert len(lines[-1]) == 72


def test_a_narrow_terminal_cuts_the_line_and_the_curve() -> None:
    lines = progress_lines(1, 5, 34.2, 120.0, Training((1, 100), (2.5, 0.25)), 40)
    assert max(map(len, lines)) == 39


def test_it_is_drawn_as_it_comes_and_wiped_at_the_end() -> None:
    terminal = Terminal("step 50 · loss 1.5")
    with LiveProgress(120.0, terminal) as progress:
        progress(Collected((CHECK, CHECK)))
        progress(CheckFinished(0, CHECK))
        progress(Printed("step 1 loss 2.5\nstep 50 lo"))
        progress(Printed("ss 1.5\n"))
        assert terminal.came.wait(20)
    assert "1 of 2 checks · 0 of 120 s" in terminal.getvalue()
    assert "loss by step" in terminal.getvalue()
    assert terminal.getvalue().endswith("\x1b[10A\x1b[J")


def test_a_run_that_begins_again_begins_with_an_empty_curve(capsys: pytest.CaptureFixture[str]) -> None:
    progress = LiveProgress(120.0, Terminal())
    progress(Collected((CHECK,)))
    progress(Printed("step 1 loss 2.5\nstep 50 loss 1\n"))
    progress(Restarted())
    progress(Collected((CHECK,)))
    assert progress._training == NO_TRAINING
    assert "started again" in capsys.readouterr().err


def test_nothing_is_drawn_into_a_pipe() -> None:
    pipe = Terminal(is_terminal=False)
    with LiveProgress(120.0, pipe) as progress:
        progress(Collected((CHECK,)))
        progress(Printed("step 1 loss 2.5\nstep 50 loss 1\n"))
    assert pipe.getvalue() == ""
