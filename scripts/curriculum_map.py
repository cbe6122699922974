"""Writes exercises/README.md, the map of the curriculum, from the exercises themselves; a test compares the two.

python scripts/curriculum_map.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tracker.practice.catalogue import Catalogue, Track, load_catalogue
from tracker.practice.exercise import Exercise
from tracker.practice.points import promised_points
from tracker.practice.source import answers, checks

EXERCISES = Path(__file__).resolve().parents[1] / "exercises"
HEAD = """\
# The curriculum

From softmax to a Transformer that you wrote alone and that learns. Nothing is locked: what an exercise builds on is
advice. Key `3` in the dashboard shows the same map with where you stand, and `tracker exercises` does in a shell.

This page is made from the exercises by `python scripts/curriculum_map.py`.
"""
COLUMNS = ("exercise", "what you write", "builds on", "minutes", "points", "paper")


def curriculum_map(catalogue: Catalogue) -> str:
    """The map as Markdown: every track with its exercises, the papers, and how much there is of everything."""
    parts = [HEAD, *(_track(track) for track in catalogue.tracks()), _papers(catalogue), _counts(catalogue)]
    return "\n".join(parts)


def _track(track: Track) -> str:
    minutes = sum(exercise.minutes for exercise in track.exercises)
    rows = [_row(exercise) for exercise in track.exercises]
    title = f"## Track {track.number} · {track.title}"
    about = f"{len(rows)} exercises, about {round(minutes / 60)} hours."
    return "\n".join([title, "", about, "", *_table(COLUMNS, rows), ""])


def _row(exercise: Exercise) -> tuple[str, ...]:
    return (
        f"[{exercise.slug}]({_place(exercise)})",
        exercise.title,
        ", ".join(exercise.prerequisites) or "–",
        str(exercise.minutes),
        f"{promised_points(exercise):g}",
        ", ".join(_link(paper) for paper in exercise.papers) or "–",
    )


def _papers(catalogue: Catalogue) -> str:
    """Each paper with its exercises: they are the milestones of the goal "implement this paper"."""
    rows = [
        (_link(paper), title, ", ".join(exercise.slug for exercise in catalogue.about(paper)))
        for paper, title in catalogue.papers.items()
    ]
    about = 'A goal "implement this paper" gets its milestones from these exercises.'
    return "\n".join(["## Papers", "", about, "", *_table(("paper", "title", "exercises"), rows), ""])


def _counts(catalogue: Catalogue) -> str:
    rows = [_count(track.title, track.exercises) for track in catalogue.tracks()]
    columns = ("", "exercises", "checks", "accepted variants", "named mistakes")
    about = "How much there is, and what `tracker check-exercises` grades:"
    return "\n".join(
        ["## In numbers", "", about, "", *_table(columns, [*rows, _count("all", catalogue.exercises)]), ""]
    )


def _count(name: str, exercises: tuple[Exercise, ...]) -> tuple[str, ...]:
    read = (("checks.py", checks), ("accepted.py", answers), ("mistakes.py", answers))
    found = (sum(len(names(exercise.folder / file)) for exercise in exercises) for file, names in read)
    return (name, str(len(exercises)), *map(str, found))


def _table(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    for cells in (columns, ("---",) * len(columns), *rows):
        yield f"| {' | '.join(cells)} |"


def _place(exercise: Exercise) -> str:
    return f"{exercise.folder.relative_to(EXERCISES).as_posix()}/README.md"


def _link(paper: str) -> str:
    """An arXiv id as a link; other papers have only a name."""
    return f"[{paper}](https://arxiv.org/abs/{paper})" if paper[:1].isdigit() else paper


if __name__ == "__main__":
    (EXERCISES / "README.md").write_text(curriculum_map(load_catalogue([EXERCISES])), encoding="utf-8")
