"""Without fork the same verdicts come out of fresh processes, only slower."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.grader.conftest import DOUBLE, RIGHT, MakeJob
from tests.grader.processes import alive, descendants, wait_until
from tests.grader.test_grader import ENDLESS, Grading
from tracker.grader.client import Grader
from tracker.grader.protocol import CheckFinished, Collected, Event, Job, Printed, Superseded
from tracker.grader.report import Report

REFERENCE = str(DOUBLE / "reference.py")
SOLUTIONS = {
    "right": RIGHT,
    "wrong": "def double(x):\n    return x * x\n",
    "broken": "def double(x):\n    return y\n",
    "ending": "import os\ndef double(x):\n    os._exit(0)\n",
    "endless": "def double(x):\n    print('here', flush=True)\n    while True: pass\n",
    "reading": f"def double(x):\n    return open({REFERENCE!r})\n",
    "killing": "import os\ndef double(x):\n    os.kill(os.getppid(), 9)\n    return x\n",
}

Graded = dict[str, tuple[Report, list[Event]]]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """The reports on all of them and the events that came before, from a grader without fork, three at a time."""
    folder = tmp_path_factory.mktemp("solutions")

    def grade(grader: Grader, name: str) -> tuple[Report, list[Event]]:
        path = Path(folder, f"{name}.py")
        path.write_text(SOLUTIONS[name])
        events: list[Event] = []
        job = Job("double", DOUBLE, path, time_limit=3.0 if name == "endless" else 60.0)
        return grader.grade(job, events.append), events

    with pytest.MonkeyPatch.context() as patch, Grader(parallel=True) as grader:
        patch.delattr(os, "fork")
        with ThreadPoolExecutor(3) as pool:
            outcomes = {name: pool.submit(grade, grader, name) for name in SOLUTIONS}
        return {name: outcome.result() for name, outcome in outcomes.items()}


@pytest.mark.parametrize(
    ("name", "verdict", "line", "says"),
    [
        ("right", "passed", None, "All 3 checks passed."),
        ("wrong", "failed", None, "3 of 3 checks failed: Every number is doubled."),
        ("broken", "error", 2, "Line 2 raises NameError"),
        ("ending", "crashed", None, "exit code 0"),
        ("endless", "timeout", 3, "It was at line 3."),
        ("reading", "error", 2, "Line 2 raises PermissionError"),
    ],
)
def test_the_verdicts_are_the_same(graded: Graded, name: str, verdict: str, line: int | None, says: str) -> None:
    report, _ = graded[name]
    assert (str(report.verdict), report.line) == (verdict, line), report.message
    assert says in report.message


def test_events_output_and_diagnosis_are_the_same(graded: Graded) -> None:
    report, events = graded["wrong"]
    assert [diagnosis.mistake for diagnosis in report.diagnoses] == ["squared"]
    assert [type(event) for event in events] == [Collected, *[CheckFinished] * 3]
    report, events = graded["endless"]
    assert report.output == "here\n"
    assert [event.text for event in events if isinstance(event, Printed)] == ["here\n"]


def test_a_solution_that_kills_its_judge_passes_nothing(graded: Graded) -> None:
    report, _ = graded["killing"]
    assert str(report.verdict) in ("crashed", "error", "failed")
    assert not any(check.passed for check in report.checks)


@pytest.mark.slow
def test_the_newest_run_wins(job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    others = descendants(os.getpid()) if sys.platform.startswith("linux") else set()
    with Grader() as fresh:
        old = Grading(fresh, job(source=ENDLESS, time_limit=60.0))
        assert old.collected.wait(120)
        assert fresh.grade(job(RIGHT)).passed
        assert isinstance(old.result(), Superseded)
        wait_until("runs that are over are forgotten", lambda: not vars(vars(fresh)["_host"])["_runs"])
    if sys.platform.startswith("linux"):
        wait_until("no process is left", lambda: not any(map(alive, descendants(os.getpid()) - others)))
