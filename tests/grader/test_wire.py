"""Frames: what is sent arrives; what is no frame is refused before it is believed."""

from __future__ import annotations

import json
import os
import socket
import struct
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.grader import wire as wires
from tracker.grader.errors import WireBroken
from tracker.grader.wire import MAGIC, Wire


@pytest.fixture
def ends() -> Iterator[tuple[Wire, Wire]]:
    """Both ends of one connection."""
    left, right = socket.socketpair()
    pair = (Wire(left.fileno(), left.fileno()), Wire(right.fileno(), right.fileno()))
    yield pair
    left.close()
    right.close()


def frame(header: object, *buffers: bytes) -> bytes:
    """A frame whose header need not be an honest one."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<4sI", MAGIC, len(text)) + text + b"".join(buffers)


def received(data: bytes) -> object:
    """What a receiver makes of `data` followed by the end of the stream."""
    read, write = os.pipe()
    writer = threading.Thread(target=_feed, args=(write, data))
    writer.start()
    try:
        return Wire(read, read).receive()
    finally:
        os.close(read)
        writer.join()


def _feed(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    try:
        while view:
            view = view[os.write(descriptor, view) :]
    except BrokenPipeError:  # the reader had seen enough
        pass
    finally:
        os.close(descriptor)


def test_frames_arrive_in_order_and_whole(ends: tuple[Wire, Wire]) -> None:
    left, right = ends
    big = os.urandom(3_000_000)
    sender = threading.Thread(target=lambda: [left.send({"a": 1}, [b"", big]), left.send({"b": [None, "가"]})])
    sender.start()
    assert right.receive() == ({"a": 1}, [b"", big])
    assert right.receive() == ({"b": [None, "가"]}, [])
    sender.join()


def test_both_ends_can_speak(ends: tuple[Wire, Wire]) -> None:
    left, right = ends
    left.send({"question": 1})
    right.send({"answer": right.receive()[0]["question"]}, [b"x"])
    assert left.receive() == ({"answer": 1}, [b"x"])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"trk1",
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x80\x04\x95" + b"\0" * 20,
        frame({})[:-1],
        frame(b"{not json"),
        frame(b"[1, 2]"),
        frame(b"3"),
        frame(b"\xff\xfe"),
        frame(b"[" * 100_000),
        frame({"buffers": "4"}),
        frame({"buffers": [-1]}),
        frame({"buffers": [1.5]}),
        frame({"buffers": [True]}),
        frame({"buffers": {"a": 1}}),
        frame({"buffers": [5]}, b"1234"),
        frame({"buffers": [2**60]}),
        frame({"buffers": [2**28, 2**28, 1]}),
        struct.pack("<4sI", MAGIC, 2**32 - 1),
    ],
    ids=lambda data: repr(data[:16]),
)
def test_what_is_no_frame_is_refused(data: bytes) -> None:
    with pytest.raises(WireBroken):
        received(data)


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=64), st.booleans())
def test_no_bytes_whatever_raise_anything_else(data: bytes, prefixed: bool) -> None:
    try:
        header, buffers = received(struct.pack("<4sI", MAGIC, len(data)) + data if prefixed else data)  # type: ignore[misc]
    except WireBroken:
        return
    assert isinstance(header, dict)
    assert buffers == []


def test_sizes_are_checked_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wires, "BUFFERS_LIMIT", 8)
    assert received(frame({"buffers": [8]}, b"12345678")) == ({}, [b"12345678"])
    with pytest.raises(WireBroken, match="9 bytes"):
        received(frame({"buffers": [9]}, b"123456789"))


@pytest.mark.parametrize("header", [{"n": 10**5000}, {"text": "a" * 5_000_000}, {}])
def test_what_no_frame_can_hold_is_not_sent_at_all(
    ends: tuple[Wire, Wire], header: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    left, right = ends
    monkeypatch.setattr(wires, "BUFFERS_LIMIT", 8)
    with pytest.raises(ValueError, match=r"too large|Exceeds"):
        left.send(header, [b"123456789"])
    left.send({"next": 1})
    assert right.receive() == ({"next": 1}, [])


def test_sending_to_nobody_is_a_broken_wire(ends: tuple[Wire, Wire]) -> None:
    left, right = ends
    os.close(os.dup(right.read_fd))
    socket.socket(fileno=os.dup(right.read_fd)).shutdown(socket.SHUT_RDWR)
    with pytest.raises(WireBroken):
        left.send({})
    with pytest.raises(WireBroken):
        left.receive()
