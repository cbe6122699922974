"""Which note is which other note under a new name: told by the blocks they share."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

_COMMONPLACE = 16
"""A text that vanished from more notes than this says nothing about which of them was renamed."""


def find_renames(appeared: Mapping[str, Sequence[str]], vanished: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """New path → old path, each used once.

    A pair shares at least half of the unexplained texts of one of the two, or differs only in case or in how its
    letters are composed, which some file systems take for the same name.

    Args:
        appeared: by path, fingerprints of the blocks that nothing explains yet.
        vanished: by path, fingerprints of the reflections that are nowhere yet.
    """
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


def _shares(
    appeared: Mapping[str, Sequence[str]], vanished: Mapping[str, Sequence[str]]
) -> list[tuple[float, str, str]]:
    """Pairs of different paths that share enough, with how much of the smaller one they share."""
    owners: dict[str, Counter[str]] = defaultdict(Counter)
    for path, hashes in vanished.items():
        for text_hash in hashes:
            owners[text_hash][path] += 1
    shares = []
    for path, hashes in appeared.items():
        common: Counter[str] = Counter()
        for text_hash, count in Counter(hashes).items():
            there = owners.get(text_hash, Counter())
            if len(there) <= _COMMONPLACE:
                for before, known in there.items():
                    common[before] += min(count, known)
        for before, number in common.items():
            if path != before and number * 2 >= min(len(hashes), len(vanished[before])):
                shares.append((number / max(len(hashes), len(vanished[before])), path, before))
    return shares


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
