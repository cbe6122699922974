"""One file → one note: bytes, text, blocks, title and date, and what in it could not be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from tracker.errors import TrackerError
from tracker.notes.blocks import Block, normalised
from tracker.notes.dates import DateSource, fields, title_of, written_date
from tracker.notes.decoding import Decoded, NotTextError, decode
from tracker.notes.files import Content, FoundFile, UnreadableError, read
from tracker.notes.outline import Outline, outline
from tracker.notes.views import Problem
from tracker.workspace import Workspace

RULES = "1"
"""Raise this when the same bytes are to give other blocks: every note is then read again."""

_LONGEST_LINE = 100_000
"""Characters. A longer line is data, not writing; parsing one of 10 MB would take minutes."""
_LINE = re.compile(r"([^\r\n]*)(\r\n?|\n|\Z)")
_EMBEDDED = re.compile(r"\bdata:[\w/+.-]+;base64,[A-Za-z0-9+/=]+")


@dataclass(frozen=True)
class ReadNote:
    """A note as its file tells it."""

    path: str
    title: str
    blocks: tuple[Block, ...]
    written: tuple[date, DateSource] | None
    """The date in the note or its name; None if it tells none."""
    size: int
    mtime_ns: int
    fingerprint: str
    problems: tuple[Problem, ...]


def fingerprint(content: Content) -> str:
    """What tells whether a file must be read again."""
    return f"{RULES}:{sha256(content.data).hexdigest()}"


def read_note(path: str, content: Content) -> ReadNote:
    """Parse a file's bytes.

    Raises:
        UnreadableError: they are no text, or what is written there cannot be parsed.
    """
    decoded = _decoded(content)
    text, problems = _without_long_lines(path, decoded.text)
    if decoded.damage:
        problems.append(Problem(path, decoded.damaged_line, decoded.damage))
    try:
        found = outline(text)
    except RecursionError as error:
        raise UnreadableError("it is nested too deep to be read") from error
    if found.too_deep is not None:
        problems.append(Problem(path, found.too_deep, "This is nested too deep; what lies below it is not read."))
    return _note(path, content, found, tuple(problems))


def _decoded(content: Content) -> Decoded:
    try:
        return decode(content.data)
    except NotTextError as error:
        raise UnreadableError(str(error)) from error


def _note(path: str, content: Content, found: Outline, problems: tuple[Problem, ...]) -> ReadNote:
    front_matter = fields(found.front_matter)
    return ReadNote(
        path=path,
        title=normalised(title_of(front_matter, path, found.first_heading)),
        blocks=found.blocks,
        written=written_date(front_matter, path, found.first_heading),
        size=content.size,
        mtime_ns=content.mtime_ns,
        fingerprint=fingerprint(content),
        problems=problems,
    )


def _without_long_lines(path: str, text: str) -> tuple[str, list[Problem]]:
    """The text with lines that are too long left empty, so that all other lines keep their number."""
    if len(text) <= _LONGEST_LINE:
        return text, []
    kept, problems = [], []
    for number, match in enumerate(_LINE.finditer(text), 1):
        line = match[1]
        if len(line) > _LONGEST_LINE:
            line = _EMBEDDED.sub("embedded", line)  # a picture inside of the note: what stands around it is read
        if len(line) > _LONGEST_LINE:
            problems.append(Problem(path, number, f"The line is too long to be read ({len(line):,} characters)."))
            line = ""
        kept.append(line + match[2])
    return "".join(kept), problems


def note_text(workspace: Workspace, note: str) -> str:
    """The text of a note as it is now, with every line end a line feed; for showing it.

    Args:
        workspace: the learner's folder.
        note: path relative to `notes/`.

    Raises:
        TrackerError: the file is gone or cannot be read.
    """
    location = workspace.notes / note
    try:
        content = read(FoundFile(note, location, 0, 0))
        return re.sub(r"\r\n?", "\n", _decoded(content).text)
    except UnreadableError as error:
        raise TrackerError(f"{note} cannot be shown: {error}.", title="Note") from error
