"""A grade and all that follows from it, with real child processes and a real database."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.packs import RIGHT_SOLUTION, WRONG_SOLUTION
from tracker.changes import Area
from tracker.errors import TrackerError
from tracker.goals.queries import list_goals
from tracker.grader.client import Grader
from tracker.grader.protocol import CheckFinished, Collected
from tracker.grader.report import Verdict
from tracker.journeys.grading import grade
from tracker.journeys.today import today
from tracker.journeys.welcome import first_goal
from tracker.practice.attempts import find_attempt, history
from tracker.practice.catalogue import Catalogue, load_catalogue
from tracker.practice.start import start
from tracker.store.engine import Store
from tracker.workspace import Workspace

MINUTE = timedelta(minutes=1)


@pytest.fixture
def solution(workspace: Workspace) -> Path:
    """The learner's own file, wrong."""
    path = workspace.solutions / "double.py"
    path.write_text(WRONG_SOLUTION, encoding="utf-8")
    return path


def test_the_first_evening(
    workspace: Workspace, store: Store, catalogue: Catalogue, grader: Grader, now: datetime
) -> None:
    first_goal(store, catalogue, now)
    path = start(workspace, store, catalogue.get("double"), now)
    path.write_text(WRONG_SOLUTION, encoding="utf-8")
    events: list[object] = []
    wrong = grade(workspace, store, catalogue, grader, "double", now=now + MINUTE, seed=7, on_event=events.append)
    assert wrong.report.verdict is Verdict.FAILED
    assert wrong.report.seed == 7
    assert [diagnosis.mistake for diagnosis in wrong.report.diagnoses] == ["tripled"]
    assert wrong.change.areas == {Area.EXERCISES}
    assert wrong.due is None
    assert sum(isinstance(event, Collected) for event in events) == 1
    assert sum(isinstance(event, CheckFinished) for event in events) == 2
    view = today(workspace, store, catalogue, now + MINUTE)
    assert [(item.kind, item.target) for item in view.items[:2]] == [("continue", "double"), ("next", "later")]

    path.write_text(RIGHT_SOLUTION, encoding="utf-8")
    right = grade(workspace, store, catalogue, grader, "double", now=now + 2 * MINUTE)
    assert right.report.passed
    assert right.change.areas == {Area.EXERCISES, Area.GOALS}
    assert right.change.sentence == "Double: passed. On doubling: 1 of 2."
    assert right.due is not None
    assert right.due > date(2026, 11, 22)
    view = today(workspace, store, catalogue, now + 3 * MINUTE)
    assert [(item.kind, item.target) for item in view.items[:1]] == [("next", "again")]
    assert (view.passed, view.total, view.goals[0].met) == (1, 3, 1)
    assert view.progress.curve == ((date(2026, 11, 22), 1),)
    assert (view.progress.first_try.successes, view.progress.first_try.trials) == (0, 1)
    view = today(workspace, store, catalogue, now + timedelta(days=(right.due - date(2026, 11, 22)).days))
    assert [(item.kind, item.target, item.detail) for item in view.items[:1]] == [("practise", "double", "due")]


def test_an_attempt_keeps_what_was_graded(
    workspace: Workspace, store: Store, catalogue: Catalogue, grader: Grader, solution: Path, now: datetime
) -> None:
    grade(workspace, store, catalogue, grader, "double", now=now, solution=solution)
    [attempt] = history(store, "double")
    detail = find_attempt(store, attempt.id)
    assert detail.solution == WRONG_SOLUTION
    assert [check.label for check in detail.checks] == ["Every number is doubled.", "Negative numbers are doubled too."]
    assert not any(check.passed for check in detail.checks)


def test_another_file_is_graded_and_leaves_no_trace(
    workspace: Workspace, store: Store, catalogue: Catalogue, grader: Grader, solution: Path, now: datetime
) -> None:
    folder = catalogue.get("double").folder
    for other, verdict in (
        (folder / "reference.py", Verdict.PASSED),
        (f"{folder / 'accepted.py'}::added", Verdict.PASSED),
        (Path(f"{folder / 'mistakes.py'}::absolute"), Verdict.FAILED),
    ):
        outcome = grade(workspace, store, catalogue, grader, "double", now=now, solution=other)
        assert outcome.report.verdict is verdict
        assert not outcome.change
    assert history(store, "double") == []


def test_a_solution_may_use_the_learner_s_other_solutions(
    workspace: Workspace, store: Store, catalogue: Catalogue, grader: Grader, now: datetime
) -> None:
    (workspace.solutions / "double.py").write_text(RIGHT_SOLUTION, encoding="utf-8")
    (workspace.solutions / "again.py").write_text("from double import double\n", encoding="utf-8")
    assert grade(workspace, store, catalogue, grader, "again", now=now).report.passed


def test_what_is_not_there_is_said(
    workspace: Workspace, store: Store, catalogue: Catalogue, grader: Grader, solution: Path, now: datetime
) -> None:
    mistakes = catalogue.get("double").folder / "mistakes.py"
    for slug, other, complaint in (
        ("nothing", None, "no exercise 'nothing'"),
        ("again", None, "no file"),
        ("double", "nowhere.py", "no file nowhere.py"),
        ("double", f"{mistakes}::tripeld", "no answer 'tripeld'"),
    ):
        with pytest.raises(TrackerError, match=complaint):
            grade(workspace, store, catalogue, grader, slug, now=now, solution=other)
    assert history(store, "double") == []
    assert list_goals(store) == []


def test_a_file_that_is_no_text_is_an_attempt_all_the_same(
    workspace: Workspace, store: Store, catalogue: Catalogue, grader: Grader, solution: Path, now: datetime
) -> None:
    solution.write_bytes("# 두 배\n".encode("cp949"))
    outcome = grade(workspace, store, catalogue, grader, "double", now=now)
    assert outcome.report.verdict is Verdict.ERROR
    assert [attempt.verdict for attempt in history(store, "double")] == ["error"]


@pytest.mark.parametrize(
    ("text", "verdict", "says"),
    [
        ("def double(x)\n", Verdict.ERROR, "Line 1"),
        ("", Verdict.ERROR, "double"),
        ("def double(x):\n    return x.nothing\n", Verdict.ERROR, "Line 2"),
        ("while True:\n    pass\n", Verdict.TIMEOUT, ""),
        ("import os\nos._exit(0)\n", Verdict.CRASHED, ""),
    ],
    ids=["syntax", "missing", "exception", "endless", "exit"],
)
def test_each_way_to_go_wrong_is_kept_with_its_verdict(
    workspace: Workspace,
    store: Store,
    catalogue: Catalogue,
    grader: Grader,
    solution: Path,
    now: datetime,
    text: str,
    verdict: Verdict,
    says: str,
) -> None:
    toml = catalogue.get("double").folder / "exercise.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("time_limit = 10.0", "time_limit = 1.0"), encoding="utf-8")
    solution.write_text(text, encoding="utf-8")
    quick = load_catalogue([toml.parents[2]])
    outcome = grade(workspace, store, quick, grader, "double", now=now)
    assert outcome.report.verdict is verdict
    assert says in outcome.report.message
    assert outcome.report.message
    [attempt] = history(store, "double")
    assert (attempt.verdict, attempt.message) == (str(verdict), outcome.report.message)
