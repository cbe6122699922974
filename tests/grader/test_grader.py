"""The grader's client: events one by one, the newest run wins, and a host that dies is replaced."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.grader.conftest import RIGHT, MakeJob
from tests.grader.processes import alive, can_enter_namespaces, descendants, wait_for_rest, wait_until
from tracker.grader.client import Grader
from tracker.grader.protocol import CheckFinished, Collected, Event, Job, Printed, Superseded
from tracker.grader.report import Report, Verdict

ENDLESS = "def double(x):\n    while x.ndim == 1: pass\n    return 2 * x\n"
SLOW = "import time\nuntil = time.monotonic() + 1.5\nwhile time.monotonic() < until: pass\n" + RIGHT
CROWD = ["judge", "guardian", "solver"] if can_enter_namespaces() else ["judge", "solver"]
"""The processes of a pair; the guardian waits outside of the solver's namespaces."""
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


class Grading(threading.Thread):
    """A grade on a thread of its own."""

    def __init__(self, grader: Grader, job: Job) -> None:
        super().__init__(daemon=True)
        self.grader, self.job = grader, job
        self.events: list[Event] = []
        self.collected = threading.Event()
        self.outcome: Report | BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self.outcome = self.grader.grade(self.job, self._note)
        except BaseException as error:  # noqa: BLE001 - the test looks at it
            self.outcome = error

    def _note(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, Collected):
            self.collected.set()

    def result(self) -> Report | BaseException | None:
        """What came of it."""
        self.join(60)
        assert not self.is_alive(), "the grade never ended"
        return self.outcome


def test_events_come_in_order(grader: Grader, job: MakeJob) -> None:
    events: list[Event] = []
    threads = set()

    def note(event: Event) -> None:
        events.append(event)
        threads.add(threading.current_thread())

    report = grader.grade(job("def double(x):\n    return 2 * x.detach()\n"), note)
    collected, *finished = [event for event in events if isinstance(event, Collected | CheckFinished)]
    assert isinstance(collected, Collected)
    assert [check.name for check in collected.checks] == [check.name for check in report.checks]
    assert not any(check.passed for check in collected.checks)
    assert [event.index for event in finished if isinstance(event, CheckFinished)] == [0, 1, 2]
    assert tuple(event.result for event in finished if isinstance(event, CheckFinished)) == report.checks
    assert threads == {threading.current_thread()}


def test_what_is_printed_comes_while_the_run_goes_on(grader: Grader, job: MakeJob) -> None:
    heard: list[str] = []
    text = "def double(x):\n    print('손실 1.5')\n    print('더', end='', flush=True)\n    while True: pass\n"

    def note(event: Event) -> None:
        if isinstance(event, Printed):
            heard.append(event.text)

    report = grader.grade(job(text, time_limit=1.5), note)
    assert report.verdict is Verdict.TIMEOUT
    assert "".join(heard) == report.output == "손실 1.5\n더"


def test_events_come_while_the_run_goes_on(grader: Grader, job: MakeJob) -> None:
    assert grader.grade(job()).passed, "from here on it is warm and does not say that it warms up"
    moments: list[float] = []
    report = grader.grade(job(ENDLESS, time_limit=1.5), lambda event: moments.append(time.monotonic()))
    assert report.verdict is Verdict.TIMEOUT
    assert len(moments) == 2
    assert time.monotonic() - moments[-1] > 0.5


def test_the_newest_run_wins(grader: Grader, job: MakeJob, tmp_path: Path) -> None:
    old = Grading(grader, job(ENDLESS, time_limit=60.0))
    assert old.collected.wait(30)
    assert grader.grade(job(RIGHT)).passed
    assert isinstance(old.result(), Superseded)
    assert len(old.events) <= 2


def test_a_burst_of_saves_ends_with_the_last(grader: Grader, job: MakeJob) -> None:
    gradings = []
    for number in range(6):
        made = job(source=f"def double(x):\n    return {number - 3} * x\n")
        gradings.append(Grading(grader, made))
    outcomes = [grading.result() for grading in gradings]
    assert all(isinstance(outcome, Report | Superseded) for outcome in outcomes)
    assert any(isinstance(outcome, Report) for outcome in outcomes)
    assert grader.grade(job(RIGHT)).passed


def test_a_run_of_another_exercise_goes_on_beside_it(grader: Grader, job: MakeJob) -> None:
    endless = Grading(grader, job(ENDLESS, time_limit=4.0))
    assert endless.collected.wait(30)
    assert grader.grade(replace(job(RIGHT), slug="another")).passed
    outcome = endless.result()
    assert isinstance(outcome, Report)
    assert outcome.verdict is Verdict.TIMEOUT


