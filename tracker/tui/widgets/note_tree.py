"""The notes by month, the newest first, each with how many of its actions are open."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from textual.content import Content

from tracker.notes.views import NoteView
from tracker.tui.widgets.folding_list import FoldingList, Group
from tracker.tui.widgets.panel import empty_words
from tracker.tui.widgets.rows import Row

if TYPE_CHECKING:
    from tracker.notes.filtering import Filtered

NOTHING = empty_words("No notes yet. Put Markdown files into notes/: they are read as soon as they are saved.")
NOTHING_LEFT = empty_words("Nothing is left by the filter.", "c", "clears it.")
UNFOLDED_AT_FIRST = 40
"""Notes that may stand unfolded at first sight."""


def month_of(note: NoteView) -> str:
    """The month of a note as a key that sorts; empty where the note has no day."""
    return f"{note.date:%Y-%m}" if note.date else ""


def note_row(note: NoteView, kept: Filtered | None) -> Row:
    """One note: its day and title, and how many actions are open, or how much the filter leaves."""
    day = f"{note.date.day:>2}" if note.date else "  "
    return Row(note.path, Content.assemble((f"  {day} ", "$muted"), note.title or note.path), counted([note], kept))


def month_group(month: str, notes: Sequence[NoteView], kept: Filtered | None) -> Group:
    """The notes of one month."""
    first = notes[0].date
    return Group(
        key=month,
        title=Content.styled(f"{first:%B} {first.year}" if first else "without a day", "bold"),
        right=counted(notes, kept),
        keys=frozenset(note.path for note in notes),
        rows=lambda: [note_row(note, kept) for note in notes],
    )


def counted(notes: Sequence[NoteView], kept: Filtered | None) -> Content:
    """How much is to be done in these notes, nothing where all is done; with a filter, how much it leaves."""
    if kept is not None:
        return Content.styled(str(sum(len(kept.notes[note.path]) for note in notes)), "$text-accent")
    count = sum(note.open_actions for note in notes)
    return Content.styled(f"→ {count}", "$text-accent") if count else Content("")


class NoteTree(FoldingList):
    """Every note by month."""

    def __init__(self) -> None:
        super().__init__("Notes", name="note-tree", empty=NOTHING)

    def show(self, notes: Sequence[NoteView], kept: Filtered | None = None) -> None:
        """Draw the notes that a filter leaves; at first the newest months are unfolded."""
        months = [(month, list(found)) for month, found in groupby(notes, key=month_of)]
        unfold: list[str] = []
        seen = 0
        for month, found in months:
            seen += len(found)
            if unfold and seen > UNFOLDED_AT_FIRST:
                break
            unfold.append(month)
        self.border_subtitle = Content(f"{len(notes)} notes" if len(notes) != 1 else "1 note")
        self.say_when_empty(NOTHING_LEFT if kept is not None else NOTHING)
        self.set_groups([month_group(month, found, kept) for month, found in months], unfold=unfold)
