"""Replay a real history of notes: does every reflection stay the same one, from the first commit to the last?

    python tests/bench/replay_notes.py REPOSITORY [--folder notes] [--limit 300] [--sample 20] [--seed 0]

Takes any git repository with Markdown in it, puts each commit of the first-parent line on disk in turn (in a temporary
folder; the repository is only read), syncs, and compares what was known before with what is known now. It reports

- unchanged blocks that changed their id: must be 0. Unchanged is a text that stands once in a note before and after
  (under the note's new name, if git says that it was renamed without edits), or once in all notes before and after.
  Of a text that is repeated in a note, as many must keep an id as there were;
- edits: texts that vanished and appeared in the same note and are alike, and how many of them kept their id;
- a sample of the pairs that were taken for edits, for a person to judge.

The exit code is 1 if an unchanged block lost its id.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher
from pathlib import Path

from tracker.notes.queries import list_reflections
from tracker.notes.sync import sync
from tracker.notes.views import ReflectionView
from tracker.store.engine import Store, open_store
from tracker.workspace import Workspace, init

ALIKE = 0.75
"""Share of common characters from which on a vanished and a new text of one note are called an edit."""
MOST_PAIRS = 4000
"""Vanished times new texts of one note; beyond that, looking for edits is left out."""


@dataclass
class Tally:
    """What a replay has seen."""

    steps: int = 0
    live: int = 0
    unchanged: int = 0
    lost: list[str] = field(default_factory=list)
    """Unchanged blocks that changed their id, in words."""
    edits: int = 0
    edits_kept: int = 0
    taken_for_edits: list[tuple[str, str, str]] = field(default_factory=list)
    """(step, text before, text now) of reflections that kept their id through a change of text."""
    held_back: int = 0
    problems: set[str] = field(default_factory=set)


class Replay:
    """Syncs one state of the notes after another and compares."""

    def __init__(self, workspace: Workspace, store: Store) -> None:
        self.tally = Tally()
        self._workspace, self._store = workspace, store
        self._moment = datetime(2021, 1, 1, tzinfo=UTC)
        self._before: list[ReflectionView] = []

    def step(self, label: str, renames: dict[str, str] | None = None) -> list[ReflectionView]:
        """Sync what is on disk now; `renames` are old path → new path of notes renamed without edits."""
        self._moment += timedelta(hours=1)
        report = sync(self._workspace, self._store, self._moment)
        if report.held_back:
            self.tally.held_back += 1
            report = sync(self._workspace, self._store, self._moment, accept_vanished=True)
        self.tally.problems.update(f"{problem.path}: {problem.message}" for problem in report.problems)
        now = list_reflections(self._store)
        self._compare(label, now, renames or {})
        self.tally.steps += 1
        self.tally.live = len(now)
        self._before = now
        return now

    def _compare(self, label: str, now: list[ReflectionView], renames: dict[str, str]) -> None:
        before = _by_note(self._before, renames)
        after = _by_note(now, {})
        for note in before.keys() & after.keys():
            self._compare_note(f"{label} {note}", before[note], after[note])
        self._compare_everywhere(label, now)
        texts = {one.id: one.text for one in self._before}
        self.tally.taken_for_edits += [
            (label, texts[one.id], one.text) for one in now if one.id in texts and texts[one.id] != one.text
        ]

    def _compare_note(self, place: str, before: dict[str, list[str]], after: dict[str, list[str]]) -> None:
        """Texts of one note, each with the ids of the reflections that have it."""
        for text, ids in before.items():
            expected = min(len(ids), len(after.get(text, ())))
            kept = len(set(ids) & set(after.get(text, ())))
            self.tally.unchanged += expected
            if kept < expected:
                self.tally.lost.append(f"{place}: {expected - kept} of {len(ids)} × {text!r}")
        gone = [(text, ids[0]) for text, ids in before.items() if text not in after]
        come = [(text, ids[0]) for text, ids in after.items() if text not in before]
        if len(gone) * len(come) > MOST_PAIRS:
            return
        for text, id_ in gone:
            alike = [(SequenceMatcher(None, text, other, autojunk=False).ratio(), new) for other, new in come]
            best = max(alike, default=(0.0, ""))
            if best[0] >= ALIKE:
                self.tally.edits += 1
                self.tally.edits_kept += any(new == id_ and ratio >= ALIKE for ratio, new in alike)

    def _compare_everywhere(self, label: str, now: list[ReflectionView]) -> None:
        """Texts that stand once in all notes, before and after, wherever."""
        before, after = Counter(one.text for one in self._before), Counter(one.text for one in now)
        ids = {one.text: one.id for one in now}
        for one in self._before:
            if before[one.text] == 1 == after[one.text] and ids[one.text] != one.id:
                self.tally.lost.append(f"{label}: {one.text!r} moved from {one.note} and changed its id")


def _by_note(reflections: Sequence[ReflectionView], renames: dict[str, str]) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in reflections:
        found[renames.get(one.note, one.note)][one.text].append(one.id)
    return found


class Repository:
    """The Markdown in a git repository, commit by commit; nothing in the repository is touched."""

    def __init__(self, path: Path, folder: str) -> None:
        self._path, self._folder = path, folder
        self._blobs = subprocess.Popen(
            ["git", "cat-file", "--batch"], cwd=path, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __enter__(self) -> Repository:
        return self

    def __exit__(self, *_: object) -> None:
        self._blobs.communicate()

    def commits(self) -> list[str]:
        """Hashes along the first parents, the oldest first."""
        return self._git("rev-list", "--first-parent", "--reverse", "HEAD").decode().split()

    def files(self, commit: str) -> dict[str, str]:
        """Path below the folder → hash of the content, of every Markdown file."""
        listed = self._git("ls-tree", "-r", "-z", commit, "--", self._folder or ".").decode("utf-8", "replace")
        found = {}
        for entry in filter(None, listed.split("\0")):
            description, _, name = entry.partition("\t")
            mode, _, blob = description.split(" ")
            hidden = any(part.startswith(".") for part in Path(name).parts)
            if name.lower().endswith((".md", ".markdown")) and mode.startswith("100") and not hidden:
                found[name] = blob
        return found

    def content(self, blob: str) -> bytes:
        """The bytes of a file."""
        assert self._blobs.stdin is not None
        assert self._blobs.stdout is not None
        self._blobs.stdin.write(f"{blob}\n".encode())
        self._blobs.stdin.flush()
        size = int(self._blobs.stdout.readline().split()[2])
        return self._blobs.stdout.read(size + 1)[:-1]

    def _git(self, *arguments: str) -> bytes:
        return subprocess.run(["git", *arguments], cwd=self._path, capture_output=True, check=True).stdout


def put(root: Path, files: dict[str, str], before: dict[str, str], repository: Repository) -> dict[str, str]:
    """Make `root` hold these files; give back old path → new path of those renamed without edits."""
    for path in before.keys() - files.keys():
        (root / path).unlink()
    for path, blob in files.items():
        if before.get(path) != blob:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(repository.content(blob))
    gone = Counter(before[path] for path in before.keys() - files.keys())
    come = Counter(files[path] for path in files.keys() - before.keys())
    old = {before[path]: path for path in before.keys() - files.keys()}
    new = {files[path]: path for path in files.keys() - before.keys()}
    return {old[blob]: new[blob] for blob in old.keys() & new.keys() if gone[blob] == come[blob] == 1}


def replay(repository: Repository, limit: int | None = None) -> Tally:
    """Replay the whole history, or its first `limit` commits, in a temporary workspace."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = init(Path(folder), sample_note=None)
        store = open_store(workspace)
        play = Replay(workspace, store)
        before: dict[str, str] = {}
        for number, commit in enumerate(repository.commits()[:limit], 1):
            files = repository.files(commit)
            renames = put(workspace.notes, files, before, repository)
            play.step(commit[:8], renames)
            before = files
            if sys.stderr.isatty():
                print(f"\rcommit {number} ", end="", file=sys.stderr)
        store.close()
        return play.tally


