"""Solutions that mean harm, or do it: each gets its verdict, leaves nothing behind, and never a forged pass.

Every file runs inside `containment`, in a session and namespaces of its own: were the grader not to contain it, only
the test's own processes would suffer. They are never run anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.grader.conftest import RIGHT
from tests.grader.containment import Contained, why_not

FOLDER = Path(__file__).parent / "hostile"
WHY_NOT = why_not()

pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "contained")

MEGABYTE = 1024**2


@dataclass(frozen=True)
class Expected:
    """The verdicts that are fair, in words between spaces, a part of the message, and the job's limits."""

    verdicts: str
    says: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    line: int | None = None


def quick(verdicts: str, says: str = "", line: int | None = None, **options: Any) -> Expected:
    return Expected(verdicts, says, {"time_limit": 0.7, **options}, line)


def small(verdicts: str, says: str = "", **options: Any) -> Expected:
    return Expected(verdicts, says, {"memory_limit": 300 * MEGABYTE, **options})


OUTWARD = {
    "endless_loop": quick("timeout", "It was at line", line=6),
    "ignores_signals": quick("timeout"),
    "blocks_signals": quick("timeout"),
    "stops_itself": quick("timeout failed"),
    "ends_the_process": Expected("crashed", "ended the Python process (exit code 0)"),
    "segfault": Expected("crashed", "segmentation fault (SIGSEGV)"),
    "kills_its_parent": Expected("crashed failed error"),
    "kills_its_group": Expected("crashed failed"),
    "kills_everything": Expected("crashed failed"),
    "closes_descriptors": Expected("crashed"),
    "fork_bomb": small("out_of_memory timeout error", time_limit=2.0),
    "thread_bomb": quick("error timeout"),
    "memory_of_a_child": small("out_of_memory", "and the process that it started took more", time_limit=5.0),
    "deletes_its_folder": Expected("failed"),
    "daemon": Expected("failed"),
    "atexit_handlers": Expected("failed"),
    "pickles_on_the_pipe": Expected("crashed failed"),
    "forges_reports": Expected("crashed failed error"),
    "reads_the_reference": Expected("failed"),
    "reads_other_memory": Expected("failed"),
}
"""Those that reach for other processes, descriptors and files, with namespaces around them and without."""

INWARD = {
    "endless_c_call": quick("timeout", "It was at line 7.", line=7),
    "slow_import": quick("timeout", "It was at line 5.", line=5),
    "half_a_frame": quick("timeout"),
    "ends_the_program": Expected("error", "Line 7 ends the program", line=7),
    "raises_system_exit": Expected("error", "Line 3 ends the program", line=3),
    "eight_gigabytes": small("out_of_memory", "memory"),
    "shared_memory": small("out_of_memory", "memory", time_limit=5.0),
    "unlimited_recursion": small("crashed out_of_memory error timeout", time_limit=3.0),
    "endless_recursion": Expected("error", "RecursionError: maximum recursion depth exceeded", line=5),
    "prints_a_gigabyte": Expected("failed timeout", options={"time_limit": 2.5}),
    "reads_input": Expected("error", "Line 5 raises EOFError", line=5),
    "hunts_objects": Expected("failed"),
    "patches_torch": Expected("failed error crashed"),
    "patches_python": Expected("failed error crashed"),
    "patches_isinstance": Expected("failed error crashed"),
    "patches_pytest": Expected("failed error"),
    "careless_settings": Expected("passed"),
    "takes_over_the_wire": Expected("failed crashed"),
    "calls_back_for_ever": Expected("crashed"),
    "swollen_frame": Expected("failed crashed"),
    "nested_frame": Expected("failed crashed"),
    "lying_subclass": Expected("failed error"),
    "lying_object": Expected("failed error"),
    "only_nan": Expected("failed", "checks failed"),
    "broadcasts": Expected("failed"),
    "wrong_dtype": Expected("failed"),
    "changes_its_input": Expected("failed"),
    "changes_its_mind": Expected("failed"),
}
"""Those that harm themselves at most, or lie: namespaces make no difference to them."""

HOSTILE = {**OUTWARD, **INWARD}
CASES = [("namespaces", name) for name in HOSTILE] + [("plain", name) for name in OUTWARD]


def test_every_file_has_its_expectation() -> None:
    assert sorted(HOSTILE) == sorted(path.stem for path in FOLDER.glob("*.py"))


@pytest.fixture(scope="module")
def graders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Contained]]:
    """Contained graders: as it is, and as it is where the kernel gives solvers no namespaces."""
    made = {mode: Contained(tmp_path_factory.mktemp(mode), mode) for mode in ("namespaces", "plain")}
    yield made
    for grader in made.values():
        grader.close()


Grade = Callable[..., dict[str, Any]]


@pytest.fixture
def grade(graders: dict[str, Contained], tmp_path: Path) -> Grade:
    """Grades a copy of a hostile file, or a text, and looks at what every one of them must leave intact."""

    def grade_copy(content: bytes, mode: str = "namespaces", **options: Any) -> dict[str, Any]:
        file = tmp_path / "solutions" / "double.py"
        file.parent.mkdir()
        file.write_bytes(content)
        report = graders[mode].grade(file, **options)
        assert report["after"] == "passed", "a right answer has to pass right afterwards"
        assert report["left"] == [], "a process was left behind"
        assert [path.name for path in file.parent.iterdir()] == ["double.py"]
        assert file.read_bytes() == content
        return report

    return grade_copy


@pytest.mark.parametrize(("mode", "name"), CASES)
def test_hostile(grade: Grade, mode: str, name: str) -> None:
    expected = HOSTILE[name]
    report = grade((FOLDER / f"{name}.py").read_bytes(), mode, **expected.options)
    told = f"{report['verdict']}: {report['message']}"
    print(f"{name}: {told}")
    assert report["verdict"] in expected.verdicts.split(), told
    assert expected.says in report["message"]
    assert expected.line in (None, report["line"])
    assert len(report["output"]) < 70_000
    if name == "reads_other_memory":
        assert report["output"] == ""
    if name == "prints_a_gigabyte":
        assert report["output"].endswith("of what was printed are kept.\n")


@pytest.mark.parametrize(
    ("content", "verdict", "says"),
    [
        (RIGHT.encode() + b"#" * (50 * MEGABYTE), "error", "MB; a solution of at most 1 MB is graded"),
        (b"name = '\xb5\xce\xb9\xe8'\n" + RIGHT.encode(), "error", "utf-8"),
        (bytes(range(256)) * 64, "error", ""),
        (b"x = " + b"(" * 100_000, "error", ""),
        (b"x = " + b"-" * 100_000 + b"1", "error crashed out_of_memory", ""),
        (b"x = " + b"a." * 100_000 + b"a", "error crashed", ""),
    ],
    ids=["fifty megabytes", "no utf-8", "any bytes", "brackets", "signs", "attributes"],
)
def test_hostile_source(grade: Grade, content: bytes, verdict: str, says: str) -> None:
    report = grade(content)
    assert report["verdict"] in verdict.split(), report["message"]
    assert says in report["message"]
