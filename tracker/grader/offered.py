"""What a learner's `load_canonical` gets: a dict that knows which of its weights were read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from torch import Tensor


class OfferedWeights(dict[str, Tensor]):
    """Canonical name → weight. Whoever goes through all of it has read all of it."""

    def __init__(self, weights: dict[str, Tensor]) -> None:
        super().__init__(weights)
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> Tensor:
        """One weight, which counts as read."""
        self.read.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """One weight, which counts as read, or the default."""
        self.read.add(name)
        return super().get(name, default)

    def pop(self, name: str, *default: Any) -> Any:
        """Take one weight out; it counts as read."""
        self.read.add(name)
        return super().pop(name, *default)

    def __iter__(self) -> Iterator[str]:
        """Every name."""
        self.read.update(super().keys())
        return super().__iter__()

    def keys(self) -> Any:
        """Every name."""
        self.read.update(super().keys())
        return super().keys()

    def values(self) -> Any:
        """Every weight."""
        self.read.update(super().keys())
        return super().values()

    def items(self) -> Any:
        """Every name with its weight."""
        self.read.update(super().keys())
        return super().items()
