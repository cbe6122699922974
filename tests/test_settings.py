"""Settings: defaults, every key, and errors that name the line and what is allowed."""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tracker.clock import SystemZone
from tracker.errors import TrackerError
from tracker.settings import TEMPLATE, Settings, load_settings

EVERY_KEY = """\
time_zone = "Asia/Seoul"
day_start = 05:30:00
editor = "code --wait"
thinking_minutes = 0
theme = "nord"
live_grading = false
polling = true
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the settings lie."""
    return tmp_path / "settings.toml"


def test_a_missing_file_means_defaults(path: Path) -> None:
    assert load_settings(path) == Settings()
    assert Settings().day_start == time(4)
    assert isinstance(Settings().zone, SystemZone)


def test_every_key_is_read(path: Path) -> None:
    path.write_text(EVERY_KEY)
    expected = Settings("Asia/Seoul", time(5, 30), "code --wait", 0, "nord", live_grading=False, polling=True)
    assert load_settings(path) == expected
    assert load_settings(path).zone == ZoneInfo("Asia/Seoul")


def test_the_template_shows_the_defaults(path: Path) -> None:
    path.write_text(TEMPLATE)
    assert load_settings(path) == Settings()
    path.write_text(re.sub(r"(?m)^# (?=\w+ = )", "", TEMPLATE))
    shown = load_settings(path)
    assert (shown.day_start, shown.thinking_minutes, shown.theme) == (time(4), 20, Settings().theme)
    assert (shown.live_grading, shown.polling) == (True, None)


def test_a_byte_order_mark_is_no_error(path: Path) -> None:
    path.write_text('theme = "nord"\n', encoding="utf-8-sig")
    assert load_settings(path).theme == "nord"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('# mine\n\ncolour = "red"\n', 3, "unknown setting 'colour'"),
        ('theme = "nord"\n[editor]\nname = "vim"\n', 2, "'editor' must be a command in quotes"),
        ('time_zone = "Asia/Soul"\n', 1, "'time_zone' must be a time zone"),
        ('time_zone = "../../etc/passwd"\n', 1, "'time_zone' must be a time zone"),
        ("time_zone = 9\n", 1, "'time_zone' must be a time zone"),
        ('day_start = "late"\n', 1, "'day_start' must be a time of day"),
        ('day_start = "04:00+09:00"\n', 1, "'day_start' must be a time of day"),
        ("\nthinking_minutes = true\n", 2, "'thinking_minutes' must be a whole number from 0 to 1440"),
        ("thinking_minutes = -1\n", 1, "'thinking_minutes' must be a whole number"),
        ("thinking_minutes = 2.5\n", 1, "'thinking_minutes' must be a whole number"),
        ('live_grading = "yes"\n', 1, "'live_grading' must be true or false"),
        ('polling = "often"\n', 1, "'polling' must be true, false or \"auto\""),
    ],
)
def test_an_error_names_file_line_and_what_is_allowed(path: Path, text: str, line: int, said: str) -> None:
    path.write_text(text)
    with pytest.raises(TrackerError) as caught:
        load_settings(path)
    assert f"{path}, line {line}: {said}" in str(caught.value)
    assert caught.value.exit_code == 2


def test_an_unknown_key_lists_the_known_ones(path: Path) -> None:
    path.write_text("zone = 1\n")
    with pytest.raises(TrackerError, match="Known are: time_zone, day_start, editor"):
        load_settings(path)


def test_broken_toml_names_its_line(path: Path) -> None:
    path.write_text('theme = "nord"\neditor = vim\n')
    with pytest.raises(TrackerError, match=r"not valid TOML: .*line 2"):
        load_settings(path)


def test_a_file_that_is_no_text_is_named(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TrackerError, match="not UTF-8"):
        load_settings(path)


def test_a_folder_in_its_place_is_named(path: Path) -> None:
    path.mkdir()
    with pytest.raises(TrackerError, match="cannot be read"):
        load_settings(path)
