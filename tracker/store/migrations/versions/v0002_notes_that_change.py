"""What notes need to change and be found: boxes of tasks, doubts about identity, and how far the search index got."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Add the columns and the table of doubts."""
    statements = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").split(";\n")
    for statement in filter(str.strip, statements):
        op.execute(statement)
