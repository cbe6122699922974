"""Inline Markdown as readable text: marks of emphasis go, what carries meaning (code, math, footnote marks) stays."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from tracker.notes.blocks import normalised
from tracker.notes.markdown import Parser, Token

_MARK = re.compile(r"[*\[\\_`<&~]")
# What may begin markup. `a_b`, `x < y`, a lone `~`, code and formulas read the same with and without a parse.
_MARKUP = re.compile(r"[*\[\\]|(?<!\w)_|_(?!\w)|``|<[A-Za-z/!?]|&[#\w]|~~")
# `**words**` that opens after white space and closes after a letter is emphasis, whatever follows.
_STRONG = re.compile(r"(?:(?<=\s)|^)\*\*(?=\w)([^*]*)(?<=\w)\*\*(?!\*)")
_MOST_BRACKETS = 500
"""Each may begin a link and is looked at to the end of the paragraph: with thousands of them a parse takes hours."""
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_ASTERISK = "\0"  # stands for an asterisk of code or math; markdown-it lets no NUL through, so it is free
# A pair of equal runs that markdown-it left alone. The length is bounded, or a line full of openers takes for ever.
_STRAY = re.compile(r"(?<!\*)(\*{1,3})(?![\s*])(.{1,400}?)(?<![\s*])\1(?!\*)", re.DOTALL)


def readable(parser: Parser, source: str) -> str:
    """The source of a paragraph or heading as one line of text; empty when it is only images or HTML.

    An image counts as its caption where there is other text beside it.
    """
    if not _MARK.search(source):
        return normalised(source)
    simple = _STRONG.sub(r"\1", source) if "**" in source and "`" not in source and "$" not in source else source
    if not _MARKUP.search(simple) or simple.count("[") > _MOST_BRACKETS:
        return normalised(simple)
    tokens = parser.inline(source)
    text = normalised(_text(tokens, captions=False))
    if text and any(token.type == "image" for token in tokens):
        text = normalised(_text(tokens, captions=True))
    return text


def without_tags(html: str) -> str:
    """The text of a piece of HTML."""
    return normalised(_TAG.sub(" ", html))


def _text(tokens: Iterable[Token], *, captions: bool) -> str:
    pieces = "".join(_piece(token, captions=captions) for token in tokens)
    if "*" in pieces:
        pieces = _STRAY.sub(_unmarked, pieces)
    return pieces.replace(_ASTERISK, "*")


def _piece(token: Token, *, captions: bool) -> str:
    """What one inline token contributes."""
    match token.type:
        case "text":
            return token.content
        case "text_special":  # an escaped character or an entity: an asterisk here is meant as one
            return _literal(token.content)
        case "softbreak" | "hardbreak":
            return " "
        case "code_inline":
            return _literal(f"`{token.content}`")
        case "math_inline" | "math_inline_double":
            return _literal(f"{token.markup}{token.content.strip()}{token.markup}")
        case "footnote_ref":
            return f"[^{token.meta['label']}]"
        case "html_inline":
            return " " if _BREAK.fullmatch(token.content) else ""
        case "image":
            return f" {_literal(token.content)} " if captions else ""
        case _:
            return ""


def _literal(text: str) -> str:
    return text.replace("*", _ASTERISK)


def _unmarked(pair: re.Match[str]) -> str:
    """The text between two runs of asterisks if they were meant as emphasis, else everything as it stands.

    CommonMark wants white space or punctuation after a closing run that follows punctuation, and the mirror image of
    that before an opening one. Korean has neither: in `**어텐션(Attention)**은` the particle follows at once.
    """
    inside, before, after = pair[2], pair.string[: pair.start()][-1:], pair.string[pair.end() : pair.end() + 1]
    closes = _is_punctuation(inside[-1]) and _is_cjk(after)
    opens = _is_punctuation(inside[0]) and _is_cjk(before)
    return inside if closes or opens else pair[0]


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _is_cjk(character: str) -> bool:
    return bool(character) and ("\u1100" <= character <= "\u11ff" or "\u2e80" <= character <= "\ud7ff")
