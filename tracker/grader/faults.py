"""Exceptions out of the learner's code as data, with the line they came from."""

from __future__ import annotations

import difflib
import inspect
import linecache
import traceback

from tracker.grader.errors import Fault


def fault_of(error: BaseException, filename: str) -> Fault:
    """The exception as data, with the last line of the learner's file that it passed through."""
    if isinstance(error, SyntaxError) and error.filename == filename:
        return Fault(type(error).__name__, error.msg or "", error.lineno or 0, (error.text or "").strip())
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == filename]
    line = (frames[-1].lineno or 0) if frames else 0
    message = _words(error) if isinstance(error, Exception) else ""
    return Fault(type(error).__name__, message[:2000], line, linecache.getline(filename, line).strip() if line else "")


def _words(error: Exception) -> str:
    """What the exception says; nothing where its class, which may be the learner's own, can't say it."""
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - the learner's own `__str__`
        return ""


def missing(target: object, name: str) -> Fault:
    """The fault of an entry point that is not there, with the nearest name that is."""
    owner = getattr(target, "__name__", "")
    defined = {key: value for key, value in vars(target).items() if not key.startswith("_") and callable(value)}
    own = {key: value for key, value in defined.items() if getattr(value, "__module__", owner) == owner}
    near = difflib.get_close_matches(name, own, n=1)
    if not near:
        found = f" It defines: {', '.join(sorted(own))}." if own else " It defines no function and no class."
        return Fault("missing", f"Your file has no `{name}`.{found}")
    line = _line_of(own[near[0]])
    return Fault("missing", f"Your file has no `{name}`; line {line} defines `{near[0]}`. Is that the one?", line)


def _line_of(value: object) -> int:
    try:
        return inspect.getsourcelines(value)[1]  # type: ignore[arg-type]
    except (OSError, TypeError):
        return 0
