"""The dashboard: its keys, its colours, its bar, and how it starts."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.notifications import SeverityLevel
from textual.reactive import reactive
from textual.screen import Screen

from tracker.clock import system_now
from tracker.errors import TrackerError
from tracker.tui import messages
from tracker.tui.activities import Activities
from tracker.tui.house import House
from tracker.tui.rooms import ROOMS, RoomEntry
from tracker.tui.themes import DARK, THEMES, shades
from tracker.tui.widgets.key_bar import KEYS, PALETTE
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from tracker.grader.report import Report

PATIENCE_SECONDS = 0.4
"""Work that is over sooner is not announced: it would only flicker."""


def day_text(day: date) -> str:
    """A day as the bar says it, such as `Sun 22 Nov`."""
    return f"{day:%a} {day.day} {day:%b}"


def _palette() -> type[Provider]:
    # On demand: the palette is opened long after the first frame.
    from tracker.tui.palette import TrackerCommands

    return TrackerCommands


def _binding(room: RoomEntry) -> Binding:
    keys = f"{room.number},f{room.number}"
    tooltip = f"{room.about}."
    return Binding(keys, f"show_room('{room.name}')", room.title, show=False, id=f"room.{room.name}", tooltip=tooltip)


class TrackerApp(House):
    """The dashboard of one workspace."""

    TITLE = "tracker"
    # With the first room's sheet: one that a screen brings along makes Textual parse all of them a second time.
    CSS_PATH: ClassVar[list[str | PurePath] | str | PurePath | None] = ["app.tcss", "screens/today.tcss"]
    DEFAULT_MODE = "today"
    COMMANDS: ClassVar[set[Any]] = {_palette}
    BINDINGS: ClassVar[list[BindingType]] = [
        *(_binding(room) for room in ROOMS),
        Binding("question_mark", "show_keys", "keys", id=KEYS, key_display="?", tooltip="All keys of this room."),
        Binding(
            "ctrl+p",
            "command_palette",
            "anything",
            show=False,
            priority=True,
            id=PALETTE,
            tooltip="Do anything by name.",
        ),
        Binding(
            "slash", "search", "search", show=False, id="app.search", key_display="/", tooltip="Search everything."
        ),
        Binding("j", "journal", "journal", show=False, id="app.journal", tooltip="Write today's journal entry."),
        Binding("f8", "show_keys", "keys", show=False, id="app.keys_typing", tooltip="All keys, also while typing."),
        Binding("q", "quit", "quit", show=False, id="app.quit", tooltip="Leave the tracker; everything is saved."),
    ]

    day: reactive[tuple[str, str]] = reactive(("", ""))
    """What the bar says about the day: in full, and short."""
    activity: reactive[str] = reactive("")
    """What the bar says about work that goes on."""

    def __init__(
        self, root: Path, workspace: Workspace | None = None, *, clock: Callable[[], datetime] = system_now
    ) -> None:
        super().__init__(root, workspace, clock=clock)
        self._activities = Activities()
        self.day = (day_text(self.workspace.day(self.now())),) * 2
        self._painted = self._settled = False
        for theme in THEMES:
            self.register_theme(theme)
        worn = self.workspace.settings.theme
        self.theme = worn if self.get_theme(worn) is not None else DARK.name
        self.stylesheet.set_variables(self.get_css_variables())  # now: see `refresh_css`

    def on_mount(self) -> None:
        """Say so when the learner's theme is not to be had."""
        name = self.workspace.settings.theme
        if self.get_theme(name) is None:
            hint = f"Themes are: {', '.join(sorted(self.available_themes))}."
            self.report(TrackerError(f"There is no theme '{name}'.", hint=hint, title="Settings"))

    def get_css_variables(self) -> dict[str, str]:
        """The theme's tokens and our own shades of them."""
        variables = super().get_css_variables()
        return {**variables, **shades(variables, ansi=self.current_theme.ansi)}

    def refresh_css(self, animate: bool = True) -> None:
        """Parse and apply the stylesheets again, but not before the first frame: they were parsed a moment ago.

        Textual does it for every screen of a mode, which costs 15 ms.
        """
        if self._painted:
            super().refresh_css(animate=animate)

    @on(events.Ready)
    def _open(self) -> None:
        """The first frame is painted: now what is remembered, then the store."""
        self._painted = True
        for room in self._rooms.values():
            room.show_remembered()
        self.call_after_refresh(self.open_services)

    @on(messages.RoomShown)
    def _settle_in_once(self) -> None:
        if not self._settled:
            self._settled = True
            if not gc.isenabled():  # see `start`
                gc.freeze()  # all of it stays: looking through it again and again would be a stutter of 0.1 s
                gc.enable()
            self.settle_in()

    @on(messages.GradingFinished)
    def _take_over_grade(self, message: messages.GradingFinished) -> None:
        if message.outcome.change:
            self.post_message(messages.StoreChanged(message.outcome.change))
        if self.current_mode != "exercises":
            self._tell_grade(message.outcome.report)

    def _tell_grade(self, report: Report) -> None:
        passed = sum(check.passed for check in report.checks)
        counted = f"{passed} of {len(report.checks)} checks" if report.checks else report.message
        glyph = "✓" if report.passed else "✗"
        severity: SeverityLevel = "information" if report.passed else "warning"
        title = f"{glyph} {report.exercise}: {report.verdict.replace('_', ' ')}"
        self.notify(f"{counted} · {report.seconds:.2f} s", title=title, severity=severity, markup=False)

    @on(messages.GradingFailed)
    def _report_grading(self, message: messages.GradingFailed) -> None:
        if self.current_mode != "exercises":
            self.report(message.error)

    # ── the bar ─────────────────────────────────────────────────────────────────────────────────────────────────────

    @on(messages.DayCounted)
    def _count_day(self, message: messages.DayCounted) -> None:
        self.day = (message.text, message.short)

    @on(messages.WorkProgressed)
    def _note_progress(self, message: messages.WorkProgressed) -> None:
        if self._activities.progressed(message.label, message.done, message.total):
            self.set_timer(PATIENCE_SECONDS, self._show_activity)
        elif self.activity:
            self._show_activity()

    @on(messages.WorkFinished)
    def _note_end(self, message: messages.WorkFinished) -> None:
        self._activities.finished(message.label)
        self._show_activity()

    def _show_activity(self) -> None:
        self.activity = self._activities.text()

    # ── keys ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_show_room(self, name: str) -> None:
        """A room's key was pressed."""
        self.show_room(name)

    def action_show_keys(self) -> None:
        """Show every key of this room."""
        # On demand: the help is not open at the first frame.
        from tracker.tui.screens.keys import KeysScreen, keys_of

        if not self.screen.is_modal:
            self.push_screen(KeysScreen(keys_of(self.screen)))

    def action_search(self) -> None:
        """Search, and go to what was chosen."""
        # On demand: nobody searches before the first frame.
        from tracker.tui.screens.search import SearchScreen

        if not self.screen.is_modal:
            self.push_screen(SearchScreen(), self.go_to)

    def action_journal(self) -> None:
        """Open today's entry."""
        if not self.screen.is_modal:
            self.open_journal()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Of Textual's own commands, those that make sense here."""
        kept = {"Theme", "Quit", "Screenshot"}
        return (command for command in super().get_system_commands(screen) if command.title in kept)
