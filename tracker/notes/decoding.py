"""Bytes → text: UTF-8 and UTF-16 with or without a byte order mark, CP949 and EUC-KR; what is damaged is named."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that one's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_MOST_CONTROLS = 0.02
"""Share of control characters above which a file is no text."""
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class NotTextError(ValueError):
    """The bytes are no text in an encoding that is known here."""


@dataclass(frozen=True)
class Decoded:
    """A file's text, without a byte order mark, and what was wrong with its bytes."""

    text: str
    encoding: str
    damage: str = ""
    damaged_line: int | None = None


def decode(content: bytes) -> Decoded:
    """The text of a note.

    Bytes that fit no encoding become U+FFFD, a NUL too; `damage` then says so and `damaged_line` where first.

    Raises:
        NotTextError: the bytes are something else than text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding)
    if content.count(0) * 4 > len(content):
        return _wide(content)
    if len(_CONTROL.findall(content)) > _MOST_CONTROLS * len(content) + 2 and not _is_wide(content):
        raise NotTextError("it is not a text file")
    try:
        return _nul_named(Decoded(content.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError as error:
        if _is_wide(content):
            return _wide(content)
        return _not_utf8(content, error)


def _decoded(content: bytes, encoding: str) -> Decoded:
    try:
        return _nul_named(Decoded(content.decode(encoding), encoding))
    except UnicodeDecodeError as error:
        text = content.decode(encoding, "replace").replace("\0", "�")
        line = content[: error.start].decode(encoding, "replace").count("\n") + 1
        return Decoded(text, encoding, f"Bytes that are no {encoding.upper()} text are shown as �.", line)


def _wide(content: bytes) -> Decoded:
    """UTF-16 without a mark: Latin letters, spaces and line ends have their zero byte on one side."""
    encoding = "utf-16-be" if content[0::2].count(0) > content[1::2].count(0) else "utf-16-le"
    try:
        if _is_wide(content):
            return _nul_named(Decoded(content.decode(encoding), encoding))
    except UnicodeDecodeError:
        pass  # zero bytes that only look like it
    raise NotTextError("it is not a text file")


def _is_wide(content: bytes) -> bool:
    """Whether there are zero bytes enough, and on one side of every pair; Korean in UTF-16 has few of them."""
    even, odd = content[0::2].count(0), content[1::2].count(0)
    return len(content) % 2 == 0 and (even + odd) * 50 > len(content) and min(even, odd) * 8 < max(even, odd)


def _not_utf8(content: bytes, error: UnicodeDecodeError) -> Decoded:
    """CP949 (which holds EUC-KR), unless most of the bytes are UTF-8 after all: then a few are damaged."""
    good = sum(map(len, _MULTIBYTE.findall(content)))
    high = len(_HIGH.findall(content))
    if good * 2 < high:
        try:
            return _nul_named(Decoded(content.decode("cp949"), "cp949"))
        except UnicodeDecodeError:
            pass  # neither: shown as damaged UTF-8, and named, below
    text = content.decode("utf-8", "replace").replace("\0", "�")
    return Decoded(text, "utf-8", "Bytes that are no UTF-8 text are shown as �.", line_of(content, error.start))


def _nul_named(decoded: Decoded) -> Decoded:
    position = decoded.text.find("\0")
    if position < 0:
        return decoded
    line = line_of(decoded.text[:position].encode("utf-8", "replace"), None)
    return Decoded(decoded.text.replace("\0", "�"), decoded.encoding, "A NUL byte is shown as �.", line)


def line_of(content: bytes, end: int | None) -> int:
    """The line, from 1, on which the byte at `end` (or the last one) stands; LF, CRLF and CR end a line."""
    return len(re.findall(rb"\r\n?|\n", content[:end])) + 1
