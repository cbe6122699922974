"""What the exercise room shows, as one frozen snapshot, and how it is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.errors import TrackerError
from tracker.grader.report import Report, Verdict
from tracker.notes.views import ReflectionView
from tracker.practice.drafts import Draft, find_draft
from tracker.practice.exercise import Exercise
from tracker.practice.solution_file import read_solution
from tracker.practice.views import AttemptDetail, AttemptView, ExerciseStatus, Hint, ReferenceGate
from tracker.textfile import TextFile
from tracker.tui.board import Board
from tracker.tui.drawing import Drawn
from tracker.tui.exercise_preface import statement_with_preface
from tracker.tui.services import Services


@dataclass(frozen=True)
class OpenExercise:
    """Everything about the one exercise that stands open.

    Attributes:
        solution: the learner's file; None when it is not there or can't be read, `problem` tells which.
        reference: its text where it may be shown without asking again; empty while it is shut.
        board: the checks as the newest attempt left them; before any, the checks there will be.
        stuck: what the learner wrote when they were stuck here, the newest first.
    """

    exercise: Exercise
    status: ExerciseStatus
    statement: tuple[Drawn, ...]
    solution: TextFile | None
    problem: TrackerError | None
    draft: Draft | None
    hints: tuple[Hint, ...]
    hints_total: int
    gate: ReferenceGate
    reference: str
    attempts: tuple[AttemptView, ...]
    board: Board
    stuck: tuple[ReflectionView, ...] = ()

    @property
    def is_new(self) -> bool:
        """There is no file yet."""
        return self.solution is None and self.problem is None


@dataclass(frozen=True)
class ExercisesView:
    """The curriculum, and the exercise that stands open; None when there are no exercises."""

    statuses: tuple[ExerciseStatus, ...]
    opened: OpenExercise | None


def read_view(services: Services, slug: str | None, day: date) -> ExercisesView:
    """Read the curriculum and one exercise; blocks. Without a slug, or with one that is gone, the next one to do."""
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.practice.status import overview

    statuses = tuple(overview(services.store, services.catalogue, day))
    if not statuses:
        return ExercisesView((), None)
    status = next((status for status in statuses if status.slug == slug), None) or next_up(statuses)
    standing = {each.slug: each.status for each in statuses}
    return ExercisesView(statuses, _open(services, status, standing))


def next_up(statuses: Iterable[ExerciseStatus], after: str = "") -> ExerciseStatus:
    """The exercise to do next: a started one, then a due one, then the first open one; else the first of all.

    Args:
        statuses: in curriculum order; at least one.
        after: the slug to look behind; the search begins anew at the top when nothing is left there.
    """
    order = list(statuses)
    at = next((index + 1 for index, status in enumerate(order) if status.slug == after), 0)
    turned = [*order[at:], *order[: max(0, at - 1)]] or order
    if after:
        return next((status for status in turned if status.status != "passed"), turned[0])
    for wanted in ("started", "due", "open"):
        found = next((status for status in order if status.status == wanted), None)
        if found is not None:
            return found
    return order[0]


def _open(services: Services, status: ExerciseStatus, standing: Mapping[str, str]) -> OpenExercise:
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.notes.queries import list_stuck
    from tracker.practice.attempts import find_attempt, history
    from tracker.practice.hints import revealed
    from tracker.practice.promised_checks import promised_checks
    from tracker.practice.reference import reference_gate

    exercise = services.catalogue.get(status.slug)
    store = services.store
    solution, problem = _solution(services, exercise)
    attempts = tuple(history(store, exercise.slug))
    gate = reference_gate(store, exercise, services.workspace.settings.thinking_minutes)
    begun = status.started_at
    if attempts and (begun is None or attempts[0].at >= begun):  # a round that begins blank begins with blank checks
        board = board_of(find_attempt(store, attempts[0].id))
    else:
        board = Board(exercise.slug, checks=promised_checks(exercise))
    return OpenExercise(
        exercise=exercise,
        status=status,
        statement=statement_with_preface(exercise, services.catalogue, standing),
        solution=solution,
        problem=problem,
        draft=find_draft(store, exercise.slug),
        hints=revealed(store, exercise),
        hints_total=len(exercise.hints()),
        gate=gate,
        reference=exercise.reference() if gate.is_open and (gate.passed or gate.opened_at) else "",
        attempts=attempts,
        board=board,
        stuck=tuple(list_stuck(store, exercise.id)),
    )


def board_of(detail: AttemptDetail) -> Board:
    """The checks as an earlier attempt left them."""
    attempt = detail.attempt
    report = Report(
        exercise=attempt.slug,
        verdict=Verdict(attempt.verdict),
        seed=attempt.seed,
        seconds=attempt.seconds,
        checks=detail.checks,
        diagnoses=attempt.diagnoses,
        message=attempt.message,
        output=detail.output,
    )
    return Board(attempt.slug).ended(report)


def _solution(services: Services, exercise: Exercise) -> tuple[TextFile | None, TrackerError | None]:
    path = services.workspace.solutions / f"{exercise.slug}.py"
    if not path.exists():
        return None, None
    try:
        return read_solution(path), None
    except TrackerError as problem:
        return None, problem


def round_is_under_way(opened: OpenExercise) -> bool:
    """A due exercise was begun blank and has not been passed since."""
    passes = [attempt.at for attempt in opened.attempts if attempt.verdict == Verdict.PASSED]
    begun = opened.status.started_at
    return begun is not None and (not passes or begun > max(passes))
