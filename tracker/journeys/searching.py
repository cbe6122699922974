"""Search over everything that the learner wrote, and over the curriculum."""

from __future__ import annotations

from datetime import datetime

from tracker.notes.search import Hit, search
from tracker.practice.catalogue import Catalogue
from tracker.store.engine import Store
from tracker.workspace import Workspace


def search_everything(
    workspace: Workspace, store: Store, catalogue: Catalogue, query: str, now: datetime, *, limit: int = 50
) -> list[Hit]:
    """What matches a query among reflections, notes, goals, review comments and exercises, best first.

    Args:
        workspace: the learner's folder.
        store: where everything is.
        catalogue: the exercises.
        query: as `tracker.notes.search.search` understands it.
        now: aware, UTC.
        limit: how many at most.
    """
    return search(workspace, store, query, now, more=_exercises(catalogue), limit=limit)


def _exercises(catalogue: Catalogue) -> list[Hit]:
    """Each exercise with the words that somebody may look for it by."""
    return [
        Hit(
            kind="exercise",
            id=exercise.slug,
            title=exercise.title,
            text=" · ".join((exercise.slug, exercise.track_title, *exercise.entry_points, *exercise.papers)),
        )
        for exercise in catalogue
    ]
