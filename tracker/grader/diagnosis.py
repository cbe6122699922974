"""Naming the mistake: replay the failed checks on every known mistake and see which one answers the same.

A mistake explains a failed check when every exchange of the check, up to the point where it failed, has the same
value or the same fault. The mistake that explains the most failed checks is the diagnosis.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from tracker.grader.errors import WireBroken
from tracker.grader.proxy import Exchange, LocalTransport, RemoteObject, Solution
from tracker.grader.report import Diagnosis

if TYPE_CHECKING:
    from tracker.grader.judge import Outcome

RTOL = ATOL = 1e-5


def variants(module: object) -> dict[str, type]:
    """The public classes of `accepted.py` or `mistakes.py`, in the order in which they are written."""
    name = getattr(module, "__name__", "")
    return {
        key: value
        for key, value in vars(module).items()
        if isinstance(value, type) and not key.startswith("_") and value.__module__ == name
    }


def diagnose(folder: Path, seed: int, outcomes: list[Outcome]) -> list[Diagnosis]:
    """The mistakes that produce exactly what the solution produced in its failed checks.

    Args:
        folder: the exercise; its `mistakes.py` holds the known mistakes.
        seed: the seed of the run, so that the replay draws the same inputs.
        outcomes: what happened, passed checks included.

    Returns:
        One diagnosis; two where two mistakes can't be told apart or each explains a part; none where none fits.
    """
    from tracker.grader.judge import load_module

    path = folder / "mistakes.py"
    failed = [outcome for outcome in outcomes if not outcome.result.passed]
    if not path.exists() or not failed:
        return []
    known = variants(load_module(path, f"mistakes_of_{folder.name}"))
    reference = load_module(folder / "reference.py", f"reference_of_{folder.name}")
    explained = {
        name: {index for index, outcome in enumerate(failed) if _explains(mistake, path, outcome, seed, reference)}
        for name, mistake in known.items()
    }
    chosen = _choose(explained, len(failed))
    if len(chosen) > 1 and explained[chosen[0]] == explained[chosen[1]]:
        passed = [outcome for outcome in outcomes if outcome.result.passed]
        chosen = _finer(chosen, known, path, passed, seed, reference)
    return [Diagnosis(name, " ".join((known[name].__doc__ or name).split())) for name in chosen[:2]]


def _choose(explained: dict[str, set[int]], count: int) -> list[str]:
    """The mistakes that explain the most; a second one that explains what the first leaves open."""
    best = max((len(found) for found in explained.values()), default=0)
    if best == 0:
        return []
    top = [name for name, found in explained.items() if len(found) == best]
    if best == count or len(top) > 1:
        return top
    rest = [name for name, found in explained.items() if found - explained[top[0]]]
    return [*top, *sorted(rest, key=lambda name: -len(explained[name] - explained[top[0]]))[:1]]


def _finer(
    names: list[str], known: dict[str, type], path: Path, passed: list[Outcome], seed: int, reference: object
) -> list[str]:
    """Of mistakes that explain the same failures, those that also answer like the solution where it passed."""
    scores = {
        name: sum(_explains(known[name], path, outcome, seed, reference) for outcome in passed) for name in names
    }
    best = max(scores.values(), default=0)
    return [name for name in names if scores[name] == best]


def _explains(mistake: type, path: Path, outcome: Outcome, seed: int, reference: object) -> bool:
    """True when the mistake, put through the check, answers exactly as the solution did."""
    return same_exchanges(replay(mistake, path, outcome.item, seed, reference), outcome.exchanges)


def replay(target: object, path: Path, item: Any, seed: int, reference: object) -> list[Exchange]:
    """Run one check on `target` in this process and return what passed between them."""
    from tracker.grader.judge import new_session, seed_check

    session = new_session(LocalTransport(target, str(path)), seed, item.name)
    given: dict[str, object] = {"solution": Solution(session), "reference": reference}
    callspec = getattr(item, "callspec", None)
    given.update(callspec.params if callspec else {})
    seed_check(seed, item.name)
    names = item._fixtureinfo.argnames
    _run(item.function, {name: given[name] for name in names if name in given})
    return session.exchanges


def _run(check: Callable[..., None], arguments: dict[str, object]) -> None:
    """Run the check; that it fails is what is expected of a mistake."""
    try:
        check(**arguments)
    except (AssertionError, WireBroken, ArithmeticError, LookupError, TypeError, ValueError, RuntimeError):
        return
    except AttributeError:
        return


def same_exchanges(first: list[Exchange], second: list[Exchange]) -> bool:
    """True when two recordings hold the same answers in the same order."""
    if len(first) != len(second):
        return False
    return all(_same_exchange(a, b) for a, b in zip(first, second, strict=True))


def _same_exchange(a: Exchange, b: Exchange) -> bool:
    if a.fault is not None or b.fault is not None:
        return a.fault is not None and b.fault is not None and (a.fault.kind, a.fault.message) == (b.fault.kind, b.fault.message)
    return same_value(a.value, b.value)


def same_value(a: Any, b: Any) -> bool:
    """True when two answers are equal: tensors within the tolerance and with NaN equal to NaN."""
    if isinstance(a, Tensor) or isinstance(b, Tensor):
        return _same_tensor(a, b)
    if isinstance(a, RemoteObject) and isinstance(b, RemoteObject):
        return True
    if isinstance(a, float) and isinstance(b, float):
        return bool(torch.isclose(torch.tensor(a), torch.tensor(b), rtol=RTOL, atol=ATOL, equal_nan=True))
    if type(a) is not type(b):
        return False
    if isinstance(a, tuple | list):
        return len(a) == len(b) and all(same_value(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same_value(a[key], b[key]) for key in a)
    return bool(a == b)


def _same_tensor(a: Any, b: Any) -> bool:
    if not isinstance(a, Tensor) or not isinstance(b, Tensor) or a.shape != b.shape or a.dtype != b.dtype:
        return False
    return bool(torch.allclose(a, b, rtol=RTOL, atol=ATOL, equal_nan=True)) if a.is_floating_point() else torch.equal(a, b)
