"""The Python files of an exercise, read without running them: which answers and checks they hold."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import TrackerError


@dataclass(frozen=True)
class Named:
    """A class or function at the top of a file."""

    name: str
    docstring: str
    line: int


def answers(path: Path) -> tuple[Named, ...]:
    """The answers in an `accepted.py` or `mistakes.py`: its public top-level classes."""
    return tuple(_named(node) for node in _body(path) if isinstance(node, ast.ClassDef) and node.name[0] != "_")


def checks(path: Path) -> tuple[Named, ...]:
    """The tests in a `checks.py`."""
    found = (node for node in _body(path) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))
    return tuple(_named(node) for node in found)


def defined_names(path: Path) -> frozenset[str]:
    """The functions and classes at the top of a file."""
    return frozenset(node.name for node in _body(path) if isinstance(node, ast.FunctionDef | ast.ClassDef))


def code_lines(path: Path) -> int:
    """Lines that hold code: neither blank, nor only a comment, nor part of a docstring."""
    text = path.read_text(encoding="utf-8")
    prose = {line for node in ast.walk(ast.parse(text)) for line in _docstring_lines(node)}
    lines = enumerate(text.splitlines(), 1)
    return sum(bool(line.strip()) and not line.lstrip().startswith("#") and at not in prose for at, line in lines)


def _body(path: Path) -> list[ast.stmt]:
    try:
        return ast.parse(path.read_text(encoding="utf-8")).body
    except (OSError, SyntaxError, ValueError) as error:
        raise TrackerError(f"{path} cannot be read: {error}.") from error


def _named(node: ast.ClassDef | ast.FunctionDef) -> Named:
    return Named(node.name, ast.get_docstring(node) or "", node.lineno)


def _docstring_lines(node: ast.AST) -> range:
    if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) or ast.get_docstring(node) is None:
        return range(0)
    first = node.body[0]
    return range(first.lineno, (first.end_lineno or first.lineno) + 1)
