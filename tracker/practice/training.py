"""The loss of a training, read from what a solution prints: lines such as `step 100 loss 1.23`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Self

NUMBER = r"[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|\.\d+|nan|inf)"
STEP = re.compile(r"\b(?:step|iter|iteration|epoch)\b\W{0,4}(\d{1,9})\b", re.IGNORECASE)
LOSS = re.compile(rf"\bloss\b[^\w+.-]{{0,4}}({NUMBER})", re.IGNORECASE)


@dataclass(frozen=True)
class Training:
    """One training as far as it was printed.

    Attributes:
        steps: the steps at which a loss was printed, rising.
        losses: the loss at each of them; NaN and infinity are kept.
        unfinished: the beginning of a line whose end has not been printed yet.
    """

    steps: tuple[int, ...] = ()
    losses: tuple[float, ...] = ()
    unfinished: str = ""

    def read(self, text: str) -> Training:
        """With what was printed since; a step that is not larger than the one before begins another training."""
        *lines, unfinished = (self.unfinished + text).split("\n")
        steps, losses = list(self.steps), list(self.losses)
        for line in lines:
            step, loss = STEP.search(line), LOSS.search(line)
            if step is None or loss is None:
                continue
            if steps and int(step[1]) <= steps[-1]:
                steps, losses = [], []
            steps.append(int(step[1]))
            losses.append(float(loss[1]))
        return Training(tuple(steps), tuple(losses), unfinished)

    @classmethod
    def of(cls, output: str) -> Self:
        """The last training in all that a solution printed."""
        found = Training().read(output + "\n")
        return cls(found.steps, found.losses)

    @property
    def is_curve(self) -> bool:
        """True when there are at least two numbers to draw a line through."""
        return sum(map(math.isfinite, self.losses)) > 1

    @property
    def words(self) -> str:
        """How far it is, as `step 100 · loss 1.23`; empty before the first number."""
        return f"step {self.steps[-1]} · loss {self.losses[-1]:.4g}" if self.steps else ""


NO_TRAINING = Training()
"""Nothing was printed yet."""
