"""The authoring gate, with real grades in real child processes: green, and red for each reason."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.packs import ACCEPTED, CHECKS, README, REFERENCE, STARTER, WRONG, mistakes, write_exercise
from tracker.errors import TrackerError
from tracker.grader.client import Grader
from tracker.practice.catalogue import load_catalogue
from tracker.practice.gate import check_exercises
from tracker.practice.gate_files import catalogue_faults, file_faults
from tracker.practice.gate_views import Fault, GateReport

SEEDS = (1, 2)
Edit = Callable[[str, str], None]


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    """One host for all tests here: importing torch takes seconds."""
    with Grader() as shared:
        yield shared


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A complete exercise."""
    return write_exercise(tmp_path, "double")


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Write one of its files anew."""
    return lambda name, text: (folder / name).write_text(text, encoding="utf-8") and None


def gate(folder: Path, grader: Grader, seeds: tuple[int, ...] = SEEDS) -> GateReport:
    return check_exercises(load_catalogue([folder.parents[1]]), grader, seeds)


def static_faults(folder: Path) -> list[Fault]:
    return file_faults(load_catalogue([folder.parents[1]]).get("double"))


def test_a_complete_exercise_is_green(folder: Path, grader: Grader) -> None:
    seen: list[tuple[str, int, int]] = []
    report = check_exercises(
        load_catalogue([folder.parents[1]]),
        grader,
        SEEDS,
        on_progress=lambda exercise, done, total: seen.append((exercise.slug, done, total)),
    )
    assert report.passed, report
    [exercise] = report.exercises
    assert (exercise.checks, exercise.accepted, exercise.mistakes, exercise.diagnosed) == (2, 3, 6, 6)
    assert exercise.runs == 1 + 2 * (1 + 3 + 6)
    assert seen == [("double", 1, 1)]
    assert json.loads(json.dumps(report.to_json()))["passed"] is True


def test_each_bad_answer_is_red_for_its_own_reason(folder: Path, grader: Grader, edit: Edit) -> None:
    half_right = "return x.abs() * -2  # NotImplementedError"
    edit("starter.py", STARTER.replace('raise NotImplementedError("Write double.")', half_right))
    edit("accepted.py", ACCEPTED.replace("x / 0.5", "x / 0.4"))
    ways = {**WRONG, "halved": "x * 2", "twin": "x * 3", "raises": "x.nothing()"}
    edit("mistakes.py", mistakes(ways))
    [exercise] = gate(folder, grader, seeds=(1,)).exercises
    found = {fault.where: fault.message for fault in exercise.faults}
    assert found.pop("starter.py") == "it must pass no check, and it passed test_negative"
    assert found.pop("accepted.py::divided").startswith("it must pass, and the verdict is failed (test_doubles: ")
    assert found.pop("mistakes.py::halved") == "it must fail, and it passed"
    assert found.pop("mistakes.py::twin") == "it is diagnosed as tripled, twin instead of as itself"
    assert found == {}, "to raise is one way to be wrong"


@pytest.mark.parametrize(
    ("text", "where", "complaint"),
    [
        (REFERENCE.replace("return", "return x.sum() +"), "accepted.py::added", "the verdict is failed"),
        ("import no_such_module\n" + REFERENCE, "reference.py", "no_such_module"),
    ],
)
def test_a_broken_reference_is_red(
    folder: Path, grader: Grader, edit: Edit, text: str, where: str, complaint: str
) -> None:
    edit("reference.py", text)
    report = gate(folder, grader, seeds=(1,))
    assert not report.passed
    [exercise] = report.exercises
    assert any(fault.where == where and complaint in fault.message for fault in exercise.faults), exercise.faults


def test_a_mistake_that_crashes_is_red(folder: Path, grader: Grader, edit: Edit) -> None:
    edit("mistakes.py", mistakes({"crashes": "__import__('os')._exit(3)"}))
    [exercise] = gate(folder, grader, seeds=(1,)).exercises
    [fault] = [fault for fault in exercise.faults if fault.where == "mistakes.py::crashes"]
    assert fault.message.startswith("it must give a wrong answer, and the verdict is crashed")


def test_a_starter_that_passes_is_red(folder: Path, grader: Grader, edit: Edit) -> None:
    edit("starter.py", STARTER.replace("raise NotImplementedError", "return x * 2  # NotImplementedError"))
    [exercise] = gate(folder, grader, seeds=(1,)).exercises
    assert exercise.faults == (Fault("starter.py", "it must fail, and it passed", (1,)),)


def test_faults_name_the_seeds(folder: Path, grader: Grader, edit: Edit) -> None:
    edit("accepted.py", ACCEPTED.replace("x / 0.5", "x / 0.4"))
    [exercise] = gate(folder, grader).exercises
    assert [fault.seeds for fault in exercise.faults] == [SEEDS]


def test_no_seed_and_unknown_slugs_are_refused(folder: Path, grader: Grader) -> None:
    catalogue = load_catalogue([folder.parents[1]])
    with pytest.raises(TrackerError, match="at least one seed"):
        check_exercises(catalogue, grader, ())
    with pytest.raises(TrackerError, match="no exercise"):
        check_exercises(catalogue, grader, (1,), slugs=("nothing",))


def test_without_its_files_nothing_is_graded(folder: Path, grader: Grader) -> None:
    (folder / "checks.py").unlink()
    [exercise] = gate(folder, grader).exercises
    assert exercise.faults == (Fault("checks.py", "the file is missing"),)
    assert exercise.runs == 0


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("notes.txt", "", "a stray file"),
        ("hints.md", "## Hint 1\na\n## Hint 2\nb\n", "there are 2 hints"),
        ("hints.md", "## Hint 1\na\n## Hint 2\n## Hint 3\nc", "a hint is empty"),
        ("README.md", README.replace("# Double", "Double", 1), "level-1 heading"),
        ("README.md", README.replace("## Think first", "## Think"), "the section 'Think first' is missing"),
        ("README.md", README.replace("paper-1", "a paper"), "does not name the paper paper-1"),
        ("starter.py", "def double(x):\n    return None\n", "does not raise NotImplementedError"),
        ("starter.py", "raise NotImplementedError\n", "does not define double"),
        ("reference.py", REFERENCE + "\n".join(f"x{n} = {n}" for n in range(70)), "lines of code"),
        ("checks.py", CHECKS.replace('    """Every number is doubled."""\n', ""), "it has no docstring"),
        ("checks.py", "def test_doubles(:\n", "cannot be read"),
        ("checks.py", '"""None."""\n', "it is empty"),
        ("accepted.py", ACCEPTED.partition("class divided")[0], "there are 1 variants"),
        ("mistakes.py", mistakes({"tripled": "x * 3"}), "there are 1 mistakes"),
        ("mistakes.py", mistakes().replace('    """Your result is tripled."""\n', ""), "it has no docstring"),
    ],
)
def test_an_incomplete_folder_is_red(folder: Path, edit: Edit, name: str, text: str, complaint: str) -> None:
    assert static_faults(folder) == []
    edit(name, text)
    assert any(complaint in fault.message for fault in static_faults(folder)), static_faults(folder)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('id = "', 'id = "x', "id is no UUID"),
        ("minutes = 20", "minutes = 0", "must be more than 0"),
        ('["double(x)"]', "[]", "entry_points is empty"),
        ('["double(x)"]', '["treble(x)"]', "does not define treble"),
        ('["double(x)"]', '["(x)"]', "has no name"),
    ],
)
def test_incomplete_metadata_is_red(folder: Path, edit: Edit, old: str, new: str, complaint: str) -> None:
    edit("exercise.toml", (folder / "exercise.toml").read_text(encoding="utf-8").replace(old, new))
    assert any(complaint in fault.message for fault in static_faults(folder))


def test_few_mistakes_need_a_reason(folder: Path, edit: Edit) -> None:
    edit("mistakes.py", mistakes({"tripled": "x * 3"}))
    toml = (folder / "exercise.toml").read_text(encoding="utf-8")
    edit("exercise.toml", toml + 'few_mistakes = "There is only one way to be wrong."\n')
    assert static_faults(folder) == []


def test_comments_and_docstrings_do_not_make_a_reference_long(folder: Path, edit: Edit) -> None:
    edit("reference.py", REFERENCE.replace('"""Double."""', '"""Double.\n' + "\nwords" * 90 + '\n"""') + "# why\n" * 90)
    assert static_faults(folder) == []


def test_what_is_wrong_between_exercises(tmp_path: Path) -> None:
    write_exercise(tmp_path, "one", prerequisites=("two",))
    write_exercise(tmp_path, "two", prerequisites=("one", "nothing"))
    write_exercise(tmp_path, "three", track_title="Others")
    (tmp_path / "curriculum.toml").write_text('order = ["one", "two", "four"]', encoding="utf-8")
    messages = [fault.message for fault in catalogue_faults(load_catalogue([tmp_path]))]
    assert "it does not list three" in messages
    assert "it lists four, which is no exercise" in messages
    assert "its prerequisite nothing is no exercise" in messages
    assert any("form a circle: " in message for message in messages)
    assert any("track 1 is called 'Others'" in message for message in messages)
    assert len(messages) == 5


def test_the_curriculum_s_own_files_are_complete() -> None:
    root = Path(__file__).resolve().parents[2] / "exercises"
    catalogue = load_catalogue([root])
    assert len(catalogue) > 0
    found = {exercise.slug: file_faults(exercise) for exercise in catalogue}
    assert {slug: faults for slug, faults in found.items() if faults} == {}
    assert catalogue_faults(catalogue) == []
