"""A solution is written whole or not at all, and never over another program's change."""

import os
import stat

import pytest

from tracker.errors import TrackerError
from tracker.practice.drafts import drop_draft, find_draft, keep_draft
from tracker.practice.solution_file import keep_aside, read_solution, save_solution
from tracker.textfile import ChangedOnDiskError


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "softmax.py"
    path.write_bytes("x = '한국어'\r\n".encode())
    return path


def test_bytes_survive_a_round_trip(path):
    before = path.read_bytes()
    file = read_solution(path)
    assert file.text == "x = '한국어'\r\n"
    save_solution(path, file.text, expected=file.fingerprint)
    assert path.read_bytes() == before


def test_another_programs_change_is_not_overwritten(path):
    file = read_solution(path)
    path.write_text("theirs")
    with pytest.raises(ChangedOnDiskError) as raised:
        save_solution(path, "mine", expected=file.fingerprint)
    assert raised.value.theirs.text == "theirs"
    assert path.read_text() == "theirs"


def test_the_same_text_on_both_sides_is_saved(path):
    file = read_solution(path)
    path.write_text("same")
    assert save_solution(path, "same", expected=file.fingerprint).text == "same"


def test_mode_and_link_stay(path, tmp_path):
    path.chmod(0o640)
    link = tmp_path / "link.py"
    link.symlink_to(path)
    file = read_solution(link)
    save_solution(link, "y = 2\n", expected=file.fingerprint)
    assert link.is_symlink()
    assert path.read_text() == "y = 2\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_file_is_made(tmp_path):
    path = tmp_path / "solutions" / "new.py"
    save_solution(path, "x\n", expected="")
    assert path.read_text() == "x\n"
    assert [entry.name for entry in path.parent.iterdir()] == ["new.py"]


def test_a_failed_write_leaves_the_old_file_and_no_litter(path, monkeypatch):
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(TrackerError, match="No space left"):
        save_solution(path, "mine", expected=read_solution(path).fingerprint)
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == ["softmax.py"]


def test_what_is_no_text_is_named_with_its_line(path):
    path.write_bytes(b"a\nb\xff\n")
    with pytest.raises(TrackerError, match="line 2"):
        read_solution(path)


def test_a_huge_file_is_not_loaded(path):
    path.write_bytes(b"#" * (1024**2 + 1))
    with pytest.raises(TrackerError, match="larger"):
        read_solution(path)


def test_texts_that_lost_get_free_names(path):
    assert [keep_aside(path, text).name for text in ("a", "b")] == ["softmax-other.py", "softmax-other-2.py"]
    assert (path.parent / "earlier" / "softmax-other-2.py").read_text() == "b"


def test_drafts(store, now):
    assert find_draft(store, "softmax") is None
    keep_draft(store, "softmax", "x", "print", now)
    keep_draft(store, "softmax", "xy", "print", now)
    draft = find_draft(store, "softmax")
    assert draft is not None
    assert (draft.text, draft.fingerprint, draft.saved_at) == ("xy", "print", now)
    drop_draft(store, "softmax")
    assert find_draft(store, "softmax") is None
