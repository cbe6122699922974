"""What a solution finds around it: nothing of the curriculum, nothing of the session, little it could harm."""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.grader.conftest import DOUBLE, RIGHT, SOFTMAX, MakeJob
from tests.grader.processes import can_enter_namespaces, wait_until
from tracker.grader import landlock
from tracker.grader.client import Grader

needs_landlock = pytest.mark.skipif(landlock.version() == 0, reason="this kernel has no Landlock")
needs_namespaces = pytest.mark.skipif(not can_enter_namespaces(), reason="this kernel gives no namespaces")
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")

Find = Callable[[str], Any]


@pytest.fixture
def find(grader: Grader, job: MakeJob) -> Find:
    """The value of an expression inside a solver, which passes all the same."""

    def evaluate(expression: str, before: str = "") -> Any:
        source = f"import json, os, sys\n{before}\nprint(json.dumps({expression}))\n{RIGHT}"
        report = grader.grade(job(source))
        assert report.passed, (report.message, report.output)
        return json.loads(report.output)

    return evaluate


@pytest.fixture
def refused(grader: Grader, job: MakeJob) -> Callable[[str], str]:
    """The class of the OSError that a statement raises inside a solver."""

    def attempt(statement: str) -> str:
        source = (
            f"import os, socket\ntry:\n    {statement}\nexcept OSError as error:\n    print(type(error).__name__)\n"
        )
        report = grader.grade(job(source + RIGHT))
        assert report.passed, (report.message, report.output)
        return report.output.strip()

    return attempt


def test_it_lives_in_an_empty_folder_of_its_own(find: Find) -> None:
    folder, content, home = find("[os.getcwd(), os.listdir(), os.path.expanduser('~')]")
    assert Path(folder).name.startswith("tracker-solver-")
    assert content == []
    assert home == folder
    assert find("os.getcwd()") != folder


def test_its_folder_goes_with_it(find: Find) -> None:
    folder = Path(find("os.getcwd()", "os.makedirs('a/b')\nopen('a/b/c', 'w').write('x')\nos.chmod('a', 0)"))
    wait_until("the folder of the solver is gone", lambda: not folder.exists())


def test_temporary_files_go_into_it(find: Find) -> None:
    assert find("__import__('tempfile').gettempdir() == os.getcwd()")


