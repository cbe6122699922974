"""Markdown becomes blocks, and blocks become lines of a given width."""

import pytest
from textual.content import Content

from tracker.tui.drawing import Kind, draw
from tracker.tui.typesetting import LONGEST_PAGE, pages, typeset

NOTE = """\
---
title: 하루
---
# 12일차

앞으로 지킬 것

- **어텐션(Attention)**은 `softmax`와 $\\sqrt{d_k}$
  - 안쪽
- [ ] 할 일
- [x] 한 일
3. 셋

> 태도

| 이름 | shape |
|---|---|
| 점수 | (L, L) |

```python
x = 1
```

$$
a_i
$$

![그림](a.png)

---
"""


def blocks(source=NOTE):
    return draw(source)


def test_every_block_knows_its_lines():
    found = [(block.kind, block.line_start, block.line_end) for block in blocks()]
    assert found == [
        (Kind.ASIDE, 1, 3),
        (Kind.HEADING, 4, 4),
        (Kind.PARAGRAPH, 6, 6),
        (Kind.ITEM, 8, 8),
        (Kind.ITEM, 9, 9),
        (Kind.ITEM, 10, 10),
        (Kind.ITEM, 11, 11),
        (Kind.ITEM, 12, 12),
        (Kind.PARAGRAPH, 14, 14),
        (Kind.TABLE, 16, 18),
        (Kind.CODE, 20, 22),
        (Kind.MATH, 24, 26),
        (Kind.PARAGRAPH, 28, 28),
        (Kind.RULE, 30, 30),
    ]


def test_markup_is_read_and_not_shown():
    texts = [block.text.plain for block in blocks()]
    assert texts[3] == "어텐션(Attention)은 softmax와 √dₖ"
    assert texts[11] == "aᵢ"
    assert texts[12] == "[picture: 그림]"


def test_markers():
    assert [block.marker for block in blocks()][3:8] == ["• ", "◦ ", "☐ ", "☑ ", "3. "]


def test_a_table_lines_up_although_korean_is_two_cells_wide():
    table = next(block for block in blocks() if block.kind is Kind.TABLE)
    widths = {Content(line.plain.partition("│")[0].partition("┼")[0]).cell_length for line in table.text.split("\n")}
    assert len(widths) == 1


@pytest.mark.parametrize("width", [40, 72, 400])
def test_a_wide_table_is_wrapped_within_its_cells(width):
    cells = [
        "`mask`",
        "boolean, broadcasts against the scores (batch, heads, queries, keys)",
        "셀 하나가 아주 길다",
    ]
    found = blocks("| name | what | 뜻 |\n| --- | --- | --- |\n| " + " | ".join(cells) + " |\n")
    lines = [line.text for line in typeset(found, range(1), width)]
    assert max(line.cell_length for line in lines) <= width
    bars = [[at for at, letter in enumerate(_cells(line.plain)) if letter in "│┼"] for line in lines]
    assert len(set(map(tuple, bars))) == 1
    columns = [" ".join(parts) for parts in zip(*(line.plain.split("│") for line in lines[2:]), strict=True)]
    assert [" ".join(column.split()) for column in columns] == [cell.strip("`") for cell in cells]
    assert (len(lines) == 3) == (width == 400)


def _cells(text):
    """One letter for each cell: a wide letter is followed by a blank."""
    return "".join(letter + " " * (Content(letter).cell_length - 1) for letter in text)


@pytest.mark.parametrize("width", [20, 33, 80, 120])
def test_no_line_is_wider_than_the_room(width):
    source = NOTE + "\n- " + "길게 이어지는 문장이 화면을 넘어간다 " * 9 + "\n\n" + "x" * 300
    found = blocks(source)
    lines = typeset(found, range(len(found)), width)
    assert max(line.text.cell_length for line in lines) <= width


def test_later_lines_stand_under_the_text():
    found = blocks("- " + "말 " * 40)
    first, second, *_ = typeset(found, range(1), 30)
    assert first.text.plain.startswith("• 말")
    assert second.text.plain.startswith("  말")


def test_a_short_note_is_one_page_and_a_long_one_is_cut():
    assert pages(blocks()) == [range(14)]
    long = blocks("\n\n".join(f"line {number}" for number in range(3 * LONGEST_PAGE)))
    parts = pages(long)
    assert [len(part) for part in parts] == [LONGEST_PAGE] * 3
    assert pages(()) == [range(0)]


def test_markup_of_the_app_is_plain_text():
    assert blocks("[bold]not bold[/bold] [@click=app.quit]x[/]")[0].text.plain.startswith("[bold]not bold")


def test_a_line_of_megabytes_is_cut_and_says_so():
    text = blocks("가" * 2_000_000)[0].text.plain
    assert len(text) < 21_000
    assert "cut here" in text
