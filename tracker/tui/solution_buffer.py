"""What the editor pane holds beside what the disk holds: the rules by which no typing is ever lost."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tracker.practice.drafts import Draft
from tracker.textfile import TextFile


@dataclass(frozen=True)
class Buffer:
    """The text of one solution in the pane.

    Attributes:
        base: the file that the text began from.
        theirs: what another program wrote meanwhile; None while there is no quarrel.
        is_restored: the text comes from an earlier session that ended before it was saved.
    """

    slug: str
    text: str
    base: TextFile
    theirs: TextFile | None = None
    is_restored: bool = False

    @property
    def is_dirty(self) -> bool:
        """There is typing that the file does not have."""
        return self.text != self.base.text

    @property
    def is_faithful(self) -> bool:
        """The pane gives the text back byte for byte: one kind of line ending, and none that only Python knows."""
        lines = self.base.text.splitlines()
        ending = "\r\n" if "\r\n" in self.base.text else "\n" if "\n" in self.base.text else "\r"
        closing = ending if self.base.text.endswith(("\n", "\r")) else ""
        return ending.join(lines) + closing == self.base.text


def opened(slug: str, file: TextFile, draft: Draft | None) -> Buffer:
    """The file, or the unsaved typing of an earlier session where there is some."""
    if draft is None or draft.text == file.text:
        return Buffer(slug, file.text, file)
    if draft.fingerprint == file.fingerprint:
        return Buffer(slug, draft.text, file, is_restored=True)
    base = replace(file, fingerprint=draft.fingerprint)
    return Buffer(slug, draft.text, base, theirs=file, is_restored=True)


def typed(buffer: Buffer, text: str) -> Buffer:
    """After a keystroke."""
    return replace(buffer, text=text)


def saved(buffer: Buffer, file: TextFile) -> Buffer:
    """After the pane's text was written; what was typed since then is still unsaved."""
    return replace(buffer, base=file, theirs=None, is_restored=False)


def found_on_disk(buffer: Buffer, file: TextFile) -> Buffer:
    """After a look at the disk: a file that changed is taken over, unless there is typing that it would bury."""
    if file.fingerprint == buffer.base.fingerprint:
        return replace(buffer, theirs=None)
    if buffer.text == file.text or not buffer.is_dirty:
        return Buffer(buffer.slug, file.text, file)
    return replace(buffer, theirs=file)
