"""What `tracker doctor` looks at. Every check says what it found; one that is not ok says what to do."""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tracker.cli.context import has_terminal
from tracker.editor import editor_command
from tracker.errors import TrackerError
from tracker.grader import landlock
from tracker.grader.door import door_path
from tracker.grader.hosting import visit
from tracker.store.schema import SCHEMA_VERSION, schema_version, verify
from tracker.workspace import Workspace, find_root, open_workspace

TORCH_SECONDS = 120
TORCH_PROGRAM = "import torch; print(torch.__version__, torch.get_num_threads())"


@dataclass(frozen=True)
class Check:
    """One thing that the tracker needs or uses."""

    name: str
    ok: bool
    message: str
    hint: str = ""


def checks(args: argparse.Namespace) -> Iterator[Check]:
    """Every check, one by one: the slow ones take seconds. Nothing is written."""
    yield Check("python", True, f"Python {sys.version.split()[0]} at {sys.executable}")
    yield _torch()
    yield _pytest()
    yield _git()
    yield _sqlite()
    yield _terminal()
    yield _isolation()
    try:
        workspace = open_workspace(find_root(args.workspace, os.environ, Path.cwd()))
    except TrackerError as error:
        yield _failed("workspace", error)
    else:
        yield _workspace(workspace)
        yield _database(workspace)
        yield _grader(workspace)
        yield _editor(workspace)


def _failed(name: str, error: TrackerError) -> Check:
    return Check(name, False, error.message, error.hint)


def _torch() -> Check:
    """Imported in a child: this process stays small, and a crash in torch's own code is a finding, not our end."""
    hint = f"Install it: {sys.executable} -m pip install torch"
    try:
        child = subprocess.run(
            [sys.executable, "-c", TORCH_PROGRAM], capture_output=True, text=True, timeout=TORCH_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Check("torch", False, f"torch cannot be imported: {error}", hint)
    if child.returncode:
        reason = (child.stderr.strip().splitlines() or [f"exit code {child.returncode}"])[-1]
        return Check("torch", False, f"torch cannot be imported: {reason}", hint)
    number, threads = child.stdout.split()
    return Check("torch", True, f"torch {number}, {threads} threads")


def _pytest() -> Check:
    try:
        return Check("pytest", True, f"pytest {version('pytest')}")
    except PackageNotFoundError:
        hint = f"Install it: {sys.executable} -m pip install pytest"
        return Check("pytest", False, "pytest, which runs the checks, is missing.", hint)


def _git() -> Check:
    found = shutil.which("git")
    if found is None:
        return Check("git", False, "git is missing: reviews and the dates of notes need it.", "Install git.")
    answer = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
    return Check("git", answer.returncode == 0, answer.stdout.strip() or answer.stderr.strip())


def _sqlite() -> Check:
    with closing(sqlite3.connect(":memory:")) as connection:
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    search = "with full-text search" if "ENABLE_FTS5" in options else "without FTS5"
    hint = "" if "ENABLE_FTS5" in options else "Search needs a Python whose SQLite has FTS5."
    return Check("sqlite", not hint, f"SQLite {sqlite3.sqlite_version}, {search}", hint)


def _terminal() -> Check:
    if not has_terminal():
        return Check("terminal", True, "none here; the dashboard needs one, the other commands do not")
    columns, lines = shutil.get_terminal_size()
    hint = "" if columns >= 80 and lines >= 24 else "Make the window at least 80 by 24."
    return Check("terminal", not hint, f"{columns} by {lines}, TERM={os.environ.get('TERM', '')}", hint)


def _isolation() -> Check:
    """What the kernel offers to keep a solution from doing harm; useful, not needed."""
    program = "import sys; from tracker.grader.namespaces import enter_new; sys.exit(not enter_new())"
    namespaces = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 0
    abi = landlock.version()
    offered = ["namespaces"] * namespaces + [f"Landlock {abi}"] * bool(abi)
    missing = ["namespaces"] * (not namespaces) + ["Landlock"] * (not abi)
    active = f"active: {', '.join(offered) or 'limits on time and memory only'}"
    return Check("isolation", True, active + (f"; not in this system: {', '.join(missing)}" if missing else ""))


def _grader(workspace: Workspace) -> Check:
    host = visit(door_path(workspace.private))
    if host is None:
        return Check("grader", True, "no host is waiting; the first grade starts one")
    host.close()
    return Check("grader", True, f"a warm host is waiting, pid {host.pid}")


def _workspace(workspace: Workspace) -> Check:
    try:
        workspace.require_writable()
    except TrackerError as error:
        return _failed("workspace", error)
    notes = sum(1 for _ in workspace.notes.rglob("*.md"))
    return Check("workspace", True, f"{workspace.root}, Markdown files: {notes}")


def _database(workspace: Workspace) -> Check:
    try:
        number = schema_version(workspace.database)
        if number is None:
            return Check("database", True, "not there yet; the first start makes it")
        verify(workspace.database)
    except TrackerError as error:
        return _failed("database", error)
    state = "current" if number == SCHEMA_VERSION else f"the next start brings it to {SCHEMA_VERSION}"
    return Check("database", True, f"sound, schema {number} ({state})")


def _editor(workspace: Workspace) -> Check:
    try:
        command = editor_command(workspace.settings, os.environ, workspace.notes)
    except TrackerError as error:
        return _failed("editor", error)
    return Check("editor", True, " ".join(command[:-1]))
