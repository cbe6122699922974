"""What reflections that come back need: the learner's own words beside an answer, and finding today's quickly."""

from __future__ import annotations

from tracker.store.migrations.frozen import run_frozen_sql

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """Add the column and the index."""
    run_frozen_sql(__file__)
