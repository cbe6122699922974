"""A workspace whose notes are written and synced in one line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tracker.notes.queries import list_reflections
from tracker.notes.sync import sync
from tracker.notes.views import ReflectionView, SyncReport
from tracker.store.engine import Store
from tracker.workspace import Workspace


class Notebook:
    """The notes of a workspace and what the store knows of them."""

    def __init__(self, workspace: Workspace, store: Store, now: datetime) -> None:
        self.workspace, self.store, self.now = workspace, store, now
        self.root = workspace.notes

    def write(self, path: str, content: str | bytes) -> Path:
        """Write a file below `notes/`."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return target

    def sync(self, **options: Any) -> SyncReport:
        return sync(self.workspace, self.store, self.now, **options)

    def reflections(self, **options: Any) -> list[ReflectionView]:
        return list_reflections(self.store, **options)

    def ids(self, **options: Any) -> dict[str, str]:
        """Text → id of what is live; the texts must be unique."""
        found = self.reflections(**options)
        assert len({one.text for one in found}) == len(found)
        return {one.text: one.id for one in found}

    def ids_of(self, text: str) -> list[str]:
        """The ids of what is live with this text, in reading order."""
        return [one.id for one in self.reflections() if one.text == text]

    def bytes(self) -> dict[str, bytes]:
        """Every file below `notes/`."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes() for path in self.root.rglob("*") if path.is_file()
        }


@pytest.fixture
def notebook(workspace: Workspace, store: Store, now: datetime) -> Notebook:
    """An empty notebook on real files and a real database."""
    return Notebook(workspace, store, now)


def numbers(report: SyncReport) -> dict[str, int]:
    """The counts of a report that are not 0."""
    names = ("new", "kept", "edited", "moved", "orphaned")
    return {name: getattr(report, name) for name in names if getattr(report, name)}
