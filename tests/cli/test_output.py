"""Printing: columns that line up in Korean, colour only where it is wanted, nothing that acts on the terminal."""

from __future__ import annotations

import io
import unicodedata
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tracker.cli.output import cell_width, fit, plain, print_json, print_table, style, wants_colour


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal of forty columns, to redirect standard output to."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "40")
    return Terminal()


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("어텐션", 6),
        (unicodedata.normalize("NFD", "어텐션"), 6),
        ("é", 1),
        ("√d_k", 4),
        ("한글 mix", 8),
        ("\u200b", 0),
    ],
)
def test_widths_are_cells(text: str, width: int) -> None:
    assert cell_width(text) == width


@pytest.mark.parametrize(
    ("width", "cut"), [(9, "어텐션 it"), (8, "어텐션 …"), (7, "어텐션…"), (6, "어텐…"), (5, "어텐…"), (1, "…")]
)
def test_a_cut_never_halves_a_syllable(width: int, cut: str) -> None:
    assert fit("어텐션 it", width) == cut
    assert cell_width(cut) <= width


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert plain("a\x1b[31mb\nc\u2028d\te") == "a [31mb c d e"


def test_columns_line_up(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([("소프트맥스", "3", "passed"), ("softmax", "12", "")], ("name", "n", "state"), right=(1,))
    assert capsys.readouterr().out.splitlines() == [
        "name         n  state",
        "소프트맥스   3  passed",
        "softmax     12",
    ]


def test_no_rows_print_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([], ("name",))
    assert capsys.readouterr().out == ""


def test_on_a_terminal_the_last_column_is_cut(terminal: Terminal) -> None:
    with redirect_stdout(terminal):
        print_table([("one", "긴 문장이 여기에 있어서 화면보다 훨씬 더 넓습니다")])
    (line,) = terminal.getvalue().splitlines()
    assert line.endswith("…")
    assert cell_width(line) <= 40


def test_colour_on_a_terminal(terminal: Terminal) -> None:
    with redirect_stdout(terminal):
        assert style("passed", "green", "bold") == "\x1b[32;1mpassed\x1b[0m"
        assert style("passed") == "passed"


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_no_colour_where_it_is_not_wanted(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with redirect_stdout(terminal):
        assert style("passed", "green") == "passed"


def test_no_colour_into_a_file() -> None:
    assert not wants_colour(io.StringIO())


def test_json_knows_our_types(capsys: pytest.CaptureFixture[str]) -> None:
    @dataclass(frozen=True)
    class View:
        day: date
        at: datetime
        path: Path
        tags: frozenset[str]

    print_json(
        [View(date(2026, 11, 22), datetime(2026, 11, 22, 11, tzinfo=UTC), Path("a/b.md"), frozenset({"b", "가"}))]
    )
    printed = capsys.readouterr().out
    assert "2026-11-22T11:00:00+00:00" in printed
    assert '"가"' in printed
    with pytest.raises(TypeError, match="has no place in JSON"):
        print_json(object())
