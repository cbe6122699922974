"""${message}."""

from __future__ import annotations

from tracker.store.migrations.frozen import run_frozen_sql

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """${message}."""
    run_frozen_sql(__file__)
