"""What of a note becomes a block, of which kind, under which headings, below which parent, on which lines."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.notes.blocks import Block
from tracker.notes.outline import outline


def blocks(source: str) -> tuple[Block, ...]:
    return outline(dedent(source).lstrip("\n")).blocks


def texts(source: str) -> list[str]:
    return [block.text for block in blocks(source)]


def paths(source: str) -> dict[str, tuple[str, ...]]:
    return {block.text: block.heading_path for block in blocks(source)}


NOTE = """\
# 3일차. 어텐션 다시 보기

#### 오늘 이해한 것은 무엇인가?

- 쿼리는 묻고, 키는 답한다.
- 가중치의 합은 1이다.
  - 그래서 출력은 값들의 평균을 벗어나지 않는다.
- 나머지는 아직 흐릿하다


#### 이제 무엇을 할까

- 종이에 작은 예제를 계산해 본다.
  - 길이 3이면 충분하다
    - 차원은 2
- 코드와 비교한다


> 습관과 요령

혼자 공부할 때 지키는 것

- 답을 보기 전에 20분
  - 타이머를 켠다

한 줄짜리 메모

수식은 왜 어려울까?

- 기호가 낯설어서

- 예제가 없어서
"""


def test_a_whole_note_block_by_block() -> None:
    title, understood, do = "3일차. 어텐션 다시 보기", "오늘 이해한 것은 무엇인가?", "이제 무엇을 할까"
    habits, alone, hard = "습관과 요령", "혼자 공부할 때 지키는 것", "수식은 왜 어려울까?"
    found = [
        (b.line_start, b.line_end, str(b.kind), b.text, b.heading_path, b.parent, b.next_action)
        for b in outline(NOTE).blocks
    ]
    assert found == [
        (5, 5, "statement", "쿼리는 묻고, 키는 답한다.", (title, understood), None, False),
        (6, 6, "statement", "가중치의 합은 1이다.", (title, understood), None, False),
        (7, 7, "statement", "그래서 출력은 값들의 평균을 벗어나지 않는다.", (title, understood), 1, False),
        (8, 8, "statement", "나머지는 아직 흐릿하다", (title, understood), None, False),
        (13, 13, "statement", "종이에 작은 예제를 계산해 본다.", (title, do), None, True),
        (14, 14, "statement", "길이 3이면 충분하다", (title, do), 4, True),
        (15, 15, "statement", "차원은 2", (title, do), 5, True),
        (16, 16, "statement", "코드와 비교한다", (title, do), None, True),
        (21, 21, "lead", alone, (title, do, habits), None, False),
        (23, 23, "statement", "답을 보기 전에 20분", (title, do, habits, alone), 8, False),
        (24, 24, "statement", "타이머를 켠다", (title, do, habits, alone), 9, False),
        (26, 26, "statement", "한 줄짜리 메모", (title, do, habits), None, False),
        (28, 28, "lead", hard, (title, do, habits), None, False),
        (30, 30, "statement", "기호가 낯설어서", (title, do, habits, hard), 12, False),
        (32, 32, "statement", "예제가 없어서", (title, do, habits, hard), 12, False),
    ]


# ── headings ──


def test_heading_levels_may_be_skipped_and_come_back() -> None:
    source = "# A\n#### B\n- one\n## C\n- two\n###### D\n- three\n# E\n- four\n"
    assert list(paths(source).values()) == [("A", "B"), ("A", "C"), ("A", "C", "D"), ("E",)]


def test_underlined_headings_count() -> None:
    assert paths("Title\n=====\n\nPart\n----\n\n- one\n") == {"one": ("Title", "Part")}


def test_an_empty_heading_ends_the_one_above() -> None:
    assert paths("## A\n- one\n##\n- two\n") == {"one": ("A",), "two": ()}


def test_a_one_line_quote_is_a_heading_until_the_next_heading_or_quote() -> None:
    source = "## Next\n- one\n\n> Tips\n\n- two\n\n> More\n\n- three\n\n### Deep\n- four\n"
    assert paths(source) == {
        "one": ("Next",),
        "two": ("Next", "Tips"),
        "three": ("Next", "More"),
        "four": ("Next", "Deep"),
    }
    assert [block.next_action for block in blocks(source)] == [True, False, False, True]


def test_a_quote_of_two_lines_is_a_quote_and_no_heading() -> None:
    first, second, item = blocks("> one line\n> and another\n>\n> a second paragraph\n\n- item\n")
    assert (first.kind, first.text, first.line_start, first.line_end) == ("quote", "one line and another", 1, 2)
    assert (second.kind, second.text, second.line_start) == ("quote", "a second paragraph", 4)
    assert item.heading_path == ()


def test_a_line_that_continues_a_quote_lazily_belongs_to_it() -> None:
    (quote,) = blocks("> Habits\nand tips\n")
    assert (quote.kind, quote.text, quote.line_end) == ("quote", "Habits and tips", 2)


def test_a_quote_inside_an_item_is_read_as_its_child() -> None:
    item, quote, after = blocks("- item\n\n  > said somebody\n\n- after\n")
    assert (quote.kind, quote.parent, after.heading_path, item.parent) == ("quote", 0, (), None)


def test_a_callout_is_a_quote_without_its_mark() -> None:
    assert texts("> [!note] Remember\n> the mask\n") == ["Remember the mask"]
    assert paths("> [!tip]- Habits\n\n- one\n") == {"one": ("Habits",)}


def test_a_list_in_a_quote_keeps_its_shape() -> None:
    lead, one, nested = blocks("> they said\n>\n> - one\n>   - nested\n")
    assert (lead.kind, one.kind, nested.kind) == ("lead", "quote", "quote")
    assert (one.parent, nested.parent, nested.heading_path) == (0, 1, ("they said",))


def test_details_are_a_heading_for_what_is_inside() -> None:
    source = """
        # Attention

        <details>
        <summary>Why <b>scale</b>?</summary>

        - variance

        ## Inside

        - deeper

        </details>

        - outside
        """
    assert paths(source) == {
        "variance": ("Attention", "Why scale?"),
        "deeper": ("Attention", "Why scale?", "Inside"),
        "outside": ("Attention",),
    }


def test_details_without_blank_lines_and_nested() -> None:
    source = "<details open><summary>A</summary>\ntext\n<details>\n<summary>\nB\n</summary>\n- one\n</details>\n"
    source += "after b\n</details></details>\nafter\n"
    assert paths(source) == {"text": ("A",), "one": ("A", "B"), "after b": ("A",), "after": ()}


# ── leads ──


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n", "\n\n<!-- a comment -->\n\n"])
def test_a_paragraph_directly_before_a_list_leads_it(gap: str) -> None:
    lead, item = blocks(f"What matters{gap}- one\n")
    assert (lead.kind, lead.parent, item.parent, item.heading_path) == ("lead", None, 0, ("What matters",))


@pytest.mark.parametrize("between", ["```\ncode\n```", "---", "another paragraph", "| a |\n| - |", "![](a.png)"])
def test_something_between_makes_it_a_statement(between: str) -> None:
    first, *_, item = blocks(f"What matters\n\n{between}\n\n- one\n")
    assert first.kind == "statement"
    assert "What matters" not in item.heading_path


def test_a_lead_that_asks_stays_a_lead_and_marks_its_items() -> None:
    lead, item = blocks("다음 할 일은?\n\n- 논문 읽기\n")
    assert (lead.kind, lead.next_action, item.next_action) == ("lead", False, True)


def test_a_lead_of_several_lines() -> None:
    lead, item = blocks("a lead\nover two lines\n1. one\n")
    assert (lead.text, lead.line_start, lead.line_end, item.heading_path) == (
        "a lead over two lines",
        1,
        2,
        ("a lead over two lines",),
    )


def test_an_item_is_no_lead_of_its_own_list_but_its_second_paragraph_is() -> None:
    item, second, nested, after = blocks("- item\n\n  second\n\n  - nested\n\n  after\n")
    assert (item.kind, second.kind, nested.kind, after.kind) == ("statement", "lead", "statement", "statement")
    assert (second.parent, nested.parent, after.parent) == (0, 1, 0)
    assert nested.heading_path == ("second",)


def test_a_paragraph_after_a_list_is_a_statement_of_its_own() -> None:
    assert [(block.kind, block.parent) for block in blocks("lead\n- one\n\nafter\n")] == [
        ("lead", None),
        ("statement", 0),
        ("statement", None),
    ]


# ── items ──


def test_an_item_spans_its_own_lines_only() -> None:
    found = blocks("- first\n  and more\n  - nested\n\n    nested more\n- last\nlazily continued\n")
    assert [(block.text, block.line_start, block.line_end) for block in found] == [
        ("first and more", 1, 2),
        ("nested", 3, 3),
        ("nested more", 5, 5),
        ("last lazily continued", 6, 7),
    ]


def test_an_item_without_text_of_its_own_leaves_its_children_to_the_one_above() -> None:
    found = blocks("- top\n  - - inner\n  -\n  - ```\n    code\n    ```\n    - below code\n")
    assert [(block.text, block.parent) for block in found] == [("top", None), ("inner", 0), ("below code", 0)]


def test_an_item_may_be_a_heading_a_formula_or_html() -> None:
    assert texts("- # heading\n- $$x^2$$\n- <div>some <b>html</b></div>\n") == ["heading", "$$x^2$$", "some html"]


def test_ordered_lists_and_other_markers() -> None:
    assert texts("1. one\n2. two\n\n+ plus\n\n* star\n\n5) five\n") == ["one", "two", "plus", "star", "five"]


def test_tasks_know_their_box() -> None:
    found = blocks("- [ ] open\n- [x] done\n- [X] Done\n- [ ]\n- [link](x)\n- [y] no box\n1. [ ] numbered?\n")
    assert [(block.text, str(block.kind), block.checked) for block in found] == [
        ("open", "task", False),
        ("done", "task", True),
        ("Done", "task", True),
        ("link", "statement", None),
        ("[y] no box", "statement", None),
        ("numbered?", "task", False),
    ]


def test_next_actions_are_the_items_below_a_heading_that_asks() -> None:
    source = "## What do I do right now?\n\nsome thoughts\n\n### today\n\n- one\n  - nested\n\n## Other\n\n- two\n"
    assert {block.text for block in blocks(source) if block.next_action} == {"one", "nested"}


def test_an_explicit_id_is_taken_from_the_text() -> None:
    found = blocks("- one ^first-1\n- $x ^y$\n- 2 ^ 3\n- ^alone\n")
    assert [(block.text, block.explicit_id) for block in found] == [
        ("one", "first-1"),
        ("$x ^y$", None),
        ("2 ^ 3", None),
    ]


# ── what is left out, and what is not ──


def test_code_tables_images_rules_and_html_are_left_out() -> None:
    source = """
        before

        ```python
        - not an item
        ```

            - indented code

        | a | b |
        | - | - |
        | 1 | 2 |

        ![a picture](a.png)

        $$
        - x + y
        $$

        <div>
        - not an item
        </div>

        ***

        after
        """
    assert texts(source) == ["before", "after"]


def test_an_image_beside_text_is_its_caption() -> None:
    assert texts("see ![the heads](a.png) below\n") == ["see the heads below"]


def test_footnotes_stay_where_they_are_written() -> None:
    source = "# A\n\nclaim[^1] and `[^1]`\n\n[^1]: the source\n    goes on\n\n# B\n\nend\n\n[^unused]: still read\n"
    found = [(block.text, block.heading_path, block.line_start, block.line_end) for block in blocks(source)]
    assert found == [
        ("claim[^1] and `[^1]`", ("A",), 3, 3),
        ("the source goes on", ("A",), 5, 6),
        ("end", ("B",), 10, 10),
        ("still read", ("B",), 12, 12),
    ]


def test_front_matter_is_no_block_and_keeps_the_lines() -> None:
    (block,) = blocks("---\ntitle: T\n---\n\ntext\n")
    assert block.line_start == 5
    assert outline("---\ntitle: T\n---\n").front_matter == "title: T"


def test_sixty_levels_of_lists_and_quotes() -> None:
    found = outline("".join("  " * depth + f"- level {depth}\n" for depth in range(60)))
    assert [block.parent for block in found.blocks] == [None, *range(59)]
    assert found.too_deep is None
    (quote,) = outline(">" * 60 + " deep\n").blocks
    assert quote.text == "deep"


def test_what_is_nested_too_deep_is_said() -> None:
    found = outline("".join("  " * depth + f"- level {depth}\n" for depth in range(400)))
    assert found.too_deep == len(found.blocks) + 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts_one_line(end: str) -> None:
    found = outline(f"# A{end}{end}- one{end}- two{end}  more{end}").blocks
    assert [(block.text, block.line_start, block.line_end) for block in found] == [("one", 3, 3), ("two more", 4, 5)]


def test_a_unicode_line_separator_is_no_line_end() -> None:
    first, second = blocks("- one\u2028more\n- two\n")
    assert (first.text, second.line_start) == ("one more", 2)


# ── every item and every paragraph, exactly once, on its lines ──

words = st.sampled_from(["어텐션", "query", "평균", "softmax", "회고", "mask"])


@st.composite
def notes(draw: st.DrawFn) -> tuple[str, list[tuple[str, int]]]:
    """A note, and the unique text and line of every item and paragraph in it."""
    lines: list[str] = []
    expected: list[tuple[str, int]] = []
    for number in range(draw(st.integers(1, 12))):
        text = f"{draw(words)} {number}"
        shape = draw(st.sampled_from(["heading", "paragraph", "list", "code", "quote", "table"]))
        if shape == "heading":
            lines += [f"{'#' * draw(st.integers(1, 6))} {text}", ""]
        elif shape == "paragraph":
            expected.append((text, len(lines) + 1))
            lines += [text, ""]
        elif shape == "list":
            depth = 0
            for item in range(draw(st.integers(1, 4))):
                depth = draw(st.integers(0, depth + 1)) if item else 0
                box = draw(st.sampled_from(["", "[ ] ", "[x] "]))
                expected.append((f"{text} {item}", len(lines) + 1))
                lines.append(f"{'  ' * depth}- {box}{text} {item}")
            lines += ["", "<!-- end of list -->", ""]
        elif shape == "code":
            lines += ["```", f"- {text}", "```", ""]
        elif shape == "quote":
            lines += [f"> {text}", ""]
        else:
            lines += [f"| {text} |", "| --- |", ""]
    return "\n".join(lines) + "\n", expected


@given(notes())
def test_every_item_and_paragraph_is_a_block_exactly_once(note: tuple[str, list[tuple[str, int]]]) -> None:
    source, expected = note
    found = outline(source).blocks
    assert [(block.text, block.line_start) for block in found] == expected
    lines = source.split("\n")
    for index, block in enumerate(found):
        assert block.text in lines[block.line_start - 1]
        assert block.parent is None or block.parent < index


@given(st.text(alphabet=st.sampled_from(list("-*#>`|$[]()^~_ \t\n\\<ab가1.:")), max_size=200))
def test_no_text_breaks_the_outline(source: str) -> None:
    found = outline(source).blocks
    number_of_lines = source.count("\n") + 1
    for block in found:
        assert 1 <= block.line_start <= block.line_end <= number_of_lines
        assert block.text == " ".join(block.text.split()) != ""
