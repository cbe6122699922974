"""Reflections as rows: what a plan makes of them, written in bulk, with their earlier texts kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.notes.blocks import Block
from tracker.notes.handing_over import hand_over
from tracker.notes.plan import Plan, Spot
from tracker.notes.records import Stored, next_revision
from tracker.notes.writing import Values, fresh_ids, insert_rows, update_rows
from tracker.store.tables import ReflectionDoubtRow, ReflectionRow, ReflectionVersionRow, new_id

_CHANGING = frozenset({"text", "heading_path", "state", "note_id"})
"""What makes a reflection another one than it was; the rest are places and marks."""
_SEARCHABLE = _CHANGING | {"kind", "next_action", "done_at"}


@dataclass
class Counts:
    """What a transaction did to reflections."""

    new: int = 0
    edited: int = 0
    moved: int = 0
    orphaned: int = 0
    written: int = 0
    """Rows written for any reason, a line number that shifted included."""


@dataclass
class ReflectionWriter:
    """Writes the reflections of one plan."""

    session: Session
    now: datetime
    plan: Plan
    blocks: Mapping[Spot, Block]
    note_ids: Mapping[str, str]
    stored: Mapping[str, Stored]
    """The rows that the plan knows of, by id."""
    counts: Counts = field(default_factory=Counts)

    def write(self) -> Counts:
        """Write everything; give back what it came to."""
        self.session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")  # a child may come before its parent
        fresh = iter(fresh_ids(sum(spot not in self.plan.ids for spot in self.blocks)))
        ids = {spot: self.plan.ids.get(spot) or next(fresh) for spot in self.blocks}
        revision = next_revision(self.session)
        self._write_new(ids, revision)
        self._write_known(ids, revision)
        self._write_vanished(ids, revision)
        self._write_doubts(ids)
        return self.counts

    def _values(self, spot: Spot, ids: Mapping[Spot, str]) -> Values:
        """What the block at a spot says of its reflection."""
        block = self.blocks[spot]
        return {
            "note_id": self.note_ids[spot[0]],
            "parent_id": None if block.parent is None else ids[spot[0], block.parent],
            "kind": str(block.kind),
            "text": block.text,
            "text_hash": block.text_hash,
            "heading_path": block.heading_path,
            "explicit_id": block.explicit_id,
            "next_action": block.next_action,
            "checked": block.checked,
            "position": spot[1],
            "line_start": block.line_start,
            "line_end": block.line_end,
            "state": "live",
            "done_at": self._done_at(block, self.stored.get(ids[spot])),
        }

    def _done_at(self, block: Block, stored: Stored | None) -> datetime | None:
        """A box that was ticked in the note says done, one that was cleared there says open; else nothing changes."""
        before, done_at = (stored.checked, stored.done_at) if stored else (None, None)
        if block.checked and not before:
            return done_at or self.now
        return None if before and block.checked is False else done_at

    def _write_new(self, ids: Mapping[Spot, str], revision: int) -> None:
        rows = [
            {
                "id": ids[spot],
                **self._values(spot, ids),
                "created_at": self.now,
                "changed_at": self.now,
                "revision": revision,
                "pinned": False,
            }
            for spot in self.blocks
            if spot not in self.plan.ids
        ]
        insert_rows(self.session, ReflectionRow, rows)
        self.counts.new = len(rows)
        self.counts.written += len(rows)

    def _write_known(self, ids: Mapping[Spot, str], revision: int) -> None:
        """Update those of which anything is different."""
        rows, rewritten = [], []
        for spot in self.blocks:
            if spot not in self.plan.ids:
                continue
            stored, values = self.stored[ids[spot]], self._values(spot, ids)
            different = {name for name, value in values.items() if getattr(stored, name) != value}
            has_moved = stored.note_path != spot[0]
            if "text" in different:
                self.counts.edited += 1
            elif has_moved or different & _CHANGING:
                self.counts.moved += 1
            if "text" in different or has_moved:
                rewritten.append((stored, spot))
            if different or has_moved:
                rows.append({"id": stored.id, **values, "merged_into": None, **self._stamps(different, revision)})
        update_rows(self.session, ReflectionRow, rows)
        self._write_versions(rewritten)
        self.counts.written += len(rows)

    def _stamps(self, different: set[str], revision: int) -> Values:
        stamps: Values = {"changed_at": self.now} if different & _CHANGING else {}
        return {**stamps, "revision": revision} if different & _SEARCHABLE else stamps

    def _write_versions(self, rewritten: Iterable[tuple[Stored, Spot]]) -> None:
        """Keep the text that was, if nothing kept it yet, and the one that is now."""
        rewritten = list(rewritten)
        kept = _with_versions(self.session, [stored.id for stored, _ in rewritten])
        rows = []
        for stored, spot in rewritten:
            block = self.blocks[spot]
            if stored.id not in kept:
                rows.append(
                    _version(stored.id, stored.text, stored.heading_path, stored.note_path, "new", stored.created_at)
                )
            cause = "edited" if stored.text != block.text else "moved"
            rows.append(_version(stored.id, block.text, block.heading_path, spot[0], cause, self.now))
        insert_rows(self.session, ReflectionVersionRow, rows)

    def _write_vanished(self, ids: Mapping[Spot, str], revision: int) -> None:
        """What stands nowhere any more is orphaned, or merged into the block that took its text in."""
        rows = []
        for id_ in self.plan.vanished:
            spot = self.plan.merged.get(id_)
            rows.append(
                {
                    "id": id_,
                    "state": "merged" if spot else "orphaned",
                    "merged_into": ids[spot] if spot else None,
                    "changed_at": self.now,
                    "revision": revision,
                }
            )
        update_rows(self.session, ReflectionRow, rows)
        self.counts.orphaned = len(rows) - len(self.plan.merged)
        self.counts.written += len(rows)
        merged = {id_: ids[spot] for id_, spot in self.plan.merged.items()}
        if merged:
            hand_over(self.session, merged)

    def _write_doubts(self, ids: Mapping[Spot, str]) -> None:
        rows = [
            {
                "id": new_id(),
                "reflection_id": ids[doubt.spot],
                "vanished_id": doubt.id,
                "score": doubt.score,
                "at": self.now,
                "settled_at": None,
            }
            for doubt in self.plan.doubts
            if doubt.id not in self.plan.merged
        ]
        insert_rows(self.session, ReflectionDoubtRow, rows)


def _with_versions(session: Session, ids: list[str]) -> set[str]:
    """Which of these have versions already."""
    column = col(ReflectionVersionRow.reflection_id)
    found: set[str] = set()
    for start in range(0, len(ids), 500):
        found.update(session.execute(select(column).where(column.in_(ids[start : start + 500]))).scalars())
    return found


def _version(
    reflection_id: str, text: str, heading_path: tuple[str, ...], note_path: str, cause: str, at: datetime
) -> Values:
    return {
        "id": new_id(),
        "reflection_id": reflection_id,
        "text": text,
        "heading_path": heading_path,
        "note_path": note_path,
        "cause": cause,
        "at": at,
        "remark": "",
    }
