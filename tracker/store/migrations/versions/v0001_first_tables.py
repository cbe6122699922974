"""The first tables."""

from __future__ import annotations

from tracker.store.migrations.frozen import run_frozen_sql

revision = "1"
down_revision = None


def upgrade() -> None:
    """Make every table of the first release."""
    run_frozen_sql(__file__)
