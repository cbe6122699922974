"""The one error type that a learner sees: what went wrong, where, and what to do."""

from __future__ import annotations


class TrackerError(Exception):
    """A problem that the learner can act on.

    Args:
        message: one sentence: what is wrong and where.
        hint: what to do about it; empty when the message says it.
        title: a few words for a dialog's border.
        exit_code: what the command line returns; 2 is usage or environment, 1 is "not passed".
    """

    def __init__(self, message: str, *, hint: str = "", title: str = "", exit_code: int = 2) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.title = title
        self.exit_code = exit_code

    def __str__(self) -> str:
        """The message and its hint on one line."""
        return f"{self.message} {self.hint}".strip()
