"""The text of one Markdown block, styled: prose, code, formula, table."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from tracker.notes.markdown import Parser, Token
from tracker.tui.inline_text import FAINT, MATH, inline_text
from tracker.tui.math_text import readable
from tracker.tui.table_text import table_text

LONGEST = 20_000
"""Characters of one block that are shown; a line of megabytes must not stop the screen."""
BOX_WIDTH = len("[ ] ")


def block_text(parser: Parser, tokens: Sequence[Token]) -> Content:
    """What a block says; a table comes with all its tokens, every other block with one."""
    token = tokens[0]
    match token.type:
        case "table_open":
            return table_text(parser, tokens)
        case "fence" | "code_block":
            return code_text(_cut(token.content.rstrip("\n")), token.info)
        case "math_block" | "math_block_label":
            return Content.styled(readable(_cut(token.content)), MATH)
        case "front_matter":
            return Content.styled(f"front matter, {len(token.content.splitlines())} lines", FAINT)
        case "html_block":
            return Content.styled(_cut(token.content.strip()), FAINT)
    boxed = token.content.startswith(("[ ] ", "[x] ", "[X] "))
    return inline_text(parser, _cut(token.content[BOX_WIDTH:] if boxed else token.content))


def code_text(code: str, info: str) -> Content:
    """Code with its language's colours; `info` is what follows the fence."""
    language = info.strip().partition(" ")[0].lower()
    code = code.expandtabs(4)
    if not language or language == "text":
        return Content(code)
    # Imported here: pygments costs 30 ms and most notes have no code.
    from textual.highlight import highlight

    return highlight(code, language=language)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + " … (cut here: o opens the whole note)"
