"""Reflections as text and as JSON, for every command that lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.cli.output import plain, style

if TYPE_CHECKING:
    from tracker.notes.views import ReflectionView

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
