"""What the rooms work with, opened in a worker after the first frame."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from threading import Thread
from typing import TYPE_CHECKING

from tracker.workspace import Workspace

if TYPE_CHECKING:
    from tracker.grader.client import Grader
    from tracker.practice.catalogue import Catalogue
    from tracker.store.engine import Store


@dataclass(frozen=True)
class Services:
    """The open workspace: its store, the exercises there are, and the grader."""

    workspace: Workspace
    store: Store
    catalogue: Catalogue

    @cached_property
    def grader(self) -> Grader:
        """The grader that everything in this workspace shares; made when it is first asked for."""
        # Imported here: subprocesses and sockets cost 15 ms, and the first numbers need no grader.
        from tracker.grader.client import workspace_grader

        return workspace_grader(self.workspace.private)

    def close(self) -> None:
        """Let go of the database and hang up on the grader.

        Nobody waits for the grader: one that is still importing torch takes seconds to notice, and one whose owner has
        gone ends by itself.
        """
        if "grader" in self.__dict__:
            Thread(target=self.grader.close, daemon=True, name="hanging up").start()
        self.store.close()


def open_services(workspace: Workspace) -> Services:
    """Open everything; slow (about 0.4 s), so never on the thread that draws.

    Raises:
        TrackerError: the database or an exercise can't be read.
    """
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.practice.catalogue import load_catalogue
    from tracker.store.engine import open_store

    return Services(workspace, open_store(workspace), load_catalogue(workspace.exercise_roots))
