"""The judge: runs an exercise's checks with pytest and calls the solution across the wire.

It holds the checks, the reference and the mistakes; the solver holds none of them. What it finds goes to the host as
events, one check at a time.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch

from tracker.grader.errors import CheckFailed, Fault, SolutionError, WireBroken
from tracker.grader.proxy import Exchange, PipeTransport, Session, Solution, Transport
from tracker.grader.report import CheckResult, Diagnosis, Matrix
from tracker.grader.wire import Wire

Emit = Callable[[dict[str, Any]], None]

PYTEST_ARGUMENTS = (
    "-q", "-s", "--assert=plain", "--import-mode=importlib", "-p", "no:cacheprovider", "-p", "no:doctest",
    "-p", "no:junitxml", "-p", "no:pastebin", "-p", "no:logging", "-p", "no:legacypath", "-p", "no:unittest",
    "-p", "no:nose", "-p", "no:faulthandler", "-p", "no:stepwise", "-p", "no:setuponly", "-p", "no:setupplan",
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


@dataclass
class Examination:
    """A pytest plugin: gives each check its `solution` and `reference`, and reports what came."""

    folder: Path
    seed: int
    transport: Transport
    emit: Emit
    ready: Callable[[], Fault | None]
    outcomes: list[Outcome] = field(default_factory=list)
    items: list[pytest.Function] = field(default_factory=list)
    load_fault: Fault | None = None
    lost: bool = False
    _session: Session | None = None
    _fault: Fault | None = None

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
        self._session = new_session(self.transport, self.seed, request.node.name)
        return Solution(self._session)

    @pytest.fixture
    def reference(self) -> ModuleType:
        """The exercise's reference."""
        return load_module(self.folder / "reference.py", f"reference_of_{self.folder.name}")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Any:
        """Draw the check's inputs from the seed; once the solver is gone, run nothing more."""
        if self.lost:
            pytest.skip("the solution's process is gone")
        seed_check(self.seed, item.name)
        self._fault = None
        try:
            return (yield)
        except SolutionError as error:
            self._fault = error.fault
            raise
        except WireBroken:
            self.lost = True
            raise

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Nothing: `pytest_runtest_makereport` has the exception itself."""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        """Turn what happened into a result and send it."""
        report = yield
        if call.when != "call" and call.excinfo is None:
            return report
        if call.when == "teardown" or not isinstance(item, pytest.Function):
            return report
        error = call.excinfo.value if call.excinfo else None
        if not self.lost:
            self._finish(item, error)
        return report

    def _finish(self, item: pytest.Function, error: BaseException | None) -> None:
        exchanges = self._session.exchanges if self._session else []
        result = result_of(item, error, exchanges)
        self.outcomes.append(Outcome(item, result, exchanges, self._fault))
        index = self.items.index(item)
        self.emit({"event": "check", "index": index, "result": result.to_dict()})
        self._session = None


def new_session(transport: Transport, seed: int, name: str) -> Session:
    """A conversation for one check, in which nothing of an earlier check is left."""
    session = Session(transport, solver_seed(seed, name))
    transport.request({"op": "reset"}, [], lambda header, buffers: ({}, []))
    return session


def solver_seed(seed: int, name: str) -> int:
    """The seed from which the learner's random state before each call of a check follows."""
    return zlib.crc32(f"solver:{seed}:{name}".encode())


def seed_check(seed: int, name: str) -> None:
    """The random state in which a check draws its inputs."""
    torch.manual_seed(zlib.crc32(f"check:{seed}:{name}".encode()))


def load_module(path: Path, name: str) -> ModuleType:
    """Run a Python file as a module of its own; it is not entered into `sys.modules`."""
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


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
    if isinstance(error, CheckFailed | SolutionError):
        return str(error)
    if isinstance(error, AssertionError):
        return str(error) or "This does not hold for your solution."
    came = type(exchanges[-1].value).__name__ if exchanges else "nothing"
    what = exchanges[-1].what if exchanges else "the solution"
    return f"The check can't go on with what `{what}` returned (a {came}): {type(error).__name__}: {error}"


def examine(
    checks: Path, seed: int, transport: Transport, emit: Emit, ready: Callable[[], Fault | None]
) -> Examination:
    """Run all checks in the file `checks`; its folder holds the reference."""
    folder = checks.parent
    examination = Examination(folder, seed, transport, emit, ready)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    arguments = [*PYTEST_ARGUMENTS, f"--rootdir={folder}", f"--confcutdir={folder}", "-c", os.devnull, str(checks)]
    code = pytest.main(arguments, plugins=[examination])
    if not examination.items:
        raise RuntimeError(f"pytest found no check in {checks} (exit code {int(code)})")
    return examination


def main(job: dict[str, Any], wire: Wire, emit: Emit) -> None:
    """Judge one solution: stream the checks, then what they mean together."""
    folder = Path(job["folder"])
    sys.dont_write_bytecode = True

    def ready() -> Fault | None:
        header, _ = wire.receive()
        fault = header.get("fault")
        return Fault(**fault) if fault else None

    try:
        examination = examine(folder / "checks.py", job["seed"], PipeTransport(wire), emit, ready)
    except RuntimeError as error:
        emit({"event": "broken", "message": str(error)})
        return
    emit({"event": "judged", **summary(examination), "lost": examination.lost})
    if job["diagnose"] and any(not outcome.result.passed for outcome in examination.outcomes):
        from tracker.grader.diagnosis import diagnose  # only a failed run needs it

        found: list[Diagnosis] = diagnose(folder, job["seed"], examination.outcomes)
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
