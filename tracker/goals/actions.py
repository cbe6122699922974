"""What can be done to goals. Ids may be unique beginnings of ids; each verb is one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from tracker.changes import Area, Change
from tracker.errors import TrackerError
from tracker.goals.milestones import append
from tracker.goals.queries import views
from tracker.goals.rows import goal_row, milestone_row
from tracker.goals.settling import add_evidence, settle
from tracker.goals.views import GoalDraft, GoalView, NewMilestone
from tracker.store.engine import Store
from tracker.store.tables import GoalRow, ReflectionRow

EVIDENCE_KINDS = ("exercise", "review", "reflection", "commit")


def create(
    store: Store,
    *,
    category: str,
    title: str,
    now: datetime,
    why: str = "",
    paper: str | None = None,
    source_reflection: str | None = None,
    milestones: Sequence[NewMilestone] = (),
    target_day: date | None = None,
) -> GoalView:
    """Make a goal; milestones whose exercises were passed already are met at once.

    Args:
        store: where it goes.
        category: `fundamentals`, `paper`, `code-review`, or one of the learner's own.
        title: what the learner wants.
        now: the present moment.
        why: what for.
        paper: arXiv id or short name.
        source_reflection: full id of the reflection that it was made from.
        milestones: its first steps, in order.
        target_day: when it should be reached.

    Raises:
        TrackerError: when title or category is empty, a milestone has no title, or the reflection is unknown.
    """
    draft = GoalDraft(category, title, why, paper, tuple(milestones))
    with store.write() as session:
        if source_reflection and session.get(ReflectionRow, source_reflection) is None:
            raise TrackerError(f"There is no reflection {source_reflection!r}.", hint="'tracker notes list' shows ids.")
        row = _insert(session, draft, now)
        row.source_reflection_id = source_reflection
        row.target_day = target_day
        settle(session, now)
        return views(session, [row], None)[0]


def propose(session: Session, draft: GoalDraft, now: datetime) -> Change:
    """Make a goal of a template in this transaction."""
    row = _insert(session, draft, now)
    return _changed(f"New goal: {row.title}.") | settle(session, now)


def edit(
    store: Store,
    goal_id: str,
    *,
    category: str | None = None,
    title: str | None = None,
    why: str | None = None,
    target_day: date | None = None,
    no_target_day: bool = False,
) -> Change:
    """Change what is given and leave the rest.

    Args:
        store: where the goal is.
        goal_id: its id.
        category: None leaves it.
        title: None leaves it.
        why: None leaves it; empty takes it away.
        target_day: None leaves it.
        no_target_day: take the target day away.
    """
    with store.write() as session:
        row = goal_row(session, goal_id)
        if category is not None and _filled(category, "category") != row.category:
            row.category = _filled(category, "category")
            row.position = _next_position(session, row.category)
        row.title = row.title if title is None else _filled(title, "title")
        row.why = row.why if why is None else why.strip()
        row.target_day = None if no_target_day else target_day or row.target_day
        session.add(row)
        return _changed(f"Changed: {row.title}.")


def finish(store: Store, goal_id: str, now: datetime) -> Change:
    """The goal is reached."""
    return _move(store, goal_id, "done", now, "Reached")


def drop(store: Store, goal_id: str, now: datetime) -> Change:
    """The goal is given up; it stays in the database and can be reopened."""
    return _move(store, goal_id, "dropped", now, "Dropped")


def reopen(store: Store, goal_id: str, now: datetime) -> Change:
    """The goal is open again; what was passed meanwhile counts."""
    return _move(store, goal_id, "open", now, "Open again")


def link(
    store: Store,
    goal_id: str,
    kind: str,
    subject: str,
    now: datetime,
    *,
    milestone_id: str | None = None,
    remark: str = "",
) -> Change:
    """Lay evidence beside a goal; with a milestone, that step is met by it.

    Args:
        store: where the goal is.
        goal_id: its id.
        kind: `exercise`, `review`, `reflection` or `commit`.
        subject: id of an attempt, review or reflection, or a commit hash.
        now: the present moment.
        milestone_id: the step that it proves.
        remark: in the learner's words.

    Raises:
        TrackerError: when the kind is none of these, or the milestone belongs to another goal.
    """
    if kind not in EVIDENCE_KINDS:
        raise TrackerError(f"{kind!r} is no kind of evidence.", hint=f"It is one of: {', '.join(EVIDENCE_KINDS)}.")
    with store.write() as session:
        goal = goal_row(session, goal_id)
        step = milestone_row(session, milestone_id) if milestone_id else None
        if step is not None and step.goal_id != goal.id:
            raise TrackerError(f"The milestone '{step.title}' belongs to another goal.")
        add_evidence(session, goal.id, step.id if step else None, kind, _filled(subject, "evidence"), now, remark)
        if step is not None:
            step.met_at = step.met_at or now
            session.add(step)
        return _changed(f"Linked to {goal.title}.")


def _insert(session: Session, draft: GoalDraft, now: datetime) -> GoalRow:
    row = GoalRow(
        category=_filled(draft.category, "category"),
        title=_filled(draft.title, "title"),
        why=draft.why.strip(),
        paper=draft.paper,
        created_at=now,
    )
    row.position = _next_position(session, row.category)
    session.add(row)
    session.flush()
    for milestone in draft.milestones:
        append(session, row.id, milestone)
    return row


def _move(store: Store, goal_id: str, state: str, now: datetime, word: str) -> Change:
    with store.write() as session:
        row = goal_row(session, goal_id)
        row.state = state
        row.done_at = now if state == "done" else None
        session.add(row)
        session.flush()
        if state == "open":
            settle(session, now)
        return _changed(f"{word}: {row.title}.")


def _filled(text: str, name: str) -> str:
    """The text on one line, refused when nothing is left of it."""
    words = " ".join(text.split())
    if not words:
        raise TrackerError(f"The {name} is empty.", hint=f"Give it a {name}.")
    return words


def _next_position(session: Session, category: str) -> int:
    last = session.exec(select(func.max(col(GoalRow.position))).where(GoalRow.category == category)).first()
    return 0 if last is None else last + 1


def _changed(sentence: str) -> Change:
    return Change(frozenset({Area.GOALS}), sentence)
