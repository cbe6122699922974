"""Fixtures that every room's tests share: a moment, a zone, a workspace on disk, and its database."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tracker.store.engine import Store
    from tracker.workspace import Workspace

# Git commands in tests must not see the settings of whoever runs them, nor ask for an identity.
os.environ.update(
    GIT_CONFIG_GLOBAL=os.devnull,
    GIT_CONFIG_SYSTEM=os.devnull,
    GIT_AUTHOR_NAME="A Learner",
    GIT_AUTHOR_EMAIL="learner@example.com",
    GIT_COMMITTER_NAME="A Learner",
    GIT_COMMITTER_EMAIL="learner@example.com",
)
for name in ("TRACKER_WORKSPACE", "NO_COLOR", "FORCE_COLOR", "VISUAL", "EDITOR"):
    os.environ.pop(name, None)


# A busy machine is no failure; CI draws the same examples every time.
settings.register_profile("tracker", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("tracker")


@pytest.fixture
def now() -> datetime:
    """A Sunday evening in Seoul: 2026-11-22, 20:00 there."""
    return datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


@pytest.fixture
def zone() -> ZoneInfo:
    """The learner's time zone in tests."""
    return ZoneInfo("Asia/Seoul")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty workspace in a temporary folder whose clock is Seoul's."""
    from tracker.workspace import init, open_workspace

    root = tmp_path / "workspace"
    init(root, sample_note=None)
    (root / ".tracker" / "settings.toml").write_text('time_zone = "Asia/Seoul"\n', encoding="utf-8")
    return open_workspace(root)


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new database to copy: making one takes a tenth of a second."""
    from tracker.store.engine import open_file

    path = tmp_path_factory.mktemp("database") / "tracker.db"
    open_file(path).close()
    return path


@pytest.fixture
def store(workspace: Workspace, new_database: Path) -> Iterator[Store]:
    """The workspace's database, fresh, on disk, at the newest schema."""
    from tracker.store.engine import open_store

    shutil.copyfile(new_database, workspace.database)
    opened = open_store(workspace)
    yield opened
    opened.close()
