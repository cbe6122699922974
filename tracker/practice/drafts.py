"""Typing that was not saved yet, kept so that a crash or a switch of exercise loses seconds of it at most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tracker.store.engine import Store
from tracker.store.practice_tables import DraftRow

KIND = "solution"


@dataclass(frozen=True)
class Draft:
    """Unsaved text of one solution and the fingerprint of the file that it was typed over."""

    text: str
    fingerprint: str
    saved_at: datetime


def keep_draft(store: Store, slug: str, text: str, fingerprint: str, now: datetime) -> None:
    """Remember unsaved text; an earlier draft of this exercise is replaced."""
    with store.write() as session:
        session.merge(DraftRow(kind=KIND, subject=slug, text=text, base_sha256=fingerprint, saved_at=now))


def find_draft(store: Store, slug: str) -> Draft | None:
    """The unsaved text of this exercise, if there is any."""
    with store.read() as session:
        row = session.get(DraftRow, (KIND, slug))
        return Draft(row.text, row.base_sha256, row.saved_at) if row else None


def drop_draft(store: Store, slug: str) -> None:
    """Forget the draft: its text was saved or given up."""
    with store.write() as session:
        row = session.get(DraftRow, (KIND, slug))
        if row is not None:
            session.delete(row)
