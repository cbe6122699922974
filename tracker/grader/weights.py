"""Where canonical weights go in a learner's module: their own hook, the canonical name, or a known alias.

The alias table stands in `aliases`; `placement` finds out which parameter stands for which weight.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from tracker.grader.offered import OfferedWeights
from tracker.grader.placement import Placement, Slot, place
from tracker.grader.tracing import Hook, Trace, trace


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
        return _by_hook(module, hook, _for_hook(module, weights, optional), optional)
    parameters = dict(module.named_parameters(remove_duplicate=False))  # a tied weight has two names
    placement = place(parameters, weights)
    problem = _problem(module, parameters, weights, placement, optional)
    if problem:
        return Loaded(problem=problem)
    with torch.no_grad():
        for name, slots in placement.items():
            for slot in slots:
                target = _rows(parameters[slot.own], slot)
                target.copy_(
                    weights[name][slot.source : slot.source + target.shape[0]] if target.ndim else weights[name]
                )
    vars(module)["_canonical_placement"] = placement
    return Loaded(placed=list(placement))


def _by_hook(module: nn.Module, hook: Hook, given: dict[str, Tensor], optional: Collection[str]) -> Loaded:
    """Let the class place its weights itself; where they land is kept for the gradients.

    An optional weight that is never read has no place, nor has one that is read and arrives in no parameter.
    """
    found = vars(module)["_canonical_trace"] = _traced(module, hook, given)
    offered = OfferedWeights({name: tensor.clone() for name, tensor in given.items()})
    hook(offered)
    taken = offered.read if found is None else offered.read & found.placed()
    return Loaded(placed=[name for name in given if name not in optional or name in taken])


def _traced(module: nn.Module, hook: Hook, given: dict[str, Tensor]) -> Trace | None:
    """None when the hook can't be traced; what is wrong with it is said when it gets the weights themselves."""
    try:
        return trace(module, hook, given)
    except Exception:  # noqa: BLE001 - the learner's code, run once more with the weights right after
        return None


def _rows(parameter: Tensor, slot: Slot) -> Tensor:
    return parameter if slot.rows == 0 else parameter[slot.first : slot.first + slot.rows]


def _for_hook(module: nn.Module, weights: dict[str, Tensor], optional: Collection[str]) -> dict[str, Tensor]:
    """What `load_canonical` gets: optional biases only where the class has biases at all.

    Of those it may have some and lack others: what it never reads has no place.
    """
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
    missing = [name for name in weights if name not in placement and name not in optional]
    used = {id(parameters[slot.own]) for slots in placement.values() for slot in slots}
    left = [name for name, parameter in parameters.items() if id(parameter) not in used and parameter.requires_grad]
    ways_out = "Use the names of the statement, or write `load_canonical(self, weights)` on your class."
    if missing:
        over = f"of yours, {_listed(left) if left else 'nothing'} is left over"
        return _hidden(module) or f"No place for the weights {_listed(missing)}; {over}. {ways_out}"
    misshapen = _misshapen(parameters, weights, placement)
    if left and not misshapen:
        return f"Your parameters {_listed(left)} stand for no weight of the statement. {ways_out}"
    return misshapen


def _misshapen(parameters: dict[str, nn.Parameter], weights: dict[str, Tensor], placement: Placement) -> str:
    """One sentence when a parameter can't hold what has its place in it, else the empty string."""
    holds: dict[str, list[str]] = {}
    for name, slots in placement.items():
        for slot in slots:
            holds.setdefault(slot.own, []).append(name)
    for own, names in holds.items():
        has = list(parameters[own].shape)
        needs = list(weights[names[0]].shape)
        slots = placement[names[0]]
        if len(names) > 1:
            needs[0] = sum(weights[name].shape[0] for name in names)
        elif len(slots) > 1:
            needs[0] //= len(slots)
        if has != needs:
            shown = " + ".join(f"`{name}`" for name in names)
            return f"`{own}` has shape {has}; as {shown} it needs shape {needs}. Weights are (d_out, d_in)."
    return ""


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


def canonical_gradients(module: nn.Module, names: Collection[str]) -> dict[str, Tensor | None] | None:
    """The gradients under canonical names: None for a weight that got none.

    None for all when the class places its weights by a rule that can't be followed back.
    """
    if "_canonical_trace" in vars(module):
        found: Trace | None = vars(module)["_canonical_trace"]
        return None if found is None else found.gradients(module, names)
    placement: Placement = vars(module).get("_canonical_placement", {})
    parameters = dict(module.named_parameters(remove_duplicate=False))
    return {name: _gradient(parameters, placement[name]) for name in names if name in placement}


def _gradient(parameters: dict[str, nn.Parameter], slots: Sequence[Slot]) -> Tensor | None:
    grads = [parameters[slot.own].grad for slot in slots]
    kept = [_rows(grad, slot) for grad, slot in zip(grads, slots, strict=True) if grad is not None]
    if len(kept) < len(grads):
        return None
    return kept[0] if len(kept) == 1 else torch.cat(kept)
