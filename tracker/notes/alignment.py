"""Two versions of one note as sequences: which piece of the new one is which piece of the old one, for equal texts.

Where a text stands once in both, that is no question. Where it is repeated ("복습", "복습"), order and neighbours
decide: pieces between two sure pairs belong to each other in order, and what is left goes by what stands around it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence, Set
from dataclasses import dataclass

_LARGEST_GAP = 250_000
"""Pairs that are weighed against each other in one gap; a larger gap goes in plain order."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block as alignment sees it: its text's fingerprint and what surrounds it."""

    text_hash: str
    heading_path: tuple[str, ...]
    before: str
    """Fingerprint of the block before it in the note; empty for the first."""
    after: str
    parent: str
    """Fingerprint of the block it hangs under; empty if it hangs under none."""


Key = Callable[[Piece], Hashable]


def by_text_and_heading(piece: Piece) -> Hashable:
    """The strict key: the same text under the same headings."""
    return piece.text_hash, piece.heading_path


def by_text(piece: Piece) -> Hashable:
    """The loose key: the same text anywhere in the note."""
    return piece.text_hash


def align(
    new: Sequence[Piece],
    old: Sequence[Piece],
    pairs: dict[int, int],
    key: Key,
    *,
    closed_new: Set[int] = frozenset(),
    closed_old: Set[int] = frozenset(),
) -> None:
    """Add to `pairs` (index in `new` → index in `old`) every further pair of equal keys that can be told.

    Args:
        new: the pieces of the note as it is, in order.
        old: the pieces of the note as it was, in order.
        pairs: what is told already; it helps to tell the rest.
        key: what must be equal.
        closed_new: pieces of `new` that belong to something else.
        closed_old: pieces of `old` that belong to something else.
    """
    alignment = _Alignment(new, old, pairs, closed_new, closed_old)
    repeated = alignment.pair_single(key)
    if repeated:
        alignment.pair_within_gaps(repeated)
        for group in repeated:
            alignment.pair_by_surroundings(*group)


_Group = tuple[list[int], list[int]]
"""Indexes of pieces with one key, in the new and in the old version."""


class _Alignment:
    """The pairs of one note while they grow."""

    def __init__(
        self,
        new: Sequence[Piece],
        old: Sequence[Piece],
        pairs: dict[int, int],
        closed_new: Set[int],
        closed_old: Set[int],
    ) -> None:
        self._new, self._old = new, old
        self._pairs = pairs
        self._closed = closed_new
        self._taken = set(pairs.values()) | closed_old

    def _pair(self, a: int, b: int) -> None:
        self._pairs[a] = b
        self._taken.add(b)

    def pair_single(self, key: Key) -> list[_Group]:
        """Pair what stands once on each side; give back the groups of what is repeated."""
        olds: dict[Hashable, list[int]] = defaultdict(list)
        for index, piece in enumerate(self._old):
            if index not in self._taken:
                olds[key(piece)].append(index)
        news: dict[Hashable, list[int]] = defaultdict(list)
        for index, piece in enumerate(self._new):
            if index not in self._pairs and index not in self._closed and key(piece) in olds:
                news[key(piece)].append(index)
        groups = [(indexes, olds[value]) for value, indexes in news.items()]
        for a, b in groups:
            if len(a) == len(b) == 1:
                self._pair(a[0], b[0])
        return [group for group in groups if len(group[0]) > 1 or len(group[1]) > 1]

    def pair_within_gaps(self, groups: list[_Group]) -> None:
        """Pair repeated pieces that stand between the same two sure pairs."""
        anchors = longest_increasing(sorted(self._pairs.items()))
        starts_new, starts_old = [a for a, _ in anchors], [b for _, b in anchors]
        gaps: dict[int, _Group] = defaultdict(lambda: ([], []))
        label_new, label_old = {}, {}
        for number, (news, olds) in enumerate(groups):
            for index in news:
                label_new[index] = number
                gaps[bisect_left(starts_new, index)][0].append(index)
            for index in olds:
                label_old[index] = number
                gaps[bisect_left(starts_old, index)][1].append(index)
        for news, olds in gaps.values():
            if news and olds:
                gap = _Gap(self._new, self._old, label_new, label_old)
                for a, b in gap.in_order(sorted(news), sorted(olds)):
                    self._pair(a, b)

    def pair_by_surroundings(self, news: list[int], olds: list[int]) -> None:
        """Pair what has moved past other pieces: first where most around it agrees, at last in order."""
        for view in _VIEWS:
            news = [a for a in news if a not in self._pairs]
            olds = [b for b in olds if b not in self._taken]
            if not news or not olds:
                return
            waiting: dict[Hashable, list[int]] = defaultdict(list)
            for b in reversed(olds):
                waiting[view(self._old[b])].append(b)
            for a in news:
                candidates = waiting.get(view(self._new[a]))
                if candidates:
                    self._pair(a, candidates.pop())


