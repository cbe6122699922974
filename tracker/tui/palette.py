"""`ctrl+p`: anything by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from tracker.tui.rooms import ROOMS
from tracker.tui.shell import Shell


class Command(NamedTuple):
    """What can be done, in words; `found_first` commands stand there before anything is typed."""

    title: str
    about: str
    run: Callable[[], object]
    found_first: bool = False
    names: tuple[str, ...] = ()
    """What it is found by as well."""


class TrackerCommands(Provider):
    """Rooms, the keys of the room, every exercise, and what Textual brings along."""

    async def discover(self) -> Hits:
        """What stands there before anything is typed."""
        for command in self._commands():
            if command.found_first:
                yield DiscoveryHit(command.title, command.run, help=command.about)

    async def search(self, query: str) -> Hits:
        """What fits the words, best first."""
        matcher = self.matcher(query)
        for command in self._commands():
            score = max(map(matcher.match, (command.title, *command.names)))
            if score > 0:
                yield Hit(score, matcher.highlight(command.title), command.run, help=command.about)

    def _commands(self) -> Iterator[Command]:
        yield from self._keys()
        yield from self._rooms()
        yield from self._exercises()
        for title, about, run, *_ in self.app.get_system_commands(self.screen):
            yield Command(title, about, run, found_first=True)

    def _keys(self) -> Iterator[Command]:
        seen: set[str] = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if not binding.id or binding.id.startswith("room.") or binding.id in seen or not active.enabled:
                continue
            seen.add(binding.id)
            run = partial(self.app.run_action, binding.action, active.node)
            place = "" if active.node is self.app else f"{self.screen.__class__.__name__.removesuffix('Screen')}: "
            yield Command(f"{place}{binding.description}", binding.tooltip, run, found_first=True)

    def _rooms(self) -> Iterator[Command]:
        shell = cast(Shell, self.app)
        for room in ROOMS:
            yield Command(
                f"Go to {room.title}", f"{room.about}.", partial(shell.show_room, room.name), found_first=True
            )

    def _exercises(self) -> Iterator[Command]:
        shell = cast(Shell, self.app)
        if shell.services is None:
            return
        for exercise in shell.services.catalogue.exercises:
            run = partial(shell.open_exercise, exercise.slug)
            yield Command(f"Open exercise {exercise.title}", exercise.slug, run, names=(exercise.slug,))
