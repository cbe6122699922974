"""What a command works on: the workspace that the arguments name, and its store and catalogue when they are used."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from tracker.clock import system_now
from tracker.workspace import (
    NoWorkspaceError,
    Workspace,
    find_root,
    init,
    open_workspace,
    package_exercises,
    sample_note,
)

if TYPE_CHECKING:
    from tracker.practice.catalogue import Catalogue
    from tracker.store.engine import Store


class Context:
    """One command's workspace and moment; closes the store, if it was opened, at the end of a `with`."""

    def __init__(self, workspace: Workspace, now: datetime) -> None:
        self.workspace = workspace
        self.now = now

    @property
    def day(self) -> date:
        """The learning day of this command."""
        return self.workspace.day(self.now)

    @cached_property
    def store(self) -> Store:
        """The database, opened on first use: sqlmodel takes half a second to import."""
        from tracker.store.engine import open_store

        return open_store(self.workspace)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The package's exercises and the learner's own."""
        from tracker.practice.catalogue import load_catalogue

        return load_catalogue(self.workspace.exercise_roots)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        if "store" in self.__dict__:
            self.store.close()


def open_context(args: argparse.Namespace) -> Context:
    """The workspace that `args` and the environment lead to; a TrackerError if there is none or it is read-only.

    Where there is none and someone sits at the terminal, they are asked whether to make one here.
    """
    workspace = open_workspace(root_of(args))
    workspace.require_writable()
    return Context(workspace, system_now())


def catalogue_anywhere(args: argparse.Namespace) -> Catalogue:
    """The exercises of the workspace that `args` lead to, or the package's alone where there is none."""
    from tracker.practice.catalogue import load_catalogue

    try:
        root = find_root(getattr(args, "workspace", None), os.environ, Path.cwd())
    except NoWorkspaceError:
        return load_catalogue((package_exercises(),))
    return load_catalogue(open_workspace(root).exercise_roots)


def root_of(args: argparse.Namespace) -> Path:
    """The workspace's folder, found or made on a yes."""
    cwd = Path.cwd()
    try:
        return find_root(getattr(args, "workspace", None), os.environ, cwd)
    except NoWorkspaceError:
        if getattr(args, "json", False) or not has_terminal() or not _agrees(cwd):
            raise
        return new_workspace(cwd).root


def new_workspace(root: Path) -> Workspace:
    """Make `root` a workspace with the sample note."""
    return init(root, sample_note=sample_note().read_text(encoding="utf-8"))


def has_terminal() -> bool:
    """Whether someone can read what is printed and answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _agrees(cwd: Path) -> bool:
    answer = input(f"There is no workspace in {cwd} or above. Make one here? [y/N] ")
    return answer.strip().lower() in {"y", "yes", "j", "ja", "예", "네", "ㅇ"}
