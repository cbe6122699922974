"""Which block is which reflection: what was found in the notes against what is known, in stages, the surest first.

1. the same explicit `^id`
2. the same text under the same headings of the same note; repeated texts by order and neighbours
3. the same text elsewhere in the same note
4. a note that was renamed: another path that holds most of its blocks, matched as in 2 and 3
5. a text that has just vanished in one note and stands, once, in another
6. a text that vanished earlier and is back: the last one that a reflection had, else one from before that
7. an edited text in the same (or the renamed) note: each the other's best, by a clear margin

What no stage matches is new. A reflection that nothing matches is orphaned, never deleted, because goals and tags hang
on it. Everything here is pure: it sees only the notes that have changed, and what is known of those.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from tracker.notes.blocks import Block
from tracker.notes.edits import find_edits, has_taken_in
from tracker.notes.matching import Matching
from tracker.notes.plan import Doubt, Known, Plan, Spot, Stage
from tracker.notes.renames import Unexplained, find_renames

_TELLING = 12
"""Characters from which on a text that comes back in another note is hardly a different thought."""


def reconcile(
    found: Mapping[str, Sequence[Block]], known: Iterable[Known], explicit_elsewhere: Iterable[str] = ()
) -> Plan:
    """Match blocks with reflections.

    Args:
        found: the blocks of each note that changed, by path.
        known: the live reflections of the notes that changed or are gone, and those not live that may be back, the
            most recently changed first.
        explicit_elsewhere: the `^id`s in notes that did not change.
    """
    matching = Matching(found, known)
    if not matching.known:
        return matching.plan
    matching.explicit(Counter(explicit_elsewhere))
    for path in found:
        matching.align(path, path, Stage.SAME, Stage.ELSEWHERE)
    _renamed(matching)
    _moved(matching)
    _back(matching)
    for path in found:
        for before in dict.fromkeys((path, matching.plan.renames.get(path, path))):
            _edited(matching, path, before)
    vanished = [reflection for path in matching.live for reflection in matching.free_live(path)]
    matching.plan.vanished = tuple(reflection.id for reflection in vanished)
    _merged(matching, vanished)
    return matching.plan


def _renamed(matching: Matching) -> None:
    """Stage 4."""
    appeared = {
        path: Unexplained(tuple(matching.block(spot).text_hash for spot in matching.free_spots(path)), len(blocks))
        for path, blocks in matching.found.items()
    }
    vanished = {
        path: Unexplained(tuple(one.text_hash for one in matching.free_live(path)), len(known))
        for path, known in matching.live.items()
    }
    renames = find_renames(appeared, vanished)
    for path, before in renames.items():
        matching.align(path, before, Stage.RENAMED, Stage.RENAMED)
        matching.plan.renames[path] = before


def _moved(matching: Matching) -> None:
    """Stage 5: unique among all that is free, or unique together with its headings."""
    for key in (lambda one: one.text_hash, lambda one: (one.text_hash, one.heading_path)):
        spots = _unique((spot for path in matching.found for spot in matching.free_spots(path)), matching.block, key)
        live = _unique((one for path in matching.live for one in matching.free_live(path)), lambda one: one, key)
        for value, spot in spots.items():
            if value in live:
                matching.match(spot, live[value], Stage.MOVED)


def _back(matching: Matching) -> None:
    """Stage 6: in the same note any text; in another one only what is long enough to be told."""
    for texts_of in (_last_text, _earlier_texts):
        past: dict[str, list[Known]] = defaultdict(list)
        for reflection in matching.free_past():
            for text_hash in texts_of(reflection):
                past[text_hash].append(reflection)
        for path in matching.found:
            for spot in matching.free_spots(path):
                found = _best_past(matching.block(spot), path, past)
                if found is not None:
                    matching.match(spot, found, Stage.BACK)
                    for text_hash in texts_of(found):
                        past[text_hash].remove(found)


def _last_text(reflection: Known) -> Iterable[str]:
    return (reflection.text_hash,)


def _earlier_texts(reflection: Known) -> Iterable[str]:
    return reflection.earlier


def _best_past(block: Block, path: str, past: Mapping[str, list[Known]]) -> Known | None:
    candidates = past.get(block.text_hash, [])
    here = [one for one in candidates if one.note == path]
    if not here and len(candidates) == 1 and len(block.text) >= _TELLING:
        here = candidates
    return min(here, key=lambda one: one.heading_path != block.heading_path, default=None)


def _edited(matching: Matching, path: str, before: str) -> None:
    """Stage 7, and what is left to ask the learner."""
    spots, old = matching.free_spots(path), matching.free_live(before)
    if not spots or not old:
        return
    nearness = _Nearness(matching, path, before, spots, old)
    edits = find_edits([matching.block(spot).text for spot in spots], [one.text for one in old], nearness)
    for a, b in edits.pairs.items():
        matching.match(spots[a], old[b], Stage.EDITED)
    doubts = (Doubt(spots[a], old[b].id, score) for a, b, score in edits.doubts)
    matching.plan.doubts = (*matching.plan.doubts, *doubts)


class _Nearness:
    """How much the places of a block and a reflection agree: neighbours, parent, headings; 0 to 0.3."""

    def __init__(self, matching: Matching, path: str, before: str, spots: list[Spot], old: list[Known]) -> None:
        self._matching, self._path, self._spots, self._old = matching, path, spots, old
        ids = ["", *(one.id for one in matching.live[before]), ""]
        self._around = {ids[index]: (ids[index - 1], ids[index + 1]) for index in range(1, len(ids) - 1)}

    def __call__(self, a: int, b: int) -> float:
        """The agreement of the a-th block with the b-th reflection."""
        spot, reflection = self._spots[a], self._old[b]
        block, index = self._matching.block(spot), spot[1]
        before, after = self._around[reflection.id]
        return (
            0.1 * (self._id_at(index - 1) == before)
            + 0.1 * (self._id_at(index + 1) == after)
            + 0.05 * (block.heading_path == reflection.heading_path)
            + 0.05 * ((None if block.parent is None else self._id_at(block.parent)) == reflection.parent)
        )

    def _id_at(self, index: int) -> str | None:
        """The reflection of the block at this index; empty beyond both ends, None where it is not told yet."""
        if not 0 <= index < len(self._matching.found[self._path]):
            return ""
        return self._matching.plan.ids.get((self._path, index))


def _merged(matching: Matching, vanished: list[Known]) -> None:
    """Vanished reflections whose text an edited block of the same note has taken in, or, two at least, a new one.

    What a new block alone resembles may rather be the same thought, and is asked about.
    """
    plan = matching.plan
    for path in matching.found:
        gone = [reflection for reflection in vanished if reflection.note in (path, plan.renames.get(path))]
        if not gone:
            continue
        for index, block in enumerate(matching.found[path]):
            stage = plan.stages.get((path, index))
            if stage in (None, Stage.EDITED, Stage.EXPLICIT):
                known = matching.known.get(plan.ids.get((path, index), ""))
                before = known.text if known else None
                taken_in = [one for one in gone if has_taken_in(block.text, one.text, before)]
                if known or len(taken_in) > 1:
                    for reflection in taken_in:
                        plan.merged.setdefault(reflection.id, (path, index))


_T = TypeVar("_T")


def _unique(
    things: Iterable[_T], what: Callable[[_T], Block | Known], key: Callable[[Block | Known], Hashable]
) -> dict[Hashable, _T]:
    """By key, the things that are the only ones with it."""
    groups: dict[Hashable, list[_T]] = defaultdict(list)
    for thing in things:
        groups[key(what(thing))].append(thing)
    return {value: group[0] for value, group in groups.items() if len(group) == 1}
