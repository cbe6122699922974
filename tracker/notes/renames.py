"""Which note is which other note under a new name: told by the blocks they share."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

_COMMONPLACE = 16
"""A text that vanished from more notes than this says nothing about which of them was renamed."""


@dataclass(frozen=True)
class Unexplained:
    """A note's texts that nothing explains yet, and how many it has in all."""

    hashes: tuple[str, ...]
    total: int

    @property
    def is_most(self) -> bool:
        """Whether most of the note is unexplained; a note that stays itself was not renamed."""
        return 2 * len(self.hashes) > self.total


def find_renames(appeared: Mapping[str, Unexplained], vanished: Mapping[str, Unexplained]) -> dict[str, str]:
    """New path → old path, each used once.

    A pair shares at least half of the texts of one of the two, or differs only in case or in how its letters are
    composed, which some file systems take for the same name.

    Args:
        appeared: by path, the blocks that are no reflection yet.
        vanished: by path, the reflections that stand nowhere yet.
    """
    appeared = {path: one for path, one in appeared.items() if one.is_most}
    vanished = {path: one for path, one in vanished.items() if one.is_most}
    renames: dict[str, str] = {}
    same_name = {_folded(path): path for path in vanished}
    for path in appeared:
        before = same_name.pop(_folded(path), None)
        if before is not None and before != path:
            renames[path] = before
    for _, path, before in sorted(_shares(appeared, vanished), key=lambda share: (-share[0], share[1], share[2])):
        if path not in renames and before not in renames.values():
            renames[path] = before
    return renames


def _shares(appeared: Mapping[str, Unexplained], vanished: Mapping[str, Unexplained]) -> list[tuple[float, str, str]]:
    """Pairs of different paths that share enough, with how much of the larger one they share."""
    owners: dict[str, Counter[str]] = defaultdict(Counter)
    for path, note in vanished.items():
        for text_hash in note.hashes:
            owners[text_hash][path] += 1
    shares = []
    for path, note in appeared.items():
        common: Counter[str] = Counter()
        for text_hash, count in Counter(note.hashes).items():
            there = owners.get(text_hash, Counter())
            if len(there) <= _COMMONPLACE:
                for before, known in there.items():
                    common[before] += min(count, known)
        for before, number in common.items():
            totals = note.total, vanished[before].total
            if path != before and number * 2 >= min(totals):
                shares.append((number / max(totals), path, before))
    return shares


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
