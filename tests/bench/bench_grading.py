"""How long from save to verdict, against bare pytest and against the floor of a single warm fork.

Run on demand: `make bench`, or `python tests/bench/bench_grading.py [SLUG …] [--runs N]`. All numbers of one table
come from one run of this script; medians, with the smallest and the largest. What is measured:

* verdict: `Grader.grade` in a process whose host is warm, from the call to the report, as the app does on save. Saves
  are `BREATH` seconds apart, so that the pair that waits is through with its rehearsal, as it is when a person saves.
* rush:    the same with saves that follow each other at once, so that nothing is rehearsed.
* pytest:  `python -m pytest CHECKS --solution reference.py` in a fresh process: the same checks, no isolation.
* floor:   a fork of a warm process that runs the same checks by pytest on the solution in the same process.
* first:   the same as verdict, from starting the host: it imports torch first.
* all:     every exercise's reference at once, two at a time.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tracker.grader.client import Grader, Job
from tracker.grader.memory import children, resident
from tracker.practice.catalogue import load_catalogue
from tracker.practice.exercise import Exercise
from tracker.workspace import package_exercises

BREATH = 0.7
SLUGS = ("scaled_dot_product_attention", "multi_head_attention", "softmax", "layer_norm", "attention_masks")


def timed(action: Callable[[], object]) -> float:
    """Milliseconds that the action takes."""
    start = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - start)


def job(exercise: Exercise) -> Job:
    """The reference as a solution."""
    return Job(
        exercise.slug, exercise.folder, exercise.folder / "reference.py", time_limit=120.0, banned=exercise.banned
    )


def spread(samples: list[float]) -> str:
    """Median, smallest and largest, in milliseconds."""
    return f"{statistics.median(samples):7.0f} ({min(samples):.0f}…{max(samples):.0f})"


def bare_pytest(exercise: Exercise) -> None:
    """The checks in a fresh process."""
    reference = exercise.folder / "reference.py"
    command = [sys.executable, "-m", "pytest", "-q", str(exercise.folder), "--solution", str(reference)]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"})


FLOOR = """
import os, sys, time
from pathlib import Path
from tracker.grader.warm import warm_up
warm_up()
from tracker.grader.judge import Task, examine
from tracker.grader.loading import load_module
from tracker.grader.transport import LocalTransport
sys.stdout.flush()
folder, runs = Path(sys.argv[1]), int(sys.argv[2])
null = os.open(os.devnull, os.O_WRONLY)
keep = os.dup(1)
os.dup2(null, 1)
for run in range(runs):
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        solution = load_module(folder / "reference.py", "solution")
        transport = LocalTransport(solution, str(folder / "reference.py"))
        found = examine(lambda: Task(folder / "checks.py", run), transport, lambda event: None, lambda: None)
        os._exit(0 if all(outcome.result.passed for outcome in found.outcomes) else 1)
    _, status = os.waitpid(child, 0)
    assert status == 0, status
    os.write(keep, f"{1000 * (time.perf_counter() - start)}\\n".encode())
"""


def floor(exercise: Exercise, runs: int) -> list[float]:
    """Milliseconds of single forks that run the checks with nothing between them and the solution."""
    command = [sys.executable, "-W", "ignore", "-c", FLOOR, str(exercise.folder), str(runs)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [float(line) for line in done.stdout.splitlines()[-runs:]]


def save_to_verdict(grader: Grader, exercise: Exercise, runs: int, breath: float) -> list[float]:
    """Milliseconds of each of several saves."""
    grader.grade(job(exercise))
    samples = []
    for _ in range(runs):
        time.sleep(breath)
        samples.append(timed(lambda: grader.grade(job(exercise))))
    return samples


def shared_out(pid: int) -> int:
    """Bytes of a process and its descendants, pages that several of them share counted once; 0 where unknown."""
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    own = sum(int(row.split()[1]) for row in rows if row.startswith("Pss:"))
    return own * 1024 + sum(shared_out(child) for child in children(pid))


def one(grader: Grader, exercise: Exercise, runs: int) -> str:
    """One row of the table."""
    verdicts = save_to_verdict(grader, exercise, runs, BREATH)
    rush = save_to_verdict(grader, exercise, runs, 0.0)
    bare = [timed(lambda: bare_pytest(exercise)) for _ in range(3)]
    floors = floor(exercise, runs)
    mid = statistics.median(verdicts)
    ratios = f"{statistics.median(bare) / mid:5.1f}×   {mid / statistics.median(floors):5.2f}×"
    return f"{exercise.slug:30} {spread(verdicts):22} {spread(rush):22} {spread(bare):24} {spread(floors):20} {ratios}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("slugs", nargs="*", default=SLUGS)
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    catalogue = load_catalogue([package_exercises()])
    exercises = [catalogue.get(slug) for slug in options.slugs]
    first = []
    for _ in range(3):
        with Grader() as fresh:
            first.append(timed(lambda fresh=fresh: fresh.grade(job(exercises[0]))))  # type: ignore[misc]
    print(f"first verdict after the start of the host: {spread(first)} ms")
    with Grader() as grader:
        grader.grade(job(exercises[0]))
        heads = f"{'save → verdict':22} {'in a rush':22} {'bare pytest':24} {'floor':20} pytest/v  v/floor"
        print(f"{'ms: median (min…max)':30} {heads}")
        for exercise in exercises:
            print(one(grader, exercise, options.runs), flush=True)
        host = grader.pid or 0
        own = resident(host) - sum(resident(child) for child in children(host))
        together = shared_out(host)
        print(
            f"memory: host {own / 1e6:.0f} MB of its own; with the pairs that wait {together / 1e6:.0f} MB in all (PSS)"
        )
    with Grader(parallel=True) as grader, ThreadPoolExecutor(2) as pool:
        grader.grade(job(exercises[0]))
        everything = catalogue.exercises
        took = timed(lambda: list(pool.map(lambda exercise: grader.grade(job(exercise)), everything)))
        print(f"all {len(everything)} references, two at a time: {took / 1000:.1f} s")


if __name__ == "__main__":
    main()
