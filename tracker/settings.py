"""The learner's settings, read from `.tracker/settings.toml`. An error names the line and what is allowed there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import time, tzinfo
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from tracker.clock import SystemZone
from tracker.errors import TrackerError

TEMPLATE = """\
# Settings of this workspace. Take away a leading '#' to change one.

# time_zone = "Asia/Seoul"    # empty: this machine's
# day_start = "04:00"         # an evening that runs past midnight still counts as one day
# editor = "code --wait"      # empty: $VISUAL, then $EDITOR
# thinking_minutes = 20       # your own thinking before an exercise's reference opens
# theme = "tracker-dark"      # ctrl+p in the dashboard lists them
# live_grading = true         # grade the editor pane while you type
# resurface_per_day = 3       # old reflections that come back each day; 0: none
# resurface_half_life = 7     # days until a reflection comes back; "still true" doubles them for that one
# language = ""               # "ko" or "en": the questions of the journal; empty: this machine's
# polling = "auto"            # true: look for saved files by polling (network folders); "auto": only where needed
"""


@dataclass(frozen=True)
class Settings:
    """How the tracker behaves for this learner."""

    time_zone: str = ""
    """Name in the tz database, such as `Asia/Seoul`; empty means this machine's."""
    day_start: time = time(4)
    """Wall-clock time at which a learning day starts."""
    editor: str = ""
    """Command line of the editor; empty means `$VISUAL`, then `$EDITOR`."""
    thinking_minutes: int = 20
    """Active minutes after which an exercise's reference opens without a pass."""
    theme: str = "tracker-dark"
    """Name of the dashboard's theme."""
    live_grading: bool = True
    """Whether the editor pane is graded after a pause in typing."""
    resurface_per_day: int = 3
    """How many old reflections come back on a learning day."""
    resurface_half_life: int = 7
    """Days until a reflection comes back, as long as it has no half-life of its own."""
    language: str = ""
    """Language of the journal's questions, `ko` or `en`; empty means this machine's."""
    polling: bool | None = None
    """Whether saved files are found by polling; None lets the watcher decide."""

    @property
    def zone(self) -> tzinfo:
        """The learner's time zone."""
        return ZoneInfo(self.time_zone) if self.time_zone else SystemZone()


def load_settings(path: Path) -> Settings:
    """Read `path`; a missing file means defaults.

    Raises:
        TrackerError: the file cannot be read, is no TOML, or has an unknown key or a value of the wrong type; the
            message names file and line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise TrackerError(f"{path} cannot be read: {reason}.", title="Settings") from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TrackerError(f"{path} is not valid TOML: {error}.", title="Settings") from error
    return _settings(table, lambda key: f"{path}, line {_line_of(key, text)}")


def _settings(table: Mapping[str, Any], place: Callable[[str], str]) -> Settings:
    """Check every key and value of `table`; `place` tells where a key stands."""
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _READERS:
            known = ", ".join(_READERS)
            raise TrackerError(f"{place(key)}: unknown setting '{key}'.", hint=f"Known are: {known}.", title="Settings")
        read, allowed = _READERS[key]
        try:
            values[key] = read(value)
        except (TypeError, ValueError, LookupError, OSError) as error:
            raise TrackerError(f"{place(key)}: '{key}' must be {allowed}.", title="Settings") from error
    return Settings(**values)


def _line_of(key: str, text: str) -> int:
    """The line on which `key` is set; 1 if it is written in a way that hides it."""
    pattern = re.compile(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[.=\]]""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 1)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _zone_name(value: Any) -> str:
    if _text(value):
        ZoneInfo(value)
    return _text(value)


def _clock_time(value: Any) -> time:
    found = value if isinstance(value, time) else time.fromisoformat(_text(value))
    if found.tzinfo is not None:
        raise ValueError(value)
    return found


def _whole(least: int, most: int) -> Callable[[Any], int]:
    """A reader of whole numbers from `least` to `most`."""

    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise TypeError(value)
        if not least <= value <= most:
            raise ValueError(value)
        return value

    return read


def _language(value: Any) -> str:
    if _text(value) not in ("", "ko", "en"):
        raise ValueError(value)
    return _text(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _flag_or_auto(value: Any) -> bool | None:
    return None if value == "auto" else _flag(value)


# Each setting: how its value is read, and what is allowed, in words.
_READERS: Mapping[str, tuple[Callable[[Any], Any], str]] = MappingProxyType(
    {
        "time_zone": (_zone_name, 'a time zone in quotes, such as "Asia/Seoul", or "" for this machine\'s'),
        "day_start": (_clock_time, 'a time of day in quotes, such as "04:00"'),
        "editor": (_text, 'a command in quotes, such as "code --wait"'),
        "thinking_minutes": (_whole(0, 24 * 60), "a whole number from 0 to 1440"),
        "theme": (_text, 'the name of a theme in quotes, such as "tracker-dark"'),
        "live_grading": (_flag, "true or false"),
        "resurface_per_day": (_whole(0, 10), "a whole number from 0 to 10"),
        "resurface_half_life": (_whole(1, 3650), "a whole number of days from 1 to 3650"),
        "language": (_language, '"ko", "en", or "" for this machine\'s'),
        "polling": (_flag_or_auto, 'true, false or "auto"'),
    }
)
assert set(_READERS) == {field.name for field in fields(Settings)}
