"""The checks as facts, and how much of them is told."""

from dataclasses import replace

from tests.tui.pilots import results
from tracker.grader.report import CheckResult, Diagnosis, Report, Verdict
from tracker.tui.board import NOT_RUN, Board, Depth, Phase, headline
from tracker.tui.widgets.check_list import check_lines, invitation, opening_lines


def ended(report):
    return Board("double").begun().ended(report)


FAILED = Report("double", Verdict.FAILED, 7, 0.1, results(passing=False), (Diagnosis("same", "You return `x`."),))
PASSED = Report("double", Verdict.PASSED, 7, 0.1, results(passing=True))
ERROR = Report(
    "double",
    Verdict.ERROR,
    7,
    0.1,
    tuple(replace(check, passed=False, points=0.0, message=NOT_RUN) for check in results(passing=True)),
    message="Line 3 raises SyntaxError.",
    line=3,
)


def test_results_come_one_by_one():
    board = Board("double").begun()
    assert (board.phase, headline(board)) == (Phase.STARTING, "starting …")
    board = board.warming()
    assert "warming up" in headline(board)
    waiting = tuple(replace(check, passed=False, points=0.0) for check in results(passing=True))
    board = board.collected(waiting).result(1, results(passing=False)[1])
    assert board.failing() == (1,)
    assert headline(board) == "running 1 of 2 …"
    assert board.busy


def test_a_run_that_takes_its_time_tells_how_far_it_is():
    board = Board("double").begun(limit=120.0).collected(results(passing=True))
    assert headline(board.waited(1.0)) == "running 0 of 2 …"
    board = board.printed("step 1 loss 2.5\nstep 10 lo").waited(34.2)
    assert headline(board) == "running 0 of 2 · step 1 · loss 2.5 · 34 of 120 s …"
    board = board.printed("ss 1.25\n")
    assert board.training.losses == (2.5, 1.25)
    ended_board = board.ended(replace(PASSED, output="step 1 loss 2.5\nstep 10 loss 1.25\nstep 20 loss 0.5"))
    assert ended_board.training.losses == (2.5, 1.25, 0.5)
    assert ended_board.begun().training.losses == ()


def test_a_result_that_nobody_expects_is_dropped():
    board = Board("double").begun()
    assert board.result(5, results(passing=True)[0]) == board


def test_headlines():
    assert headline(ended(FAILED)) == "failed · 1 of 2 checks pass · 0.10 s · seed 7"
    assert headline(ended(PASSED)).startswith("passed 2 of 2")
    assert headline(ended(ERROR)) == "error in your code · line 3 · 0.10 s · seed 7"
    assert headline(Board("double").begun(live=True).ended(PASSED)) == "passed 2 of 2 · not saved, no attempt"


def test_unsaved_text_wins_nothing():
    assert ended(PASSED).is_won
    assert not Board("double").begun(live=True).ended(PASSED).is_won


def test_checks_that_did_not_run_stay_open():
    assert ended(ERROR).failing() == ()
    assert check_lines(ended(ERROR), 0, Depth.DIAGNOSIS, 60).plain.startswith("· The shape stays.")


def test_each_depth_tells_more():
    board = ended(FAILED)
    names = check_lines(board, 1, Depth.NAMES, 60).plain
    assert names.startswith("✗ Every number is doubled.")
    assert "got 8" not in names
    assert "got 8" in check_lines(board, 1, Depth.DIFFERENCE, 60).plain
    assert opening_lines(board, Depth.DIFFERENCE, 60) == []
    assert opening_lines(board, Depth.DIAGNOSIS, 60)[0].plain == "→ You return x."


def test_an_error_is_told_at_once():
    assert opening_lines(ended(ERROR), Depth.NAMES, 60)[0].plain.strip() == "Line 3 raises SyntaxError."


def test_an_unknown_mistake_is_called_unknown():
    unknown = replace(FAILED, diagnoses=())
    assert "No known mistake" in opening_lines(ended(unknown), Depth.DIAGNOSIS, 60)[0].plain


def test_the_next_step_is_announced():
    assert [invitation(ended(FAILED), depth) for depth in Depth] == [
        "d (F9) shows the differences",
        "d (F9) names the mistake",
        "d (F9) hides it again",
    ]
    assert invitation(ended(PASSED), Depth.NAMES) == ""


def test_a_press_that_shows_nothing_is_no_step():
    message = "Line 3 raises IndexError: too far."
    checks = tuple(replace(check, passed=False, message=message) for check in results(passing=False))
    raised = Report("double", Verdict.ERROR, 7, 0.1, checks, message=message, line=3)
    assert ended(raised).depths == (Depth.NAMES,)
    assert invitation(ended(raised), Depth.NAMES) == ""
    assert check_lines(ended(raised), 0, Depth.DIFFERENCE, 60).plain.endswith("The same as above.")
    named = ended(replace(raised, diagnoses=FAILED.diagnoses))
    assert named.depths == (Depth.NAMES, Depth.DIAGNOSIS)
    assert invitation(named, Depth.NAMES) == "d (F9) names the mistake"
    assert opening_lines(named, Depth.DIAGNOSIS, 60)[-1].plain == "→ You return x."
    differing = (checks[0], replace(checks[1], message="Line 4 raises NameError."))
    assert ended(replace(raised, checks=differing)).depths == (Depth.NAMES, Depth.DIFFERENCE)


def test_long_and_korean_sentences_wrap_beside_their_points():
    check = CheckResult("t", "마스크가 있는 자리에서는 확률이 정확히 영이 되어야 한다 " * 2, True, 1.0, 1.0)
    board = ended(Report("double", Verdict.PASSED, 7, 0.1, (check,)))
    lines = check_lines(board, 0, Depth.NAMES, 40).split("\n")
    assert len(lines) > 1
    assert max(line.cell_length for line in lines) <= 40
    assert lines[0].plain.endswith("1")
