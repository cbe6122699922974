"""What day a note is about, and where that was read."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.notes.dates import DateSource, date_in, fields, title_of, written_date

DAY = date(2021, 3, 2)


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-02", "2021-3-2 first lecture", "2021.03.02", "2021_03_02_notes", "2021/03/02", "20210302",
        "day 20210302.", "210302", "210302_특강", "21-03-02", "21.03.02", "2021년 3월 2일", "2021년3월2일 (화)",
        "March 2, 2021", "Mar. 2nd 2021", "2 March 2021", "on the 2nd Mar 2021",
    ],
)  # fmt: skip
def test_a_date_in_a_text(text: str) -> None:
    assert date_in(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "Day26", "Day 26", "week 3", "210230", "2021-13-02", "991332", "1706.03762", "torch 2.6.0", "12.1.3",
        "20210302123", "1234567", "March 2", "", "3021-03-02",
    ],
)  # fmt: skip
def test_no_date(text: str) -> None:
    assert date_in(text) is None


@pytest.mark.parametrize(
    ("front_matter", "path", "heading", "expected"),
    [
        ({"date": "2021-03-02T09:00:00+09:00"}, "220117.md", "2020-01-01", (DAY, DateSource.FRONT_MATTER)),
        ({"created": "2021-03-02"}, "a.md", "", (DAY, DateSource.FRONT_MATTER)),
        ({"date": "soon"}, "2021-03-02 특강.md", "2020-01-01", (DAY, DateSource.FILE_NAME)),
        ({}, "2021/03/02.md", "", (DAY, DateSource.FILE_NAME)),
        ({}, "2020-01-01/210302.md", "", (DAY, DateSource.FILE_NAME)),
        ({}, "Day26.md", "Day 26 (2021.03.02)", (DAY, DateSource.HEADING)),
        ({}, "Day26.md", "Day 26", None),
    ],
)
def test_the_surest_source_wins(
    front_matter: dict[str, str], path: str, heading: str, expected: tuple[date, DateSource] | None
) -> None:
    assert written_date(front_matter, path, heading) == expected


def test_fields_of_front_matter() -> None:
    text = "title: \"One: two\" # remark\nDate: 2021-03-02  # remark\ntags:\n  - a\nempty:\nother: 'x'\n날짜: 어제"
    assert fields(text) == {"title": "One: two", "date": "2021-03-02", "other": "x", "날짜": "어제"}


def test_what_to_call_a_note() -> None:
    assert title_of({"title": "T"}, "a/b.md", "H") == "T"
    assert title_of({}, "a/b.md", "H") == "H"
    assert title_of({}, "a/특강 3.md", "") == "특강 3"
