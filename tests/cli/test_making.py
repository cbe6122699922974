"""`tracker init`, and the question that stands in for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tracker.cli import context


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Someone at the terminal, who gives these answers."""
    answers: list[str] = []
    monkeypatch.setattr(context, "has_terminal", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: print(question) or answers.pop(0))
    return answers


def test_init_here(run: Run, inside: Path) -> None:
    ran = run("init")
    assert ran.code == 0
    assert str(inside) in ran.out
    assert (inside / "notes" / "welcome.md").is_file()


@pytest.mark.parametrize("argv", [["init", "mine"], ["init", "--workspace", "mine"]])
def test_init_elsewhere(run: Run, inside: Path, argv: list[str]) -> None:
    assert run(*argv).code == 0
    assert (inside / "mine" / ".tracker").is_dir()
    assert not (inside / ".tracker").exists()


def test_a_yes_makes_a_workspace(run: Run, inside: Path, terminal: list[str]) -> None:
    terminal.append("y")
    ran = run("restore")
    assert ran.code == 0
    assert "Make one here? [y/N]" in ran.out
    assert (inside / ".tracker").is_dir()


@pytest.mark.parametrize("answer", ["", "n", "what"])
def test_anything_else_makes_none(run: Run, inside: Path, terminal: list[str], answer: str) -> None:
    terminal.append(answer)
    assert run("restore").code == 2
    assert list(inside.iterdir()) == []


def test_json_asks_nothing(run: Run, inside: Path, terminal: list[str]) -> None:
    assert run("restore", "--json").code == 2
