"""The judge: runs an exercise's checks with pytest and calls the solution across the wire.

It holds the checks, the reference and the mistakes; the solver holds none of them. What it finds goes to the host as
events, one check at a time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import pytest

from tracker.grader.diagnosis import diagnose
from tracker.grader.errors import CheckFailed, Fault, SolutionError, WireBroken, fault_from
from tracker.grader.exchanges import Exchange, echo
from tracker.grader.loading import load_module, new_session, seed_check
from tracker.grader.protocol import PATIENCE
from tracker.grader.proxy import Session
from tracker.grader.report import CheckResult, Matrix
from tracker.grader.solution import Solution
from tracker.grader.transport import PipeTransport, Transport
from tracker.grader.wire import Wire

Emit = Callable[[dict[str, Any]], None]

PYTEST_ARGUMENTS = (
    "-q", "-s", "--noconftest", "--assert=plain", "--import-mode=importlib", "-p", "no:cacheprovider",
    "-p", "no:doctest", "-p", "no:junitxml", "-p", "no:pastebin", "-p", "no:logging", "-p", "no:legacypath",
    "-p", "no:unittest", "-p", "no:faulthandler", "-p", "no:stepwise", "-p", "no:setuponly", "-p", "no:setupplan",
    "-p", "no:debugging", "-p", "no:warnings", "-p", "no:unraisableexception", "-p", "no:threadexception",
    "-p", "no:tmpdir", "-p", "no:recwarn", "-p", "no:monkeypatch",
)  # fmt: skip


@dataclass
class Outcome:
    """One check that ran: its result, and what passed between check and solution."""

    item: pytest.Function
    result: CheckResult
    exchanges: list[Exchange]
    fault: Fault | None = None


@dataclass(frozen=True)
class Task:
    """Which checks to run, and the seed that their inputs are drawn from."""

    checks: Path
    seed: int
    diagnose: bool = True
    patience: float = PATIENCE


@dataclass
class Examination:
    """A pytest plugin: gives each check its `solution` and `reference`, and reports what came.

    Args:
        next_task: waits for the task. pytest is set up by then, so that none of that is on the learner's time.
        transport: the way to the solution.
        emit: tells the host.
        ready: waits until the solution is loaded; returns what kept it from loading.
    """

    next_task: Callable[[], Task | None]
    transport: Transport
    emit: Emit
    ready: Callable[[], Fault | None]
    task: Task | None = None
    outcomes: list[Outcome] = field(default_factory=list)
    items: list[pytest.Function] = field(default_factory=list)
    load_fault: Fault | None = None
    lost: bool = False
    _session: Session | None = None
    _reference: ModuleType | None = None
    _fault: Fault | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> None:
        """Wait for the task, then point pytest at its checks."""
        self.task = self.next_task()
        if self.task is None:
            raise pytest.exit.Exception("no task came", 0)
        session.config.args[:] = [str(self.task.checks)]

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Tell the host which checks there are, then wait until the solution is loaded."""
        self.items = [item for item in session.items if isinstance(item, pytest.Function)]
        self.emit({"event": "collected", "checks": [blank_result(item).to_dict() for item in self.items]})
        try:
            self.load_fault = self.ready()
        except WireBroken:
            self.lost = True
        if self.load_fault or self.lost:
            session.shouldstop = "the solution can't be loaded"
            session.items.clear()

    @pytest.fixture
    def solution(self, request: pytest.FixtureRequest) -> Solution:
        """Stands for the learner's module, in a fresh session for each check."""
        if self.lost:
            pytest.skip("the solution's process is gone")
        try:
            self._session = new_session(self.transport, self._seed, request.node.name)
        except WireBroken:
            self.lost = True
            raise
        return Solution(self._session)

    @pytest.fixture
    def reference(self, request: pytest.FixtureRequest) -> ModuleType:
        """The exercise's reference."""
        if self._reference is None:
            self._reference = load_module(request.node.path.parent / "reference.py", "reference")
        return self._reference

    @property
    def _seed(self) -> int:
        return self.task.seed if self.task else 0

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Any:
        """Draw the check's inputs from the seed; once the solver is gone, run nothing more."""
        if self.lost:
            pytest.skip("the solution's process is gone")
        seed_check(self._seed, item.name)
        self._fault = None
        try:
            answer = yield
            if self._session:
                self._session.repeat()
            return answer
        except SolutionError as error:
            self._fault = error.fault
            raise
        except WireBroken:
            self.lost = True
            raise

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Turn what happened into a result and send it; pytest's own picture of a failure is never drawn."""
        error = call.excinfo.value if call.excinfo else None
        ran = call.when == "call" or (call.when == "setup" and error is not None)
        if ran and isinstance(item, pytest.Function) and not self.lost:
            self._finish(item, error)
        outcome: Literal["passed", "failed"] = "failed" if error else "passed"
        when = "call" if call.when == "collect" else call.when
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, when, duration=call.duration)

    def _finish(self, item: pytest.Function, error: BaseException | None) -> None:
        exchanges = self._session.exchanges if self._session else []
        result = result_of(item, error, exchanges)
        self.outcomes.append(Outcome(item, result, exchanges, self._fault))
        index = self.items.index(item)
        self.emit({"event": "check", "index": index, "result": result.to_dict()})
        self._session = None


