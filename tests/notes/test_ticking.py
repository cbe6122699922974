"""One box on one line, and not a byte more."""

from __future__ import annotations

import pytest

from tests.notes.conftest import Notebook
from tracker.errors import TrackerError
from tracker.notes.actions import mark_done
from tracker.notes.queries import find_reflection
from tracker.notes.ticking import tick_in_note

NOTE = "# A\r\n\r\n> - [ ] 쓰기 [ ] 와 읽기  \r\n1. [X] 한 일\r\n- no box\r\n"


@pytest.fixture
def ids(notebook: Notebook) -> dict[str, str]:
    notebook.write("a.md", NOTE.encode())
    notebook.sync()
    return notebook.ids()


def test_the_box_is_ticked_and_nothing_else(notebook: Notebook, ids: dict[str, str]) -> None:
    one = ids["쓰기 [ ] 와 읽기"]
    change = tick_in_note(notebook.workspace, notebook.store, one, notebook.now)
    assert change.sentence == "Ticked in the note."
    assert notebook.bytes()["a.md"] == NOTE.replace("- [ ] 쓰기", "- [x] 쓰기").encode()
    assert find_reflection(notebook.store, one).done_at == notebook.now
    assert notebook.ids() == ids
    tick_in_note(notebook.workspace, notebook.store, one, notebook.now, done=False)
    assert notebook.bytes()["a.md"] == NOTE.encode()
    assert find_reflection(notebook.store, one).done_at is None


def test_what_is_ticked_already_is_not_written(notebook: Notebook, ids: dict[str, str]) -> None:
    one = ids["한 일"]
    mark_done(notebook.store, one, notebook.now, done=False)
    tick_in_note(notebook.workspace, notebook.store, one, notebook.now)
    assert notebook.bytes()["a.md"] == NOTE.encode()
    assert find_reflection(notebook.store, one).done_at == notebook.now


@pytest.mark.parametrize(
    ("text", "later", "message"),
    [
        ("no box", None, "line 5: there is no box"),
        ("한 일", NOTE.replace("# A", "# A\r\n\r\n- new"), "has changed since"),
    ],
)
def test_what_cannot_be_ticked_stays_as_it_is(
    notebook: Notebook, ids: dict[str, str], text: str, later: str | None, message: str
) -> None:
    if later:
        notebook.write("a.md", later.encode())
    before = notebook.bytes()
    with pytest.raises(TrackerError, match=message):
        tick_in_note(notebook.workspace, notebook.store, ids[text], notebook.now, done=False)
    assert notebook.bytes() == before
