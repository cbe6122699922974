"""How the dashboard starts: the collector sleeps until the first numbers stand on the screen.

Importing Textual and painting once makes half a million objects that all stay; looking for garbage among them costs
a tenth of the time to the first frame, and a sixth of the time to the numbers.
"""

from __future__ import annotations

import gc
from pathlib import Path

from tracker.workspace import Workspace


def run(root: Path, workspace: Workspace | None = None) -> int:
    """Show the dashboard until the learner leaves; returns the exit code."""
    gc.disable()
    try:
        from tracker.tui.app import TrackerApp  # after the line above, that is the point

        app = TrackerApp(root, workspace)
        app.run()
    finally:
        gc.enable()
    return app.return_code or 0
