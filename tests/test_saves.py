"""Saves are noticed whatever the editor does."""

from __future__ import annotations

import queue
import shutil
import threading
from pathlib import Path

import pytest

from tracker.saves import bursts, is_python, is_remote, wait_until_whole

PATIENCE = 10.0


class Watch:
    """A watch in a thread; `until` waits for a path."""

    def __init__(self, *folders: Path, polling: bool | None) -> None:
        self.stop = threading.Event()
        self._seen: queue.Queue[Path] = queue.Queue()
        self._folders, self._polling = folders, polling
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        for burst in bursts(self._folders, self.stop, polling=self._polling):
            for path in burst:
                self._seen.put(path)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def until(self, path: Path, *, touch) -> None:
        """Touch again and again until the watch has told of `path`: it may not listen yet at the first touch."""
        for number in range(100):
            touch(number)
            try:
                while self._seen.get(timeout=0.3) != path:
                    pass
            except queue.Empty:
                continue
            return
        pytest.fail(f"{path} was never seen")


@pytest.mark.parametrize("polling", [None, True])
def test_a_plain_save(tmp_path, polling):
    path = tmp_path / "softmax.py"
    with Watch(tmp_path, polling=polling) as watch:
        watch.until(path, touch=lambda number: path.write_text(f"x = {number}\n"))


@pytest.mark.parametrize("polling", [None, True])
def test_a_save_by_renaming(tmp_path, polling):
    path, beside = tmp_path / "softmax.py", tmp_path / ".softmax.py.tmp"

    def save(number: int) -> None:
        beside.write_text(f"x = {number}\n")
        beside.replace(path)

    with Watch(tmp_path, polling=polling) as watch:
        watch.until(path, touch=save)


def test_a_folder_that_is_removed_and_comes_back(tmp_path):
    notes, solutions = tmp_path / "notes", tmp_path / "solutions"
    notes.mkdir()
    solutions.mkdir()
    path = solutions / "softmax.py"
    with Watch(notes, solutions, polling=None) as watch:
        watch.until(path, touch=lambda number: path.write_text(f"x = {number}\n"))
        shutil.rmtree(solutions)
        solutions.mkdir()
        watch.until(path, touch=lambda number: path.write_text(f"y = {number}\n"))


def test_folders_that_are_not_there_yet(tmp_path, monkeypatch):
    monkeypatch.setattr("tracker.saves.RETRY_SECONDS", 0.05)
    notes = tmp_path / "notes"
    path = notes / "day-1.md"

    def save(number: int) -> None:
        notes.mkdir(exist_ok=True)
        path.write_text(f"- {number}\n")

    with Watch(notes, polling=None) as watch:
        watch.until(path, touch=save)


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/home /mnt/home\\040net nfs4 rw 0 0
C:\\134 /mnt/c 9p rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "remote"),
    [("/home/kim/notes", False), ("/mnt/home net/kim", True), ("/mnt/c/Users/kim", True), ("/mnt/cd", False)],
)
def test_network_folders_are_looked_at(folder, remote):
    assert is_remote(Path(folder), MOUNTS) is remote


def test_a_half_written_file_gets_a_moment(tmp_path):
    path = tmp_path / "softmax.py"
    path.write_text("def softmax(x):\n    return (")
    assert not is_python(path)
    moment = _Finishing(path)
    wait_until_whole(path, moment)
    assert moment.waits == 1
    assert is_python(path)


def test_a_broken_file_is_told_of_all_the_same(tmp_path):
    path = tmp_path / "softmax.py"
    path.write_text("def softmax(:")
    stop = threading.Event()
    stop.set()
    wait_until_whole(path, stop)


class _Finishing(threading.Event):
    """Instead of waiting, the other program finishes writing."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path, self.waits = path, 0

    def wait(self, timeout: float | None = None) -> bool:
        self.waits += 1
        self.path.write_text("def softmax(x):\n    return (x)\n")
        return False
