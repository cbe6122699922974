"""Naming the mistake: replay the failed checks on every known mistake and see which one answers the same.

A mistake explains a failed check when every exchange of the check, up to the point where it failed, has the same
value or the same fault. The mistake that explains the most failed checks is the diagnosis.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.grader.equality import same_value
from tracker.grader.exchanges import Exchange
from tracker.grader.loading import load_module, seed_check, solver_seed
from tracker.grader.proxy import Session
from tracker.grader.report import Diagnosis
from tracker.grader.solution import Solution
from tracker.grader.transport import LocalTransport

if TYPE_CHECKING:
    from tracker.grader.judge import Outcome

OWN_NAMES = "the parameters of"
"""Exchanges that carry the learner's own names, which say nothing about the mistake."""


def variants(module: object) -> dict[str, type]:
    """The public classes of `accepted.py` or `mistakes.py`, in the order in which they are written."""
    name = getattr(module, "__name__", "")
    return {
        key: value
        for key, value in vars(module).items()
        if isinstance(value, type) and not key.startswith("_") and value.__module__ == name
    }


def diagnose(folder: Path, seed: int, outcomes: list[Outcome], budget: float) -> list[Diagnosis]:
    """The mistakes that produce exactly what the solution produced in its failed checks.

    Args:
        folder: the exercise; its `mistakes.py` holds the known mistakes.
        seed: the seed of the run, so that the replay draws the same inputs.
        outcomes: what happened, passed checks included.
        budget: seconds after which no further check is replayed.

    Returns:
        One diagnosis; two where two mistakes can't be told apart or each explains a part; none where none fits.
    """
    path = folder / "mistakes.py"
    failed = [outcome for outcome in outcomes if not outcome.result.passed]
    if not path.exists() or not failed:
        return []
    replays = _Replays(folder, seed, time.monotonic() + budget)
    explained = _explained(replays, failed)
    chosen = _choose(explained, len(failed))
    if len(chosen) > 1 and explained[chosen[0]] == explained[chosen[1]]:
        passed = [outcome for outcome in outcomes if outcome.result.passed]
        chosen = replays.closest(chosen, passed)
    return [Diagnosis(name, " ".join((replays.known[name].__doc__ or name).split())) for name in chosen[:2]]


def _explained(replays: _Replays, failed: list[Outcome]) -> dict[str, set[int]]:
    """Which failed checks each mistake explains; where some mistake explains all of them, only such mistakes.

    A mistake that has left one check unexplained is put aside and only taken up again when nobody explains them all:
    mostly one does, and then all but a few replays are spared.
    """
    explained: dict[str, set[int]] = {name: set() for name in replays.known}
    tried: dict[str, int] = dict.fromkeys(explained, 0)
    whole = list(explained)
    for index, outcome in enumerate(failed):
        for name in whole:
            tried[name] = index + 1
            if replays.explains(name, outcome):
                explained[name].add(index)
        whole = [name for name in whole if index in explained[name]]
    if whole:
        return {name: explained[name] for name in whole}
    for name, found in explained.items():
        rest = enumerate(failed[tried[name] :], start=tried[name])
        found.update(index for index, outcome in rest if replays.explains(name, outcome))
    return explained


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


class _Diverged(BaseException):
    """The mistake answers differently from the solution; no handler of a check may catch it."""


@dataclass
class _Replay(Session):
    """A session that stops as soon as it differs from what was recorded."""

    recorded: list[Exchange] = field(default_factory=list)

    def compare(self) -> None:
        """Stop when the latest exchange differs from the recorded one, or when there are more."""
        count = len(self.exchanges)
        if count and (count >= len(self.recorded) or not _same_exchange(self.exchanges[-1], self.recorded[count - 1])):
            raise _Diverged


class _Replays:
    """The known mistakes of one exercise, put through the checks of one run."""

    def __init__(self, folder: Path, seed: int, until: float) -> None:
        self.path = folder / "mistakes.py"
        self.known = variants(load_module(self.path, f"mistakes_of_{folder.name}"))
        self.reference = load_module(folder / "reference.py", f"reference_of_{folder.name}")
        self.seed = seed
        self.until = until

    def explains(self, name: str, outcome: Outcome) -> bool:
        """True when the mistake fails the check too, and answers exactly as the solution did."""
        same, failed = self._replay(name, outcome)
        return same and failed

    def _replay(self, name: str, outcome: Outcome) -> tuple[bool, bool]:
        """Put the mistake through the check: does it answer as the solution did, and does it fail?"""
        if time.monotonic() > self.until:
            return False, False
        item = outcome.item
        transport = LocalTransport(self.known[name], str(self.path))
        session = _Replay(transport, solver_seed(self.seed, item.name), recorded=outcome.exchanges)
        given: dict[str, object] = {"solution": Solution(session), "reference": self.reference}
        given.update(item.callspec.params if hasattr(item, "callspec") else {})
        seed_check(self.seed, item.name)
        failed = False
        try:
            item.function(**{key: given[key] for key in item._fixtureinfo.argnames})
        except _Diverged:
            return False, False
        except Exception:  # noqa: BLE001 - a mistake may break its check in any way; what it answered is compared
            failed = True
        return same_exchanges(session.exchanges, outcome.exchanges), failed

    def closest(self, names: list[str], passed: list[Outcome]) -> list[str]:
        """Of mistakes that explain the same failures, those that also answer like the solution where it passed."""
        scores = {name: sum(self._replay(name, outcome) == (True, False) for outcome in passed) for name in names}
        best = max(scores.values(), default=0)
        return [name for name in names if scores[name] == best]


def same_exchanges(first: list[Exchange], second: list[Exchange]) -> bool:
    """True when two recordings hold the same answers in the same order."""
    if len(first) != len(second):
        return False
    return all(_same_exchange(a, b) for a, b in zip(first, second, strict=True))


def _same_exchange(a: Exchange, b: Exchange) -> bool:
    if a.fault is not None or b.fault is not None:
        faults = [(each.fault.kind, each.fault.message) if each.fault else None for each in (a, b)]
        return faults[0] == faults[1]
    return a.what.startswith(OWN_NAMES) or same_value(a.value, b.value)
