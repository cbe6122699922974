"""Printing: JSON, colour where it is wanted, tables whose columns line up in Korean too."""

from __future__ import annotations

import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, time
from pathlib import Path
from typing import Any, TextIO

_CODES = {"bold": 1, "dim": 2, "red": 31, "green": 32, "yellow": 33, "blue": 34, "magenta": 35, "cyan": 36}


def print_json(value: object) -> None:
    """Print `value` as JSON: dataclasses become objects, moments and days ISO 8601, paths use `/`."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=_jsonable))


def _jsonable(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Path):
        return value.as_posix()
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def wants_colour(stream: TextIO | None = None) -> bool:
    """Whether `stream` (default: standard output) is a terminal whose user has not asked for no colour."""
    stream = stream or sys.stdout
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def style(text: str, *names: str) -> str:
    """`text` in the named styles and colours (`bold`, `dim`, `red`, …) where standard output shows them."""
    if not names or not wants_colour():
        return text
    return f"\x1b[{';'.join(str(_CODES[name]) for name in names)}m{text}\x1b[0m"


def plain(text: str) -> str:
    """`text` on one line, without characters that would act on the terminal."""
    return "".join(" " if unicodedata.category(mark) in {"Cc", "Zl", "Zp"} else mark for mark in text)


def cell_width(text: str) -> int:
    """How many terminal cells `text` takes: Korean syllables take two, combining marks none."""
    return sum(map(_width, unicodedata.normalize("NFC", text)))


def _width(mark: str) -> int:
    if unicodedata.category(mark) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(mark) in "WF" else 1


def fit(text: str, width: int) -> str:
    """`text` on one line, cut with an ellipsis where it is wider than `width` cells."""
    text = plain(text)
    if cell_width(text) <= width:
        return text
    kept, room = "", width - 1
    for mark in unicodedata.normalize("NFC", text):
        room -= _width(mark)
        if room < 0:
            break
        kept += mark
    return f"{kept}…"


def print_table(rows: Sequence[Sequence[str]], headers: Sequence[str] = (), *, right: Sequence[int] = ()) -> None:
    """Print `rows` in columns that line up; on a terminal the last column is cut to its width.

    Args:
        rows: cells as plain text, each row as long as the others.
        headers: the columns' names; printed only above rows.
        right: the numbers of the columns to align right, counted from 0.
    """
    if not rows:
        return
    lines = [[plain(cell) for cell in row] for row in ([headers, *rows] if headers else rows)]
    widths = [max(cell_width(line[column]) for line in lines) for column in range(len(lines[0]))]
    if sys.stdout.isatty():
        room = shutil.get_terminal_size().columns - sum(widths[:-1]) - 2 * (len(widths) - 1)
        widths[-1] = min(widths[-1], max(room, 10))
    for number, line in enumerate(lines):
        cells = [
            _aligned(cell, width, column in right)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        text = "  ".join(cells).rstrip()
        print(style(text, "bold") if headers and number == 0 else text)


def _aligned(cell: str, width: int, to_the_right: bool) -> str:
    cell = fit(cell, width)
    padding = " " * (width - cell_width(cell))
    return padding + cell if to_the_right else cell + padding
