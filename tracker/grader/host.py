"""The host: a process with torch and pytest warm that forks a judge and a solver for every run.

It reads requests from standard input and writes events to standard output, one JSON object a line:

    {"op": "grade", "id": 1, "job": {…}}   →  {"id": 1, "event": "collected" | "check" | "report", …}
    {"op": "cancel", "id": 1}              →  {"id": 1, "event": "cancelled"}

It is single-threaded, so that forking is safe, and ends when standard input ends. With `--door PATH` it also answers at
a socket; with `--linger SECONDS` it answers there only, and ends after so long without work.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Warm up, then serve. Standard output is kept for answers; anything printed goes to standard error."""
    options = dict(zip(arguments[::2], arguments[1::2], strict=True))
    answers = os.dup(1)
    os.dup2(2, 1)
    try:
        from tracker.grader.warm import warm_up  # torch may be missing, and that is an answer too

        warm_up()
    except (ImportError, OSError) as error:  # OSError: a shared library of torch's is missing or broken
        missing = error.name if isinstance(error, ModuleNotFoundError) else ""
        _say(answers, {"event": "broken", "module": missing or "", "message": str(error)})
        return 2
    from tracker.grader import namespaces
    from tracker.grader.door import Door
    from tracker.grader.serving import Host

    namespaces.adopt_orphans()
    namespaces.keep_memory_private()
    door = Door(Path(options["--door"])) if "--door" in options else None
    if "--linger" in options:
        _say(answers, {"event": "open"})
        os.close(answers)
        Host(None, door, float(options["--linger"])).serve()
    else:
        Host((0, answers), door).serve()
    return 0


def _say(descriptor: int, message: dict[str, str]) -> None:
    os.write(descriptor, json.dumps(message).encode() + b"\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
