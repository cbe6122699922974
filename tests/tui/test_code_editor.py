"""The editor pane alone: keys act in the order in which they were pressed, and colours follow the theme."""

from __future__ import annotations

import pytest
from textual.app import App
from textual.containers import Vertical
from textual.events import Key
from textual.theme import BUILTIN_THEMES

from tracker.tui.code_theme import code_theme
from tracker.tui.widgets.code_editor import CodeEditor, next_indent


class Desk(App):
    """An editor below a few parents, as in the room."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def compose(self):
        with Vertical(), Vertical(), Vertical(), Vertical():
            yield CodeEditor()

    def on_code_editor_asked(self, message):
        self.asked.append(message.what)


@pytest.fixture
async def desk():
    app = Desk()
    async with app.run_test(size=(60, 12)) as pilot:
        editor = app.query_one(CodeEditor)
        editor.focus()
        await pilot.pause()
        yield app, pilot, editor


async def test_keys_act_in_their_order_however_fast_they_come(desk):
    app, pilot, editor = desk
    editor.text = "one\ntwo"
    editor.move_cursor((1, 3))
    for _ in range(20):  # all at once: nothing waits in between
        for key in ("a", "left", "b", "right"):
            app.post_message(Key(key, key if len(key) == 1 else None))
    await pilot.pause()
    assert editor.text == "one\ntwo" + "ba" * 20


async def test_ctrl_and_function_keys_ask_the_room(desk):
    app, pilot, editor = desk
    await pilot.press("ctrl+s", "f7", "f9", "f10", "ctrl+o", "ctrl+n", "ctrl+r", "escape")
    await pilot.pause()
    assert app.asked == ["save", "hint", "diagnosis", "picture", "editor", "next", "run", "leave"]
    assert editor.text == ""


async def test_ctrl_home_and_ctrl_end_go_to_the_edges_of_the_text(desk):
    _, pilot, editor = desk
    editor.text = "one\n" * 40 + "last"
    await pilot.press("ctrl+end")
    assert editor.cursor_location == (40, 4)
    assert editor.scroll_offset.y > 0
    await pilot.press("ctrl+home")
    assert editor.cursor_location == (0, 0)
    await pilot.press("right", "ctrl+shift+end")
    assert editor.selected_text == editor.text[1:]
    await pilot.press("left", "right", "ctrl+shift+home")
    assert editor.selected_text.startswith("o")


async def test_shift_tab_takes_a_level_away(desk):
    _, pilot, editor = desk
    editor.text = "      x"
    await pilot.press("shift+tab")
    assert editor.text == "  x"


@pytest.mark.parametrize(
    ("line", "indent"),
    [
        ("def f():", 4),
        ("    if x:  # why", 8),
        ("    return x", 0),
        ("x = [", 4),
        ("    x = 1", 4),
        ("    s = 'a: # b'", 4),
        ("", 0),
        ("    returned = 1", 4),
    ],
)
def test_the_next_line_is_indented(line, indent):
    assert next_indent(line) == " " * indent


@pytest.mark.parametrize("theme", BUILTIN_THEMES.values(), ids=lambda theme: theme.name)
def test_every_theme_has_colours_for_code(theme):
    colours = code_theme(theme.name, theme.to_color_system().generate())
    assert colours.syntax_styles["keyword"].color is not None
