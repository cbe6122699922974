"""The one place that knows markdown-it: source text → block tokens, and inline source → inline tokens.

Inline source is parsed on request only (`Parser.inline`), because most lines of a note have no markup in them and
because tables, code and HTML need no inline parse at all.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

__all__ = ["DEEPEST", "Parser", "Token"]

DEEPEST = 240
"""Block levels that are read; a list and its item are two of them, so 120 nested lists. Python's stack sets it."""

_DETAILS = re.compile(r"<details\b[^>]*>\s*$", re.IGNORECASE)
_DETAILS_END = re.compile(r"(?:</details>\s*)+$", re.IGNORECASE)
_SUMMARY = re.compile(r"(<details\b[^>]*>)?\s*<summary\b[^>]*>(.*?)</summary>\s*$", re.IGNORECASE | re.DOTALL)
_SUMMARY_START = re.compile(r"(?:<details\b[^>]*>)?\s*<summary\b", re.IGNORECASE)
_LONGEST_SUMMARY = 8  # lines


class Parser:
    """A parser of one note; the note's link definitions and footnotes live in it."""

    def __init__(self, source: str) -> None:
        self._source = _LINE_END.sub("\n", source) if "\r" in source else source
        self._markdown = _build(_idle_rules(self._source))
        self._env: dict[str, Any] = {}

    def blocks(self) -> list[Token]:
        """The block tokens of the whole note, flat and in order; inline tokens have no children yet.

        Beside markdown-it's own types there are `details_start`, `summary` (its text in `content`) and `details_end`.
        """
        return self._markdown.parse(self._source, self._env)

    def inline(self, source: str) -> list[Token]:
        """The inline tokens of a paragraph, a heading or a cell; call `blocks` first, so that links resolve."""
        tokens: list[Token] = []
        self._markdown.inline.parse(source, self._markdown, self._env, tokens)
        return tokens


_LINE_END = re.compile(r"\r\n?")


def _idle_rules(source: str) -> tuple[str, ...]:
    """Block rules that cannot match anywhere in a note: asking each of them at each line is half of a parse."""
    # A rule or the underline of a heading is a line that ends in its mark; where white space ends a line, who knows.
    blank_ends = " \n" in source or "\t\n" in source or source.endswith((" ", "\t"))
    dash_ends = blank_ends or "-\n" in source or source.endswith("-")
    idle = {
        "front_matter": not source.startswith("---"),
        "table": "|" not in source,
        "code": "    " not in source and "\t" not in source,
        "fence": "```" not in source and "~~~" not in source,
        "math_block": "$$" not in source,
        "blockquote": ">" not in source,
        "hr": not (dash_ends or "*\n" in source or "_\n" in source or source.endswith(("*", "_"))),
        "footnote_def": "[^" not in source,
        "reference": "]:" not in source,
        "details": "<" not in source,
        "html_block": "<" not in source,
        "heading": "#" not in source,
        "lheading": not (dash_ends or "=\n" in source or source.endswith("=")),
    }
    return tuple(name for name, is_idle in idle.items() if is_idle)


def _details_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`<details>`, `<summary>` and `</details>` on lines of their own, so that Markdown between them is read."""
    line = _line(state, start)
    if not line.startswith("<") or state.is_code_block(start):
        return False
    found = _details_tokens(line)
    last = start
    while found is None and _SUMMARY_START.match(line) and last + 1 < min(end, start + _LONGEST_SUMMARY):
        last += 1
        if state.isEmpty(last):
            return False
        line += "\n" + _line(state, last)
        found = _details_tokens(line)
    if found is None:
        return False
    if silent:
        return True
    for kind, content in found:
        token = state.push(kind, "", 0)
        token.map = [start, last + 1]
        token.content = content
    state.line = last + 1
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _details_tokens(text: str) -> list[tuple[str, str]] | None:
    """What tags stand in these lines, as (token type, content); None if there is other text too."""
    if _DETAILS.match(text):
        return [("details_start", "")]
    if _DETAILS_END.match(text):
        return [("details_end", "")] * text.lower().count("</details>")
    summary = _SUMMARY.match(text)
    if summary is None:
        return None
    opening = [("details_start", "")] if summary[1] else []
    return [*opening, ("summary", summary[2])]


@lru_cache(maxsize=256)
def _build(idle: tuple[str, ...]) -> MarkdownIt:
    """CommonMark with the extensions that lecture notes use, without the `idle` block rules.

    A footnote stays where it was written. Task boxes are plain text here; `outline` reads them. In `$5 and $10` there
    is no formula, in `$5x$` there is.
    """
    markdown = MarkdownIt("commonmark", {"maxNesting": DEEPEST})
    markdown.enable(["table", "strikethrough"])
    markdown.use(front_matter_plugin)
    markdown.use(dollarmath_plugin, allow_digits=False, double_inline=True, allow_blank_lines=False)
    markdown.use(footnote_plugin, inline=False, move_to_end=False)
    markdown.block.ruler.before(
        "html_block", "details", _details_rule, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    markdown.block.ruler.disable(list(idle))
    markdown.core.ruler.enableOnly(["normalize", "block"])
    return markdown
