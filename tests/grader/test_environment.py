"""An environment without a package that grading needs is told with the command that mends it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.grader.conftest import MakeJob
from tracker.grader.client import Grader
from tracker.grader.report import Report, Verdict

FORCE = "--force-reinstall torch"


@pytest.fixture
def grade_with(job: MakeJob, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Report]:
    """Grades a right answer where the module named is replaced by the given text."""

    def grade(module: str, text: str) -> Report:
        package = tmp_path / "path" / module
        package.mkdir(parents=True)
        (package / "__init__.py").write_text(text)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path / "path"))
        with Grader() as grader:
            return grader.grade(job())

    return grade


@pytest.mark.parametrize(
    ("module", "text", "says", "repair"),
    [
        (
            "torch",
            "raise ModuleNotFoundError(\"No module named 'torch'\", name='torch')",
            "can't import torch",
            "torch",
        ),
        ("torch", "raise ImportError('libtorch_cpu.so: cannot open shared object file')", "libtorch_cpu.so", FORCE),
        ("torch", "raise OSError('libgomp.so.1: cannot open shared object file')", "libgomp.so.1", FORCE),
        (
            "pytest",
            "raise ModuleNotFoundError(\"No module named 'pytest'\", name='pytest')",
            "can't import pytest",
            "pytest",
        ),
        ("torch", "import nothing_like_this.at_all", "can't import nothing_like_this", "nothing_like_this"),
    ],
    ids=[
        "torch is missing",
        "a library is missing",
        "the system refuses",
        "pytest is missing",
        "torch lacks something",
    ],
)
def test_a_missing_package_is_named_with_its_repair(
    grade_with: Callable[[str, str], Report], module: str, text: str, says: str, repair: str
) -> None:
    report = grade_with(module, text)
    assert report.verdict is Verdict.BROKEN_ENVIRONMENT
    assert says in report.message
    assert report.message.endswith(f"{sys.executable} -m pip install {repair}")
    assert report.checks == ()


def test_a_repaired_environment_is_noticed(job: MakeJob, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "torch.py").write_text("raise ImportError('broken', name='torch')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Grader() as grader:
        assert grader.grade(job()).verdict is Verdict.BROKEN_ENVIRONMENT
        (tmp_path / "torch.py").unlink()
        assert grader.grade(job()).passed
