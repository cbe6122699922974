"""One `^id` on one line, and not a byte more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.notes.conftest import Notebook, numbers
from tracker.atomic import ChangedMeanwhileError, replace_file
from tracker.errors import TrackerError
from tracker.notes import one_line
from tracker.notes.anchoring import anchor


def test_a_name_is_written_at_the_end_of_the_reflection(notebook: Notebook) -> None:
    path = notebook.write("a.md", "\ufeff# A\r\n\r\n- one\r\n  and more  \r\n  - nested\r\n- two".encode())
    path.chmod(0o640)
    notebook.sync()
    one = notebook.ids()["one and more"]
    anchored = anchor(notebook.workspace, notebook.store, one[:8], notebook.now)
    name = anchored.name
    assert one.replace("-", "").startswith(name)
    assert path.read_bytes() == f"\ufeff# A\r\n\r\n- one\r\n  and more ^{name}\r\n  - nested\r\n- two".encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert notebook.ids()["one and more"] == one
    assert anchored.change
    assert anchor(notebook.workspace, notebook.store, one, notebook.now).name == name
    notebook.write("a.md", f"- entirely other words ^{name}\n")
    notebook.sync()
    assert notebook.ids()["entirely other words"] == one


def test_the_last_line_may_lack_its_end_and_a_link_stays_one(notebook: Notebook, tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text("- one")
    (notebook.root / "a.md").symlink_to(tmp_path / "real.md")
    notebook.sync()
    name = anchor(notebook.workspace, notebook.store, notebook.ids()["one"], notebook.now).name
    assert (tmp_path / "real.md").read_text() == f"- one ^{name}"
    assert (notebook.root / "a.md").is_symlink()
    assert [path.name for path in tmp_path.glob("*.tmp")] == []
    assert numbers(notebook.sync()) == {"kept": 1}


@pytest.mark.parametrize(
    ("content", "later", "message"),
    [
        (b"- one\n", b"- zero\n- one\n", "has changed since"),
        (b"- one\n- one\n", None, None),
        ("- one\n".encode("utf-16"), None, "not plain UTF-8"),
        (b"- # one #\n", None, "would change what it means"),
        (b"- one\n", b"\0" * 99, "not a text file"),
    ],
)
def test_when_it_cannot_be_done_the_note_stays_as_it_is(
    notebook: Notebook, content: bytes, later: bytes | None, message: str | None
) -> None:
    path = notebook.write("a.md", content)
    notebook.sync()
    one = notebook.reflections()[0].id
    if later:
        path.write_bytes(later)
    before = path.read_bytes()
    if message is None:
        anchor(notebook.workspace, notebook.store, one, notebook.now)
        assert path.read_bytes().startswith(b"- one ^")
        return
    with pytest.raises(TrackerError, match=message):
        anchor(notebook.workspace, notebook.store, one, notebook.now)
    assert path.read_bytes() == before


def test_a_note_that_changes_at_the_last_moment_stays_as_it_is(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = notebook.write("a.md", "- one\n")
    notebook.sync()

    def refuse(*_: object, **__: object) -> None:
        raise ChangedMeanwhileError

    monkeypatch.setattr(one_line, "replace_file", refuse)
    with pytest.raises(TrackerError, match="has changed since"):
        anchor(notebook.workspace, notebook.store, notebook.ids()["one"], notebook.now)
    assert path.read_text() == "- one\n"


def test_an_orphan_has_no_line(notebook: Notebook) -> None:
    notebook.write("a.md", "- one\n")
    notebook.sync()
    one = notebook.ids()["one"]
    notebook.write("a.md", "")
    notebook.sync()
    with pytest.raises(TrackerError, match="stands in no note"):
        anchor(notebook.workspace, notebook.store, one, notebook.now)


# ── writing whole or not at all ──


def test_only_what_is_expected_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "a.md"
    replace_file(path, b"one", expected=None)
    with pytest.raises(ChangedMeanwhileError):
        replace_file(path, b"two", expected=None)
    with pytest.raises(ChangedMeanwhileError):
        replace_file(path, b"two", expected=b"something else")
    assert path.read_bytes() == b"one"
    replace_file(path, b"two", expected=b"one")
    assert path.read_bytes() == b"two"
    assert list(path.parent.iterdir()) == [path]


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"one")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="No space"):
        replace_file(path, b"two", expected=b"one")
    assert (list(tmp_path.iterdir()), path.read_bytes()) == ([path], b"one")
