"""What is kept of the conversation with a solution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tracker.grader.errors import Fault
from tracker.grader.wire import Header


@dataclass
class Exchange:
    """One recorded request: what was asked, and the value or fault that came."""

    what: str
    value: Any = None
    fault: Fault | None = None


@dataclass
class Repeatable:
    """A call that can be asked again: the request as it was sent, and what came."""

    what: str
    header: Header
    buffers: list[bytes]
    value: Any = None
