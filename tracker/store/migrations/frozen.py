"""Running the SQL that a revision keeps beside itself: frozen, whatever happens to the classes later."""

from __future__ import annotations

from pathlib import Path

from alembic import op


def run_frozen_sql(revision: str) -> None:
    """Execute the `.sql` file beside the module `revision` (its `__file__`); each statement ends a line with `;`."""
    statements = Path(revision).with_suffix(".sql").read_text(encoding="utf-8").split(";\n")
    for statement in filter(str.strip, statements):
        op.execute(statement)
