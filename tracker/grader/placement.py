"""Which of a learner's parameters stands for which canonical weight: by name, by alias, fused or split.

A slot is where the rows of a canonical weight go. Mostly that is one whole parameter; a fused `qkv.weight` of the
learner holds three canonical weights in blocks of rows, and a canonical `c_attn.weight` may be spread over three.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from torch import Tensor

from tracker.grader.aliases import FUSED, PLACES, WRAPPERS, canonical_components


@dataclass(frozen=True)
class Slot:
    """Rows of a learner's parameter that take rows of a canonical weight.

    Attributes:
        own: the learner's name.
        first: the first row of theirs.
        rows: how many; 0 when it is all of the parameter.
        source: the first row of the canonical weight.
    """

    own: str
    first: int = 0
    rows: int = 0
    source: int = 0


Placement = dict[str, tuple[Slot, ...]]


def place(parameters: Mapping[str, Tensor], weights: Mapping[str, Tensor]) -> Placement:
    """Find a place for each canonical name: the same name, else an alias that fits exactly one, fused or split ones."""
    placement: Placement = {name: (Slot(name),) for name in parameters if name in weights}
    numbered = _numbered(parameters)
    for own, parameter in parameters.items():
        if own in placement:
            continue
        names = [own, *([numbered[own]] if own in numbered else [])]
        candidates = {name for each in names for name in _expand(each) if name in weights and name not in parameters}
        if len(candidates) > 1:
            candidates = {name for name in candidates if weights[name].shape == parameter.shape}
        if len(candidates) == 1:
            placement.setdefault(candidates.pop(), (Slot(own),))
        else:
            _place_fused(own, weights, placement)
    _place_split(parameters, weights, placement)
    return placement


def _place_fused(own: str, weights: Mapping[str, Tensor], placement: Placement) -> None:
    """One parameter of the learner's that holds several canonical weights, one below the other."""
    for names in _expand_fused(own):
        if not all(name in weights for name in names):
            continue
        first = 0
        for name in names:
            rows = weights[name].shape[0]
            placement.setdefault(name, (Slot(own, first, rows),))
            first += rows
        return


def _place_split(parameters: Mapping[str, Tensor], weights: Mapping[str, Tensor], placement: Placement) -> None:
    """A fused canonical weight that the learner keeps in several parameters."""
    for name, weight in weights.items():
        *prefix, fused, kind = ["", *name.split(".")]
        blocks = FUSED.get(fused, ())
        if name in placement or not blocks or weight.shape[0] % len(blocks):
            continue
        parts = [".".join((*prefix[1:], block, kind)) for block in blocks]
        chunks = dict(zip(parts, weight.chunk(len(blocks)), strict=True))
        taken = {slot.own for slots in placement.values() for slot in slots}
        found = place({own: value for own, value in parameters.items() if own not in taken}, chunks)
        if all(part in found for part in parts):
            rows = weight.shape[0] // len(blocks)
            slots = [replace(slot, source=i * rows) for i, part in enumerate(parts) for slot in found[part]]
            placement[name] = tuple(slots)


def _expand(own: str) -> Iterator[str]:
    """The canonical names that a learner's parameter name may stand for."""
    for form in _forms(own):
        for choice in product(*canonical_components(form)):
            yield ".".join(choice)
            yield ".".join((*choice[:-2], "feed_forward", *choice[-2:]))  # fc1 and fc2 straight in the layer


def _forms(own: str) -> Iterator[list[str]]:
    """The ways to read a parameter's name: places in lists resolved, bare ones as `W_q.weight`, `W_q.bias`."""
    for place_in_list, name in PLACES.items():
        own = re.sub(rf"(^|\.){re.escape(place_in_list)}(?=\.)", rf"\g<1>{name}", own)
    kept = [part for part in own.split(".") if part not in WRAPPERS]
    for parts in [kept] if kept == own.split(".") else [kept, own.split(".")]:
        yield parts
        base, _, suffix = parts[-1].rpartition("_")
        if base and suffix in ("weight", "bias"):
            yield [*parts[:-1], base, suffix]
        elif parts[-1] not in ("weight", "bias"):
            yield [*parts, "weight"]
            if parts[-1][:1] in "bB":
                yield [*parts[:-1], "w" + parts[-1][1:], "bias"]
        elif len(parts) > 2 and parts[-2].isdigit():  # the only layer with weights in an nn.Sequential
            yield [*parts[:-2], parts[-1]]


def _expand_fused(own: str) -> Iterator[list[str]]:
    """The row blocks that a fused parameter such as `c_attn.weight` may be made of."""
    for form in _forms(own):
        for position, part in enumerate(form):
            blocks = FUSED.get(part.lower())
            if blocks and form[position + 1 :] in (["weight"], ["bias"]):
                for prefix in product(*canonical_components(form[:position])):
                    yield [".".join((*prefix, block, form[-1])) for block in blocks]


def _numbered(parameters: Mapping[str, Tensor]) -> dict[str, str]:
    """Two linear layers in an nn.Sequential, as in `ffn.0.weight` and `ffn.3.weight`: `linear_1` and `linear_2`."""
    found: dict[str, set[int]] = {}
    for name, parameter in parameters.items():
        match = re.fullmatch(r"(.*?)(\d+)\.weight", name)
        if match and parameter.ndim == 2:
            found.setdefault(match[1], set()).add(int(match[2]))
    pairs = {prefix: sorted(numbers) for prefix, numbers in found.items() if len(numbers) == 2}
    return {
        f"{prefix}{number}.{kind}": f"{prefix}linear_{i}.{kind}".removeprefix("layers.")
        for prefix, numbers in pairs.items()
        for i, number in enumerate(numbers, start=1)
        for kind in ("weight", "bias")
    }
