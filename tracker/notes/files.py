"""Which files under `notes/` are notes, and their bytes; files are only ever opened for reading."""

from __future__ import annotations

import errno
import os
import re
import stat
import time
import unicodedata
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
_LARGEST = 64 * 1024 * 1024
_ATTEMPTS = 3
_JUST_NOW = 2_000_000_000
"""Nanoseconds within which a second edit might leave size and time as they are."""

# The names that Dropbox, Nextcloud, Syncthing and others give to the other side of a conflict.
_CONFLICT = re.compile(
    r"[ ._-]*(?:\([^()]*(?:conflict|충돌)[^()]*\)|\.sync-conflict-[\w-]+|[ _-]conflict[ _-][\w-]+)", re.IGNORECASE
)


class UnreadableError(Exception):
    """A file that cannot be read; the message says why, in words that follow its name."""


@dataclass(frozen=True)
class FoundFile:
    """A file that is a note, as the folder lists it."""

    path: str
    """Relative to `notes/`, with `/`, spelled as on disk."""
    location: Path
    size: int
    mtime_ns: int


@dataclass(frozen=True)
class Trouble:
    """Something under `notes/` that is not read."""

    path: str
    reason: str
    hides: bool = True
    """Whether notes may lie there: what was known of them stays. False for a second copy of something."""


@dataclass(frozen=True)
class Listing:
    """What lies under `notes/`."""

    files: tuple[FoundFile, ...]
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True)
class Content:
    """A file's bytes, and what tells whether it has changed since."""

    data: bytes
    size: int
    mtime_ns: int
    """0 if it was written so recently that another edit might go unnoticed."""


def find_notes(root: Path) -> Listing:
    """Every Markdown file under `root`, in order of path; hidden files and folders are not looked at.

    Links are followed, each folder and each file once. What is no regular file, cannot be listed, or is the other side
    of a sync conflict comes back as a trouble.
    """
    walk = _Walk(root)
    names = {_same(file.path) for file in walk.files}
    files = []
    for file in sorted(walk.files, key=lambda file: file.path):
        original = original_of(file.path)
        if original is not None and _same(original) in names:
            reason = f"it is a conflicted copy of {original}: keep what you need there, then delete it"
            walk.troubles.append(Trouble(file.path, reason, hides=False))
        else:
            files.append(file)
    return Listing(tuple(files), tuple(walk.troubles))


def original_of(path: str) -> str | None:
    """The path that a conflicted copy is a copy of; None if the name is not one of a conflicted copy."""
    folder, _, name = path.rpartition("/")
    original = _CONFLICT.sub("", name)
    if original == name or original.startswith("."):
        return None
    return f"{folder}/{original}" if folder else original


def read(file: FoundFile) -> Content:
    """The bytes of a note, all from one moment.

    Raises:
        UnreadableError: it may not be read, is too large, is no regular file, or keeps changing.
    """
    try:
        for _ in range(_ATTEMPTS):
            content = _read_once(file.location)
            if content is not None:
                return content
    except OSError as error:
        raise UnreadableError(_in_words(error)) from error
    raise UnreadableError("it changed while it was being read; it will be read next time")


def _read_once(location: Path) -> Content | None:
    """The bytes; None if the file changed meanwhile."""
    # Without O_NONBLOCK, opening a FIFO that has taken the file's place would wait for its writer for ever.
    descriptor = os.open(location, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as stream:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise UnreadableError("it is not a regular file")
        if before.st_size > _LARGEST:
            raise UnreadableError(f"it is larger than {_LARGEST // 1024 // 1024} MB")
        data = stream.read(_LARGEST + 1)
        after = os.fstat(descriptor)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
        return None
    # The file system's own clock, not the learner's day: it has nothing to do with the `now` that is passed around.
    settled = time.time_ns() - after.st_mtime_ns > _JUST_NOW
    return Content(data, after.st_size, after.st_mtime_ns if settled else 0)


class _Walk:
    """One walk through the folders: first what really lies there, then what links lead to."""

    def __init__(self, root: Path) -> None:
        self.files: list[FoundFile] = []
        self.troubles: list[Trouble] = []
        self._root = root.resolve()
        self._seen: set[tuple[int, int]] = set()
        self._links: deque[tuple[os.DirEntry[str], str]] = deque()
        self._folders(root, "")
        while self._links:
            self._attempt(self._follow, *self._links.popleft())

    def _folders(self, location: Path, path: str) -> None:
        """List a folder and what is below it. A stack instead of recursion: folders may be nested deep."""
        waiting = [(location, path)]
        while waiting:
            location, path = waiting.pop()
            try:
                if not self._is_first_visit(location.stat()):
                    self.troubles.append(Trouble(path, "the link leads to a folder that is read already", hides=False))
                    continue
                entries = list(os.scandir(location))
            except OSError as error:
                self.troubles.append(Trouble(path, f"the folder cannot be listed: {_in_words(error)}"))
                continue
            for entry in entries:
                below = f"{path}/{entry.name}" if path else entry.name
                if entry.is_symlink() and not entry.name.startswith("."):
                    self._links.append((entry, below))
                elif entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                    waiting.append((Path(entry.path), below))
                else:
                    self._attempt(self._file, entry, below)

    def _attempt(self, look: Callable[[os.DirEntry[str], str], None], entry: os.DirEntry[str], path: str) -> None:
        try:
            look(entry, path)
        except OSError as error:
            if _is_note_name(entry.name) or error.errno == errno.ELOOP:
                self.troubles.append(Trouble(path, _in_words(error)))

    def _follow(self, entry: os.DirEntry[str], path: str) -> None:
        """What a link leads to; not a folder around the notes, in which everything else lies too."""
        if not stat.S_ISDIR(entry.stat().st_mode):
            self._file(entry, path)
        elif self._root != Path(entry.path).resolve() and self._root.is_relative_to(Path(entry.path).resolve()):
            self.troubles.append(Trouble(path, "the link leads to a folder around the notes", hides=False))
        else:
            self._folders(Path(entry.path), path)

    def _file(self, entry: os.DirEntry[str], path: str) -> None:
        if not _is_note_name(entry.name):
            return
        found = entry.stat()
        if _has_surrogates(path):
            self.troubles.append(Trouble(_printable(path), "its name is not valid text; rename it"))
        elif not stat.S_ISREG(found.st_mode):
            self.troubles.append(Trouble(path, "it is not a regular file"))
        elif not self._is_first_visit(found):
            self.troubles.append(Trouble(path, "it is another name of a note that is read already", hides=False))
        else:
            self.files.append(FoundFile(path, Path(entry.path), found.st_size, found.st_mtime_ns))

    def _is_first_visit(self, found: os.stat_result) -> bool:
        key = (found.st_dev, found.st_ino)
        if key in self._seen and found.st_ino:  # Windows tells no inode when it lists a folder
            return False
        self._seen.add(key)
        return True


def _is_note_name(name: str) -> bool:
    return name.lower().endswith(_SUFFIXES) and not name.startswith(".")


def _in_words(error: OSError) -> str:
    words = {
        errno.EACCES: "you may not read it",
        errno.EPERM: "you may not read it",
        errno.ELOOP: "the link leads back to itself",
        errno.ENOENT: "the link leads nowhere",
    }
    return words.get(error.errno or 0, f"it cannot be read: {error.strerror or error}")


def _same(path: str) -> str:
    """Equal for paths that some file systems take for one."""
    return unicodedata.normalize("NFC", path).casefold()


def _has_surrogates(path: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in path)


def _printable(path: str) -> str:
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
