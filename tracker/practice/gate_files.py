"""The part of the authoring gate that runs nothing: are all files there, complete, and nothing else?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from uuid import UUID

from tracker.errors import TrackerError
from tracker.practice import source
from tracker.practice.catalogue import Catalogue
from tracker.practice.exercise import Exercise
from tracker.practice.gate_views import Fault

FILES = (
    "exercise.toml",
    "README.md",
    "starter.py",
    "checks.py",
    "hints.md",
    "reference.py",
    "accepted.py",
    "mistakes.py",
)
SECTIONS = ("Write", "What is fixed", "What is free", "Where it comes from", "Think first")
FEWEST_HINTS = 3
FEWEST_ACCEPTED = 3
FEWEST_MISTAKES = 6
LONGEST_REFERENCE = 60


def file_faults(exercise: Exercise) -> list[Fault]:
    """What is missing, incomplete or astray in the exercise's folder."""
    there = {path.name for path in exercise.folder.iterdir()} - {"__pycache__"}
    missing = [Fault(name, "the file is missing") for name in FILES if name not in there]
    stray = [Fault(name, "a stray file: nothing reads it") for name in sorted(there.difference(FILES))]
    if missing:
        return [*missing, *stray]
    try:
        return [*stray, *_metadata(exercise), *_texts(exercise), *_code(exercise)]
    except TrackerError as error:
        return [*stray, Fault("", error.message)]


def catalogue_faults(catalogue: Catalogue) -> list[Fault]:
    """What is wrong between exercises: unknown prerequisites, circles, track titles, the order."""
    where = "curriculum.toml"
    return [
        *(Fault(where, f"it does not list {slug}") for slug in catalogue.unlisted),
        *(Fault(where, f"it lists {slug}, which is no exercise") for slug in catalogue.missing),
        *_prerequisites(catalogue),
        *_track_titles(catalogue),
    ]


def _metadata(exercise: Exercise) -> Iterator[Fault]:
    where = "exercise.toml"
    if not _is_uuid(exercise.id):
        yield Fault(where, f"id is no UUID: {exercise.id!r}")
    for name in ("title", "track_title", "entry_points"):
        if not getattr(exercise, name):
            yield Fault(where, f"{name} is empty")
    if exercise.minutes < 1 or exercise.time_limit <= 0:
        yield Fault(where, "minutes and time_limit must be more than 0")
    for entry in exercise.entry_points:
        yield from _entry_point(exercise, entry)


def _entry_point(exercise: Exercise, entry: str) -> Iterator[Fault]:
    match = re.match(r"(?:class )?(\w+)", entry)
    if match is None:
        yield Fault("exercise.toml", f"the entry point {entry!r} has no name")
        return
    for file in ("starter.py", "reference.py"):
        if match[1] not in source.defined_names(exercise.folder / file):
            yield Fault(file, f"it does not define {match[1]}, an entry point")


def _texts(exercise: Exercise) -> Iterator[Fault]:
    statement = exercise.statement()
    if not statement.startswith("# "):
        yield Fault("README.md", "it does not begin with a level-1 heading")
    headings = set(re.findall(r"^##+ (.+?)\s*$", statement, re.MULTILINE))
    for section in SECTIONS:
        if section not in headings:
            yield Fault("README.md", f"the section '{section}' is missing")
    for paper in exercise.papers:
        if paper not in statement:
            yield Fault("README.md", f"it does not name the paper {paper}")
    hints = exercise.hints()
    if len(hints) < FEWEST_HINTS:
        yield Fault("hints.md", f"there are {len(hints)} hints; at least {FEWEST_HINTS} are wanted")
    if not all(hints):
        yield Fault("hints.md", "a hint is empty")


def _code(exercise: Exercise) -> Iterator[Fault]:
    if "NotImplementedError" not in exercise.starter():
        yield Fault("starter.py", "it does not raise NotImplementedError")
    length = source.code_lines(exercise.folder / "reference.py")
    if length > LONGEST_REFERENCE:
        yield Fault("reference.py", f"it has {length} lines of code; at most {LONGEST_REFERENCE} are wanted")
    yield from _unexplained("checks.py", source.checks(exercise.folder / "checks.py"))
    accepted = source.answers(exercise.folder / "accepted.py")
    mistakes = source.answers(exercise.folder / "mistakes.py")
    yield from _unexplained("accepted.py", accepted)
    yield from _unexplained("mistakes.py", mistakes)
    if len(accepted) < FEWEST_ACCEPTED:
        yield Fault("accepted.py", f"there are {len(accepted)} variants; at least {FEWEST_ACCEPTED} are wanted")
    if len(mistakes) < FEWEST_MISTAKES and not exercise.few_mistakes:
        hint = "or a reason in few_mistakes of exercise.toml"
        yield Fault("mistakes.py", f"there are {len(mistakes)} mistakes; {FEWEST_MISTAKES} are wanted, {hint}")


def _unexplained(file: str, found: Iterable[source.Named]) -> Iterator[Fault]:
    found = tuple(found)
    if not found:
        yield Fault(file, "it is empty")
    for one in found:
        if not one.docstring:
            yield Fault(f"{file}::{one.name}", "it has no docstring, so the learner would read nothing")


def _prerequisites(catalogue: Catalogue) -> Iterator[Fault]:
    known = {exercise.slug: exercise for exercise in catalogue}
    for exercise in catalogue:
        for slug in exercise.prerequisites:
            if slug not in known:
                yield Fault(exercise.slug, f"its prerequisite {slug} is no exercise")
    try:
        TopologicalSorter({slug: exercise.prerequisites for slug, exercise in known.items()}).prepare()
    except CycleError as error:
        circle = error.args[1]
        yield Fault(circle[0], f"its prerequisites form a circle: {' → '.join(circle)}")


def _track_titles(catalogue: Catalogue) -> Iterator[Fault]:
    titles: dict[int, str] = {}
    for exercise in catalogue:
        title = titles.setdefault(exercise.track, exercise.track_title)
        if title != exercise.track_title:
            yield Fault(
                exercise.slug, f"track {exercise.track} is called {exercise.track_title!r} here, else {title!r}"
            )


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
