"""The longer pieces of work that go on now, as one short text."""

from __future__ import annotations


class Activities:
    """Which work goes on and how far it is; the newest stands first."""

    def __init__(self) -> None:
        self._parts: dict[str, tuple[int, int]] = {}

    def progressed(self, label: str, done: int, total: int) -> bool:
        """Take note of progress; True when this work is new."""
        is_new = label not in self._parts
        self._parts[label] = (done, total)
        return is_new

    def finished(self, label: str) -> None:
        """Forget that work."""
        self._parts.pop(label, None)

    def text(self) -> str:
        """Such as `reading your notes 12/340`; empty when all is quiet."""
        if not self._parts:
            return ""
        label, (done, total) = list(self._parts.items())[-1]
        return f"{label} {done}/{total}" if total else f"{label} …"
