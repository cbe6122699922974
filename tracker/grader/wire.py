"""Frames between judge and solver: a JSON header and raw bytes. Nothing is unpickled or evaluated.

A frame is `MAGIC`, the header's length as four little-endian bytes, the header (JSON), then the buffers whose lengths
the header lists under `buffers`. Reading checks every length before it believes it.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Sequence
from typing import Any

from tracker.grader.errors import WireBroken

MAGIC = b"trk1"
HEADER_LIMIT = 4 * 1024**2
BUFFERS_LIMIT = 512 * 1024**2
_PREFIX = struct.Struct("<4sI")

Header = dict[str, Any]
Frame = tuple[Header, list[bytes]]


class Wire:
    """One end of a two-way byte stream made of frames."""

    def __init__(self, read_fd: int, write_fd: int) -> None:
        self.read_fd = read_fd
        self.write_fd = write_fd

    def send(self, header: Header, buffers: Sequence[bytes] = ()) -> None:
        """Write one frame; raises WireBroken when the other end is gone, ValueError for what no frame can hold."""
        sizes = [len(buffer) for buffer in buffers]
        text = json.dumps({**header, "buffers": sizes}).encode()
        if len(text) > HEADER_LIMIT or sum(sizes) > BUFFERS_LIMIT:
            raise ValueError("it is too large")
        self._write(b"".join((_PREFIX.pack(MAGIC, len(text)), text, *buffers)))

    def receive(self) -> Frame:
        """Read one frame; raises WireBroken at the end of the stream or when the bytes are no frame."""
        magic, length = _PREFIX.unpack(self._read(_PREFIX.size))
        if magic != MAGIC or length > HEADER_LIMIT:
            raise WireBroken("The bytes on the pipe are no message of the grader.")
        header = _parse(self._read(length))
        sizes = header.pop("buffers", [])
        if not isinstance(sizes, list) or any(type(size) is not int or size < 0 for size in sizes):
            raise WireBroken("A message of the grader lists impossible sizes.")
        if sum(sizes) > BUFFERS_LIMIT:
            raise WireBroken(f"A message holds {sum(sizes)} bytes; {BUFFERS_LIMIT} are allowed.")
        return header, [self._read(size) for size in sizes]

    def close(self) -> None:
        """Close both directions."""
        for descriptor in {self.read_fd, self.write_fd}:
            os.close(descriptor)

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self.write_fd, view) :]
        except OSError as error:
            raise WireBroken("The other process is gone.") from error

    def _read(self, size: int) -> bytes:
        parts: list[bytes] = []
        while size:
            try:
                part = os.read(self.read_fd, min(size, 1 << 20))
            except OSError as error:
                raise WireBroken("The other process is gone.") from error
            if not part:
                raise WireBroken("The other process is gone.")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def _parse(text: bytes) -> Header:
    try:
        header = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WireBroken("A message of the grader is not JSON.") from error
    if not isinstance(header, dict):
        raise WireBroken("A message of the grader is no JSON object.")
    return header
