"""The state of one reconciliation: which blocks and which reflections are still free, and what pairs them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tracker.notes.alignment import Piece, align, by_text, by_text_and_heading
from tracker.notes.blocks import Block
from tracker.notes.plan import Known, Plan, Spot, Stage


class Matching:
    """Blocks that were found, reflections that are known, and the plan that grows between them."""

    def __init__(self, found: Mapping[str, Sequence[Block]], known: Iterable[Known]) -> None:
        self.found = found
        self.known = {reflection.id: reflection for reflection in known}
        self.plan = Plan()
        self._taken: set[str] = set()
        live: dict[str, list[Known]] = defaultdict(list)
        for reflection in self.known.values():
            if reflection.is_live:
                live[reflection.note].append(reflection)
        self.live = {path: sorted(group, key=lambda one: one.position) for path, group in live.items()}

    def match(self, spot: Spot, reflection: Known, stage: Stage) -> None:
        """This block is that reflection."""
        self.plan.ids[spot] = reflection.id
        self.plan.stages[spot] = stage
        self._taken.add(reflection.id)

    def block(self, spot: Spot) -> Block:
        """The block at a spot."""
        return self.found[spot[0]][spot[1]]

    def free_spots(self, path: str) -> list[Spot]:
        """Blocks of a note that are no reflection yet."""
        ids = self.plan.ids
        return [(path, index) for index in range(len(self.found[path])) if (path, index) not in ids]

    def free_live(self, path: str) -> list[Known]:
        """Live reflections of a note that stand nowhere yet."""
        return [reflection for reflection in self.live.get(path, ()) if reflection.id not in self._taken]

    def free_past(self) -> list[Known]:
        """Reflections that were not live and are not back yet, the most recently changed first."""
        return [one for one in self.known.values() if not one.is_live and one.id not in self._taken]

    def explicit(self, elsewhere: Counter[str]) -> None:
        """Match by `^id`; an id that stands more than once is nobody's."""
        owners: dict[str, list[Known]] = defaultdict(list)
        for reflection in self.known.values():
            if reflection.explicit_id:
                owners[reflection.explicit_id].append(reflection)
        spots: dict[str, list[Spot]] = defaultdict(list)
        for path, blocks in self.found.items():
            for index, block in enumerate(blocks):
                if block.explicit_id:
                    spots[block.explicit_id].append((path, index))
        for name, places in spots.items():
            if len(places) + elsewhere[name] > 1:
                self.plan.repeated = (*self.plan.repeated, *places)
            elif name in owners:
                self.match(places[0], self._likeliest(owners[name], places[0]), Stage.EXPLICIT)

    def _likeliest(self, owners: Iterable[Known], spot: Spot) -> Known:
        """Of several that once carried the same `^id`, the live one, in this note, with this text."""
        text_hash = self.block(spot).text_hash
        return min(owners, key=lambda one: (not one.is_live, one.note != spot[0], one.text_hash != text_hash))

    def align(self, path: str, before: str, strict: Stage, loose: Stage) -> None:
        """Match equal texts of a note with what it was, `before` being its path then: first under equal headings."""
        old = self.live.get(before, [])
        if not old or not self.found[path]:
            return
        index_of = {reflection.id: index for index, reflection in enumerate(old)}
        owners = {a: self.plan.ids[path, a] for a in range(len(self.found[path])) if (path, a) in self.plan.ids}
        pairs = {a: index_of[id_] for a, id_ in owners.items() if id_ in index_of}
        closed_new = owners.keys() - pairs.keys()
        closed_old = {index_of[id_] for id_ in index_of.keys() & self._taken} - set(pairs.values())
        new_pieces, old_pieces = _pieces_found(self.found[path]), _pieces_known(old, self.known)
        for key, stage in ((by_text_and_heading, strict), (by_text, loose)):
            before_this = set(pairs)
            align(new_pieces, old_pieces, pairs, key, closed_new=closed_new, closed_old=closed_old)
            for a in pairs.keys() - before_this:
                self.match((path, a), old[pairs[a]], stage)


def _pieces_found(blocks: Sequence[Block]) -> list[Piece]:
    hashes = ["", *(block.text_hash for block in blocks), ""]
    return [
        Piece(
            text_hash=block.text_hash,
            heading_path=block.heading_path,
            before=hashes[index],
            after=hashes[index + 2],
            parent="" if block.parent is None else blocks[block.parent].text_hash,
        )
        for index, block in enumerate(blocks)
    ]


def _pieces_known(reflections: Sequence[Known], everything: Mapping[str, Known]) -> list[Piece]:
    hashes = ["", *(reflection.text_hash for reflection in reflections), ""]
    return [
        Piece(
            text_hash=reflection.text_hash,
            heading_path=reflection.heading_path,
            before=hashes[index],
            after=hashes[index + 2],
            parent=parent.text_hash if (parent := everything.get(reflection.parent or "")) else "",
        )
        for index, reflection in enumerate(reflections)
    ]
