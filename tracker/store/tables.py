"""Every table of the database. A row never leaves its feature; see `store.engine` for how to reach them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from tracker.store.columns import json_field, moment_field


def new_id() -> str:
    """A fresh UUID as text, the key of every row that a learner may link to."""
    return str(uuid4())


class NoteRow(SQLModel, table=True):
    """One Markdown file: where it is, what it is dated, and the fingerprint of its last good reading."""

    __tablename__ = "note"
    id: str = Field(default_factory=new_id, primary_key=True)
    path: str = Field(unique=True)
    title: str = ""
    day: date | None = None
    day_source: str = ""
    size: int = 0
    mtime_ns: int = 0
    sha256: str = ""
    present: bool = True
    synced_at: datetime = moment_field()
    problems: list[list[Any]] = json_field(list)
    """What in the note could not be read, as [line or null, message]; told again by every sync."""


class ReflectionRow(SQLModel, table=True):
    """A block that the tracker keeps; its id survives edits to the note."""

    __tablename__ = "reflection"
    id: str = Field(default_factory=new_id, primary_key=True)
    note_id: str = Field(foreign_key="note.id")
    parent_id: str | None = Field(default=None, foreign_key="reflection.id")
    kind: str = "statement"
    text: str = ""
    text_hash: str = ""
    heading_path: list[str] = json_field(list)
    explicit_id: str | None = None
    next_action: bool = False
    position: int = 0
    line_start: int = 0
    line_end: int = 0
    state: str = Field(default="live", index=True)
    merged_into: str | None = Field(default=None, foreign_key="reflection.id")
    pinned: bool = False
    done_at: datetime | None = moment_field(nullable=True)
    stuck_exercise: str | None = None
    """Id of the exercise that the learner was stuck at."""
    half_life_days: float | None = None
    """How long until it comes back; None for what the settings say."""
    resurfaced_at: datetime | None = moment_field(nullable=True)
    created_at: datetime = moment_field()
    changed_at: datetime = moment_field()
    checked: bool | None = None
    """The task's box in the note; `done_at` is the learner's word, which may come from elsewhere."""
    revision: int = Field(default=0, index=True)
    """Grows with every transaction that changes what a search may find; the search index knows how far it got."""
    __table_args__ = (
        CheckConstraint("state IN ('live', 'orphaned', 'merged')", name="reflection_state"),
        # Wide enough to count the open actions of thousands of notes without reading their texts.
        Index("ix_reflection_note_id", "note_id", "state", "kind", "next_action", "done_at"),
        # Only what is gone is looked up by its text, when a text comes back; a first sync writes 100,000 that are not.
        Index("ix_reflection_text_hash", "text_hash", sqlite_where=sql("state != 'live'")),
        # Few of many: what came back lately, and what is linked to an exercise.
        Index("ix_reflection_resurfaced_at", "resurfaced_at", sqlite_where=sql("resurfaced_at IS NOT NULL")),
        Index("ix_reflection_stuck_exercise", "stuck_exercise", sqlite_where=sql("stuck_exercise IS NOT NULL")),
    )


class ReflectionVersionRow(SQLModel, table=True):
    """An earlier or current text of a reflection, and what made it so; or what the learner said when it came back."""

    __tablename__ = "reflection_version"
    id: str = Field(default_factory=new_id, primary_key=True)
    reflection_id: str = Field(foreign_key="reflection.id", index=True)
    text: str
    heading_path: list[str] = json_field(list)
    note_path: str = ""
    cause: str = "new"
    at: datetime = moment_field()
    remark: str = ""
    """The learner's own words beside an answer, such as the thought that took the place of the old one."""


class ReflectionDoubtRow(SQLModel, table=True):
    """A new reflection that may be a vanished one with another text: the learner is asked once."""

    __tablename__ = "reflection_doubt"
    id: str = Field(default_factory=new_id, primary_key=True)
    reflection_id: str = Field(foreign_key="reflection.id", index=True)
    vanished_id: str = Field(foreign_key="reflection.id", index=True)
    score: float
    at: datetime = moment_field()
    settled_at: datetime | None = moment_field(nullable=True)
    __table_args__ = (UniqueConstraint("reflection_id", "vanished_id", name="doubt_once"),)


