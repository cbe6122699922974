"""Where a learner's own `load_canonical` puts the canonical weights, found by watching it place known numbers.

With that the gradients of a class that places its weights itself can be read under their canonical names.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import torch
from torch import Tensor, nn

Hook = Callable[[dict[str, Tensor]], object]


@dataclass(frozen=True)
class Landing:
    """Where the elements of one parameter come from.

    Attributes:
        source: one number for each element: 1 + its position among all canonical elements, 0 for none; flat.
        factor: what the canonical element was multiplied by; flat.
    """

    source: Tensor
    factor: Tensor


@dataclass(frozen=True)
class Trace:
    """What a hook does with the canonical weights: each element of a parameter is `factor · weight`, or constant.

    Attributes:
        shapes: canonical name → shape, in the order in which the elements are counted.
        landings: the learner's own name → where its elements come from.
    """

    shapes: dict[str, torch.Size]
    landings: dict[str, Landing]

    def placed(self) -> set[str]:
        """The canonical names of which something arrives in a parameter."""
        found = self._zeros(torch.bool)
        for landing in self.landings.values():
            found[landing.source] = True
        return {name for name, part in self._parts(found).items() if part.any()}

    def gradients(self, module: nn.Module, names: Collection[str]) -> dict[str, Tensor | None]:
        """The gradients of the canonical weights `names` by the chain rule; None where none arrived."""
        own = {name: parameter.grad for name, parameter in module.named_parameters()}
        total, arrived = self._zeros(torch.float64), self._zeros(torch.bool)
        dtype = torch.float32
        for name, landing in self.landings.items():
            grad = own.get(name)
            if grad is None:
                continue
            dtype = grad.dtype
            total.index_add_(0, landing.source, grad.detach().double().flatten() * landing.factor)
            arrived[landing.source] = True
        values, there = self._parts(total), self._parts(arrived)
        return {name: values[name].to(dtype) if there[name].any() else None for name in names if name in self.shapes}

    def _zeros(self, dtype: torch.dtype) -> Tensor:
        """One number for each canonical element, and one in front for those that come from none."""
        return torch.zeros(1 + sum(shape.numel() for shape in self.shapes.values()), dtype=dtype)

    def _parts(self, flat: Tensor) -> dict[str, Tensor]:
        return _shaped(flat[1:], self.shapes)


def trace(module: nn.Module, hook: Hook, weights: dict[str, Tensor]) -> Trace | None:
    """Let `hook` place three sets of known numbers; None when it does more than copying and scaling.

    The module holds the last of them afterwards: the caller places the weights.
    """
    shapes = {name: tensor.shape for name, tensor in weights.items()}
    ids = _shaped(torch.arange(1.0, 1 + sum(shape.numel() for shape in shapes.values())), shapes)
    ones = {name: torch.ones(shape) for name, shape in shapes.items()}
    generator = torch.Generator().manual_seed(0)
    others = {name: torch.rand(shape, generator=generator) + 1 for name, shape in shapes.items()}
    seen = [_placed(module, hook, probe, weights) for probe in (ids, ones, others)]
    if not seen[0].keys() == seen[1].keys() == seen[2].keys():
        return None
    values = torch.cat([torch.zeros(1), *(tensor.flatten() for tensor in others.values())]).double()
    landings: dict[str, Landing] = {}
    for name in seen[0]:
        landing = _landing(seen[0][name], seen[1][name], seen[2][name], values)
        if landing is None:
            return None
        landings[name] = landing
    return Trace(shapes, landings)


def _shaped(flat: Tensor, shapes: dict[str, torch.Size]) -> dict[str, Tensor]:
    """Numbers one behind the other as tensors of these shapes."""
    parts = torch.split(flat, [shape.numel() for shape in shapes.values()])
    return {name: part.reshape(shape) for (name, shape), part in zip(shapes.items(), parts, strict=True)}


def _placed(module: nn.Module, hook: Hook, probe: dict[str, Tensor], like: dict[str, Tensor]) -> dict[str, Tensor]:
    hook({name: tensor.to(like[name].dtype) for name, tensor in probe.items()})
    return {name: parameter.detach().double().flatten().clone() for name, parameter in module.named_parameters()}


def _landing(by_id: Tensor, by_one: Tensor, by_other: Tensor, values: Tensor) -> Landing | None:
    """The landing of one parameter from what three probes left in it; None when no factor explains it."""
    if not by_id.shape == by_one.shape == by_other.shape:
        return None
    moves = (by_id != by_one) | (by_one != by_other)
    factor = torch.where(moves, by_one, torch.zeros_like(by_one))
    source = (by_id / torch.where(factor == 0, torch.ones_like(factor), factor)).round()
    source = torch.where(moves, source, torch.zeros_like(source))
    if not bool(torch.isfinite(source).all()) or bool(((source < 0) | (source >= len(values))).any()):
        return None
    numbers = source.long()
    explained = torch.isclose(by_other, factor * values[numbers], rtol=1e-5, atol=1e-6) & (numbers > 0)
    return Landing(numbers, factor) if bool((explained | ~moves).all()) else None
