"""A pack with real exercises and one grader for all journeys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packs import write_exercise
from tracker.grader.client import Grader
from tracker.practice.catalogue import Catalogue, load_catalogue


@pytest.fixture(scope="session")
def grader() -> Iterator[Grader]:
    """One host: importing torch takes seconds."""
    with Grader() as shared:
        yield shared


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    """Two exercises of one paper, and one of none."""
    root = tmp_path / "pack"
    write_exercise(root, "double")
    write_exercise(root, "again", prerequisites=("double",))
    write_exercise(root, "later", track=2, track_title="More", papers=())
    (root / "curriculum.toml").write_text(
        'order = ["double", "again", "later"]\n[papers]\n"paper-1" = "On doubling"\n', encoding="utf-8"
    )
    return load_catalogue([root])
