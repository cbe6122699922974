"""Values cross as JSON and raw bytes and come back as they were, or are refused; nothing is ever evaluated."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from tracker.grader.codec import DTYPES, decode, encode, is_plain_tensor, tensor_bytes
from tracker.grader.errors import WireBroken

COMPLEX = (torch.complex64, torch.complex128)


def refuse(value: Any) -> Any:
    raise TypeError(f"no handle for a {type(value).__name__}")


def crossed(value: Any) -> Any:
    """`value` after a trip over the pipe: JSON text and bytes only."""
    buffers: list[bytes] = []
    form = json.loads(json.dumps(encode(value, buffers, refuse)))
    rest = [bytes(buffer) for buffer in buffers]
    back = decode(form, rest, refuse)
    assert rest == []
    return back


def same(a: Any, b: Any) -> bool:
    if isinstance(a, Tensor):
        return same_tensor(a, b)
    if isinstance(a, float):
        return type(b) is float and (a == b or (math.isnan(a) and math.isnan(b)))
    if type(a) is not type(b):
        return False
    if isinstance(a, tuple | list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    return bool(a == b)


def same_tensor(a: Tensor, b: Tensor) -> bool:
    if type(b) is not Tensor or (a.shape, a.dtype, a.requires_grad) != (b.shape, b.dtype, b.requires_grad):
        return False
    return tensor_bytes(a) == tensor_bytes(b)


@st.composite
def tensors(draw: st.DrawFn) -> Tensor:
    """Tensors of every dtype, with empty ones, odd values, and views that are not contiguous."""
    dtype = draw(st.sampled_from(list(DTYPES.values())))
    shape = draw(st.lists(st.integers(0, 4), max_size=4))
    count = math.prod(shape)
    numbers = st.sampled_from([0.0, 1.0, -2.5, math.nan, math.inf, -math.inf, 7.25])
    whole = st.integers(0, 100).map(float)
    values = draw(st.lists(numbers if dtype.is_floating_point else whole, min_size=count, max_size=count))
    tensor = torch.tensor(values, dtype=torch.float64).to(dtype).reshape(shape)
    if len(shape) >= 2 and draw(st.booleans()):
        tensor = tensor.transpose(draw(st.integers(0, len(shape) - 1)), -1)
    if shape and draw(st.booleans()):
        tensor = tensor[..., :: draw(st.integers(1, 3))]
    return tensor.requires_grad_(draw(st.booleans()) and (dtype.is_floating_point or dtype.is_complex))


PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), st.text(), st.binary(max_size=20),
    st.sampled_from([torch.float32, torch.int64, torch.bfloat16]),
)  # fmt: skip
HASHABLE = st.one_of(st.booleans(), st.integers(), st.text(), st.tuples(st.integers(), st.text()))
VALUES = st.recursive(
    st.one_of(PLAIN, tensors()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.sets(st.integers(), max_size=4),
        st.dictionaries(HASHABLE, inner, max_size=4),
    ),
    max_leaves=8,
)


@settings(deadline=None, max_examples=150)
@given(VALUES)
def test_what_goes_over_the_pipe_comes_back(value: Any) -> None:
    assert same(value, crossed(value))


@settings(deadline=None, max_examples=60)
@given(tensors())
def test_a_view_keeps_its_strides(tensor: Tensor) -> None:
    back = crossed(tensor)
    assert back.is_contiguous() or back.stride() == tensor.stride()


def test_an_expanded_tensor_gets_memory_of_its_own() -> None:
    back = crossed(torch.ones(1, 3).expand(2, 3))
    back[0, 0] = 5
    assert back.tolist() == [[5, 1, 1], [1, 1, 1]]


def test_a_parameter_arrives_as_a_tensor_that_requires_grad() -> None:
    back = crossed(torch.nn.Parameter(torch.ones(2)))
    assert type(back) is Tensor
    assert back.requires_grad


def test_a_generator_draws_the_same_numbers() -> None:
    generator = torch.Generator().manual_seed(5)
    back = crossed(generator)
    assert torch.equal(torch.rand(4, generator=back), torch.rand(4, generator=generator))


class Subclass(Tensor):
    """Equal to everything."""

    def __eq__(self, other: object) -> Any:
        return True

    __hash__ = Tensor.__hash__


@pytest.mark.parametrize(
    "value",
    [
        torch.ones(2).as_subclass(Subclass),
        torch.ones(2, device="meta"),
        torch.ones(2).to_sparse(),
        object(),
        print,
        1j,
        frozenset({1}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_cannot_cross_becomes_a_handle(value: Any) -> None:
    handles: list[Any] = []
    assert encode([value], [], lambda each: handles.append(each) or {"o": 1}) == {"l": [{"o": 1}]}
    assert handles[0] is value
    assert not is_plain_tensor(value)


def test_a_list_that_holds_itself_ends() -> None:
    ring: list[Any] = []
    ring.append(ring)
    handles: list[Any] = []
    json.dumps(encode(ring, [], lambda each: handles.append(each) or {"o": 1}))
    assert handles == [ring]


ONE = b"\0\0\x80?"


@pytest.mark.parametrize(
    ("form", "buffers"),
    [
        ({"t": ["float32", [1], None, False]}, []),
        ({"t": ["float32", [2], None, False]}, [ONE]),
        ({"t": ["float32", [0], None, False]}, [ONE]),
        ({"t": ["object", [1], None, False]}, [ONE]),
        ({"t": ["float32", [-1], None, False]}, [ONE]),
        ({"t": ["float32", [1.0], None, False]}, [ONE]),
        ({"t": ["float32", [True], None, False]}, [ONE]),
        ({"t": ["float32", "1", None, False]}, [ONE]),
        ({"t": ["float32", [2**41, 0], None, False]}, [b""]),
        ({"t": ["float32", [1], [1, 1], False]}, [ONE]),
        ({"t": ["float32", [2], [2**39], False]}, [ONE * 2]),
        ({"t": ["float32", [1], {"a": 1}, False]}, [ONE]),
        ({"t": ["float32", [1], None]}, [ONE]),
        ({"t": "float32"}, [ONE]),
        ({"t": None}, [ONE]),
        ({"b": True}, []),
        ([1], []),
        ({}, []),
    ],
)
def test_a_form_that_lies_is_refused(form: Any, buffers: list[bytes]) -> None:
    with pytest.raises(WireBroken):
        decode(form, buffers, refuse)


@settings(deadline=None, max_examples=200)
@given(
    st.recursive(
        st.one_of(st.none(), st.integers(-5, 2**40), st.text(max_size=3), st.sampled_from(["float32", "t", "u", "d"])),
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.dictionaries(
                st.sampled_from(["t", "u", "l", "s", "d", "b", "dtype", "generator", "o", "x"]), inner, max_size=2
            ),
        ),
        max_leaves=10,
    ),
    st.lists(st.binary(max_size=16), max_size=3),
)
def test_no_form_whatever_gets_past_the_judges_guard(form: Any, buffers: list[bytes]) -> None:
    """What `Session.value` catches is all that a forged form can raise."""
    try:
        decode(form, list(buffers), refuse)
    except (WireBroken, TypeError, ValueError, RuntimeError, RecursionError):
        return
