"""The day on which each note was first committed. One pass of `git log`, only when a note tells no date itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

_COMMIT = "\x1e"  # begins a commit in the output; git quotes no control character with -z, and no path begins with it


def first_commits(notes: Path) -> dict[str, datetime]:
    """When each path under `notes` was first committed, renames followed; empty without git or a repository.

    Paths are relative to `notes`, with `/`; moments are aware, UTC.
    """
    if not any((folder / ".git").exists() for folder in (notes.resolve(), *notes.resolve().parents)):
        return {}
    return _dates(_log(notes))


def _log(notes: Path) -> str:
    """Every commit that added or renamed a file below `notes`, oldest first."""
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")  # or the import fails where git is not installed
    import git  # 100 ms, and most notes tell their date themselves

    try:
        log = git.Git(notes).log(
            "--reverse", "-z", "-M", "--diff-filter=AR", "--name-status", f"--format={_COMMIT}%at", "--relative",
            "--", ".", strip_newline_in_stdout=False,
        )  # fmt: skip
    except (git.GitError, OSError, ValueError):
        return ""  # no commits yet, no git, a broken repository: the next source of a date is asked
    return str(log)


def _dates(log: str) -> dict[str, datetime]:
    first: dict[str, datetime] = {}
    for moment, status, old, new in _changes(log):
        if status == "R":
            first[new] = first.pop(old, moment)
        else:
            first.setdefault(new, moment)
    return first


def _changes(log: str) -> Iterator[tuple[datetime, str, str, str]]:
    """Each change as (moment, A or R, old path, new path)."""
    for commit in log.split(_COMMIT)[1:]:
        stamp, *words = commit.replace("\n", "\0").split("\0")
        moment = datetime.fromtimestamp(int(stamp), UTC)
        rest = iter(word for word in words if word)
        for status in rest:
            old = next(rest, "")
            yield moment, status[0], old, next(rest, "") if status[0] == "R" else old
