"""One host for all who grade in a workspace: found at its door, shared fairly, and gone with the workspace."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.grader.conftest import RIGHT, MakeJob
from tests.grader.processes import alive, wait_until
from tests.grader.test_grader import ENDLESS, Grading
from tracker.grader.client import Grader, workspace_grader
from tracker.grader.door import PATH_LIMIT, Door, door_path
from tracker.grader.hosting import visit
from tracker.grader.protocol import VERSION, Superseded
from tracker.grader.report import Report, Verdict

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no Unix sockets here")


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `.tracker/` of a workspace."""
    return tmp_path_factory.mktemp("workspace")


@pytest.fixture(scope="module")
def owner(private: Path) -> Iterator[Grader]:
    """Whoever came first: its host answers at the door."""
    with workspace_grader(private) as grader:
        grader.warm_up()
        wait_until("the door stands", door_path(private).exists, 120.0)
        yield grader


@pytest.fixture
def guest(owner: Grader, private: Path) -> Iterator[Grader]:
    """Another process's grader in the same workspace."""
    with workspace_grader(private) as grader:
        yield grader


Call = Callable[[bytes], list[dict[str, Any]]]


@pytest.fixture
def call(owner: Grader, private: Path) -> Call:
    """Sends bytes to the door as they are and returns what is answered until the host hangs up, or for a second."""

    def send(data: bytes) -> list[dict[str, Any]]:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(door_path(private)))
            connection.settimeout(1.0)
            connection.sendall(data)
            lines: list[bytes] = []
            with connection.makefile("rb") as reader, contextlib.suppress(TimeoutError):
                for line in reader:
                    lines.append(line)  # noqa: PERF402 - what came before the silence is kept
            return [json.loads(line) for line in lines]

    return send


def test_the_door_is_its_owners_only(owner: Grader, private: Path) -> None:
    mode = door_path(private).stat().st_mode
    assert stat.S_ISSOCK(mode)
    assert stat.S_IMODE(mode) == 0o600


def test_everybody_in_a_workspace_has_the_same_host(owner: Grader, guest: Grader, job: MakeJob) -> None:
    assert guest.grade(job()).passed
    assert guest.pid == owner.pid
    assert owner.grade(job()).passed


def test_guests_do_not_overtake_each_other(owner: Grader, guest: Grader, job: MakeJob) -> None:
    endless = Grading(owner, job(source=ENDLESS, time_limit=20.0))
    assert endless.collected.wait(30)
    assert guest.grade(job(RIGHT)).passed
    assert endless.is_alive()
    assert owner.grade(job(RIGHT)).passed
    assert isinstance(endless.result(), Superseded)


def test_a_guest_that_hangs_up_takes_its_run_along(owner: Grader, guest: Grader, job: MakeJob) -> None:
    endless = Grading(guest, job(source=ENDLESS, time_limit=60.0))
    assert endless.collected.wait(30)
    host = owner.pid
    guest.close()
    assert isinstance(endless.result(), Superseded)
    assert owner.grade(job()).passed
    assert owner.pid == host


@pytest.mark.parametrize(
    "data",
    [b"nonsense\n", b"[1]\n", b"{}\n", b'{"op": "grade"}\n', b'{"op": "grade", "id": 1, "job": {}}\n',
     b'{"op": "cancel", "id": [1]}\n', b"\xff\xfe\n", b'{"op": "dance"}\n', b'{"op": 1'],
)  # fmt: skip
def test_a_caller_who_makes_no_sense_harms_nobody(owner: Grader, call: Call, job: MakeJob, data: bytes) -> None:
    host = owner.pid
    hello = call(data)
    assert hello[0]["version"] == VERSION
    assert owner.grade(job()).passed
    assert owner.pid == host


def test_a_caller_who_does_not_listen_keeps_nobody_waiting(
    owner: Grader, private: Path, guest: Grader, job: MakeJob
) -> None:
    noisy = job("print('\\0' * 100_000)\n" + RIGHT)
    assert guest.grade(noisy).passed
    with socket.socket(socket.AF_UNIX) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(str(door_path(private)))
        request = {"op": "grade", "id": 1, "job": _data(noisy)}
        for number in range(4):
            connection.sendall(json.dumps({**request, "id": number}).encode() + b"\n")
        assert owner.grade(job()).passed


def _data(job: Any) -> dict[str, Any]:
    from tracker.grader.client import _as_data

    return _as_data(job, 1)


def test_a_solution_is_not_let_in(owner: Grader, private: Path, job: MakeJob) -> None:
    source = f"""
import socket
connection = socket.socket(socket.AF_UNIX)
try:
    connection.connect({str(door_path(private))!r})
    connection.sendall(b'{{"op": "stop"}}\\n')
    connection.settimeout(2)
    print(connection.recv(1000).decode())
except OSError as error:
    print(type(error).__name__)
{RIGHT}"""
    host = owner.pid
    report = owner.grade(job(source))
    assert report.passed
    assert "version" not in report.output
    assert owner.grade(job()).passed
    assert owner.pid == host


def test_nobody_behind_a_stale_door(tmp_path: Path) -> None:
    path = tmp_path / "grader.sock"
    assert visit(path) is None
    with socket.socket(socket.AF_UNIX) as left_behind:
        left_behind.bind(str(path))
    assert visit(path) is None
    path.unlink()
    path.write_text("no socket at all")
    assert visit(path) is None


def test_a_new_door_takes_the_place_of_a_stale_one(tmp_path: Path) -> None:
    path = tmp_path / "grader.sock"
    path.write_text("left behind")
    door = Door(path)
    assert stat.S_ISSOCK(path.stat().st_mode)
    assert door.stands()
    second = Door(path)
    assert (door.stands(), second.stands()) == (False, True)
    door.close()
    assert path.exists(), "the first must not take away the second's"
    second.close()
    assert list(tmp_path.iterdir()) == []


def test_a_host_of_another_version_is_asked_to_end(tmp_path: Path) -> None:
    path = tmp_path / "grader.sock"
    heard: list[bytes] = []
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()

        def answer() -> None:
            client, _ = server.accept()
            with client:
                client.sendall(json.dumps({"event": "ready", "pid": 1, "version": -1}).encode() + b"\n")
                heard.append(client.recv(100))

        thread = threading.Thread(target=answer)
        thread.start()
        assert visit(path) is None
        thread.join()
    assert json.loads(heard[0]) == {"op": "stop"}


def test_a_long_path_gets_a_short_door(tmp_path: Path) -> None:
    deep = tmp_path / ("a" * 60) / ("b" * 60)
    deep.mkdir(parents=True)
    path = door_path(deep)
    assert len(os.fsencode(path)) <= PATH_LIMIT
    assert path == door_path(deep)
    assert path != door_path(deep.parent)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["short", "a" * 60 + "/" + "b" * 60])
def test_a_lingering_host_stays_for_the_next_and_ends_with_its_workspace(
    tmp_path: Path, job: MakeJob, name: str
) -> None:
    private = tmp_path / name
    private.mkdir(parents=True)
    with workspace_grader(private, linger=True) as first:
        assert first.grade(job()).passed
        host = first.pid
    assert host
    assert alive(host)
    with workspace_grader(private) as second:
        assert second.grade(job()).passed
        assert second.pid == host
        report = Grading(second, job(source=ENDLESS, time_limit=1.0)).result()
        assert isinstance(report, Report)
        assert report.verdict is Verdict.TIMEOUT
    shutil.rmtree(private)
    wait_until("the host has ended with its workspace", lambda: not alive(host))