def test_runs_wait_for_their_turn_and_a_newer_one_takes_the_place_of_one_that_waits(job: MakeJob) -> None:
    with Grader(at_once=1) as alone:
        endless = Grading(alone, job(ENDLESS, time_limit=60.0))
        assert endless.collected.wait(60)
        waiting = [Grading(alone, replace(job(RIGHT), slug="another")) for _ in range(3)]
        assert not any(grading.collected.is_set() for grading in waiting)
        assert alone.grade(job(RIGHT)).passed  # takes the first one's place, and the others get their turn
        assert isinstance(endless.result(), Superseded)
        outcomes = [grading.result() for grading in waiting]
    assert sum(isinstance(outcome, Superseded) for outcome in outcomes) == 2
    assert [outcome.passed for outcome in outcomes if isinstance(outcome, Report)] == [True]


def test_closing_gives_up_what_waits(job: MakeJob) -> None:
    with Grader(at_once=1) as alone:
        endless = Grading(alone, job(ENDLESS, time_limit=60.0))
        assert endless.collected.wait(60)
        waiting = Grading(alone, replace(job(RIGHT), slug="another"))
    assert isinstance(endless.result(), Superseded)
    assert isinstance(waiting.result(), Superseded)
    assert alone.pid is None


def test_what_gives_way_leaves_a_run_that_counts_alone(grader: Grader, job: MakeJob) -> None:
    counts = Grading(grader, job(ENDLESS, time_limit=2.0))
    assert counts.collected.wait(30)
    with pytest.raises(Superseded):
        grader.grade(job(RIGHT), gives_way=True)
    assert isinstance(counts.result(), Report)
    assert grader.grade(job(RIGHT), gives_way=True).passed


@linux
def test_nothing_is_left_of_a_run_that_was_overtaken(grader: Grader, job: MakeJob) -> None:
    old = Grading(grader, job(ENDLESS, time_limit=60.0))
    assert old.collected.wait(30)
    assert grader.pid
    assert grader.grade(job(RIGHT)).passed
    old.result()
    wait_until("two pairs are left, and they wait", lambda: len(descendants(grader.pid or 0)) == 2 * len(CROWD))


def test_runs_can_stand_side_by_side(job: MakeJob, tmp_path: Path) -> None:
    with Grader(parallel=True) as grader:
        sources = [RIGHT, "def double(x):\n    return x\n", "nonsense(", ENDLESS]
        gradings = [Grading(grader, job(RIGHT, source=source, time_limit=5.0)) for source in sources]
        verdicts = [str(outcome.verdict) for grading in gradings if isinstance(outcome := grading.result(), Report)]
    assert verdicts == ["passed", "failed", "error", "timeout"]


@pytest.fixture(scope="module")
def own() -> Iterator[Grader]:
    """A grader whose host these tests may kill."""
    with Grader() as grader:
        yield grader


@linux
def test_a_host_that_is_killed_is_replaced_and_the_run_repeated(own: Grader, job: MakeJob) -> None:
    grading = Grading(own, job(SLOW))
    assert grading.collected.wait(60)
    host = own.pid
    assert host
    family = descendants(host)
    assert len(family) >= 2
    os.kill(host, signal.SIGKILL)
    report = grading.result()
    assert isinstance(report, Report)
    assert report.passed
    assert own.pid != host
    wait_until("judge and solver died with their host", lambda: not any(map(alive, family)))


@linux
@pytest.mark.parametrize("which", range(len(CROWD)), ids=CROWD)
def test_a_process_that_is_killed_while_it_waits_is_not_the_learners_crash(
    own: Grader, job: MakeJob, which: int
) -> None:
    """The system kills what waits when memory is short."""
    assert own.grade(job()).passed
    crowd = wait_for_rest(own.pid or 0, 2 * len(CROWD))[
        len(CROWD) :
    ]  # the younger pair has rehearsed and is taken first
    os.kill(crowd[which], signal.SIGKILL)
    gone = crowd[:1] if which == 0 else crowd[1:]
    wait_until("it is dead", lambda: not any(map(alive, gone)))
    assert own.grade(job()).passed


@linux
def test_a_judge_that_was_killed_is_not_the_learners_crash(own: Grader, job: MakeJob) -> None:
    grading = Grading(own, job(ENDLESS, time_limit=20.0))
    assert grading.collected.wait(30)
    assert own.pid
    os.kill(min(descendants(own.pid)), signal.SIGKILL)
    report = grading.result()
    assert isinstance(report, Report)
    assert report.verdict is Verdict.CRASHED
    assert "the judge's process ended" in report.message
    assert own.grade(job()).passed


@linux
def test_closing_while_a_run_goes_on_ends_everything(own: Grader, job: MakeJob) -> None:
    grading = Grading(own, job(ENDLESS, time_limit=60.0))
    assert grading.collected.wait(60)
    host = own.pid
    assert host
    family = descendants(host) | {host}
    own.close()
    assert isinstance(grading.result(), Superseded)
    wait_until("no process is left", lambda: not any(map(alive, family)))
    assert own.pid is None


def test_a_closed_grader_starts_again_when_asked(own: Grader, job: MakeJob) -> None:
    own.close()
    own.close()
    assert own.pid is None
    assert own.grade(job()).passed
