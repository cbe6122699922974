"""Every way in which a solution can end has its own verdict, its sentence, and its line."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest

from tests.grader.conftest import DOUBLE, RIGHT, SOFTMAX, MakeJob
from tracker.grader.client import Grader
from tracker.grader.protocol import SOURCE_LIMIT, Job
from tracker.grader.report import Verdict


def test_a_right_answer_passes(grader: Grader, job: MakeJob) -> None:
    report = grader.grade(job())
    assert (report.verdict, report.passed, report.points, report.max_points) == (Verdict.PASSED, True, 4, 4)
    assert report.message == "All 3 checks passed."
    assert report.checks[0].label == "Every number is doubled."
    assert (report.diagnoses, report.output, report.line) == ((), "", None)
    assert 0 < report.seconds < 20


def test_a_wrong_answer_fails_with_its_diagnosis(grader: Grader, job: MakeJob) -> None:
    report = grader.grade(job("def double(x):\n    return x * x\n"))
    assert report.verdict is Verdict.FAILED
    assert report.message == "3 of 3 checks failed: Every number is doubled."
    assert report.points == 0
    assert [diagnosis.mistake for diagnosis in report.diagnoses] == ["squared"]
    assert report.checks[0].matrix is not None
    assert report.checks[0].message.endswith("Multiply by 2.")


def test_a_half_right_answer_gets_half_the_points(grader: Grader, job: MakeJob) -> None:
    report = grader.grade(job("def double(x):\n    return 2 * x.detach()\n"))
    assert (report.verdict, report.points) == (Verdict.FAILED, 2)
    assert [check.passed for check in report.checks] == [True, False, True]
    assert [diagnosis.mistake for diagnosis in report.diagnoses] == ["detached"]


def test_a_real_exercise_passes_and_fails(grader: Grader) -> None:
    assert grader.grade(Job("softmax", SOFTMAX, SOFTMAX / "reference.py")).passed
    assert grader.grade(Job("softmax", SOFTMAX, SOFTMAX / "accepted.py", variant="online")).passed
    report = grader.grade(Job("softmax", SOFTMAX, SOFTMAX / "mistakes.py", variant="always_float32"))
    assert report.verdict is Verdict.FAILED
    assert [diagnosis.mistake for diagnosis in report.diagnoses] == ["always_float32"]


def test_the_same_seed_repeats_a_run(grader: Grader, job: MakeJob) -> None:
    wrong = "def double(x):\n    return 3 * x\n"
    first, second = (grader.grade(job(wrong, seed=7)) for _ in range(2))
    assert first.seed == second.seed == 7
    assert first.checks == second.checks
    assert grader.grade(job(wrong)).checks != first.checks


@pytest.mark.parametrize(
    ("source", "message", "line"),
    [
        ("import torch\ndef double(x)\n    return 2 * x\n", "Line 2 raises SyntaxError: expected ':'.", 2),
        ("def double(x):\n  y = 1\n    return x\n", "Line 3 raises IndentationError: unexpected indent.", 3),
        ("def double(x):\n    return (2 * x\n", "Line 2 raises SyntaxError: '(' was never closed.", 2),
        ("x = 1\nimport nothing_like_this\n", "Line 2 raises ModuleNotFoundError: No module named", 2),
        ("def double(x):\n    return 2 * y\n", "Line 2 raises NameError: name 'y' is not defined. The line is", 2),
        ("def f(x):\n    return x[9]\ndef double(x):\n    return f(x)\n", "Line 2 raises IndexError", 2),
        ("import torch\ndef double(x):\n    return x @ torch.ones(7, 7)\n", "Line 3 raises RuntimeError: mat1 and", 3),
        ("def double(x):\n    raise NotImplementedError('write me')\n", "Not written yet: line 2 still raises", 2),
        ("def double():\n    pass\n", "Your code raises TypeError: double() takes 0 positional arguments", None),
        ("def doubel(x):\n    return 2 * x\n", "Your file has no `double`; line 1 defines `doubel`.", 1),
        ("def other(x):\n    return 2 * x\n", "Your file has no `double`. It defines: other.", None),
        ("from torch import nn\n", "Your file has no `double`. It defines no function and no class.", None),
        ("", "Your file has no `double`. It defines no function and no class.", None),
        ("double = 3\n", "Your code raises TypeError: 'int' object is not callable.", None),
        ("\n\nraise KeyError('a')\n", "Line 3 raises KeyError: 'a'.", 3),
        ("def double(x):\n    return double(x)\n", "Line 2 raises RecursionError: maximum recursion depth exceeded", 2),
        ("def double(x):\n    assert x is None\n", "Line 2 raises AssertionError. The line is: assert x is None", 2),
        ("raise SystemExit(0)\n", "Line 1 ends the program", 1),
        ("import sys\ndef double(x):\n    sys.exit(0)\n", "Line 3 ends the program", 3),
        ("def double(x):\n    raise KeyboardInterrupt\n", "Line 2 raises KeyboardInterrupt.", 2),
        ("def double(x):\n    raise BaseException('whatever')\n", "Line 2 raises BaseException", 2),
        ("class Odd(Exception):\n    __str__ = None\ndef double(x):\n    raise Odd\n", "Line 4 raises Odd", 4),
        ("def double(x):\n    return 10 ** 5000\n", "What your code returned can't be compared: Exceeds", None),
        ("def double(x):\n    return 'a' * 5_000_000\n", "What your code returned can't be compared: it is too", None),
    ],
)  # fmt: skip
def test_an_exception_is_an_error_with_its_line(
    grader: Grader, job: MakeJob, source: str, message: str, line: int | None
) -> None:
    report = grader.grade(job(source))
    assert (str(report.verdict), report.line) == ("error", line), report.message
    assert report.message.startswith(message)
    assert "Traceback" not in report.message
    assert not report.passed


def test_an_exception_counts_even_where_other_checks_fail(grader: Grader, job: MakeJob) -> None:
    report = grader.grade(job("def double(x):\n    return 3 * x if x.ndim == 2 else x.undefined\n"))
    assert report.verdict is Verdict.ERROR
    assert "expected" in report.checks[0].message


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("None", "Is there a `return`?"),
        ("[2.0] * 3", "a list of 3 came"),
        ("'text'", "a str came"),
        ("object()", "a object came"),
        ("x.numpy", "came"),
        ("(2 * x).double()", "is float64; float32 is asked"),
        ("(2 * x)[None]", "has shape (1, 3, 4); (3, 4) is asked"),
        ("x / 0 * 0", "are NaN"),
        ("(2 * x).to_sparse()", "came"),
        ("(2 * x).to('meta')", "came"),
        ("[1.5] * 50_000", "a list of 50000 came"),
    ],
)
def test_a_value_of_another_kind_fails_by_name(grader: Grader, job: MakeJob, value: str, says: str) -> None:
    report = grader.grade(job(f"def double(x):\n    return {value}\n"))
    assert report.verdict is Verdict.FAILED, report.message
    assert says in report.checks[0].message


def test_an_input_changed_in_place_fails_by_name(grader: Grader, job: MakeJob) -> None:
    report = grader.grade(job("def double(x):\n    x *= 2\n    return x\n"))
    assert report.verdict is Verdict.FAILED
    assert "changes argument 1 in place" in report.checks[0].message


def test_an_answer_that_changes_when_asked_again_fails_by_name(grader: Grader, job: MakeJob) -> None:
    source = """
        calls = 0
        def double(x):
            global calls
            calls += 1
            return 2 * x if calls == 1 else 3 * x
        """
    report = grader.grade(job(dedent(source)))
    assert report.verdict is Verdict.FAILED
    assert "another answer when it is called again" in report.checks[0].message


def test_output_and_extra_pass_where_a_check_says_so(grader: Grader) -> None:
    assert DOUBLE.is_dir()
    assert grader.grade(Job("softmax", SOFTMAX, SOFTMAX / "accepted.py", variant="row_by_row")).passed


def test_a_file_that_is_not_there_is_named(grader: Grader, job: MakeJob) -> None:
    made = job()
    made.solution.unlink()
    report = grader.grade(made)
    assert report.verdict is Verdict.ERROR
    assert f"There is no file {made.solution}." in report.message


def test_a_folder_in_the_files_place_is_named(grader: Grader, job: MakeJob) -> None:
    made = job()
    made.solution.unlink()
    made.solution.mkdir()
    assert grader.grade(made).verdict is Verdict.ERROR


def test_a_variant_that_is_not_there_is_an_error(grader: Grader, job: MakeJob) -> None:
    assert grader.grade(job(variant="einsum")).verdict is Verdict.ERROR


def test_an_unsaved_text_is_graded_instead_of_the_file(grader: Grader, job: MakeJob) -> None:
    assert grader.grade(job("def double(x): nonsense", source=RIGHT)).passed
    report = grader.grade(job(RIGHT, source="def double(x):\n    return y\n"))
    assert (report.verdict, report.line) == (Verdict.ERROR, 2)


def test_a_long_unsaved_text_is_graded(grader: Grader, job: MakeJob) -> None:
    """Longer than a pipe holds."""
    assert grader.grade(job(source=RIGHT + "# " + "x" * 300_000)).passed


def test_korean_is_no_trouble(grader: Grader, job: MakeJob) -> None:
    report = grader.grade(job('def double(값):\n    """두 배."""\n    print("값:", 값.shape)\n    return 2 * 값\n'))
    assert report.passed
    assert report.output.startswith("값: torch.Size([3, 4])\n")


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_any_end_of_line_will_do(grader: Grader, job: MakeJob, newline: str) -> None:
    assert grader.grade(job(RIGHT.replace("\n", newline))).passed
    report = grader.grade(job("x = 1\ndef double(x):\n    return z\n".replace("\n", newline)))
    assert report.line == 3


def test_a_byte_order_mark_is_no_trouble(grader: Grader, job: MakeJob) -> None:
    assert grader.grade(job(b"\xef\xbb\xbf" + RIGHT.encode())).passed


def test_a_source_in_another_encoding_may_say_so(grader: Grader, job: MakeJob) -> None:
    assert grader.grade(job("# -*- coding: euc-kr -*-\n# 두 배\n".encode("euc-kr") + RIGHT.encode())).passed


def test_what_is_no_utf8_is_an_error(grader: Grader, job: MakeJob) -> None:
    report = grader.grade(job("name = '두 배'\n".encode("euc-kr") + RIGHT.encode()))
    assert report.verdict is Verdict.ERROR
    assert "utf-8" in report.message


def test_a_file_with_null_bytes_is_an_error(grader: Grader, job: MakeJob) -> None:
    assert grader.grade(job(b"x = 1\0\n")).verdict is Verdict.ERROR


def test_a_file_that_is_too_large_is_named(grader: Grader, job: MakeJob) -> None:
    report = grader.grade(job(RIGHT + "#" * (50 * SOURCE_LIMIT)))
    assert report.verdict is Verdict.ERROR
    assert "MB; a solution of at most 1 MB is graded" in report.message


def test_another_of_the_learners_files_can_be_imported(grader: Grader, job: MakeJob) -> None:
    made = job("from twice import twice\ndouble = twice\n")
    (made.solution.parent / "twice.py").write_text("def twice(x):\n    return 2 * x\n")
    assert grader.grade(made).passed


def test_dataclasses_work_in_a_solution(grader: Grader, job: MakeJob) -> None:
    source = """
        from __future__ import annotations
        from dataclasses import dataclass
        @dataclass
        class Factor:
            value: float = 2.0
        def double(x):
            return Factor().value * x
        """
    assert grader.grade(job(dedent(source))).passed


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("def double(x):\n    while True:\n        x = x + 1\n", 3),
        ("while True:\n    pass\n", None),
        ("import select\ndef double(x):\n    select.select([], [], [])\n", 3),
        ("import torch\ndef double(x):\n    big = torch.rand(2_500, 2_500)\n    return torch.linalg.svdvals(big)\n", 4),
        ("import time\ntime.sleep(60)\ndef double(x):\n    return 2 * x\n", 2),
        ("import threading\ndef double(x):\n    lock = threading.Lock()\n    lock.acquire()\n    lock.acquire()\n", 5),
    ],
    ids=["python", "import", "select", "decomposition", "sleep", "lock"],
)  # fmt: skip
def test_time_that_is_up_says_where(grader: Grader, job: MakeJob, source: str, line: int | None) -> None:
    report = grader.grade(job(source, time_limit=0.8, memory_limit=8 * 1024**3))
    assert report.verdict is Verdict.TIMEOUT
    assert report.message.startswith("Stopped after 0.8 s without an answer.")
    assert report.line == line or (line is None and report.line in (1, 2))
    assert report.message.endswith(f"It was at line {report.line}.")
    assert "most recent call" not in report.output
    assert not report.passed


def test_what_was_printed_before_the_end_is_kept(grader: Grader, job: MakeJob) -> None:
    report = grader.grade(job("def double(x):\n    print('here')\n    while True: pass\n", time_limit=0.8))
    assert report.output == "here\n"


def test_checks_that_passed_before_the_end_are_kept(grader: Grader, job: MakeJob) -> None:
    source = "def double(x):\n    while x.ndim == 1: pass\n    return 2 * x\n"
    report = grader.grade(job(source, time_limit=0.8))
    assert report.verdict is Verdict.TIMEOUT
    assert [check.passed for check in report.checks] == [True, False, False]
    assert report.checks[1].message == "Did not run."


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("import ctypes\ndef double(x):\n    ctypes.string_at(8)\n", "segmentation fault (SIGSEGV)"),
        ("import os\ndef double(x):\n    os._exit(0)\n", "ended the Python process (exit code 0)"),
        ("import os\ndef double(x):\n    os._exit(3)\n", "ended the Python process (exit code 3)"),
        ("import os\nos._exit(0)\n", "ended the Python process (exit code 0)"),
        ("import os\ndef double(x):\n    os.abort()\n", "crashed the Python process"),
    ],
)
def test_a_process_that_ends_has_crashed(grader: Grader, job: MakeJob, source: str, says: str) -> None:
    report = grader.grade(job(source))
    assert report.verdict is Verdict.CRASHED
    assert says in report.message
    assert not any(check.passed for check in report.checks)


@pytest.mark.parametrize(
    "source",
    [
        "import torch\ndef double(x):\n    kept = [torch.ones(8_000_000) for _ in range(30)]\n    return 2 * x\n",
        "def double(x):\n    kept = [bytes(range(256)) * 125_000 for _ in range(30)]\n    return 2 * x\n",
        "import torch\ndef double(x):\n    return torch.empty(1 << 50)\n",
    ],
    ids=["tensors", "bytes", "refused by the system"],
)
def test_memory_that_is_up_is_named(grader: Grader, job: MakeJob, source: str) -> None:
    """At most one gigabyte is touched, whatever happens."""
    report = grader.grade(job(source, memory_limit=200 * 1024**2))
    assert report.verdict is Verdict.OUT_OF_MEMORY
    assert "memory" in report.message


def test_memory_below_the_limit_is_nobodys_business(grader: Grader, job: MakeJob) -> None:
    source = "import torch\ndef double(x):\n    kept = torch.ones(20_000_000)\n    return 2 * x\n"
    assert grader.grade(job(source, memory_limit=200 * 1024**2)).passed


def test_a_banned_name_is_an_error_with_its_line(grader: Grader, job: MakeJob) -> None:
    source = "import torch\n\ndef double(x):\n    return torch.mul(x, 2)\n"
    report = grader.grade(job(source, banned=("torch.mul",)))
    assert (report.verdict, report.line) == (Verdict.ERROR, 4)
    assert report.message == "Line 4 uses `torch.mul`. This exercise asks you to write it yourself."


def test_output_is_kept_and_cut(grader: Grader, job: MakeJob) -> None:
    report = grader.grade(
        job("import sys\ndef double(x):\n    print('a' * 200_000, file=sys.stderr)\n    return 2 * x\n")
    )
    assert report.passed
    assert report.output.startswith("a" * 1000)
    assert report.output.endswith("… cut: only the first 64 KB of what was printed are kept.\n")


def test_output_is_text_whatever_was_written(grader: Grader, job: MakeJob) -> None:
    report = grader.grade(job("import os\nos.write(1, b'\\xff\\xfe\\0\\x1b[2J')\n" + RIGHT))
    assert report.passed
    assert "\ufffd" in report.output


def test_every_report_is_json_by_the_contract(grader: Grader, job: MakeJob) -> None:
    for source in (RIGHT, "def double(x):\n    return x\n", "def double(x):\n    return x / 0\n", "nonsense("):
        data = json.loads(json.dumps(grader.grade(job(source)).to_json(), allow_nan=False))
        assert list(data) == [
            "exercise", "verdict", "points", "max_points", "seed", "seconds", "checks", "diagnoses", "message", "output"
        ]  # fmt: skip
        assert all(
            set(check) == {"name", "label", "passed", "points", "max_points", "message"} for check in data["checks"]
        )


def test_an_exercise_without_checks_is_a_broken_environment(grader: Grader, job: MakeJob, tmp_path: Path) -> None:
    folder = tmp_path / "exercises" / "01_track" / "empty"
    folder.mkdir(parents=True)
    (folder / "checks.py").write_text("x = 1\n")
    report = grader.grade(job(folder=folder))
    assert report.verdict is Verdict.BROKEN_ENVIRONMENT
    assert "no check" in report.message
