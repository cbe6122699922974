"""Edited texts within one note: which of the blocks without a past is which of the reflections without a present."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tracker.notes.similarity import containment, similarity

_LEAST_ALIKE = 0.42
"""Below this similarity no neighbourhood makes two texts one."""
_SURE = 0.6
"""Similarity and agreement of neighbours together, from which on a best pair is a pair."""
_MARGIN = 0.08
"""By how much a pair must be better than every other of its two sides."""
_WORTH_ASKING = 0.5
_MOST_ASKED = 3
"""So many new texts are offered for one that vanished, the likeliest first."""
_CONTAINED = 0.85
_MOST_PAIRS = 20_000
_WINDOW = 40

Nearness = Callable[[int, int], float]
"""How much the neighbourhoods of two texts agree, 0 to 0.3, given their indexes."""


@dataclass
class Edits:
    """What was told of a note's unexplained texts; indexes are those of the two lists that were given."""

    pairs: dict[int, int] = field(default_factory=dict)
    """New → old: the same reflection with another text."""
    doubts: list[tuple[int, int, float]] = field(default_factory=list)
    """(new, old, score): perhaps the same."""


def find_edits(new: Sequence[str], old: Sequence[str], nearness: Nearness) -> Edits:
    """Pair edited texts: each the other's best, and clearly so.

    A text cut in two goes to its longer part, two texts joined go to the longer one.

    Args:
        new: texts of blocks that are no reflection yet.
        old: texts of reflections that stand nowhere yet.
        nearness: asked again after each round, because every pair that is found is a neighbour of others.
    """
    edits = Edits()
    alike = _alike(new, old)
    while alike:
        found = _clear_pairs(new, old, {pair: value + nearness(*pair) for pair, value in alike.items()}, alike)
        if not found:
            break
        for a, b in found:
            edits.pairs[a] = b
        taken = set(edits.pairs.values())
        alike = {(a, b): value for (a, b), value in alike.items() if a not in edits.pairs and b not in taken}
    scores = {pair: value + nearness(*pair) for pair, value in alike.items()}
    for b, others in _ranked(scores, 1).items():
        asked = [(a, b, min(scores[a, b], 1.0)) for a in others[:_MOST_ASKED] if scores[a, b] >= _WORTH_ASKING]
        edits.doubts += asked
    return edits


def has_taken_in(whole: str, part: str, before: str | None) -> bool:
    """Whether a text now holds another one that it did not hold before (None: it is new)."""
    if len(part) < 6 or len(part) > len(whole) or containment(part, whole) < (_CONTAINED if len(part) >= 20 else 1):
        return False
    return before is None or containment(part, before) < 0.5


def _alike(new: Sequence[str], old: Sequence[str]) -> dict[tuple[int, int], float]:
    """Similarities of the pairs that are worth a thought; of very many, only of those at about the same place."""
    few = len(new) * len(old) <= _MOST_PAIRS
    alike = {}
    for a, text in enumerate(new):
        middle = a * len(old) // len(new)
        candidates = range(len(old)) if few else range(max(0, middle - _WINDOW), min(len(old), middle + _WINDOW))
        for b in candidates:
            value = similarity(text, old[b])
            if value >= 0.3:
                alike[a, b] = value
    return alike


def _clear_pairs(
    new: Sequence[str],
    old: Sequence[str],
    scores: dict[tuple[int, int], float],
    alike: dict[tuple[int, int], float],
) -> list[tuple[int, int]]:
    """Pairs that are each other's best, good enough, and either clearly better than the next or parts of one text."""
    by_new, by_old = _ranked(scores, 0), _ranked(scores, 1)
    clear = []
    for (a, b), score in _mutual_best(scores).items():
        if score < _SURE or alike[a, b] < _LEAST_ALIKE:
            continue
        rivals_of_a = [other for other in by_new[a] if other != b and score - scores[a, other] < _MARGIN]
        rivals_of_b = [other for other in by_old[b] if other != a and score - scores[other, b] < _MARGIN]
        joined = all(_are_parts(old[b], old[other], new[a]) for other in rivals_of_a)
        cut = all(_are_parts(new[a], new[other], old[b]) for other in rivals_of_b)
        if joined and cut:
            clear.append((a, b))
    return clear


def _mutual_best(scores: dict[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    by_new, by_old = _ranked(scores, 0), _ranked(scores, 1)
    best = {(a, others[0]) for a, others in by_new.items()} & {(others[0], b) for b, others in by_old.items()}
    return {pair: scores[pair] for pair in sorted(best)}


def _ranked(scores: dict[tuple[int, int], float], side: int) -> dict[int, list[int]]:
    """For each text of one side the texts of the other, the best first."""
    ranked: dict[int, list[int]] = {}
    for pair in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        ranked.setdefault(pair[side], []).append(pair[1 - side])
    return ranked


def _are_parts(a: str, b: str, whole: str) -> bool:
    """Whether two texts are two parts of a third, not two variants of it."""
    return (
        len(a) + len(b) <= 1.25 * len(whole) + 4
        and containment(a, whole) >= _CONTAINED
        and containment(b, whole) >= _CONTAINED
    )
