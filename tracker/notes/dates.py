"""What day a note is about, and how that is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum


class DateSource(StrEnum):
    """What a note's date was taken from, the surest first."""

    FRONT_MATTER = "front matter"
    FILE_NAME = "file name"
    HEADING = "heading"
    GIT = "git"
    FILE_TIME = "file time"


_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = rf"(?P<word>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<y>\d{4})[-./_](?P<m>\d{1,2})[-./_](?P<d>\d{1,2})(?!\d)",
        r"(?P<y>\d{4})\s*년\s*(?P<m>\d{1,2})\s*월\s*(?P<d>\d{1,2})\s*일",
        r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?!\d)",
        rf"(?<![a-z]){_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})(?!\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<y>\d{{4}})(?!\d)",
        r"(?<!\d)(?P<y>\d{2})(?P<s>[-._])(?P<m>\d{2})(?P=s)(?P<d>\d{2})(?!\d)",
        r"(?<!\d)(?P<y>\d{2})(?P<m>\d{2})(?P<d>\d{2})(?!\d)",
    )
)
_DIGITS = re.compile(r"\d\d")  # every date has two in a row
_DATE_KEYS = ("date", "created", "created_at", "created-at", "day", "날짜", "작성일", "일자")
_TITLE_KEYS = ("title", "제목")
_FIELD = re.compile(r"""^([\w-]+)[ \t]*:[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^#\n]*?))[ \t]*(?:#.*)?$""", re.MULTILINE)


def date_in(text: str) -> date | None:
    """The first date that stands in a text, such as 2021-03-02, 20210302, 220117, 2021년 3월 2일 or March 2, 2021.

    `Day26` is none: it counts the days of a course whose first day nothing here tells.
    """
    if not _DIGITS.search(text):
        return None
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            found = _date(match.groupdict())
            if found is not None:
                return found
    return None


def _date(parts: Mapping[str, str | None]) -> date | None:
    word = parts.get("word")
    month = _MONTHS[word.lower()] if word else int(parts["m"] or 0)
    year = int(parts["y"] or 0)
    try:
        found = date(year + 2000 if year < 100 else year, month, int(parts["d"] or 0))
    except ValueError:
        return None
    return found if 1990 <= found.year < 2100 else None


def fields(front_matter: str) -> dict[str, str]:
    """The one-line fields of YAML front matter, by lower-case name; nothing here needs deeper YAML."""
    found = ((name.lower(), double or single or bare) for name, double, single, bare in _FIELD.findall(front_matter))
    return {name: value.strip() for name, value in found if value.strip()}


def written_date(front_matter: Mapping[str, str], path: str, heading: str) -> tuple[date, DateSource] | None:
    """The date that a note itself tells.

    Args:
        front_matter: its fields.
        path: relative to `notes/`, with `/`; folders count too, as in `2021/03/02.md`.
        heading: the first heading.
    """
    stem = path.rpartition("/")[2].rpartition(".")[0]
    places = (
        *((front_matter[key], DateSource.FRONT_MATTER) for key in _DATE_KEYS if key in front_matter),
        (stem, DateSource.FILE_NAME),
        (path.rpartition(".")[0] if "/" in path else "", DateSource.FILE_NAME),
        (heading, DateSource.HEADING),
    )
    for text, source in places:
        found = date_in(text)
        if found is not None:
            return found, source
    return None


def title_of(front_matter: Mapping[str, str], path: str, heading: str) -> str:
    """What to call a note: its front matter's title, its first heading, or its file's name."""
    titles = (front_matter.get(key) for key in _TITLE_KEYS)
    return next(filter(None, titles), None) or heading or path.rpartition("/")[2].rpartition(".")[0]
