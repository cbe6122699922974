"""Where the learner stands with every exercise."""

from __future__ import annotations

from datetime import date

from tracker.errors import TrackerError
from tracker.practice.catalogue import Catalogue
from tracker.practice.views import ExerciseStatus
from tracker.store.engine import Store


def overview(store: Store, catalogue: Catalogue, today: date) -> list[ExerciseStatus]:
    """Every exercise in curriculum order with its status on the learning day `today`."""
    raise TrackerError("The overview is not there yet.")
