"""Writing one `^id` at the end of one reflection in its note, because the learner asked for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.changes import Change
from tracker.errors import TrackerError
from tracker.notes.atomic import ChangedMeanwhileError, replace_file
from tracker.notes.decoding import NotTextError, decode
from tracker.notes.outline import outline
from tracker.notes.queries import full_id
from tracker.notes.sync import sync
from tracker.store.engine import Store
from tracker.store.tables import NoteRow, ReflectionRow
from tracker.workspace import Workspace

_SHORTEST_NAME = 6
_LINE = re.compile(rb"[^\r\n]*(?:\r\n?|\n|\Z)")


@dataclass(frozen=True)
class Anchored:
    """The name that now stands in the note, and what that changed."""

    name: str
    change: Change


def anchor(workspace: Workspace, store: Store, reflection_id: str, now: datetime) -> Anchored:
    """Write ` ^name` at the end of a reflection's last line, so that it is followed whatever else changes.

    The note is read again first, and nothing but that line is different afterwards. A reflection that has a name
    already keeps it.

    Raises:
        TrackerError: there is no such reflection, it is not live, or its note cannot be written as that needs it.
    """
    with store.read() as session:
        row = session.exec(select(ReflectionRow).where(ReflectionRow.id == full_id(session, reflection_id))).one()
        path = session.exec(select(NoteRow.path).where(NoteRow.id == row.note_id)).one()
        name = row.explicit_id or _free_name(session, row.id)
    if row.state != "live":
        raise TrackerError("That reflection stands in no note any more.", title="Note")
    if row.explicit_id:
        return Anchored(row.explicit_id, Change(frozenset()))
    location = workspace.notes / path
    try:
        content = location.read_bytes()
        replace_file(location, _with_name(path, content, row, name), expected=content)
    except ChangedMeanwhileError as error:
        raise _stale(path) from error
    except OSError as error:
        raise TrackerError(f"{path} cannot be written: {error.strerror}.", title="Note") from error
    return Anchored(name, sync(workspace, store, now).change)


def _free_name(session: Session, id_: str) -> str:
    """The shortest beginning of the reflection's id, from six characters on, that no other one is called."""
    column = col(ReflectionRow.explicit_id)
    taken = set(session.exec(select(column).where(column.is_not(None))))
    digits = id_.replace("-", "")
    return next(digits[:length] for length in range(_SHORTEST_NAME, 33) if digits[:length] not in taken)


def _with_name(path: str, content: bytes, row: ReflectionRow, name: str) -> bytes:
    """The note's bytes with the name written; a TrackerError if anything else would change with it."""
    try:
        decoded = decode(content)
    except NotTextError as error:
        raise TrackerError(f"{path} cannot be written: {error}.", title="Note") from error
    if decoded.encoding != "utf-8" or decoded.damage:
        raise TrackerError(f"{path} is not plain UTF-8, so it is not written to.", title="Note")
    before = outline(decoded.text).blocks
    here = [index for index, block in enumerate(before) if block.line_end == row.line_end and block.text == row.text]
    if len(here) != 1:
        raise _stale(path)
    lines = _LINE.findall(content)
    line = lines[row.line_end - 1]
    text = line.rstrip()
    lines[row.line_end - 1] = text + f" ^{name}".encode() + line[len(line.rstrip(b"\r\n")) :]
    written = b"".join(lines)
    expected = [block if index != here[0] else block._replace(explicit_id=name) for index, block in enumerate(before)]
    if list(outline(decode(written).text).blocks) != expected:
        raise TrackerError(
            f"{path}, line {row.line_end}: a name at the end of this line would change what it means.", title="Note"
        )
    return written


def _stale(path: str) -> TrackerError:
    return TrackerError(
        f"{path} has changed since it was read.", hint="Run 'tracker notes sync' and try again.", title="Note"
    )
