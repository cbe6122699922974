"""A reflection's text in a list: formulas readable, on one line."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(\S(?:[^$\n]*\S)?)\$", re.DOTALL)


def listed(text: str) -> str:
    """The text with its formulas as Unicode, such as √dₖ, and every run of blanks as one."""
    if "$" in text:
        # Imported here: tables of symbols that the first frame does not need.
        from tracker.tui.math_text import readable

        text = _FORMULA.sub(lambda found: readable(found[1] or found[2]), text)
    return " ".join(text.split())
