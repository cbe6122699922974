"""Walking through a long text: the cursor, the pages, the width."""

from __future__ import annotations

import pytest
from textual.app import App
from textual.content import Content

from tracker.tui.drawing import draw
from tracker.tui.themes import DARK, shades
from tracker.tui.typesetting import LONGEST_PAGE
from tracker.tui.widgets.drawn_text import DrawnText


class Reading(App):
    """A text and nothing else."""

    def __init__(self):
        super().__init__()
        self.register_theme(DARK)
        self.theme = DARK.name

    def get_css_variables(self):
        variables = super().get_css_variables()
        return {**variables, **shades(variables, ansi=False)}

    def compose(self):
        yield DrawnText()


@pytest.fixture
async def reading():
    app = Reading()
    async with app.run_test(size=(40, 10)) as pilot:
        text = app.query_one(DrawnText)
        text.focus()
        await pilot.pause()
        yield pilot, text


def marks(blocks):
    return {at: Content("") for at in range(len(blocks))}


async def test_without_stops_the_arrows_scroll(reading):
    pilot, text = reading
    text.set_text(draw("\n\n".join(f"line {number}" for number in range(30))))
    await pilot.press("down", "down")
    assert (text.cursor, text.scroll_y) == (None, 4)


async def test_the_cursor_walks_and_stays_in_sight(reading):
    pilot, text = reading
    blocks = draw("\n".join(f"- item {number}" for number in range(30)))
    text.set_text(blocks, marks(blocks))
    assert text.cursor == 0
    for _ in range(20):
        await pilot.press("down")
    assert text.cursor == 20
    assert text.scroll_y <= 20 < text.scroll_y + 10
    await pilot.press("home")
    assert (text.cursor, text.scroll_y) == (0, 0)


async def test_what_lies_between_two_stops_is_scrolled_through(reading):
    pilot, text = reading
    blocks = draw("- first\n\n```\n" + "code\n" * 40 + "```\n\n- last\n")
    text.set_text(blocks, {0: Content(""), 2: Content("")})
    await pilot.press("down")
    assert (text.cursor, text.scroll_y) == (0, 2)
    for _ in range(30):
        await pilot.press("down")
    assert text.cursor == 2


async def test_a_very_long_text_goes_on_in_parts(reading):
    pilot, text = reading
    blocks = draw("\n".join(f"- item {number}" for number in range(3 * LONGEST_PAGE)))
    text.set_text(blocks, marks(blocks), at=LONGEST_PAGE - 1)
    assert len(text._lines) < LONGEST_PAGE + 10
    await pilot.press("down", "down")  # to the edge, where the part says that it goes on, and over it
    assert text.cursor == LONGEST_PAGE
    await pilot.press("end")
    assert text.cursor == 3 * LONGEST_PAGE - 1
    await pilot.press("home")
    assert text.cursor == 0


async def test_ten_thousand_blocks_open_at_once(reading):
    pilot, text = reading
    blocks = draw("\n".join(f"- {number}" for number in range(10_000)))
    text.set_text(blocks, marks(blocks), at=7_700)
    await pilot.pause()
    assert text.cursor == 7_700


async def test_a_newer_state_of_the_same_text_does_not_jump(reading):
    pilot, text = reading
    blocks = draw("\n".join(f"- item {number}" for number in range(30)))
    text.set_text(blocks, marks(blocks))
    await pilot.press("pagedown", "pagedown")
    place, scroll = text.cursor, text.scroll_y
    text.set_text(blocks, marks(blocks), at=place, keep_place=True)
    assert (text.cursor, text.scroll_y) == (place, scroll)


async def test_a_click_puts_the_cursor_there(reading):
    pilot, text = reading
    blocks = draw("\n".join(f"- item {number}" for number in range(30)))
    text.set_text(blocks, marks(blocks))
    await pilot.click(DrawnText, offset=(5, 4))
    assert text.cursor == 4
