"""The checks of an exercise before its first run, read from `checks.py` without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tracker.grader.report import CheckResult
from tracker.practice.exercise import Exercise


def promised_checks(exercise: Exercise) -> tuple[CheckResult, ...]:
    """One result for each test function, none passed, points still 0; empty when the file can't be read."""
    try:
        tree = ast.parse((exercise.folder / "checks.py").read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return ()  # the authoring gate says what is wrong with it; the room must open all the same
    tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    return tuple(CheckResult(test.name, _label(test), False, 0.0, _points(test)) for test in tests)


def _label(test: ast.FunctionDef) -> str:
    sentence = (ast.get_docstring(test) or test.name).partition("\n\n")[0]
    return " ".join(sentence.split())


def _points(test: ast.FunctionDef) -> float:
    return next(_worths(test), 1.0)


def _worths(test: ast.FunctionDef) -> Iterator[float]:
    for call in test.decorator_list:
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] == "points" and call.args:
            worth = call.args[0]
            if isinstance(worth, ast.Constant) and isinstance(worth.value, int | float):
                yield float(worth.value)
