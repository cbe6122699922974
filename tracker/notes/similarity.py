"""How alike two texts are, for Korean and English alike: by pairs of characters, then by common runs."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache

_LONGEST_COMPARED = 600
"""Characters up to which common runs are looked for; their cost grows with the square of the length."""
_HOPELESS = 0.25
"""Share of common pairs below which nothing else is asked."""


def similarity(a: str, b: str) -> float:
    """0 for nothing in common to 1 for equal, ignoring case and spaces (Korean spacing is often corrected)."""
    dice = _dice(a, b)
    if dice < _HOPELESS or max(len(a), len(b)) > _LONGEST_COMPARED:
        return dice
    ratio = SequenceMatcher(None, _squeezed(a), _squeezed(b), autojunk=False).ratio()
    return (dice + ratio) / 2


def containment(part: str, whole: str) -> float:
    """The share of a text that stands in another one, 0 to 1, ignoring case, spaces and the part's full stop."""
    small, large = _squeezed(part).rstrip(".!?,;:"), _squeezed(whole)
    if small in large:
        return 1.0
    pairs = Counter(map(str.__add__, small, small[1:]))
    return sum((pairs & _pairs(whole)).values()) / max(sum(pairs.values()), 1)


def _dice(a: str, b: str) -> float:
    pairs_a, pairs_b = _pairs(a), _pairs(b)
    total = sum(pairs_a.values()) + sum(pairs_b.values())
    if not total:
        return 0.0
    if len(pairs_a) > len(pairs_b):
        pairs_a, pairs_b = pairs_b, pairs_a
    common = sum(min(count, pairs_b[pair]) for pair, count in pairs_a.items() if pair in pairs_b)
    return 2 * common / total


@lru_cache(maxsize=4096)
def _pairs(text: str) -> Counter[str]:
    """Neighbouring characters with how often they occur; the text's ends count as characters too."""
    bare = f"\x02{_squeezed(text)}\x03"
    return Counter(map(str.__add__, bare, bare[1:]))


def _squeezed(text: str) -> str:
    return "".join(text.casefold().split())
