"""Two versions of some notes, and what the matcher makes of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from tracker.notes.blocks import Block
from tracker.notes.identity import reconcile
from tracker.notes.outline import outline
from tracker.notes.plan import Known, Plan

Version = str | dict[str, str]
"""The source of one note, or of several by path."""


def sources(version: Version) -> dict[str, str]:
    return {"a.md": version} if isinstance(version, str) else version


def known(version: Version) -> list[Known]:
    """The reflections that a first sync of these notes makes; their ids are `path:index`."""
    return [
        Known(
            id=f"{path}:{index}",
            note=path,
            text=block.text,
            text_hash=block.text_hash,
            heading_path=block.heading_path,
            position=index,
            parent=None if block.parent is None else f"{path}:{block.parent}",
            explicit_id=block.explicit_id,
        )
        for path, source in sources(version).items()
        for index, block in enumerate(outline(source).blocks)
    ]


@dataclass(frozen=True)
class Matched:
    """What came of two versions."""

    known: list[Known]
    found: dict[str, tuple[Block, ...]]
    plan: Plan

    @cached_property
    def texts(self) -> dict[str, str]:
        return {one.id: one.text for one in self.known}

    @property
    def was(self) -> dict[str, str]:
        """New text → old text of the same reflection, for the new texts that stand once."""
        counts = Counter(block.text for blocks in self.found.values() for block in blocks)
        pairs = ((self.found[path][index].text, self.texts[id_]) for (path, index), id_ in self.plan.ids.items())
        return {new: old for new, old in pairs if counts[new] == 1}

    @property
    def places(self) -> list[int | None]:
        """For each new block, in order, the old index of its reflection; None if it is new."""
        ids = (self.plan.ids.get((path, index)) for path, blocks in self.found.items() for index in range(len(blocks)))
        return [None if id_ is None else int(id_.rpartition(":")[2]) for id_ in ids]

    @property
    def vanished(self) -> list[str]:
        return [self.texts[id_] for id_ in self.plan.vanished]


def match(old: Version, new: Version) -> Matched:
    """Reconcile the second version with what the first one made."""
    before, found = known(old), {path: outline(source).blocks for path, source in sources(new).items()}
    return Matched(before, found, reconcile(found, before))
