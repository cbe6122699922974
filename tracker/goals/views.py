"""What this feature hands out: frozen facts about goals. Rows of the store stay inside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class SourceView:
    """The reflection that a goal was made from."""

    reflection: str
    """Its id."""
    text: str
    note: str
    """Path of the note relative to `notes/`, with `/`."""
    line: int


@dataclass(frozen=True)
class EvidenceView:
    """What proves a milestone, or stands beside a goal."""

    kind: str
    """`exercise`, `review`, `reflection` or `commit`."""
    subject: str
    """Id of an attempt, review or reflection, or a commit hash."""
    remark: str
    at: datetime


@dataclass(frozen=True)
class MilestoneView:
    """A step of a goal."""

    id: str
    title: str
    kind: str
    """`manual`, `exercise`, `review`, `reflection` or `commit`."""
    target: str
    """For `exercise`: the exercise's id; empty where nothing particular is asked for."""
    met_at: datetime | None
    evidence: tuple[EvidenceView, ...] = ()


@dataclass(frozen=True)
class Forecast:
    """When a goal will be reached at the pace so far: a range, both days included."""

    earliest: date
    latest: date


@dataclass(frozen=True)
class GoalView:
    """What the learner wants, and how far it has come."""

    id: str
    category: str
    """`fundamentals`, `paper`, `code-review`, or one of the learner's own."""
    title: str
    why: str
    paper: str | None
    state: str
    """`open`, `done` or `dropped`."""
    source: SourceView | None
    milestones: tuple[MilestoneView, ...]
    met: int
    total: int
    created_at: datetime
    done_at: datetime | None
    target_day: date | None = None
    evidence: tuple[EvidenceView, ...] = ()
    """What was linked to the goal as a whole."""
    forecast: Forecast | None = None
    """None where too little was observed for one."""


@dataclass(frozen=True)
class NewMilestone:
    """A milestone that is to be made; see `MilestoneView` for the fields."""

    title: str
    kind: str = "manual"
    target: str = ""


@dataclass(frozen=True)
class GoalDraft:
    """A goal that is to be made, as a template proposes it."""

    category: str
    title: str
    why: str = ""
    paper: str | None = None
    milestones: tuple[NewMilestone, ...] = ()
