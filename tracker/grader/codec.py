"""Values to JSON and raw bytes, and back. Only plain data and tensors cross; everything else stays where it is.

A tensor is `{"t": [dtype, shape, strides or null, requires_grad]}` plus one buffer with its elements in row-major
order. Tuples, lists, dicts and sets keep their kind. What cannot cross becomes a handle, made by `handle`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import torch

from tracker.grader.errors import WireBroken


def dtype_name(dtype: torch.dtype) -> str:
    """Such as `float32`."""
    return str(dtype).removeprefix("torch.")


DTYPES: dict[str, torch.dtype] = {
    dtype_name(dtype): dtype
    for dtype in (
        torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.bool, torch.uint8, torch.int8,
        torch.int16, torch.int32, torch.int64, torch.complex64, torch.complex128,
    )
}  # fmt: skip
DEPTH_LIMIT = 32

Handle = Callable[[Any], Any]
Resolve = Callable[[Any], Any]


def is_plain_tensor(value: object) -> bool:
    """True for a dense tensor or parameter whose bytes can cross; False for subclasses, sparse and meta tensors."""
    return (
        isinstance(value, torch.Tensor)
        and type(value) in (torch.Tensor, torch.nn.Parameter)
        and value.layout is torch.strided
        and value.device.type != "meta"
        and dtype_name(value.dtype) in DTYPES
    )


def tensor_bytes(tensor: torch.Tensor) -> bytes:
    """The elements of `tensor` in row-major order."""
    dense = tensor.detach().cpu().resolve_conj().resolve_neg().contiguous()
    if dense.numel() == 0:
        return b""
    return ctypes.string_at(dense.data_ptr(), dense.numel() * dense.element_size())


def _strides(tensor: torch.Tensor) -> list[int] | None:
    """The strides worth keeping: None for contiguous tensors and for those with overlapping elements."""
    if tensor.is_contiguous() or 0 in tensor.stride():
        return None
    return list(tensor.stride())


def encode(value: Any, buffers: list[bytes], handle: Handle, depth: int = 0) -> Any:
    """The JSON form of `value`; tensors' bytes are appended to `buffers`, what cannot cross goes through `handle`."""
    if value is None or type(value) in (bool, int, float, str):
        return value
    if depth > DEPTH_LIMIT:
        return handle(value)
    if is_plain_tensor(value):
        buffers.append(tensor_bytes(value))
        return {"t": [dtype_name(value.dtype), list(value.shape), _strides(value), value.requires_grad]}
    for kind, key in ((tuple, "u"), (list, "l"), (set, "s"), (torch.Size, "u")):
        if type(value) is kind:
            return {key: [encode(item, buffers, handle, depth + 1) for item in value]}
    if type(value) is dict:
        pairs = value.items()
        return {"d": [[encode(part, buffers, handle, depth + 1) for part in pair] for pair in pairs]}
    if type(value) is bytes:
        buffers.append(value)
        return {"b": True}
    if isinstance(value, torch.dtype):
        return {"dtype": dtype_name(value)}
    if type(value) is torch.Generator:
        buffers.append(tensor_bytes(value.get_state()))
        return {"generator": True}
    return handle(value)


def decode(form: Any, buffers: list[bytes], resolve: Resolve) -> Any:
    """The inverse of `encode`; consumes `buffers` from the front, `resolve` turns handles into something."""
    if form is None or type(form) in (bool, int, float, str):
        return form
    if type(form) is not dict or len(form) == 0:
        raise WireBroken("A value on the pipe has an unknown form.")
    key, content = next(iter(form.items()))
    if key == "t":
        return _decode_tensor(content, _take(buffers))
    if key in ("u", "l", "s") and isinstance(content, list):
        items = [decode(item, buffers, resolve) for item in content]
        return {"u": tuple, "l": list, "s": set}[key](items)
    if key == "d" and isinstance(content, list):
        return {decode(k, buffers, resolve): decode(v, buffers, resolve) for k, v in content}
    if key == "b":
        return _take(buffers)
    if key == "dtype" and content in DTYPES:
        return DTYPES[content]
    if key == "generator":
        generator = torch.Generator()
        generator.set_state(torch.frombuffer(bytearray(_take(buffers)), dtype=torch.uint8))
        return generator
    return resolve(form)


def _take(buffers: list[bytes]) -> bytes:
    if not buffers:
        raise WireBroken("A value on the pipe lacks its bytes.")
    return buffers.pop(0)


def _decode_tensor(content: Any, data: bytes) -> torch.Tensor:
    dtype, shape, strides, requires_grad = _checked(content)
    numel = 1
    for size in shape:
        numel *= size
    if numel * dtype.itemsize != len(data):
        raise WireBroken("A tensor on the pipe has another size than it says.")
    flat = torch.frombuffer(bytearray(data), dtype=dtype) if data else torch.empty(0, dtype=dtype)
    tensor = flat.reshape(shape)
    if strides is not None and numel:
        tensor = torch.empty_strided(shape, strides, dtype=dtype).copy_(tensor)
    return tensor.requires_grad_() if requires_grad else tensor


def _checked(content: Any) -> tuple[torch.dtype, list[int], list[int] | None, bool]:
    if not isinstance(content, list) or len(content) != 4 or content[0] not in DTYPES:
        raise WireBroken("A tensor on the pipe has an unknown dtype.")
    name, shape, strides, requires_grad = content
    for sizes in (shape, strides or []):
        if not isinstance(sizes, list) or any(type(size) is not int or not 0 <= size < 2**40 for size in sizes):
            raise WireBroken("A tensor on the pipe has an impossible shape.")
    if strides is not None:
        reach = 1 + sum((size - 1) * stride for size, stride in zip(shape, strides, strict=False) if size)
        if len(strides) != len(shape) or reach > 2**28:
            raise WireBroken("A tensor on the pipe has impossible strides.")
    return (
        DTYPES[name],
        shape,
        strides,
        bool(requires_grad) and (DTYPES[name].is_floating_point or DTYPES[name].is_complex),
    )
