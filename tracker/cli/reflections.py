"""Reflections as text and as JSON, for every command that lists them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tracker.cli.output import plain, style
from tracker.notes.resurfacing import ANSWERS

if TYPE_CHECKING:
    from tracker.notes.views import ReflectionView, VersionView

_GLYPHS = {"question": "?", "task": "☐", "quote": "❝", "lead": "§"}


def as_json(reflection: ReflectionView) -> dict[str, Any]:
    """What `notes list --json` promises of each reflection."""
    names = ("id", "note", "heading_path", "parent", "kind", "next_action", "text", "line_start", "line_end", "date",
             "state", "tags")  # fmt: skip
    return {name: getattr(reflection, name) for name in names}


def print_tree(reflections: list[ReflectionView]) -> None:
    """Reflections of one note below their headings, what hangs under another one further in."""
    depths: dict[str, int] = {}
    shown: tuple[str, ...] = ()
    leads = {reflection.id: reflection.text for reflection in reflections if reflection.kind == "lead"}
    for one in reflections:
        depths[one.id] = depths.get(one.parent or "", -1) + 1
        headings = one.heading_path
        while headings and headings[-1] in leads.values() and one.parent:
            headings = headings[:-1]  # a lead stands above its items anyway
        if headings != shown:
            print(style(plain(f"  § {' › '.join(headings)}"), "dim"))
            shown = headings
        print(f"  {style(one.id[:8], 'dim')} {one.line_start:>4} {'  ' * depths[one.id]}{_marked(one)}")


def print_history(one: ReflectionView, versions: Sequence[VersionView]) -> None:
    """How it read before, and what the learner said when it came back; the earliest first."""
    now = next((version for version in reversed(versions) if version.cause not in ANSWERS), None)
    for version in versions:
        if version is now:
            continue
        if version.cause in ANSWERS:
            words = f"said   {version.cause}{f': {version.remark}' if version.remark else ''}"
        else:
            words = f"was    {version.text}{f' in {version.note}' if version.note != one.note else ''}"
        print(style(plain(f"{words} ({version.at:%Y-%m-%d})"), "dim"))


def _marked(reflection: ReflectionView) -> str:
    """Its text with the glyphs of what it is."""
    glyph = _GLYPHS.get(reflection.kind, "·")
    if reflection.kind == "task" and reflection.done_at:
        glyph = "☑"
    action = "→ " if reflection.next_action else ""
    state = "" if reflection.state == "live" else f" ({reflection.state})"
    done = " ✓ done" if reflection.done_at and reflection.kind != "task" else ""
    tags = "".join(f" #{tag}" for tag in reflection.tags)
    return f"{glyph} {action}{plain(reflection.text)}{done}{state}{tags}"
