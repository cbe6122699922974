"""One place that turns a problem into the sentence that the learner reads."""

from __future__ import annotations

import logging
from pathlib import Path

from tracker.errors import TrackerError

LOG_NAME = "dashboard.log"


def explain(problem: Exception, logs: Path) -> TrackerError:
    """The problem as a `TrackerError`; what nobody foresaw goes to `logs/dashboard.log` with its traceback."""
    if isinstance(problem, TrackerError):
        return problem
    where = _write_down(problem, logs)
    return TrackerError(
        f"Something went wrong inside the tracker: {type(problem).__name__}.",
        hint=f"The details are in {where}." if where else "",
        title="A fault of the tracker",
    )


def _write_down(problem: Exception, logs: Path) -> Path | None:
    try:
        logs.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(logs / LOG_NAME, encoding="utf-8")
    except OSError:
        return None  # a read-only workspace: the sentence must still reach the learner
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logger = logging.getLogger("tracker.dashboard")
    logger.propagate = False  # the terminal is the dashboard's
    logger.addHandler(handler)
    logger.error("%s", problem, exc_info=problem)
    logger.removeHandler(handler)
    handler.close()
    return logs / LOG_NAME
