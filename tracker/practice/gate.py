"""The authoring gate: nothing meets a learner that is not fair. It grades for real, over several seeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic

from tracker.errors import TrackerError
from tracker.grader.client import Grader
from tracker.grader.report import Report, Verdict
from tracker.practice import source
from tracker.practice.catalogue import Catalogue
from tracker.practice.exercise import Exercise
from tracker.practice.gate_files import catalogue_faults, file_faults
from tracker.practice.gate_views import ExerciseReport, Fault, GateReport
from tracker.practice.jobs import job_for

OnProgress = Callable[[ExerciseReport, int, int], None]
"""Receives each finished exercise, how many are done, and how many there are."""


ANSWERS = (Verdict.PASSED, Verdict.FAILED, Verdict.ERROR)
"""How a mistake may end: to raise for some inputs is one way to be wrong, to crash or to hang is none."""


PATIENCE = 8.0
"""Seconds for naming a mistake: on a busy machine a learner's second is over too soon to be sure."""


@dataclass(frozen=True)
class Answer:
    """A file of the exercise, or one answer in it, and what the gate expects of it."""

    file: str
    name: str = ""

    @property
    def where(self) -> str:
        """As the learner would write it after `--solution`."""
        return f"{self.file}::{self.name}" if self.name else self.file


@dataclass(frozen=True)
class Run:
    """One graded answer."""

    answer: Answer
    seed: int
    report: Report


def check_exercises(
    catalogue: Catalogue,
    grader: Grader,
    seeds: Sequence[int],
    *,
    slugs: Sequence[str] = (),
    workers: int = 1,
    on_progress: OnProgress | None = None,
) -> GateReport:
    """Put exercises through the gate.

    Args:
        catalogue: all exercises, since prerequisites are looked up in it.
        grader: made with `parallel=True` where `workers` is more than one.
        seeds: each answer is graded with each of them; the starter with the first.
        slugs: which exercises; all when empty. What concerns the whole curriculum is only judged for all.
        workers: how many grades run at once.
        on_progress: called after each exercise, on this thread.

    Raises:
        TrackerError: for an unknown slug, no seed, or when torch cannot be imported.
    """
    if not seeds:
        raise TrackerError("The gate needs at least one seed.")
    begun = monotonic()
    chosen = [catalogue.get(slug) for slug in slugs] or list(catalogue)
    reports: list[ExerciseReport] = []
    with ThreadPoolExecutor(workers) as pool:
        for exercise in chosen:
            reports.append(_check(exercise, grader, seeds, pool))
            if on_progress:
                on_progress(reports[-1], len(reports), len(chosen))
    faults = () if slugs else tuple(catalogue_faults(catalogue))
    return GateReport(tuple(reports), faults, tuple(seeds), monotonic() - begun)


def _check(exercise: Exercise, grader: Grader, seeds: Sequence[int], pool: ThreadPoolExecutor) -> ExerciseReport:
    begun = monotonic()
    faults = file_faults(exercise)
    runs = (
        [] if any(fault.message == "the file is missing" for fault in faults) else _runs(exercise, grader, seeds, pool)
    )
    accepted, mistakes = _by_answer(runs, "accepted.py"), _by_answer(runs, "mistakes.py")
    misnamed = list(_misnamed(mistakes))
    faults += [
        *_not_failing(_by_answer(runs, "starter.py"), no_point=True),
        *_not_passing({**_by_answer(runs, "reference.py"), **accepted}),
        *_not_failing(mistakes, no_point=False),
        *misnamed,
    ]
    return ExerciseReport(
        slug=exercise.slug,
        checks=max((len(run.report.checks) for run in runs), default=0),
        accepted=len(accepted),
        mistakes=len(mistakes),
        diagnosed=len(mistakes) - len({fault.where for fault in misnamed}),
        runs=len(runs),
        seconds=monotonic() - begun,
        faults=tuple(faults),
    )


def _runs(exercise: Exercise, grader: Grader, seeds: Sequence[int], pool: ThreadPoolExecutor) -> list[Run]:
    """Every grade that the gate needs of this exercise."""

    def run(answer: Answer, seed: int) -> Run:
        job = job_for(exercise, exercise.folder / answer.file, variant=answer.name, seed=seed, patience=PATIENCE)
        report = grader.grade(job)
        if report.verdict is Verdict.BROKEN_ENVIRONMENT:
            raise TrackerError(report.message)
        return Run(answer, seed, report)

    files = ("accepted.py", "mistakes.py")
    named = [Answer(file, one.name) for file in files for one in source.answers(exercise.folder / file)]
    jobs = [(Answer("starter.py"), seeds[0])]
    jobs += [(answer, seed) for answer in (Answer("reference.py"), *named) for seed in seeds]
    return list(pool.map(lambda job: run(*job), jobs))


def _by_answer(runs: Iterable[Run], file: str) -> dict[Answer, list[Run]]:
    found: dict[Answer, list[Run]] = {}
    for run in runs:
        if run.answer.file == file:
            found.setdefault(run.answer, []).append(run)
    return found


def _not_passing(answers: dict[Answer, list[Run]]) -> Iterator[Fault]:
    for answer, runs in answers.items():
        wrong = [run for run in runs if not run.report.passed]
        if wrong:
            yield Fault(answer.where, f"it must pass, and {_what_came(wrong[0].report)}", _seeds(wrong))


def _not_failing(answers: dict[Answer, list[Run]], *, no_point: bool) -> Iterator[Fault]:
    for answer, runs in answers.items():
        passed = [run for run in runs if run.report.passed]
        scored = [run for run in runs if any(check.passed for check in run.report.checks)]
        broken = [run for run in runs if run.report.verdict not in ANSWERS]
        if passed:
            yield Fault(answer.where, "it must fail, and it passed", _seeds(passed))
        elif no_point and scored:
            names = ", ".join(check.name for check in scored[0].report.checks if check.passed)
            yield Fault(answer.where, f"it must pass no check, and it passed {names}", _seeds(scored))
        elif broken and not no_point:
            yield Fault(
                answer.where, f"it must give a wrong answer, and {_what_came(broken[0].report)}", _seeds(broken)
            )


def _misnamed(mistakes: dict[Answer, list[Run]]) -> Iterator[Fault]:
    """Mistakes that fail and are not diagnosed as themselves."""
    for answer, runs in mistakes.items():
        failed = [run for run in runs if not run.report.passed and run.report.verdict in ANSWERS]
        wrong = [run for run in failed if _diagnosed(run.report)[:1] != [answer.name]]
        if wrong:
            others = ", ".join(_diagnosed(wrong[0].report)) or "nothing"
            yield Fault(answer.where, f"it is diagnosed as {others} instead of as itself", _seeds(wrong))


def _diagnosed(report: Report) -> list[str]:
    return [diagnosis.mistake for diagnosis in report.diagnoses]


def _what_came(report: Report) -> str:
    wrong = next((check for check in report.checks if not check.passed and check.message), None)
    is_answer = report.verdict is Verdict.FAILED and wrong is not None
    detail = f"{wrong.name}: {wrong.message}" if is_answer and wrong else report.message
    return f"the verdict is {report.verdict} ({' '.join(detail.split())})"


def _seeds(runs: Iterable[Run]) -> tuple[int, ...]:
    return tuple(run.seed for run in runs)