_VIEWS: tuple[Key, ...] = (
    lambda piece: (piece.parent, piece.before, piece.after),
    lambda piece: (piece.parent, piece.after),
    lambda piece: (piece.parent, piece.before),
    lambda piece: (piece.before, piece.after),
    lambda piece: piece.parent,
    lambda piece: piece.text_hash,
)


@dataclass(frozen=True)
class _Gap:
    """The repeated pieces between two sure pairs; equal labels are equal texts."""

    new: Sequence[Piece]
    old: Sequence[Piece]
    label_new: dict[int, int]
    label_old: dict[int, int]

    def in_order(self, news: list[int], olds: list[int]) -> Iterator[tuple[int, int]]:
        """The pairs, in order on both sides, whose surroundings agree most, taken together."""
        if len(news) * len(olds) > _LARGEST_GAP:
            yield from self._plainly(news, olds)
            return
        weights = [[self._weight(a, b) for b in olds] for a in news]
        best = _best_sums(weights)
        i = j = 0
        while i < len(news) and j < len(olds):
            if weights[i][j] and best[i][j] == best[i + 1][j + 1] + weights[i][j]:
                yield news[i], olds[j]
                i, j = i + 1, j + 1
            elif best[i][j] == best[i + 1][j]:
                i += 1
            else:
                j += 1

    def _weight(self, a: int, b: int) -> int:
        """0 for different texts; else more, the more of what surrounds them is the same."""
        return 10 + _agreement(self.new[a], self.old[b]) if self.label_new[a] == self.label_old[b] else 0

    def _plainly(self, news: list[int], olds: list[int]) -> Iterator[tuple[int, int]]:
        """For hundreds of repeated lines: equal ones from both ends, between them the n-th to the n-th."""
        start, end = 0, 0
        shorter = min(len(news), len(olds))
        while start < shorter and self._weight(news[start], olds[start]):
            yield news[start], olds[start]
            start += 1
        while end < shorter - start and self._weight(news[-1 - end], olds[-1 - end]):
            yield news[-1 - end], olds[-1 - end]
            end += 1
        waiting: dict[int, list[int]] = defaultdict(list)
        for b in reversed(olds[start : len(olds) - end]):
            waiting[self.label_old[b]].append(b)
        for a in news[start : len(news) - end]:
            if waiting[self.label_new[a]]:
                yield a, waiting[self.label_new[a]].pop()


def _best_sums(weights: list[list[int]]) -> list[list[int]]:
    """For each pair of suffixes the greatest sum of weights that pairs in order can have."""
    width = len(weights[0])
    best = [[0] * (width + 1) for _ in range(len(weights) + 1)]
    for i in range(len(weights) - 1, -1, -1):
        row, below, weight = best[i], best[i + 1], weights[i]
        for j in range(width - 1, -1, -1):
            row[j] = max(below[j], row[j + 1], below[j + 1] + weight[j] if weight[j] else 0)
    return best


def _agreement(a: Piece, b: Piece) -> int:
    """How much of two pieces' surroundings is the same, 0 to 8; what follows may be a child, so it says more."""
    return 3 * (a.parent == b.parent) + 2 * (a.before == b.before) + 3 * (a.after == b.after)


def longest_increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs, sorted by their first number, whose second numbers grow too."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for index, (_, value) in enumerate(pairs):
        place = bisect_left(tails, value)
        previous.append(ends[place - 1] if place else -1)
        if place == len(tails):
            tails.append(value)
            ends.append(index)
        else:
            tails[place], ends[place] = value, index
    chosen, index = [], ends[-1] if ends else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = previous[index]
    return chosen[::-1]
