"""`tracker grade` in processes of its own: the second one is run by the process on standby, and nobody can tell."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.grader.processes import alive, wait_until
from tracker.cli import errand
from tracker.grader.door import Door, door_path
from tracker.grader.memory import children
from tracker.workspace import init, package_exercises

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the kernel who answers at a socket")

SOFTMAX = package_exercises() / "01_fundamentals" / "softmax"
TRACKER = [sys.executable, "-X", "importtime", "-m", "tracker"]


def grade(root: Path, *arguments: str, cwd: Path | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
    """`tracker grade softmax` as a shell runs it."""
    command = [*TRACKER, "--workspace", str(root), "grade", "softmax", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120, cwd=cwd, env={**os.environ, **environ}
    )


def said(done: subprocess.CompletedProcess[str]) -> str:
    """What the command itself wrote to standard error."""
    return "\n".join(line for line in done.stderr.splitlines() if not line.startswith("import time:"))


def listener(path: Path) -> int:
    """Who answers at a socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.connect(str(path))
        size = struct.calcsize("3i")
        return int(struct.unpack("3i", line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))[0])


def standby_pid(root: Path) -> int:
    """The process on standby."""
    return listener(errand.socket_path(root))


def host_pid(root: Path) -> int:
    """The lingering host."""
    return listener(door_path(root / ".tracker"))


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A workspace whose softmax is right, in which one grade was given and a process waits for the next."""
    root = init(tmp_path / "learner", sample_note=None).root
    shutil.copy(SOFTMAX / "reference.py", root / "solutions" / "softmax.py")
    first = grade(root)
    assert first.returncode == 0, first.stderr[-2000:]
    wait_until("a process is on standby", errand.socket_path(root).exists)
    yield root
    os.kill(host_pid(root), signal.SIGKILL)


def loads_the_database_library(done: subprocess.CompletedProcess[str]) -> bool:
    return "sqlmodel" in done.stderr


def test_the_second_grade_is_run_by_the_process_on_standby(root: Path, tmp_path: Path) -> None:
    second = grade(root, "--json")
    assert second.returncode == 0
    assert not loads_the_database_library(second)
    assert json.loads(second.stdout)["verdict"] == "passed"
    assert said(second) == ""
    starter = tmp_path / "mine.py"
    shutil.copy(SOFTMAX / "starter.py", starter)
    other = grade(root, "--solution", "mine.py", cwd=tmp_path)
    assert not loads_the_database_library(other)
    assert other.returncode == 1
    assert "Not written yet" in other.stdout
    wrong = grade(root, "--seed", "none")
    assert not loads_the_database_library(wrong)
    assert wrong.returncode == 2
    assert "none" in said(wrong)
    listed = subprocess.run([*TRACKER, "--workspace", str(root), "exercises", "--json"], capture_output=True, text=True)
    attempts = {entry["slug"]: entry["attempts"] for entry in json.loads(listed.stdout)}
    assert attempts["softmax"] == 2


def test_a_grade_without_a_waiting_process_leaves_none(root: Path) -> None:
    pid = standby_pid(root)
    os.kill(pid, signal.SIGKILL)
    errand.socket_path(root).unlink()
    assert grade(root, "--cold").returncode == 0
    assert not errand.socket_path(root).exists()


def test_an_interrupt_reaches_the_command(root: Path) -> None:
    (root / "solutions" / "softmax.py").write_text("def softmax(x, dim=-1):\n    while True: pass\n")
    pid = standby_pid(root)
    command = [sys.executable, "-m", "tracker", "--workspace", str(root), "grade", "softmax"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as client:
        wait_until("the command runs", lambda: [child for child in children(pid) if runs_threads(child)])
        client.send_signal(signal.SIGINT)
        out, err = client.communicate(timeout=60)
    assert client.returncode == 130, err
    assert out == ""
    wait_until("its process is gone", lambda: not children(pid))
    assert alive(pid)


def runs_threads(pid: int) -> bool:
    """True once a command grades: it watches its client on a thread and listens to the grader on another."""
    try:
        return len(list(Path(f"/proc/{pid}/task").iterdir())) > 2
    except OSError:
        return False


def test_a_command_ends_with_its_client(root: Path) -> None:
    (root / "solutions" / "softmax.py").write_text("def softmax(x, dim=-1):\n    while True: pass\n")
    pid = standby_pid(root)
    command = [sys.executable, "-m", "tracker", "--workspace", str(root), "grade", "softmax"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as client:
        wait_until("the command runs", lambda: [child for child in children(pid) if runs_threads(child)])
        client.kill()
    wait_until("its process is gone", lambda: not children(pid))


def test_it_ends_with_the_host(root: Path) -> None:
    pid = standby_pid(root)
    os.kill(host_pid(root), signal.SIGKILL)
    wait_until("the process on standby is gone", lambda: not alive(pid))
    again = grade(root)
    assert again.returncode == 0, "a grade starts both anew"


def test_it_ends_with_the_workspace(root: Path) -> None:
    pid = standby_pid(root)
    moved = root.with_name("elsewhere")
    root.rename(moved)
    wait_until("the process on standby is gone", lambda: not alive(pid))
    moved.rename(root)
    assert grade(root).returncode == 0


def test_one_that_loaded_an_older_program_makes_room(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pid = standby_pid(root)
    monkeypatch.setattr(errand, "edition", lambda: 1.0)
    done: list[int | None] = []
    thread = threading.Thread(target=lambda: done.append(errand.hand_over(["grade", "softmax"], root)))
    thread.start()
    thread.join(30)
    assert done == [None]
    wait_until("the old one is gone", lambda: not alive(pid))


def test_only_what_leaves_a_warm_grader_anyway_is_handed_over() -> None:
    assert errand.worth_handing_over(["--workspace", "there", "grade", "softmax"])
    assert errand.worth_handing_over(["grade", "--all"])
    assert not errand.worth_handing_over(["grade", "softmax", "--cold"])
    assert not errand.worth_handing_over(["exercises"])


@pytest.mark.parametrize("length", range(70, 110))
def test_a_workspace_may_lie_as_deep_as_it_likes(length: int, tmp_path: Path) -> None:
    root = tmp_path / ("d" * max(1, length - len(str(tmp_path)) - 1))
    (root / ".tracker").mkdir(parents=True)
    door = Door(errand.socket_path(root))
    assert door.stands()
    door.close()
