"""The first tables. Their SQL lies beside this file, frozen: later changes to the classes do not reach back."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "1"
down_revision = None


def upgrade() -> None:
    """Make every table of the first release."""
    statements = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").split(";\n")
    for statement in filter(str.strip, statements):
        op.execute(statement)