def blank_result(item: pytest.Function) -> CheckResult:
    """The check before it ran."""
    worth = float(getattr(item.function, "points", 1.0))
    label = " ".join((item.function.__doc__ or item.name).split())
    return CheckResult(item.name, label, False, 0.0, worth, "Did not run.")


def result_of(item: pytest.Function, error: BaseException | None, exchanges: list[Exchange]) -> CheckResult:
    """The check after it ran."""
    blank = blank_result(item)
    if error is None:
        return CheckResult(blank.name, blank.label, True, blank.max_points, blank.max_points)
    matrix = getattr(error, "matrix", None)
    matrix = matrix if isinstance(matrix, Matrix) else None
    return CheckResult(blank.name, blank.label, False, 0.0, blank.max_points, _message(error, exchanges), matrix)


def _message(error: BaseException, exchanges: list[Exchange]) -> str:
    if isinstance(error, SolutionError):
        return error.message()
    if isinstance(error, CheckFailed):
        return " ".join(filter(None, (echo(error.got, exchanges), str(error))))
    if isinstance(error, AssertionError):
        return str(error) or "This does not hold for your solution."
    came = type(exchanges[-1].value).__name__ if exchanges else "nothing"
    what = exchanges[-1].what if exchanges else "the solution"
    return (
        f"The check can't go on with what `{what}` returned (a {came}): {type(error).__name__}: {error}. "
        "If the statement asks for just that, the check is at fault, not you."
    )


def examine(
    next_task: Callable[[], Task | None], transport: Transport, emit: Emit, ready: Callable[[], Fault | None]
) -> Examination:
    """Set pytest up, wait for the task, and run all of its checks."""
    examination = Examination(next_task, transport, emit, ready)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    here = str(Path(__file__).parent)
    arguments = [*PYTEST_ARGUMENTS, f"--rootdir={here}", "-c", os.devnull, here]
    code = pytest.main(arguments, plugins=[examination])
    if examination.task and not examination.items:
        raise RuntimeError(f"pytest found no check in {examination.task.checks} (exit code {int(code)})")
    return examination


def main(next_task: Callable[[], Task | None], wire: Wire, emit: Emit) -> None:
    """Judge one solution: stream the checks, then what they mean together."""
    sys.dont_write_bytecode = True

    def ready() -> Fault | None:
        header, _ = wire.receive()
        fault = header.get("fault")
        return fault_from(fault) if fault else None

    try:
        examination = examine(next_task, PipeTransport(wire), emit, ready)
    except RuntimeError as error:
        emit({"event": "broken", "message": str(error)})
        return
    task = examination.task
    if task is None:
        return
    emit({"event": "judged", **summary(examination), "lost": examination.lost})
    if task.diagnose and any(not outcome.result.passed for outcome in examination.outcomes):
        found = diagnose(task.checks.parent, task.seed, examination.outcomes, task.patience)
        emit({"event": "diagnosed", "diagnoses": [vars(diagnosis) for diagnosis in found]})


def summary(examination: Examination) -> dict[str, Any]:
    """The verdict on a solver that lived, one sentence, and the line it is about."""
    faults = [examination.load_fault] if examination.load_fault else []
    faults += [outcome.fault for outcome in examination.outcomes if outcome.fault]
    if faults and faults[0] is not None:
        return {"verdict": "error", "message": faults[0].sentence(), "line": faults[0].line or None}
    failed = [outcome.result for outcome in examination.outcomes if not outcome.result.passed]
    count = len(examination.items)
    if not failed and len(examination.outcomes) == count:
        return {"verdict": "passed", "message": f"All {count} checks passed.", "line": None}
    if not failed:
        return {"verdict": "failed", "message": "Not every check ran.", "line": None}
    return {"verdict": "failed", "message": f"{len(failed)} of {count} checks failed: {failed[0].label}", "line": None}
