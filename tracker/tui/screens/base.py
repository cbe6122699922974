"""What every room of the dashboard has in common."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Generic, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.screen import Screen

from tracker.changes import Area, Change
from tracker.tui.messages import RoomShown, SnapshotLoaded
from tracker.tui.services import Services
from tracker.tui.shell import Shell
from tracker.tui.widgets.key_bar import KeyBar
from tracker.tui.widgets.room_bar import RoomBar

SnapshotT = TypeVar("SnapshotT")
WIDE, TALL = 100, 32
"""From so many cells on, a room has the classes `-wide` and `-tall`; below, `-narrow` and `-low`."""


class Room(Screen[None], Generic[SnapshotT]):
    """A screen that shows a frozen snapshot of the store and reloads it when the store changed and it is visible."""

    NAME: ClassVar[str]
    """Its name in `rooms.ROOMS`."""
    AREAS: ClassVar[frozenset[Area]] = frozenset(Area)
    """What it shows: a change elsewhere does not reload it."""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012  (Textual declares it so)
    VERTICAL_BREAKPOINTS = [(0, "-low"), (TALL, "-tall")]  # noqa: RUF012

    _stale = True
    _asked = 0

    def compose(self) -> ComposeResult:
        """The bar, the room, the keys."""
        # Now, not at the first resize: a class that comes later styles the whole room a second time.
        width, height = self.app.size
        self.add_class("-wide" if width >= WIDE else "-narrow", "-tall" if height >= TALL else "-low")
        yield RoomBar(self.NAME)
        with Container(id="room"):
            yield from self.compose_room()
        yield KeyBar()

    def compose_room(self) -> ComposeResult:
        """The room's own widgets, empty: the first frame comes before the database."""
        raise NotImplementedError

    def load(self, services: Services) -> SnapshotT:
        """Read what the room shows; runs in a worker thread."""
        raise NotImplementedError

    def recall(self) -> SnapshotT | None:
        """A snapshot that holds before the store is open; most rooms have none."""
        return None

    def keep_memory(self) -> None:
        """See to it that what is remembered still holds; most rooms remember nothing."""

    def show(self, snapshot: SnapshotT) -> None:
        """Hand the parts of the snapshot to the widgets."""
        raise NotImplementedError

    @property
    def shell(self) -> Shell:
        """The app around this room."""
        return cast(Shell, self.app)

    def note_change(self, change: Change) -> None:
        """The app tells of a committed change: reload now if the room is visible, else when it is next seen."""
        if change.areas & self.AREAS:
            self.reload()

    def show_remembered(self) -> None:
        """Show what is remembered until the store is open."""
        if (snapshot := self.recall()) is not None:
            self.show(snapshot)

    def reload(self) -> None:
        """Read the snapshot anew, as soon as the room is visible and the store is open."""
        self._stale = True
        services = self.shell.services
        if services is None or not self.is_current:
            return
        self._stale = False
        self._asked += 1
        task = partial(self._load, services, self._asked)
        self.shell.background(task, to=self, group="load", exclusive=True)

    def _load(self, services: Services, number: int) -> Message:
        return SnapshotLoaded(self.load(services), number)

    @on(SnapshotLoaded)
    def _show_latest(self, message: SnapshotLoaded) -> None:
        if message.number == self._asked:
            self.show(message.snapshot)
            self.call_after_refresh(self.post_message, RoomShown(self.NAME))

    def on_screen_resume(self) -> None:
        """The room is seen again: catch up with what changed meanwhile."""
        if self._stale:
            self.reload()
