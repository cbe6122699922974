"""A learner at the keys of a dashboard with a note, two exercises of one paper, and the goal that follows from them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.packs import write_exercise
from tests.tui.pilots import app_on, press, screen_text, until
from tests.tui.readers import NOTE, Reader
from tracker.goals.queries import list_goals
from tracker.goals.views import GoalView
from tracker.notes.queries import list_reflections
from tracker.tui.widgets.drawn_text import DrawnText

DAY_NOTE = """\
# 26일차

#### 지금 당장 무엇을 할까

- 소프트맥스를 빈 파일에서 다시 쓴다.
- 리뷰를 더 자주 한다.
"""


class Visitor:
    """Presses keys and looks at the screen."""

    def __init__(self, app: Any, pilot: Any) -> None:
        self.app, self.pilot = app, pilot

    @property
    def goals(self) -> list[GoalView]:
        """The goals in the store, done and dropped too."""
        return list_goals(self.app.services.store, everything=True)

    def goal(self, title: str) -> GoalView:
        """The goal with this title."""
        return next(goal for goal in self.goals if goal.title == title)

    def sees(self, words: str) -> bool:
        """Whether these words stand on the screen."""
        return words in screen_text(self.app)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        await press(self.pilot, *keys)

    async def until(self, condition: Any, what: str) -> None:
        """Let the app work until the condition holds."""
        await until(self.pilot, condition, what)

    async def until_seen(self, words: str) -> None:
        """Let the app work until these words stand on the screen."""
        await self.until(lambda: self.sees(words), words)

    async def until_ready(self) -> None:
        """Let the app work until its first room is filled and the goal is there."""
        await self.until(lambda: self.app.services, "the store is open")
        await self.until(lambda: self.goals, "the first goal is proposed")
        await self.until_seen("paper-1")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Two exercises of one paper."""
    root = tmp_path / "pack"
    write_exercise(root, "double", title="Twice")
    write_exercise(root, "treble", track=2, track_title="More numbers", title="Thrice")
    return root


@pytest.fixture
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Cells of the terminal; 120 × 40 unless a test says otherwise."""
    return getattr(request, "param", (120, 40))


@pytest.fixture
async def visitor(
    workspace: Any, pack: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> AsyncIterator[Visitor]:
    """The dashboard, ready, on Today."""
    (workspace.notes / "2026-11-21.md").write_text(DAY_NOTE, encoding="utf-8")
    app, _ = app_on(workspace, pack, monkeypatch)
    async with app.run_test(size=size, notifications=True) as pilot:
        visitor = Visitor(app, pilot)
        await visitor.until_ready()
        yield visitor


@pytest.fixture
async def reader(
    workspace: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> AsyncIterator[Reader]:
    """The notes room with two notes, the newer one shown."""
    (workspace.notes / "2021-03-02.md").write_text(NOTE, encoding="utf-8")
    (workspace.notes / "old").mkdir()
    (workspace.notes / "old" / "2020-12-24.md").write_text("# An older day\n\n- something\n", encoding="utf-8")
    pack = tmp_path / "pack"
    write_exercise(pack, "double")
    app, _ = app_on(workspace, pack, monkeypatch)
    async with app.run_test(size=size, notifications=True) as pilot:
        reader = Reader(app, pilot)
        await reader.until(lambda: app.services, "the store is open")
        await reader.until(lambda: list_reflections(app.services.store), "the notes are read")
        await reader.press("2")
        await reader.until(lambda: getattr(reader.room, "opened", None), "a note is shown")
        yield reader


@pytest.fixture
async def inside(reader: Reader) -> Reader:
    """The notes room with the cursor in the note."""
    await reader.press("enter")
    await reader.until(lambda: reader.room.query_one(DrawnText).has_focus, "the note has the keys")
    return reader
