"""The exercise catalogue: every exercise folder of the program and of the learner's own packs, in curriculum order."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path

from tracker.errors import TrackerError
from tracker.practice.exercise import Exercise, read_exercise

CURRICULUM = "curriculum.toml"


@dataclass(frozen=True)
class Track:
    """A part of the curriculum and its exercises in order."""

    number: int
    title: str
    exercises: tuple[Exercise, ...]


@dataclass(frozen=True)
class Catalogue:
    """Every exercise there is, in curriculum order."""

    exercises: tuple[Exercise, ...]
    papers: Mapping[str, str] = field(default_factory=dict)
    """Paper id → title, from the curriculum files."""
    unlisted: tuple[str, ...] = ()
    """Slugs that the curriculum file of their root does not list."""
    missing: tuple[str, ...] = ()
    """Slugs that a curriculum file lists and no folder has."""

    def __iter__(self) -> Iterator[Exercise]:
        return iter(self.exercises)

    def __len__(self) -> int:
        return len(self.exercises)

    def get(self, slug: str) -> Exercise:
        """The exercise with this slug or id.

        Raises:
            TrackerError: when there is none; the hint has the closest names.
        """
        found = self.find(slug)
        if found is None:
            close = get_close_matches(slug, [exercise.slug for exercise in self.exercises])
            hint = f"Did you mean {' or '.join(close)}?" if close else "`tracker exercises` lists them."
            raise TrackerError(f"There is no exercise {slug!r}.", hint=hint)
        return found

    def find(self, slug: str) -> Exercise | None:
        """The exercise with this slug or id, or None."""
        return next((exercise for exercise in self.exercises if slug in (exercise.slug, exercise.id)), None)

    def tracks(self) -> tuple[Track, ...]:
        """The exercises by track; a track's title is that of its first exercise."""
        groups = groupby(self.exercises, key=lambda exercise: exercise.track)
        parts = ((number, tuple(exercises)) for number, exercises in groups)
        return tuple(Track(number, exercises[0].track_title, exercises) for number, exercises in parts)

    def about(self, paper: str) -> tuple[Exercise, ...]:
        """The exercises whose `papers` name this paper."""
        return tuple(exercise for exercise in self.exercises if paper in exercise.papers)

    def paper_title(self, paper: str) -> str:
        """The title of a paper, or its id where no curriculum file names it."""
        return self.papers.get(paper, paper)


@dataclass(frozen=True)
class Curriculum:
    """What a `curriculum.toml` says: the order of the slugs, and the titles of the papers."""

    order: tuple[str, ...] = ()
    papers: Mapping[str, str] = field(default_factory=dict)


def load_catalogue(roots: Sequence[Path]) -> Catalogue:
    """Every exercise under `roots`; a root that is missing, or given twice, does no harm.

    An exercise is a folder with an `exercise.toml`, at most three levels below its root. Exercises are ordered by
    track, then by the `order` of their root's `curriculum.toml`, then by slug.

    Raises:
        TrackerError: when a file cannot be read as it stands, or two exercises share a slug or an id.
    """
    packs = [_read_pack(root) for root in dict.fromkeys(root.resolve() for root in roots if root.is_dir())]
    exercises = [exercise for pack in packs for exercise in pack.exercises]
    _refuse_twins(exercises)
    order = [slug for pack in packs for slug in pack.curriculum.order]
    rank = {slug: position for position, slug in enumerate(order)}
    exercises.sort(key=lambda exercise: (exercise.track, rank.get(exercise.slug, len(rank)), exercise.slug))
    return Catalogue(
        tuple(exercises),
        papers={paper: title for pack in packs for paper, title in pack.curriculum.papers.items()},
        unlisted=tuple(slug for pack in packs if pack.curriculum.order for slug in pack.slugs if slug not in rank),
        missing=tuple(slug for pack in packs for slug in pack.curriculum.order if slug not in pack.slugs),
    )


@dataclass(frozen=True)
class _Pack:
    """One root: its curriculum file and its exercises."""

    curriculum: Curriculum
    exercises: tuple[Exercise, ...]

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(exercise.slug for exercise in self.exercises)


def _read_pack(root: Path) -> _Pack:
    return _Pack(read_curriculum(root), tuple(read_exercise(path) for path in exercise_files(root)))


def exercise_files(root: Path) -> list[Path]:
    """The `exercise.toml` files below `root`, sorted."""
    return sorted(path for depth in ("*", "*/*", "*/*/*") for path in root.glob(f"{depth}/exercise.toml"))


def read_curriculum(root: Path) -> Curriculum:
    """What `root/curriculum.toml` says; nothing when there is none.

    Raises:
        TrackerError: when it is there and cannot be read.
    """
    path = root / CURRICULUM
    if not path.is_file():
        return Curriculum()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        order, papers = table.pop("order", []), table.pop("papers", {})
        if table or not all(isinstance(text, str) for text in [*order, *papers.values()]):
            raise ValueError("it holds `order`, a list of slugs, and `papers`, a table of titles, and nothing else")
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise TrackerError(f"{path} cannot be read: {error}.") from error
    return Curriculum(tuple(order), papers)


def _refuse_twins(exercises: Sequence[Exercise]) -> None:
    seen: dict[str, Exercise] = {}
    for exercise in exercises:
        for name in (exercise.slug, exercise.id):
            if (twin := seen.setdefault(name, exercise)) is not exercise:
                raise TrackerError(
                    f"{twin.folder} and {exercise.folder} are both called {name!r}.", hint="Rename one of them."
                )
