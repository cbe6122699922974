"""Today: what is due, what is next, what was written, how steep the curve is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from tracker.goals.queries import list_goals
from tracker.journeys.views import TodayItem, TodayView
from tracker.journeys.writing import actions, latest, resurfaced
from tracker.notes.coming_back import returned
from tracker.notes.queries import list_notes
from tracker.practice.catalogue import Catalogue
from tracker.practice.status import overview
from tracker.practice.views import ExerciseStatus
from tracker.progress.summary import summary
from tracker.store.engine import Store
from tracker.workspace import Workspace

MOST_DUE = 3
"""Due exercises that are shown at once; more would be a wall, and the rest comes tomorrow."""


def today(workspace: Workspace, store: Store, catalogue: Catalogue, now: datetime) -> TodayView:
    """Everything that the Today screen shows."""
    day = workspace.day(now)
    standings = overview(store, catalogue, day)
    notes = list_notes(store)
    came_back = returned(workspace, store, now)
    items = [
        *practice_items(standings, day),
        *actions(store, notes),
        *resurfaced(came_back),
        *_first_steps(has_notes=bool(notes)),
    ]
    passed = sum(standing.passed_at is not None for standing in standings)
    return TodayView(
        day=day,
        progress=summary(store, now, workspace.settings),
        items=tuple(items),
        goals=tuple(list_goals(store, today=day)),
        latest=latest(store, notes),
        returned=came_back,
        minutes_total=sum(item.minutes for item in items),
        passed=passed,
        total=len(standings),
    )


def practice_items(standings: Iterable[ExerciseStatus], day: date) -> list[TodayItem]:
    """What to practise, to continue and to begin, in this order."""
    standings = list(standings)
    due = sorted((one for one in standings if one.status == "due"), key=lambda one: one.due or day)
    return [
        *(_item("practise", one, _how_long_due(one.due or day, day)) for one in due[:MOST_DUE]),
        *_continued(standings),
        *_next(standings),
    ]


def _continued(standings: Iterable[ExerciseStatus]) -> Iterator[TodayItem]:
    """The exercise that was begun last and has not been passed."""
    begun = [one for one in standings if one.status == "started"]
    if begun:
        newest = max(begun, key=lambda one: one.started_at.timestamp() if one.started_at else 0.0)
        detail = f"{newest.points:g} of {newest.max_points:g} points" if newest.attempts else "begun"
        yield _item("continue", newest, detail)


def _next(standings: list[ExerciseStatus]) -> Iterator[TodayItem]:
    """The first open exercise whose prerequisites were passed, or else the first open one."""
    known = {one.slug for one in standings}
    missing = known - {one.slug for one in standings if one.passed_at is not None}
    fresh = [one for one in standings if one.status == "open"]
    ready = [one for one in fresh if missing.isdisjoint(one.prerequisites)]
    for one in (ready or fresh)[:1]:
        before = [slug for slug in one.prerequisites if slug in missing]
        yield _item("next", one, f"after {', '.join(before)}" if before else "new")


def _item(kind: str, standing: ExerciseStatus, detail: str) -> TodayItem:
    return TodayItem(kind, standing.slug, detail, standing.minutes, standing.slug)


def _how_long_due(due: date, day: date) -> str:
    days = (day - due).days
    if days <= 0:
        return "due"
    return f"due since {days} day{'s' if days > 1 else ''}"


def _first_steps(*, has_notes: bool) -> Iterator[TodayItem]:
    if not has_notes:
        yield TodayItem("start", "Write today's note", "no notes yet", 0, "")
