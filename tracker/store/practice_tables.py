"""The tables of practice, review, drafts and settings; `tables` holds notes, goals and attempts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel

from tracker.store.columns import json_field, moment_field
from tracker.store.tables import new_id


class CardRow(SQLModel, table=True):
    """Where an exercise stands in the spaced schedule; derived from `practice_log`, so it can be replayed."""

    __tablename__ = "card"
    exercise_id: str = Field(primary_key=True)
    slug: str = Field(index=True)
    due: date = Field(index=True)
    scheduler_state: dict[str, Any] = json_field(dict)
    repetitions: int = 0
    lapses: int = 0


class PracticeLogRow(SQLModel, table=True):
    """One rated repetition: the raw evidence beside the rating, so that better rules can replay it."""

    __tablename__ = "practice_log"
    id: str = Field(default_factory=new_id, primary_key=True)
    exercise_id: str = Field(index=True)
    attempt_id: str = Field(foreign_key="attempt.id")
    day: date
    at: datetime = moment_field()
    rating: str
    evidence: dict[str, Any] = json_field(dict)


class ReviewRow(SQLModel, table=True):
    """Reading one git diff."""

    __tablename__ = "review"
    id: str = Field(default_factory=new_id, primary_key=True)
    repository: str
    base: str
    head: str
    title: str = ""
    started_at: datetime = moment_field()
    finished_at: datetime | None = moment_field(nullable=True)


class ReviewFileRow(SQLModel, table=True):
    """A file of a review that the learner marked as viewed."""

    __tablename__ = "review_file"
    review_id: str = Field(foreign_key="review.id", primary_key=True)
    path: str = Field(primary_key=True)
    viewed_at: datetime = moment_field()


class ReviewCommentRow(SQLModel, table=True):
    """A comment on a line of a diff; a finding when it asks for a change."""

    __tablename__ = "review_comment"
    id: str = Field(default_factory=new_id, primary_key=True)
    review_id: str = Field(foreign_key="review.id", index=True)
    path: str
    side: str = "new"
    line: int
    line_text: str = ""
    text: str
    finding_state: str | None = Field(default=None, index=True)
    created_at: datetime = moment_field()
    settled_at: datetime | None = moment_field(nullable=True)


class DraftRow(SQLModel, table=True):
    """Unsaved writing, kept so that a crash loses at most seconds of it."""

    __tablename__ = "draft"
    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    text: str
    base_sha256: str = ""
    saved_at: datetime = moment_field()


class SettingRow(SQLModel, table=True):
    """A setting that must travel with the database, unlike those of `settings.toml`."""

    __tablename__ = "setting"
    key: str = Field(primary_key=True)
    value: Any = json_field(dict)
