"""How long a whole `tracker grade SLUG` takes in a shell: the first, the second and later, and `--cold`.

Run on demand: `make bench`, or `python tests/bench/bench_command.py [SLUG] [--runs N]`. Wall-clock time of whole
processes, from the start of Python to its end; medians, with the smallest and the largest, all of one run.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tracker.cli.errand import socket_path
from tracker.practice.catalogue import load_catalogue
from tracker.workspace import init, package_exercises

BREATH = 1.0
"""Seconds between two commands: nobody types faster."""


def timed(command: list[str]) -> float:
    """Milliseconds of one command, which must succeed."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return 1000 * (time.perf_counter() - start)


def end_host(command: list[str]) -> None:
    """End the grader that waits, and with it the process on standby."""
    doctor = subprocess.run([*command, "doctor", "--json"], capture_output=True, text=True, check=False)
    message = next(check["message"] for check in json.loads(doctor.stdout)["checks"] if check["name"] == "grader")
    os.kill(int(message.rpartition(" ")[2]), signal.SIGTERM)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("slug", nargs="?", default="softmax")
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    exercise = load_catalogue([package_exercises()]).get(options.slug)
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        root = init(Path(folder, "learner"), sample_note=None).root
        shutil.copy(exercise.folder / "reference.py", root / "solutions" / f"{exercise.slug}.py")
        tracker = [sys.executable, "-m", "tracker", "--workspace", str(root)]
        grade = [*tracker, "grade", exercise.slug]
        print(f"tracker grade {exercise.slug}, whole processes, ms")
        print(f"  the first, which starts the grader  {timed(grade):6.0f}")
        while not socket_path(root).exists():
            time.sleep(0.05)
        later = []
        for _ in range(options.runs):
            time.sleep(BREATH)
            later.append(timed(grade))
        print(
            f"  the second and later                {statistics.median(later):6.0f} ({min(later):.0f}…{max(later):.0f})"
        )
        cold = [timed([*grade, "--cold"]) for _ in range(3)]
        print(f"  --cold                              {statistics.median(cold):6.0f} ({min(cold):.0f}…{max(cold):.0f})")
        end_host(tracker)


if __name__ == "__main__":
    main()
