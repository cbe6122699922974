"""A small exercise pack on disk, for tests that need exercises and not the curriculum."""

from __future__ import annotations

from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

TOML = """
id = "{id}"
title = "{title}"
track = {track}
track_title = "{track_title}"
prerequisites = {prerequisites}
minutes = 20
time_limit = 10.0
entry_points = ["double(x)"]
papers = {papers}
banned = []
"""
README = """# Double

## Write
`double(x)`: a tensor of any shape.

## What is fixed
The shape.

## What is free
The way.

## Where it comes from
Nowhere (paper-1).

## Think first
Why two?
"""
STARTER = '''"""Double."""


def double(x):
    """Return twice x."""
    raise NotImplementedError("Write double.")
'''
CHECKS = '''"""Checks."""

import torch

from tracker.grader.testing import assert_close, points


@points(2)
def test_doubles(solution, reference):
    """Every number is doubled."""
    x = torch.randn(3, 4)
    assert_close(solution.double(x), reference.double(x), hint="Twice.")


def test_negative(solution, reference):
    """Negative numbers are doubled too."""
    x = -torch.rand(5) - 1
    assert_close(solution.double(x), reference.double(x))
'''
HINTS = "## Hint 1\nAdd.\n\n## Hint 2\nMultiply.\n\n## Hint 3\n```python\n## no heading\nx * 2\n```\n"
REFERENCE = '"""Double."""\n\n\ndef double(x):\n    return x * 2\n'
ACCEPTED = '''"""Right."""


class added:
    """Adds."""

    @staticmethod
    def double(x):
        return x + x


class divided:
    """Divides by a half."""

    @staticmethod
    def double(x):
        return x / 0.5


class returned_with_more:
    """Multiplies from the left."""

    @staticmethod
    def double(x):
        return 2 * x
'''
WRONG = {
    "unchanged": "x * 1",
    "tripled": "x * 3",
    "absolute": "x.abs() * 2",
    "shifted": "x * 2 + 1",
    "squared": "x * x",
    "halved": "x / 2",
}
MISTAKE = '''class {name}:
    """Your result is {name}."""

    @staticmethod
    def double(x):
        return {body}
'''
RIGHT_SOLUTION = REFERENCE
WRONG_SOLUTION = REFERENCE.replace("x * 2", "x * 3")


def mistakes(wrong: dict[str, str] | None = None) -> str:
    """The text of a `mistakes.py` with these wrong ways."""
    ways = WRONG if wrong is None else wrong
    return "\n\n".join(['"""Wrong."""\n', *(MISTAKE.format(name=name, body=body) for name, body in ways.items())])


def write_exercise(
    root: Path,
    slug: str,
    *,
    track: int = 1,
    track_title: str = "Numbers",
    title: str = "",
    prerequisites: tuple[str, ...] = (),
    papers: tuple[str, ...] = ("paper-1",),
) -> Path:
    """A complete exercise at `root/<track>/<slug>`; its id follows from the slug."""
    folder = root / f"{track:02}_track" / slug
    folder.mkdir(parents=True)
    toml = TOML.format(
        id=uuid5(NAMESPACE_URL, slug),
        title=title or slug.capitalize(),
        track=track,
        track_title=track_title,
        prerequisites=list(prerequisites),
        papers=list(papers),
    )
    texts = {
        "exercise.toml": toml,
        "README.md": README,
        "starter.py": STARTER,
        "checks.py": CHECKS,
        "hints.md": HINTS,
        "reference.py": REFERENCE,
        "accepted.py": ACCEPTED,
        "mistakes.py": mistakes(),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
