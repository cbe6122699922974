"""What all rooms share: keys, bar, palette, help, search, and a change that reaches only the room that is seen."""

from __future__ import annotations

import pytest
from textual.command import CommandPalette

from tests.tui.pilots import screen_text
from tracker.changes import Area, Change
from tracker.errors import TrackerError
from tracker.tui import messages
from tracker.tui.doors import DOORS
from tracker.tui.rooms import ROOMS
from tracker.tui.screens.keys import KeysScreen
from tracker.tui.screens.problem import ProblemScreen
from tracker.tui.screens.search import SearchScreen
from tracker.tui.widgets.key_bar import MOST, KeyBar
from tracker.tui.widgets.room_bar import RoomBar

BOTH_SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"], indirect=True)


def test_every_room_has_a_door():
    assert [room.name for room in ROOMS] == list(DOORS)


@BOTH_SIZES
async def test_number_keys_and_f_keys_open_the_rooms(visitor):
    for room in (*ROOMS[1:], ROOMS[0]):
        for key in (f"f{room.number}", str(room.number)):
            await visitor.press(key)
            await visitor.until(lambda name=room.name: name == visitor.app.screen.NAME, room.name)
            first = screen_text(visitor.app).splitlines()[0]
            assert f"{room.number} {room.title}" in first


@BOTH_SIZES
async def test_at_most_six_keys_stand_below(visitor):
    for room in ROOMS:
        await visitor.press(f"f{room.number}")
        await visitor.until(lambda name=room.name: name == visitor.app.screen.NAME, room.name)
        for widget in [None, *visitor.app.screen.focus_chain]:
            visitor.app.screen.set_focus(widget)
            await visitor.pilot.pause()
            zones = visitor.app.screen.query_one(KeyBar)._zones()
            assert 2 <= len(zones) <= MOST
            assert [one.zone.content.plain for one in zones[-2:]] == [" ? keys ", " ^p anything "]
            assert zones[-1].end <= visitor.app.size.width


async def test_every_binding_of_ours_explains_itself(visitor):
    for room in ROOMS:
        await visitor.press(f"f{room.number}")
        await visitor.until(lambda name=room.name: name == visitor.app.screen.NAME, room.name)
        nodes = [visitor.app, visitor.app.screen, *visitor.app.screen.query("*")]
        ours = {type(node) for node in nodes if type(node).__module__.startswith("tracker.")}
        for kind in ours:
            for binding in kind.__dict__.get("BINDINGS", ()):
                if binding.id:
                    assert binding.description, (kind, binding)
                    assert binding.tooltip.endswith("."), (kind, binding)


async def test_f_keys_leave_a_field_that_is_typed_in(visitor):
    await visitor.press("slash")
    await visitor.until(lambda: isinstance(visitor.app.screen, SearchScreen), "the search")
    await visitor.press("4", "q")
    assert visitor.app.screen.query_one("#query").value == "4q"


async def test_the_mouse_opens_rooms_and_presses_keys(visitor):
    bar = visitor.app.screen.query_one(RoomBar)
    x = screen_text(visitor.app).splitlines()[0].index("4 Goals")
    await visitor.pilot.click(bar, offset=(x, 0))
    await visitor.until(lambda: visitor.app.screen.NAME == "goals", "the goals")
    keys = visitor.app.screen.query_one(KeyBar)
    x = screen_text(visitor.app).splitlines()[-1].index("? keys")
    await visitor.pilot.click(keys, offset=(x, 0))
    await visitor.until(lambda: isinstance(visitor.app.screen, KeysScreen), "the keys")


@BOTH_SIZES
async def test_help_lists_the_keys_of_the_room_and_of_its_parts(visitor):
    await visitor.press("4")
    await visitor.until_seen("0/2")
    await visitor.press("question_mark")
    await visitor.until_seen("This room")
    text = "\n".join(line.sentence for group in visitor.app.screen._groups for line in group.lines)
    for sentence in ("Set yourself a goal.", "This step is done; again: it is not.", "Search everything."):
        assert sentence in text
    await visitor.press("escape")
    await visitor.until(lambda: visitor.app.screen.NAME == "goals", "the room")


