"""The filters of a search, understood: which kinds, notes and days are meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.errors import TrackerError
from tracker.notes.dates import date_in
from tracker.notes.terms import Query, folded

REFLECTION_KINDS = frozenset({"statement", "question", "task", "quote", "lead"})
KINDS = ("reflection", *sorted(REFLECTION_KINDS), "note", "goal", "comment", "exercise")
STATES = ("open", "done", "pinned", "stuck")
"""`open` and `done` are about actions, `stuck` about what is linked to an exercise."""
_SPAN = re.compile(r"(\d{1,4})([dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


@dataclass(frozen=True)
class Filters:
    """What a query leaves; several values of `kind` or `note` are alternatives, of the rest all must hold."""

    kinds: frozenset[str] = frozenset()
    """Empty for all."""
    tags: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    @property
    def by_note(self) -> bool:
        """Whether only some notes are meant."""
        return bool(self.notes or self.since or self.until)

    @property
    def reflections(self) -> frozenset[str]:
        """The kinds of reflections that are meant; empty for none."""
        if not self.kinds or "reflection" in self.kinds:
            return REFLECTION_KINDS
        return self.kinds & REFLECTION_KINDS

    def wants(self, kind: str) -> bool:
        """Whether things of this kind are meant that are no reflections: only notes have a day and a path."""
        if self.tags or self.headings or self.states or (self.by_note and kind != "note"):
            return False
        return not self.kinds or kind in self.kinds

    def keep_note(self, path: str, title: str, day: date | None) -> bool:
        """Whether this note is meant."""
        if self.notes and not any(name in folded(path) or name in folded(title) for name in self.notes):
            return False
        if self.since and (day is None or day < self.since):
            return False
        return not (self.until and (day is None or day > self.until))


def filters_of(query: Query, today: date) -> Filters:
    """The filters of a query.

    Raises:
        TrackerError: a kind, a state or a day that is none.
    """
    given = query.filters
    for name, known in (("kind", KINDS), ("state", STATES)):
        for value in given.get(name, ()):
            if value not in known:
                hint = f"{name.capitalize()}s are {', '.join(known)}."
                raise TrackerError(f"There is no {name} '{value}'.", hint=hint, title="Search")
    since = [_day(text, today) for text in given.get("since", ())]
    until = [_day(text, today) for text in given.get("until", ())]
    return Filters(
        kinds=frozenset(given.get("kind", ())),
        tags=tuple(tag.lstrip("#") for tag in given.get("tag", ())),
        headings=given.get("heading", ()),
        notes=given.get("note", ()),
        states=given.get("state", ()),
        since=max(since, default=None),
        until=min(until, default=None),
    )


def _day(text: str, today: date) -> date:
    """`2w` is two weeks ago; a date is itself."""
    span = _SPAN.fullmatch(text)
    if span:
        return today - timedelta(days=int(span[1]) * _DAYS[span[2]])
    found = date_in(text)
    if found is None:
        raise TrackerError(
            f"'{text}' is no day.",
            hint="Write it as 2026-11-22, or as 3d, 2w, 6m or 1y for that long ago.",
            title="Search",
        )
    return found
