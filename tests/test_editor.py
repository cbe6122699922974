"""The learner's editor: which one, and how it is told the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.editor import editor_command
from tracker.errors import TrackerError
from tracker.settings import Settings

NOTE = Path("notes") / "my day.md"


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The editors that this test's machine has."""
    names = {"vim", "code", "hx", "nano", "/opt/my tools/ed"}
    monkeypatch.setattr("tracker.editor.shutil.which", lambda name: name if name in names else None)
    return names


@pytest.mark.parametrize(
    ("setting", "environ", "first"),
    [
        ("code --wait", {"VISUAL": "vim", "EDITOR": "hx"}, ["code", "--wait"]),
        ("", {"VISUAL": "vim", "EDITOR": "hx"}, ["vim"]),
        ("", {"EDITOR": "hx"}, ["hx"]),
        ("", {}, ["nano"]),
        ("'/opt/my tools/ed' -x", {}, ["/opt/my tools/ed", "-x"]),
    ],
)
def test_the_setting_then_visual_then_editor_then_what_is_there(
    setting: str, environ: dict[str, str], first: list[str]
) -> None:
    assert editor_command(Settings(editor=setting), environ, NOTE) == [*first, str(NOTE)]


@pytest.mark.parametrize(
    ("editor", "target"),
    [
        ("vim", ["+7", str(NOTE)]),
        ("code", ["--goto", f"{NOTE}:7"]),
        ("hx", [f"{NOTE}:7"]),
        ("'/opt/my tools/ed'", [str(NOTE)]),
    ],
)
def test_the_line_is_told_in_the_editor_s_own_way(editor: str, target: list[str]) -> None:
    assert editor_command(Settings(editor=editor), {}, NOTE, 7)[1:] == target


@pytest.mark.parametrize(("editor", "said"), [("emacs", "'emacs' is not installed"), ("vim '", "cannot be read")])
def test_an_editor_that_cannot_start_is_said(editor: str, said: str) -> None:
    with pytest.raises(TrackerError, match=said):
        editor_command(Settings(editor=editor), {}, NOTE)


def test_no_editor_at_all(installed: set[str]) -> None:
    installed.clear()
    with pytest.raises(TrackerError, match="There is no editor"):
        editor_command(Settings(), {}, NOTE)
