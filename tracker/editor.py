"""The learner's own editor: which command it is, and how it is told a line."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path

from tracker.errors import TrackerError
from tracker.settings import Settings

_FALLBACKS = ("nano", "vim", "vi", "notepad")
_GOTO = {"code", "code-insiders", "codium", "cursor", "windsurf"}
_COLON = {"hx", "helix", "subl", "zed"}
_PLUS = {"vi", "vim", "nvim", "nano", "emacs", "emacsclient", "kak", "joe", "micro", "gvim", "mg"}


def editor_command(settings: Settings, environ: Mapping[str, str], path: Path, line: int | None = None) -> list[str]:
    """The command that opens `path`, at `line` (from 1) where the editor is known to take one.

    The editor is the setting, else `$VISUAL`, else `$EDITOR`, else one that is installed.

    Raises:
        TrackerError: there is none.
    """
    named = settings.editor or environ.get("VISUAL") or environ.get("EDITOR") or _installed()
    try:
        command = shlex.split(named)
    except ValueError as error:
        raise TrackerError(f"The editor's command cannot be read: {named}", hint="A quote is missing.") from error
    if not command or shutil.which(command[0]) is None:
        missing = f"The editor '{command[0]}' is not installed." if command else "There is no editor."
        raise TrackerError(missing, hint="Set 'editor' in .tracker/settings.toml, or $EDITOR.", title="Editor")
    return [*command, *_target(Path(command[0]).stem.lower(), path, line)]


def _installed() -> str:
    return next((name for name in _FALLBACKS if shutil.which(name)), "")


def _target(editor: str, path: Path, line: int | None) -> list[str]:
    if line is None:
        return [str(path)]
    if editor in _GOTO:
        return ["--goto", f"{path}:{line}"]
    if editor in _COLON:
        return [f"{path}:{line}"]
    return [f"+{line}", str(path)] if editor in _PLUS else [str(path)]
