"""The documentation names every command, and no command that is not there."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from tracker.cli.entry import build_parser
from tracker.settings import Settings

ROOT = Path(__file__).parents[1]
PAGES = {
    path: path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
}


def commands(parser: argparse.ArgumentParser, words: tuple[str, ...] = ("tracker",)) -> Iterator[str]:
    """Every command that does something, as it is typed."""
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not groups or len(words) == 1:
        yield " ".join(words)
    for group in groups:
        for name, child in group.choices.items():
            yield from commands(child, (*words, name))


COMMANDS = sorted(set(commands(build_parser())))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert any(re.search(rf"`{re.escape(command)}\b", page) for page in PAGES.values()), f"`{command}` is in no page"


def test_no_page_names_a_command_that_is_not_there() -> None:
    groups = {command.rpartition(" ")[0] for command in COMMANDS}
    for path, page in PAGES.items():
        for named in re.findall(r"`(tracker(?: [a-z][a-z-]*){1,2})", page):
            known = named in COMMANDS or named in groups or named.rpartition(" ")[0] in COMMANDS
            assert known, f"{path.relative_to(ROOT)} names `{named}`"


def test_every_setting_is_documented() -> None:
    page = PAGES[ROOT / "docs" / "guide" / "workspace.md"]
    assert [field.name for field in fields(Settings)] == re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)


def test_every_link_between_pages_leads_somewhere() -> None:
    for path, page in PAGES.items():
        for target in re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", page):
            assert (path.parent / target).exists(), f"{path.relative_to(ROOT)} links to {target}"
