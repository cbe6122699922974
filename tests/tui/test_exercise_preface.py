"""What stands under the title of a statement."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packs import write_exercise
from tests.tui.pilots import app_on, press, screen_text, until
from tracker.practice.catalogue import Catalogue, load_catalogue
from tracker.tui.exercise_preface import preface, statement_with_preface
from tracker.workspace import Workspace


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """An exercise that builds on another one, and belongs to two papers."""
    root = tmp_path / "pack"
    write_exercise(root, "double", papers=())
    write_exercise(root, "again_and_again", prerequisites=("double",), papers=("1706.03762", "paper-1"))
    titles = '"1706.03762" = "Attention Is All You Need"'
    (root / "curriculum.toml").write_text(f'order = ["again_and_again", "double"]\n[papers]\n{titles}\n')
    return root


@pytest.fixture
def catalogue(pack: Path) -> Catalogue:
    """Both."""
    return load_catalogue([pack])


def test_prerequisites_say_where_i_stand_and_papers_have_their_titles(catalogue: Catalogue) -> None:
    text = preface(catalogue.get("again_and_again"), catalogue, {"double": "passed", "again_and_again": "open"})
    assert (
        text
        == "- Builds on ●\N{NO-BREAK SPACE}`double`\n- Belongs to *Attention Is All You Need* (1706.03762), *paper-1*"
    )


def test_an_exercise_without_either_has_no_preface(catalogue: Catalogue) -> None:
    double = catalogue.get("double")
    assert preface(double, catalogue, {"double": "open"}) == ""
    assert statement_with_preface(double, catalogue, {})[1].text.plain.startswith("Write")


async def test_it_stands_under_the_title(workspace: Workspace, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app, _ = app_on(workspace, pack, monkeypatch)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.services, "the store is open")
        await press(pilot, "3")
        await until(pilot, lambda: "Builds on ○\N{NO-BREAK SPACE}double" in screen_text(app), "what it builds on")
        assert "Belongs to Attention Is All You Need (1706.03762)" in screen_text(app)
