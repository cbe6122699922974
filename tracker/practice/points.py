"""How many points an exercise promises, read from its checks without running them."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path

from tracker.practice.exercise import Exercise


def promised_points(exercise: Exercise) -> float:
    """The sum of `@points(n)` over the tests in `checks.py`, one point where a test says nothing; 0 if unreadable."""
    path = exercise.folder / "checks.py"
    try:
        status = path.stat()
    except OSError:
        return 0.0
    return _points_of(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=512)
def _points_of(path: Path, mtime_ns: int, size: int) -> float:  # noqa: ARG001  # they make the cache forget
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return 0.0  # the authoring gate says what is wrong with it; a list of exercises must not fall over it
    tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    return sum(_points(test) * _cases(test) for test in tests)


def _points(test: ast.FunctionDef) -> float:
    for call in _decorators(test, "points"):
        worth = call.args[0] if call.args else None
        if isinstance(worth, ast.Constant) and isinstance(worth.value, int | float):
            return float(worth.value)
    return 1.0


def _cases(test: ast.FunctionDef) -> int:
    """How often a parametrised test runs, where its cases are written out."""
    product = 1
    for call in _decorators(test, "parametrize"):
        if len(call.args) > 1 and isinstance(call.args[1], ast.List | ast.Tuple):
            product *= len(call.args[1].elts)
    return product


def _decorators(test: ast.FunctionDef, name: str) -> list[ast.Call]:
    calls = [node for node in test.decorator_list if isinstance(node, ast.Call)]
    return [call for call in calls if ast.unparse(call.func).rpartition(".")[2] == name]