class TagRow(SQLModel, table=True):
    """A word that groups reflections."""

    __tablename__ = "tag"
    id: str = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)


class ReflectionTagRow(SQLModel, table=True):
    """A tag on a reflection."""

    __tablename__ = "reflection_tag"
    reflection_id: str = Field(foreign_key="reflection.id", primary_key=True)
    tag_id: str = Field(foreign_key="tag.id", primary_key=True)


class GoalRow(SQLModel, table=True):
    """What the learner wants."""

    __tablename__ = "goal"
    id: str = Field(default_factory=new_id, primary_key=True)
    category: str = Field(index=True)
    title: str
    why: str = ""
    paper: str | None = None
    state: str = "open"
    source_reflection_id: str | None = Field(default=None, foreign_key="reflection.id")
    target_day: date | None = None
    position: int = 0
    created_at: datetime = moment_field()
    done_at: datetime | None = moment_field(nullable=True)
    __table_args__ = (CheckConstraint("state IN ('open', 'done', 'dropped')", name="goal_state"),)


class MilestoneRow(SQLModel, table=True):
    """A step of a goal, met by evidence of its kind (`exercise`, `review`, `reflection`, `commit`) or by hand."""

    __tablename__ = "milestone"
    id: str = Field(default_factory=new_id, primary_key=True)
    goal_id: str = Field(foreign_key="goal.id", index=True)
    title: str
    kind: str = "manual"
    target: str = ""
    position: int = 0
    met_at: datetime | None = moment_field(nullable=True)


class EvidenceRow(SQLModel, table=True):
    """What proves a milestone: `subject` is the id of an attempt, review or reflection, or a commit hash."""

    __tablename__ = "evidence"
    id: str = Field(default_factory=new_id, primary_key=True)
    goal_id: str = Field(foreign_key="goal.id", index=True)
    milestone_id: str | None = Field(default=None, foreign_key="milestone.id", index=True)
    kind: str
    subject: str
    remark: str = ""
    at: datetime = moment_field()
    __table_args__ = (UniqueConstraint("goal_id", "milestone_id", "kind", "subject", name="evidence_once"),)


class ExerciseStateRow(SQLModel, table=True):
    """What the learner did with one exercise besides attempts."""

    __tablename__ = "exercise_state"
    exercise_id: str = Field(primary_key=True)
    slug: str = Field(index=True)
    started_at: datetime | None = moment_field(nullable=True)
    passed_at: datetime | None = moment_field(nullable=True)
    reference_opened_at: datetime | None = moment_field(nullable=True)
    hints_shown: int = 0
    active_seconds: float = 0.0
    active_at: datetime | None = moment_field(nullable=True)


class AttemptRow(SQLModel, table=True):
    """One graded run of a solution, kept for ever; `cold` until the solution that was begun blank has passed."""

    __tablename__ = "attempt"
    id: str = Field(default_factory=new_id, primary_key=True)
    exercise_id: str = Field(index=True)
    slug: str = Field(index=True)
    at: datetime = moment_field()
    day: date = Field(index=True)
    verdict: str
    points: float = 0.0
    max_points: float = 0.0
    seed: int = 0
    seconds: float = 0.0
    message: str = ""
    output: str = ""
    solution: str = ""
    hints_shown: int = 0
    reference_seen: bool = False
    active_seconds: float = 0.0
    cold: bool = True


class AttemptCheckRow(SQLModel, table=True):
    """The result of one check in one attempt; `matrix` is the picture of the difference, where it has one."""

    __tablename__ = "attempt_check"
    attempt_id: str = Field(foreign_key="attempt.id", primary_key=True)
    position: int = Field(primary_key=True)
    name: str
    label: str
    passed: bool
    points: float = 0.0
    max_points: float = 0.0
    message: str = ""
    matrix: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))


class AttemptDiagnosisRow(SQLModel, table=True):
    """A mistake that an attempt was diagnosed with."""

    __tablename__ = "attempt_diagnosis"
    attempt_id: str = Field(foreign_key="attempt.id", primary_key=True)
    position: int = Field(primary_key=True)
    mistake: str = Field(index=True)
    message: str = ""