@pytest.mark.parametrize("words", ["exercise thrice", "treble"])
async def test_the_palette_does_anything_by_name(visitor, words):
    await visitor.press("ctrl+p")
    await visitor.until(lambda: isinstance(visitor.app.screen, CommandPalette), "the palette")
    await visitor.press(*words)
    await visitor.until_seen("Open exercise Thrice")
    await visitor.press("enter")
    await visitor.until(lambda: visitor.app.current_mode == "exercises", "the exercises")
    await visitor.until(lambda: visitor.app.screen.slug == "treble", "the exercise")


async def test_a_theme_is_changed_while_it_runs(visitor):
    before = visitor.app.get_css_variables()["muted"]
    visitor.app.theme = "tracker-light"
    await visitor.pilot.pause()
    assert visitor.app.get_css_variables()["muted"] != before
    assert visitor.app.screen.styles.background == visitor.app.screen.query_one("#agenda").background_colors[0]


async def test_search_leads_to_what_was_found(visitor):
    await visitor.until(lambda: visitor.sees("소프트맥스"), "the notes are read")
    await visitor.press("slash")
    await visitor.until(lambda: isinstance(visitor.app.screen, SearchScreen), "the search")
    visitor.app.screen.query_one("#query").value = "리뷰"
    await visitor.until(lambda: visitor.app.screen._hits, "something is found")
    await visitor.press("enter")
    await visitor.until(lambda: visitor.app.current_mode == "notes", "the notes")
    await visitor.until(
        lambda: visitor.app.screen.reflection and "리뷰" in visitor.app.screen.reflection.text, "the reflection"
    )


async def test_only_the_room_that_is_seen_reloads(visitor):
    await visitor.press("4")
    await visitor.until_seen("0/2")
    today, goals = (visitor.app._rooms[name] for name in ("today", "goals"))
    await visitor.until(lambda: not today._stale and not goals._stale, "all is quiet")
    asked = today._asked, goals._asked
    visitor.app.post_message(messages.StoreChanged(Change(frozenset({Area.GOALS}))))
    await visitor.until(lambda: goals._asked == asked[1] + 1, "the goals reload")
    assert today._asked == asked[0]
    assert today._stale
    await visitor.press("1")
    await visitor.until(lambda: today._asked == asked[0] + 1, "today catches up")


async def test_a_change_elsewhere_reloads_nothing(visitor):
    await visitor.press("4")
    await visitor.until_seen("0/2")
    goals = visitor.app._rooms["goals"]
    asked = goals._asked
    visitor.app.post_message(messages.StoreChanged(Change(frozenset({Area.REVIEWS}))))
    await visitor.pilot.pause()
    assert goals._asked == asked


async def test_a_snapshot_that_was_overtaken_is_dropped(visitor):
    today = visitor.app.screen
    today.post_message(messages.SnapshotLoaded("not a snapshot at all", today._asked - 1))
    await visitor.pilot.pause()
    assert visitor.sees("Enter begins")


async def test_a_problem_is_one_sentence_with_a_hint(visitor):
    def impossible(services):
        raise TrackerError("This cannot be done.", hint="Try something [bold]else[/].")

    visitor.app.perform(impossible)
    await visitor.until_seen("This cannot be done. Try something [bold]else[/].")


async def test_a_fault_in_a_worker_is_told_and_written_down(visitor, workspace):
    visitor.app.perform(lambda services: 1 / 0)
    await visitor.until_seen("Something went wrong inside the tracker:")
    assert "ZeroDivisionError" in (workspace.logs / "dashboard.log").read_text()


async def test_a_problem_can_be_a_dialog(visitor):
    visitor.app.report(TrackerError("The database is newer.", hint="Update.", title="Database"), modal=True)
    await visitor.until(lambda: isinstance(visitor.app.screen, ProblemScreen), "the dialog")
    await visitor.until_seen("The database is newer.")
    await visitor.until_seen("→ Update.")
    await visitor.press("escape")
    await visitor.until_seen("Enter begins")


async def test_slow_work_is_told_in_the_bar(visitor):
    visitor.app.post_message(messages.WorkProgressed("reading your notes", 3, 340))
    await visitor.until_seen("reading your notes 3/340")
    visitor.app.post_message(messages.WorkFinished("reading your notes"))
    await visitor.until_seen("streak")
