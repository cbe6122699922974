"""What notes need to change and be found: boxes of tasks, doubts about identity, and how far the search index got."""

from __future__ import annotations

from tracker.store.migrations.frozen import run_frozen_sql

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Add the columns and the table of doubts."""
    run_frozen_sql(__file__)