def describe(tally: Tally, sample: int, seed: int) -> Iterator[str]:
    """The report, line by line."""
    yield f"commits replayed               {tally.steps}"
    yield f"live reflections at the end    {tally.live}"
    yield f"unchanged blocks looked at     {tally.unchanged}"
    yield f"unchanged, but another id      {len(tally.lost)}"
    share = f" ({tally.edits_kept / tally.edits:.1%})" if tally.edits else ""
    yield f"edits that kept their id       {tally.edits_kept} of {tally.edits}{share}"
    yield f"syncs held back for a third    {tally.held_back}"
    yield f"different problems named       {len(tally.problems)}"
    yield from (f"  LOST {line}" for line in tally.lost[:50])
    chosen = random.Random(seed).sample(tally.taken_for_edits, min(sample, len(tally.taken_for_edits)))
    yield f"{len(chosen)} of {len(tally.taken_for_edits)} pairs that were taken for edits; are they?"
    for label, was, now in chosen:
        yield f"  {label} was {was}"
        yield f"           now {now}"


def main(argv: Sequence[str] | None = None) -> int:
    """Replay the repository that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", type=Path)
    parser.add_argument("--folder", default="", help="only the notes below this folder of the repository")
    parser.add_argument("--limit", type=int, help="only so many commits from the start")
    parser.add_argument("--sample", type=int, default=20, help="how many pairs to print")
    parser.add_argument("--seed", type=int, default=0, help="of the sample")
    args = parser.parse_args(argv)
    with Repository(args.repository, args.folder) as repository:
        tally = replay(repository, args.limit)
    print("\n".join(describe(tally, args.sample, args.seed)))
    return 1 if tally.lost else 0


if __name__ == "__main__":
    raise SystemExit(main())
