"""Handing the terminal to the learner's own editor and taking it back."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import cast

from textual.app import App, SuspendNotSupported

from tracker.editor import editor_command
from tracker.errors import TrackerError
from tracker.tui.shell import Shell


def edit_outside(shell: Shell, path: Path, line: int | None) -> None:
    """Open a file in `$EDITOR`, at a line (from 1) where there is one; returns when the learner is back.

    The watcher sees what is saved meanwhile, so nothing has to be told here.
    """
    app = cast("App[None]", shell)
    try:
        command = editor_command(shell.workspace.settings, os.environ, path, line)
        with app.suspend():
            code = subprocess.run(command, check=False).returncode
    except SuspendNotSupported:
        shell.report(TrackerError("This terminal cannot be lent to another program.", hint=f"The file is {path}."))
    except (TrackerError, OSError) as error:
        known = error if isinstance(error, TrackerError) else TrackerError(f"The editor did not start: {error}.")
        shell.report(known)
    else:
        app.refresh()
        if code:
            shell.report(TrackerError(f"The editor '{command[0]}' ended with exit code {code}.", title="Editor"))
