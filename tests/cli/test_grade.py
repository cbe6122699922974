"""`tracker grade` and `tracker watch`, with real child processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Timer
from typing import IO
from xml.etree import ElementTree as ET

import pytest

from tests.cli.conftest import Run
from tests.packs import RIGHT_SOLUTION, WRONG_SOLUTION, write_exercise
from tracker.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def solution(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the learner's answer to a small exercise goes; the commands run in its workspace."""
    write_exercise(workspace.exercises, "double", track=90)
    monkeypatch.chdir(workspace.root)
    return workspace.solutions / "double.py"


def test_a_wrong_answer(run: Run, solution: Path) -> None:
    solution.write_text(WRONG_SOLUTION, encoding="utf-8")
    ran = run("grade", "double", "--json", "--seed", "7")
    assert ran.code == 1
    report = ran.json
    assert list(report) == [
        "exercise", "verdict", "points", "max_points", "seed", "seconds", "checks", "diagnoses", "message", "output",
    ]  # fmt: skip
    assert (report["exercise"], report["verdict"], report["points"], report["max_points"]) == ("double", "failed", 0, 3)
    assert report["seed"] == 7
    assert list(report["checks"][0]) == ["name", "label", "passed", "points", "max_points", "message"]
    assert [diagnosis["mistake"] for diagnosis in report["diagnoses"]] == ["tripled"]
    [exercise] = [one for one in run("exercises", "--json").json if one["slug"] == "double"]
    assert (exercise["status"], exercise["attempts"]) == ("started", 1)


def test_a_right_answer_as_text(run: Run, solution: Path) -> None:
    solution.write_text(RIGHT_SOLUTION, encoding="utf-8")
    ran = run("grade", "double")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0].startswith("double: passed · 3 of 3 points · ")
    assert lines[1] == "  ✓ Every number is doubled.  2/2"
    assert lines[-2] == "Double: passed."
    assert lines[-1].startswith("It comes back for practice on ")
    assert "\x1b" not in ran.out


def test_the_loss_that_was_printed_is_drawn(run: Run, solution: Path) -> None:
    text = RIGHT_SOLUTION + "\nfor step in (1, 50, 100):\n    print('step', step, 'loss', 2.5 / step)\n"
    solution.write_text(text, encoding="utf-8")
    ran = run("grade", "double")
    assert "  2.5 ┤⠉" in ran.out
    assert ran.out.index("loss by step") < ran.out.index("It printed:\n  step 1 loss 2.5\n")


def test_a_wrong_answer_as_text(run: Run, solution: Path) -> None:
    solution.write_text(RIGHT_SOLUTION.replace("x * 2", "print('안녕') or abs(x) * 2"), encoding="utf-8")
    ran = run("grade", "double")
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[0].startswith("double: failed · ")
    at = lines.index("  ✗ Negative numbers are doubled too.  0/1")
    assert lines[at + 1].startswith("    "), "what went wrong stands under the check"
    assert any(line.startswith("→ Your result is absolute.") for line in lines)
    assert "  안녕" in lines[lines.index("It printed:") :]


def test_an_exception_is_told_once(run: Run, solution: Path) -> None:
    solution.write_text("def double(x):\n    return x.nothing\n", encoding="utf-8")
    ran = run("grade", "double")
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[0].startswith("double: error · 0 of 3 points · ")
    assert [line[:3] for line in lines[1:5:2]] == ["  ✗", "  ✗"]
    assert all(line.startswith("    Called as `double(float32[") for line in lines[2:5:2])
    assert lines[5].startswith("Line 2 raises AttributeError")
    assert ran.out.count("AttributeError") == 1


def test_another_file_makes_no_attempt(run: Run, workspace: Workspace, solution: Path) -> None:
    folder = workspace.exercises / "90_track" / "double"
    assert run("grade", "double", "--solution", folder / "reference.py").code == 0
    assert run("grade", "double", "--solution", f"{folder / 'mistakes.py'}::halved").code == 1
    [exercise] = [one for one in run("exercises", "--json").json if one["slug"] == "double"]
    assert (exercise["status"], exercise["attempts"]) == ("open", 0)


def test_what_is_not_there_is_one_sentence(run: Run, workspace: Workspace, solution: Path) -> None:
    accepted = workspace.exercises / "90_track" / "double" / "accepted.py"
    for argv, complaint in (
        (["grade", "double"], f"There is no file {solution}. 'tracker start double' makes it."),
        (["grade", "double", "--json"], "There is no file"),
        (["grade", "double", "--solution", "no.py"], "There is no file no.py."),
        (["grade", "double", "--solution", f"{accepted}::addde"], "There is no answer 'addde'"),
        (["grade", "double", "--seed", "-1"], "a seed is a whole number from 0"),
        (["grade", "double", "--seed", "x"], "invalid seed value"),
    ):
        ran = run(*argv)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert complaint in ran.err


def test_junit(run: Run, solution: Path, tmp_path: Path) -> None:
    solution.write_text(WRONG_SOLUTION, encoding="utf-8")
    target = tmp_path / "report.xml"
    assert run("grade", "double", "--junit", target).code == 1
    cases = ET.parse(target).getroot().iter("testcase")  # our own file
    assert [len(case) for case in cases] == [1, 1], "each check failed"
    ran = run("grade", "double", "--junit", tmp_path / "no" / "folder.xml")
    assert ran.code == 2
    assert "cannot be written" in ran.err


def test_watch_grades_on_save(workspace: Workspace, solution: Path) -> None:
    command = [sys.executable, "-m", "tracker", "watch", "--workspace", str(workspace.root)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, start_new_session=True
    )
    deadline = Timer(120, child.kill)  # a line that never comes ends the stream instead of hanging the test
    deadline.start()
    try:
        assert child.stdout is not None
        assert _until(child.stdout, "Watching ")
        solution.write_text(WRONG_SOLUTION, encoding="utf-8")
        assert "failed" in _until(child.stdout, "double: ")
        (workspace.solutions / "no_exercise.py").write_text("x", encoding="utf-8")
        solution.write_text(RIGHT_SOLUTION, encoding="utf-8")
        assert "passed" in _until(child.stdout, "double: ")
        child.send_signal(signal.SIGINT)
        assert child.wait(20) == 0
    finally:
        deadline.cancel()
        child.kill()
        child.wait()


def _until(stream: IO[str], beginning: str) -> str:
    """The next line that begins so; empty when the command ends before it."""
    return next((line for line in stream if line.startswith(beginning)), "")
