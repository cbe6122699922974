"""Changing one line of a note because the learner asked for it: read again, checked, whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session, select

from tracker.atomic import ChangedMeanwhileError, replace_file
from tracker.errors import TrackerError
from tracker.notes.blocks import Block
from tracker.notes.decoding import NotTextError, decode
from tracker.notes.outline import outline
from tracker.notes.queries import full_id
from tracker.store.tables import NoteRow, ReflectionRow
from tracker.workspace import Workspace

_LINE = re.compile(rb"[^\r\n]*(?:\r\n?|\n|\Z)")


@dataclass(frozen=True)
class Standing:
    """Where a reflection stands, as the store knows it."""

    id: str
    path: str
    text: str
    line_start: int
    line_end: int
    explicit_id: str | None
    checked: bool | None

    def is_block(self, block: Block) -> bool:
        """Whether a block is this reflection."""
        return (block.line_start, block.line_end, block.text) == (self.line_start, self.line_end, self.text)


def standing(session: Session, reflection_id: str) -> Standing:
    """Where a live reflection stands.

    Raises:
        TrackerError: there is no such reflection, or it stands in no note any more.
    """
    row = session.exec(select(ReflectionRow).where(ReflectionRow.id == full_id(session, reflection_id))).one()
    path = session.exec(select(NoteRow.path).where(NoteRow.id == row.note_id)).one()
    if row.state != "live":
        raise TrackerError("That reflection stands in no note any more.", title="Note")
    return Standing(row.id, path, row.text, row.line_start, row.line_end, row.explicit_id, row.checked)


def rewrite_line(
    workspace: Workspace,
    where: Standing,
    line: int,
    edit: Callable[[bytes], bytes],
    becomes: Callable[[Block], Block],
) -> None:
    """Change one line of a note; nothing but that line, and nothing but that block, is different afterwards.

    Args:
        workspace: the learner's folder.
        where: the reflection.
        line: which line of the note, from 1.
        edit: its new bytes; given and returned without the line's end.
        becomes: what the reflection's block must be afterwards.

    Raises:
        TrackerError: the note has changed since it was read, is not plain UTF-8, or would mean something else.
    """
    location = workspace.notes / where.path
    try:
        content = location.read_bytes()
        replace_file(location, _rewritten(where, content, line, edit, becomes), expected=content)
    except ChangedMeanwhileError as error:
        raise _stale(where.path) from error
    except OSError as error:
        raise TrackerError(f"{where.path} cannot be written: {error.strerror}.", title="Note") from error


def _rewritten(
    where: Standing, content: bytes, line: int, edit: Callable[[bytes], bytes], becomes: Callable[[Block], Block]
) -> bytes:
    try:
        decoded = decode(content)
    except NotTextError as error:
        raise TrackerError(f"{where.path} cannot be written: {error}.", title="Note") from error
    if decoded.encoding != "utf-8" or decoded.damage:
        raise TrackerError(f"{where.path} is not plain UTF-8, so it is not written to.", title="Note")
    before = outline(decoded.text).blocks
    here = [index for index, block in enumerate(before) if where.is_block(block)]
    if len(here) != 1:
        raise _stale(where.path)
    lines = _LINE.findall(content)
    bare = lines[line - 1].rstrip(b"\r\n")
    lines[line - 1] = edit(bare) + lines[line - 1][len(bare) :]
    written = b"".join(lines)
    expected = [becomes(block) if index == here[0] else block for index, block in enumerate(before)]
    if list(outline(decode(written).text).blocks) != expected:
        raise TrackerError(f"{where.path}, line {line}: writing this here would change what it means.", title="Note")
    return written


def _stale(path: str) -> TrackerError:
    hint = "Run 'tracker notes sync' and try again."
    return TrackerError(f"{path} has changed since it was read.", hint=hint, title="Note")
