"""The learner's folder: `notes/`, `solutions/` and the private `.tracker/`; how it is found and made."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from tracker.clock import learning_day
from tracker.errors import TrackerError
from tracker.settings import TEMPLATE, Settings, load_settings

PRIVATE = ".tracker"
VARIABLE = "TRACKER_WORKSPACE"


class NoWorkspaceError(TrackerError):
    """No workspace was named and none lies here or above; a terminal may ask whether to make one."""


@dataclass(frozen=True)
class Workspace:
    """Where everything of one learner lies. Paths are absolute; only those that `init` makes need exist."""

    root: Path
    settings: Settings

    @property
    def notes(self) -> Path:
        """The learner's Markdown; the tracker never rewrites a file here."""
        return self.root / "notes"

    @property
    def solutions(self) -> Path:
        """The learner's Python files, one per exercise."""
        return self.root / "solutions"

    @property
    def exercises(self) -> Path:
        """Exercises that the learner adds to the curriculum."""
        return self.root / "exercises"

    @property
    def private(self) -> Path:
        """What is the tracker's own."""
        return self.root / PRIVATE

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.private / "tracker.db"

    @property
    def search_index(self) -> Path:
        """The full-text index, made from the database whenever it is missing."""
        return self.private / "search.db"

    @property
    def backups(self) -> Path:
        """Copies of the database."""
        return self.private / "backups"

    @property
    def drafts(self) -> Path:
        """Unsaved writing."""
        return self.private / "drafts"

    @property
    def logs(self) -> Path:
        """What went wrong, in full."""
        return self.private / "logs"

    def day(self, now: datetime) -> date:
        """The learning day that `now` (aware) belongs to."""
        return learning_day(now, self.settings.zone, self.settings.day_start)

    def require_writable(self) -> None:
        """Raise a TrackerError unless the tracker may write to its folder."""
        if not os.access(self.private, os.W_OK | os.X_OK):
            hint = f"Make {self.private} writable for you."
            raise TrackerError(f"The workspace {self.root} is read-only.", hint=hint, title="Workspace")

    @property
    def exercise_roots(self) -> tuple[Path, ...]:
        """The folders to look for exercises in: the package's, then the learner's own, each once."""
        return tuple(dict.fromkeys((package_exercises(), self.exercises)))


def find_root(explicit: str | None, environ: Mapping[str, str], cwd: Path) -> Path:
    """The workspace's folder: the one named, else `$TRACKER_WORKSPACE`, else the nearest parent with a `.tracker/`.

    Raises:
        NoWorkspaceError: none was named and there is none.
        TrackerError: the named folder is no workspace.
    """
    named = explicit or environ.get(VARIABLE)
    if named:
        root = (cwd / Path(named).expanduser()).resolve()
        if not (root / PRIVATE).is_dir():
            hint = f"Make it one: tracker init {root}"
            raise TrackerError(f"{root} is not a workspace.", hint=hint, title="Workspace")
        return root
    for folder in (cwd.resolve(), *cwd.resolve().parents):
        if (folder / PRIVATE).is_dir():
            return folder
    raise NoWorkspaceError(
        f"There is no workspace in {cwd} or above.",
        hint="Make one here with 'tracker init', or name one with --workspace DIR.",
        title="Workspace",
    )


def open_workspace(root: Path) -> Workspace:
    """The workspace at `root`, with its settings; a TrackerError says what is wrong with those."""
    root = root.resolve()
    return Workspace(root, load_settings(root / PRIVATE / "settings.toml"))


def init(root: Path, *, sample_note: str | None) -> Workspace:
    """Make `root` a workspace; what is there already stays as it is.

    Args:
        root: the folder, made if missing.
        sample_note: text for `notes/welcome.md`, written only into a new workspace that has no notes yet.
    """
    root = root.expanduser().resolve()
    is_new = not (root / PRIVATE).is_dir()
    try:
        for folder in ("notes", "solutions", PRIVATE):
            (root / folder).mkdir(parents=True, exist_ok=True)
        _write_new(root / PRIVATE / "settings.toml", TEMPLATE)
        _write_new(root / PRIVATE / ".gitignore", "*\n")
        if is_new and sample_note is not None and not any((root / "notes").rglob("*.md")):
            _write_new(root / "notes" / "welcome.md", sample_note)
    except OSError as error:
        raise TrackerError(f"{root} cannot become a workspace: {error.strerror}.", title="Workspace") from error
    return open_workspace(root)


def _write_new(path: Path, text: str) -> None:
    """Write `text` unless there is a file."""
    if not path.exists():
        path.write_text(text, encoding="utf-8", newline="\n")


def package_exercises() -> Path:
    """The folder of the curriculum, in a clone or in an installed package."""
    return _content() / "exercises"


def sample_note() -> Path:
    """The note that a new workspace starts with, in a clone or in an installed package."""
    return _content() / "notes" / "welcome.md"


def _content() -> Path:
    package = Path(__file__).resolve().parent
    installed = package / "_content"
    return installed if installed.is_dir() else package.parent
