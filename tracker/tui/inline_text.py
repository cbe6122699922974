"""Inline Markdown as styled text: emphasis, code, formulas, links and images in one line of `Content`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textual.content import Content

from tracker.notes.markdown import Parser, Token
from tracker.tui.math_text import readable

OPENING = {"strong_open": "bold", "em_open": "italic", "s_open": "strike", "link_open": "underline $text-primary"}
CLOSING = {"strong_close", "em_close", "s_close", "link_close"}
CODE = "$text-accent on $boost"
MATH = "$text-secondary"
FAINT = "$muted"
STRAY_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def inline_text(parser: Parser, source: str) -> Content:
    """The source of a paragraph, heading or cell as it reads; a line break of the source is a space."""
    if not source:
        return Content("")
    return styled_runs(parser.inline(source))


def styled_runs(tokens: Sequence[Token]) -> Content:
    """The tokens one after the other, each in the styles that are open around it."""
    parts: list[Content] = []
    styles: list[str] = []
    for token in tokens:
        if token.type in OPENING:
            styles.append(OPENING[token.type])
        elif token.type in CLOSING:
            if styles:
                styles.pop()
        else:
            parts.append(_one(token, " ".join(styles)))
    return Content("").join(parts) if parts else Content("")


def _one(token: Token, style: str) -> Content:
    match token.type:
        case "text" | "text_special":
            return _text(token.content, style)
        case "softbreak":
            return Content(" ")
        case "hardbreak":
            return Content("\n")
        case "code_inline":
            return Content.styled(token.content, f"{style} {CODE}".strip())
        case "math_inline" | "math_inline_double" | "math_single":
            return Content.styled(readable(token.content).replace("\n", "; "), f"{style} {MATH}".strip())
        case "image":
            return Content.styled(f"[picture: {token.content or token.attrGet('src')}]", FAINT)
        case "footnote_ref":
            return Content.styled(f"[{token.meta.get('label', token.meta.get('id', ''))}]", FAINT)
        case "html_inline":
            return Content("\n") if LINE_BREAK.fullmatch(token.content) else Content("")
    return Content.styled(token.content, style)


def _text(text: str, style: str) -> Content:
    """Plain text; asterisks that Markdown leaves standing beside Korean particles are read as bold all the same.

    CommonMark does not close `**어텐션(Attention)**은`, because a bracket before the asterisks and a letter after them
    count as the inside of a word.
    """
    if "**" not in text:
        return Content.styled(text, style)
    parts: list[Content] = []
    at = 0
    for found in STRAY_BOLD.finditer(text):
        parts.append(Content.styled(text[at : found.start()], style))
        parts.append(Content.styled(found[1], f"{style} bold".strip()))
        at = found.end()
    return Content("").join([*parts, Content.styled(text[at:], style)])
