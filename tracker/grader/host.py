"""The host: a process with torch and pytest warm that forks a judge and a solver for every run.

It reads requests from standard input and writes events to standard output, one JSON object a line:

    {"op": "grade", "id": 1, "job": {…}}   →  {"id": 1, "event": "collected" | "check" | "report", …}
    {"op": "cancel", "id": 1}              →  {"id": 1, "event": "cancelled"}

It is single-threaded, so that forking is safe, and ends when standard input ends.
"""

from __future__ import annotations

import json
import os
import sys


def main() -> int:
    """Warm up, then serve. Standard output is kept for answers; anything printed goes to standard error."""
    answers = os.dup(1)
    os.dup2(2, 1)
    try:
        from tracker.grader.warm import warm_up  # torch may be missing, and that is an answer too

        warm_up()
    except ImportError as error:
        line = {"event": "broken", "module": error.name or "", "message": str(error)}
        os.write(answers, json.dumps(line).encode() + b"\n")
        return 2
    from tracker.grader import namespaces
    from tracker.grader.serving import Host

    namespaces.adopt_orphans()
    namespaces.keep_memory_private()
    Host(0, answers).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
