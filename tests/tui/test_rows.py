"""Lines with two ends, measured in cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from tracker.tui.reflection_text import listed
from tracker.tui.widgets.rows import Paragraph, TwoEnds, shortened
from tracker.tui.widgets.zones import Zone, placed, zone_at

WORDS = st.text(st.sampled_from("a b 가 나 [ ] ↻"), max_size=60)


@given(WORDS, WORDS, WORDS, st.integers(1, 60))
def test_a_line_is_exactly_as_wide_as_its_list(left: str, right: str, aside: str, width: int) -> None:
    assert TwoEnds(Content(left), Content(right), Content(aside)).line(width).cell_length == width


def test_an_aside_yields_to_the_title() -> None:
    line = TwoEnds(Content("softmax"), Content("15 min"), Content("new  "))
    assert line.line(30).plain.endswith("new  15 min")
    assert line.line(16).plain == "softmax   15 min"


def test_what_is_cut_says_so() -> None:
    assert shortened(Content("어텐션 마스크"), 8).plain == "어텐션…"
    assert shortened(Content("softmax"), 7).plain == "softmax"


@given(WORDS, st.integers(20, 60), st.integers(1, 3))
def test_a_paragraph_stays_in_its_lines(text: str, width: int, most: int) -> None:
    lines = Paragraph(Content("→ action    "), Content(text), Content("25 Nov"), most)._lines(width)
    assert 1 <= len(lines) <= most
    assert all(line.cell_length <= width for line in lines)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (r"나누기 $\sqrt{d_k}$ 는", "나누기 √dₖ 는"),
        ("costs $5, then $6", "costs $5, then $6"),
        ("two\n  lines", "two lines"),
    ],
)
def test_a_reflection_is_read_on_one_line(text: str, read: str) -> None:
    assert listed(text) == read


def test_a_click_finds_its_zone() -> None:
    zones = placed([Zone(Content("가나"), "first", ""), Zone(Content("ab"), "second", "")], start=1)
    assert [zone.meaning if (zone := zone_at(zones, x)) else None for x in range(8)] == [
        None, "first", "first", "first", "first", "second", "second", None,
    ]  # fmt: skip