def test_its_environment_is_scrubbed(find: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    names = find("sorted(os.environ)")
    assert {"HOME", "PATH", "TMPDIR"} <= set(names)
    assert not {"PYTHONPATH", "USER", "DISPLAY", "TRACKER_WORKSPACE", "PYTEST_CURRENT_TEST"} & set(names)


def test_its_arguments_say_nothing(find: Find) -> None:
    assert find("sys.argv") == ["solution"]


def test_reading_standard_input_ends_at_once(find: Find) -> None:
    assert find("[sys.stdin.read(), os.read(0, 10).decode()]") == ["", ""]


@linux
def test_it_holds_no_descriptor_but_its_own(find: Find) -> None:
    paths = "(f'/proc/self/fd/{n}' for n in os.listdir('/proc/self/fd'))"
    links = find(f"[os.readlink(path) for path in {paths} if os.path.lexists(path)]")
    kinds = sorted(link.partition(":")[0] for link in links)
    assert kinds == ["/dev/null", "pipe", "pipe", "socket"]


@needs_namespaces
def test_it_sees_no_process_to_signal(find: Find) -> None:
    assert find("[os.getpid(), os.getppid()]") == [1, 0]


@needs_namespaces
def test_it_has_no_network(find: Find) -> None:
    assert find("open('/proc/self/net/dev').read().count(':')") == 1


@needs_namespaces
def test_a_connection_to_this_machine_is_refused(refused: Callable[[str], str]) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        assert refused(f"socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), timeout=2)")


@pytest.mark.parametrize("folder", [DOUBLE, SOFTMAX], ids=lambda folder: folder.name)
@pytest.mark.parametrize("name", ["reference.py", "checks.py", "mistakes.py"])
def test_nothing_of_the_curriculum_can_be_read(
    grader: Grader, job: MakeJob, refused: Callable[[str], str], folder: Path, name: str
) -> None:
    source = f"try:\n    text = open({str(folder / name)!r}).read()\nexcept OSError:\n    print('refused')\n{RIGHT}"
    report = grader.grade(job(source, folder=folder) if folder is DOUBLE else job(source))
    if folder is DOUBLE or landlock.version():
        assert report.output == "refused\n"


REFERENCE = str(DOUBLE / "reference.py")
WAYS = {
    "list": f"os.listdir({str(DOUBLE.parents[1])!r})",
    "os.open": f"os.open({REFERENCE!r}, os.O_RDONLY)",
    "chdir": f"os.chdir({str(DOUBLE)!r}); open('reference.py')",
    "symbolic link": f"os.symlink({str(DOUBLE)!r}, 'link'); open('link/reference.py')",
    "hard link": f"os.link({REFERENCE!r}, 'hard'); open('hard')",
    "/proc": f"open('/proc/self/root' + {REFERENCE!r})",
    "relative": f"open(os.path.relpath({REFERENCE!r}))",
    "libc": f"import ctypes; assert ctypes.CDLL(None).open({REFERENCE!r}.encode(), 0) < 0; raise PermissionError",
    "cat": f"import subprocess; assert subprocess.call(['cat', {REFERENCE!r}]); raise PermissionError",
    "loader": f"import importlib.machinery as m; m.SourceFileLoader('reference', {REFERENCE!r}).load_module()",
    "mmap": f"import mmap; mmap.mmap(os.open({REFERENCE!r}, os.O_RDONLY), 0, prot=mmap.PROT_READ)",
}


@needs_landlock
@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_to_the_reference(refused: Callable[[str], str], way: str) -> None:
    assert refused(WAYS[way]).splitlines()[-1] in ("PermissionError", "OSError", "FileNotFoundError")


@needs_landlock
@pytest.mark.parametrize("name", ["new.py", "double.py"])
def test_nothing_beside_the_solution_can_be_written(refused: Callable[[str], str], tmp_path: Path, name: str) -> None:
    path = tmp_path / "solutions" / name
    assert refused(f"open({str(path)!r}, 'a').write('# written by a solution')") == "PermissionError"
    assert refused(f"os.unlink({str(tmp_path / 'solutions' / 'double.py')!r})") == "PermissionError"
    assert (tmp_path / "solutions" / "double.py").exists()
    assert refused(f"os.mkdir({str(tmp_path / 'solutions' / 'folder')!r})") == "PermissionError"


@needs_landlock
def test_what_it_needs_can_be_read(find: Find) -> None:
    assert find("len(open(json.__file__).read()) > 100")
    assert find("__import__('zoneinfo').ZoneInfo('Asia/Seoul').key") == "Asia/Seoul"
    assert find("str(__import__('torch').nn.Linear(2, 2)(__import__('torch').ones(2)).shape)") == "torch.Size([2])"


def test_its_own_folder_can_be_written(find: Find) -> None:
    assert find("open('x').read()", "with open('x', 'w') as file: file.write('y')") == "y"


def test_a_file_has_a_size_limit(refused: Callable[[str], str]) -> None:
    statement = (
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); f = open('big', 'wb'); f.truncate(1 << 40)"
    )
    assert refused(statement) == "OSError"


def test_descriptors_are_limited(refused: Callable[[str], str]) -> None:
    assert refused("kept = [os.open('/dev/null', 0) for _ in range(1000)]") == "OSError"


def test_what_another_run_did_is_not_there(grader: Grader, job: MakeJob) -> None:
    made = job("import torch, sys\ntorch.mine = 1\nsys.modules['mine'] = torch\n" + RIGHT)
    assert grader.grade(made).passed
    report = grader.grade(job("import torch\nprint(hasattr(torch, 'mine'))\n" + RIGHT))
    assert report.output == "False\n"


@pytest.mark.parametrize(
    ("folder", "closed", "open_ones"),
    [
        ("/a", "/b", ["/a"]),
        ("/a", "/a", []),
        ("/a/b", "/a", []),
    ],
)
def test_what_lies_outside_of_a_folder(folder: str, closed: str, open_ones: list[str]) -> None:
    assert landlock.outside(Path(folder), Path(closed)) == [Path(path) for path in open_ones]


def test_a_folder_around_the_closed_one_is_opened_in_parts(tmp_path: Path) -> None:
    for name in ("a", "b/closed/x", "b/c"):
        (tmp_path / name).mkdir(parents=True)
    assert landlock.outside(tmp_path, tmp_path / "b" / "closed") == [tmp_path / "a", tmp_path / "b" / "c"]
