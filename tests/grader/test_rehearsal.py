"""The pairs that wait: who is taken for which job, and that a rehearsal leaves nothing behind that a run could see."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.grader.conftest import DOUBLE, RIGHT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing is forked there")

STAGE = """
import json, os, selectors, sys, time
from pathlib import Path
from tracker.grader.warm import warm_up
answers = os.dup(1)
os.dup2(2, 1)
warm_up()
from tracker.grader.children import Likely
from tracker.grader.client import Job, _as_data
from tracker.grader.door import Connection
from tracker.grader.run import Run, wait
from tracker.grader.spare import WaitingRoom

selector = selectors.DefaultSelector()
folder, solution = Path(sys.argv[1]), Path(sys.argv[2])
job = _as_data(Job("double", folder, solution, time_limit=20.0), 7)
exercise, other = Likely(job["folder"], ()), Likely(job["folder"], ("torch.relu",))
nobody = Connection(-1, -1)
told = {}

def end(run):
    for pid, code in ((run.pair.solver, run.solver_code), (run.pair.judge, run.judge_code)):
        if code is None:
            wait(pid, None)
    if run.pair.events in selector.get_map():
        selector.unregister(run.pair.events)
    run.close()

def fill():
    "Fill the room, as the host does, until it has nothing more to prepare."
    room.fill()
    while (seconds := room.patience()) is not None:
        for key, _ in selector.select(seconds):
            room.hear(key.data[1])
        room.fill()

def graded(pair):
    "The verdict of a run by this pair, and its checks."
    run = Run(job, time.monotonic(), client=nobody, number=1, pair=pair)
    run.begin()
    while data := os.read(pair.events, 1 << 18):
        run.read_events(data)
    run.kill()
    report = run.report()
    end(run)
    return [str(report.verdict), [check.name for check in report.checks if not check.passed]]

def tell(**facts):
    told.update(facts)

room = WaitingRoom(selector, end)
"""
END = """
room.clear()
tell(left=len(room.processes()))
os.write(answers, json.dumps(told).encode())
"""

Play = Callable[[str], dict[str, Any]]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Runs lines in a process that is warm like a host; they `tell` facts."""
    folder = tmp_path / "exercises" / "01_small" / "double"
    shutil.copytree(DOUBLE, folder)
    solution = tmp_path / "solution.py"
    solution.write_text(RIGHT)

    def run(lines: str) -> dict[str, Any]:
        command = [sys.executable, "-c", STAGE + lines + END, str(folder), str(solution)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    return run


def test_who_has_rehearsed_an_exercise_is_taken_for_it(play: Play) -> None:
    told = play("""
fill()
tell(waiting_at_first=len(room.processes()))
room.expect(exercise)
fill()
tell(waiting=len(room.processes()))
rehearsed = room._rehearsed.pair
tell(plain_for_another=room.take(other) is not rehearsed, rehearsed_for_it=room.take(exercise) is rehearsed)
""")
    assert told == {
        "waiting_at_first": 2,
        "waiting": 4,
        "plain_for_another": True,
        "rehearsed_for_it": True,
        "left": 0,
    }


def test_a_rehearsed_pair_judges_like_any_other(play: Play) -> None:
    told = play("""
plain = graded(room.take(exercise))
room.expect(exercise)
fill()
tell(right=[plain, graded(room.take(exercise))])
solution.write_text("def double(x):\\n    return x + 2\\n")
fill()
tell(wrong=[graded(room.take(other)), graded(room.take(exercise))])
""")
    assert told["right"] == [["passed", []], ["passed", []]]
    assert told["wrong"][0] == told["wrong"][1]
    assert told["wrong"][0][0] == "failed"


def test_checks_that_are_edited_after_the_rehearsal_are_read_anew(play: Play) -> None:
    told = play("""
room.expect(exercise)
fill()
checks = folder / "checks.py"
checks.write_text(checks.read_text() + '\\n\\ndef test_new(solution):\\n    \"\"\"New.\"\"\"\\n    assert False\\n')
tell(seen=graded(room.take(exercise)))
""")
    assert told["seen"] == ["failed", ["test_new"]]


def test_an_exercise_that_takes_too_long_is_not_rehearsed_again(play: Play) -> None:
    told = play("""
checks = folder / "checks.py"
kept = checks.read_text()
checks.write_text("def test_for_ever(solution):\\n    while True: pass\\n")
room.expect(exercise)
fill()
tell(waiting=len(room.processes()))
checks.write_text(kept)
fill()
tell(still=len(room.processes()), seen=graded(room.take(exercise)))
""")
    assert told["waiting"] == told["still"] == 2
    assert told["seen"] == ["passed", []]


def test_one_that_does_not_run_hinders_nobody(play: Play) -> None:
    told = play("""
reference = folder / "reference.py"
kept = reference.read_text()
reference.write_text("nonsense(")
room.expect(exercise)
fill()
reference.write_text(kept)
tell(seen=graded(room.take(exercise)))
""")
    assert told["seen"] == ["passed", []]


def test_a_pair_that_was_killed_while_it_waited_is_not_taken(play: Play) -> None:
    told = play("""
import signal
room.expect(exercise)
fill()
for spare in (room._rehearsed, room._plain):
    os.kill(spare.pair.judge, signal.SIGKILL)
    os.waitid(os.P_PID, spare.pair.judge, os.WEXITED | os.WNOWAIT)
tell(seen=graded(room.take(exercise)))
""")
    assert told["seen"] == ["passed", []]
    assert told["left"] == 0
