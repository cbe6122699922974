"""Where canonical weights go in a learner's module: their own hook, the canonical name, or a known alias.

The alias table stands in `aliases`. A fused weight is cut into row blocks in the order the alias names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import product

import torch
from torch import Tensor, nn

from tracker.grader.aliases import FUSED, PLACES, WRAPPERS, canonical_components

Placement = dict[str, tuple[str, int, int]]  # canonical name → (own name, first row, rows); rows 0 means all of it


@dataclass
class Loaded:
    """Which canonical weights found a place, and one sentence when some did not."""

    placed: list[str] = field(default_factory=list)
    problem: str = ""


def load(module: object, weights: dict[str, Tensor], optional: Collection[str] = ()) -> Loaded:
    """Copy `weights` into `module`.

    Args:
        module: the learner's module.
        weights: canonical name → tensor.
        optional: names that may find no place, such as biases that the statement leaves free.
    """
    if not isinstance(module, nn.Module):
        return Loaded(problem=f"`{type(module).__name__}` is no torch.nn.Module: make it a subclass of nn.Module.")
    hook = getattr(module, "load_canonical", None)
    if callable(hook):
        given = _for_hook(module, weights, optional)
        hook({name: tensor.clone() for name, tensor in given.items()})
        return Loaded(placed=list(given))
    parameters = dict(module.named_parameters(remove_duplicate=False))  # a tied weight has two names
    placement = place(parameters, weights)
    problem = _problem(module, parameters, weights, placement, optional)
    if problem:
        return Loaded(problem=problem)
    with torch.no_grad():
        for name, (own, first, rows) in placement.items():
            target = parameters[own] if rows == 0 else parameters[own][first : first + rows]
            target.copy_(weights[name])
    vars(module)["_canonical_placement"] = placement
    return Loaded(placed=list(placement))


def place(parameters: dict[str, nn.Parameter], weights: dict[str, Tensor]) -> Placement:
    """Find a parameter for each canonical name: the same name, else an alias that fits exactly one, fused ones too."""
    placement: Placement = {}
    for own, parameter in parameters.items():
        if own in weights:
            placement[own] = (own, 0, 0)
            continue
        candidates = [name for name in _expand(own) if name in weights and name not in parameters]
        if len(set(candidates)) == 1:
            placement.setdefault(candidates[0], (own, 0, 0))
        else:
            _place_fused(own, parameter, weights, placement)
    return placement


def _place_fused(own: str, parameter: nn.Parameter, weights: dict[str, Tensor], placement: Placement) -> None:
    for names in _expand_fused(own):
        if not all(name in weights for name in names):
            continue
        first = 0
        for name in names:
            rows = weights[name].shape[0]
            placement.setdefault(name, (own, first, rows))
            first += rows
        return


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


def _expand_fused(own: str) -> Iterator[list[str]]:
    """The row blocks that a fused parameter such as `c_attn.weight` may be made of."""
    for form in _forms(own):
        for position, part in enumerate(form):
            blocks = FUSED.get(part.lower())
            if blocks and form[position + 1 :] in (["weight"], ["bias"]):
                for prefix in product(*canonical_components(form[:position])):
                    yield [".".join((*prefix, block, form[-1])) for block in blocks]


def _for_hook(module: nn.Module, weights: dict[str, Tensor], optional: Collection[str]) -> dict[str, Tensor]:
    """What `load_canonical` gets: optional biases only where the class has biases at all."""
    has_bias = any("bias" in name.lower() or ".b_" in f".{name}" for name, _ in module.named_parameters())
    return {name: tensor for name, tensor in weights.items() if has_bias or name not in optional}


def _problem(
    module: nn.Module,
    parameters: dict[str, nn.Parameter],
    weights: dict[str, Tensor],
    placement: Placement,
    optional: Collection[str],
) -> str:
    """One sentence when a weight has no place or the wrong shape, else the empty string."""
    ends = {own: first + rows for own, first, rows in placement.values()}
    for name, (own, _, rows) in placement.items():
        has = list(parameters[own].shape)
        needs = list(weights[name].shape)
        fits = [ends[own], *needs[1:]] if rows else needs
        if has != fits:
            names = " + ".join(f"`{each}`" for each, (its, _, _) in placement.items() if its == own)
            return f"`{own}` has shape {has}; as {names} it needs shape {fits}. Weights are (d_out, d_in)."
    missing = [name for name in weights if name not in placement and name not in optional]
    if not missing:
        return ""
    hidden = _hidden(module)
    if hidden:
        return hidden
    used = {own for own, _, _ in placement.values()}
    left = [name for name in parameters if name not in used]
    return (
        f"No place for the weights {_listed(missing)}; of yours, {_listed(left) if left else 'nothing'} is left over. "
        "Use the names of the statement, or write `load_canonical(self, weights)` on your class."
    )


def _hidden(module: nn.Module) -> str:
    """Name a weight that autograd's users can't find: a plain tensor, or a module in a plain list."""
    for path, part in module.named_modules():
        for name, value in vars(part).items():
            where = f"{path}.{name}" if path else name
            if name.startswith("_") or name == "training":
                continue
            if isinstance(value, Tensor):
                return f"`self.{where}` is a plain tensor, so `parameters()` does not find it: make it an nn.Parameter."
            if isinstance(value, list | tuple | dict) and _holds_weights(value):
                return (
                    f"`self.{where}` is a plain {type(value).__name__}, so `parameters()` does not find what is in it: "
                    "use nn.ModuleList, nn.ModuleDict or nn.ParameterList."
                )
    return ""


def _holds_weights(value: list[object] | tuple[object, ...] | dict[object, object]) -> bool:
    items = value.values() if isinstance(value, dict) else value
    return any(isinstance(item, nn.Module | Tensor) for item in items)


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:6])
    return f"{shown} and {len(names) - 6} more" if len(names) > 6 else shown


def canonical_gradients(module: nn.Module, names: Collection[str]) -> dict[str, Tensor | None]:
    """The gradients under canonical names, for weights that were placed by name; others are left out."""
    placement: Placement = vars(module).get("_canonical_placement", {})
    parameters = dict(module.named_parameters(remove_duplicate=False))
    found: dict[str, Tensor | None] = {}
    for name in names:
        if name not in placement:
            continue
        own, first, rows = placement[name]
        grad = parameters[own].grad
        found[name] = grad if grad is None or rows == 0 else grad[first : first + rows]
    return found
