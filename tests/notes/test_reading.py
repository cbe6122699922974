"""Every awkward file is read right or named in the report with its path and line; nothing hangs, no byte changes."""

from __future__ import annotations

import os
import time
import unicodedata
from pathlib import Path

import pytest

from tests.notes.conftest import Notebook, numbers
from tracker.errors import TrackerError
from tracker.notes import files
from tracker.notes.files import find_notes, original_of
from tracker.notes.reading import note_text
from tracker.notes.views import Problem

ROOT = os.geteuid() == 0 if hasattr(os, "geteuid") else False


def problems(notebook: Notebook) -> list[Problem]:
    return list(notebook.sync().problems)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp949", "euc-kr"])
def test_other_encodings(notebook: Notebook, encoding: str) -> None:
    content = "# 제목\n\n- 어텐션을 다시 본다\n".encode(encoding)
    notebook.write("a.md", content)
    assert problems(notebook) == []
    assert notebook.reflections()[0].text == "어텐션을 다시 본다"
    assert notebook.bytes() == {"a.md": content}


@pytest.mark.parametrize("damage", [b"\xff", b"\0"], ids=["invalid", "nul"])
def test_damaged_bytes_are_read_and_named_again_by_every_sync(notebook: Notebook, damage: bytes) -> None:
    notebook.write("a.md", b"# A\r\n\r\n- some" + damage + b"text\r\n")
    for _ in range(2):
        (problem,) = problems(notebook)
        assert (problem.path, problem.line) == ("a.md", 3)
    assert notebook.reflections()[0].text == "some�text"


def test_a_file_that_is_no_text_is_named_and_what_was_known_stays(notebook: Notebook) -> None:
    notebook.write("a.md", "- one\n")
    notebook.sync()
    notebook.write("a.md", b"\x89PNG\r\n\x1a\n" + bytes(200))
    report = notebook.sync()
    assert (report.problems[0].path, report.problems[0].message) == ("a.md", "a.md is not read: it is not a text file.")
    assert list(notebook.ids()) == ["one"]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends(notebook: Notebook, end: str) -> None:
    notebook.write("a.md", f"# A{end}{end}- one{end}- two{end}")
    notebook.sync()
    assert {one.text: one.line_start for one in notebook.reflections()} == {"one": 3, "two": 4}


def test_mixed_line_ends_and_unicode_separators(notebook: Notebook) -> None:
    notebook.write("a.md", "# A\r\n\r- one\u2028still one\n- two\x0b\r\n- three\n")
    notebook.sync()
    found = {one.text: one.line_start for one in notebook.reflections()}
    assert found == {"one still one": 3, "two": 4, "three": 5}


def test_decomposed_names_and_text_are_the_same_as_composed_ones(notebook: Notebook) -> None:
    name, text = unicodedata.normalize("NFD", "특강"), unicodedata.normalize("NFD", "기본기가 먼저다")
    notebook.write(f"{name}.md", f"- {text}\n")
    notebook.sync()
    before = notebook.ids(note="특강.md")
    assert list(before) == ["기본기가 먼저다"]
    (notebook.root / f"{name}.md").unlink()
    notebook.write("특강.md", "- 기본기가 먼저다\n")
    assert numbers(notebook.sync()) == {"moved": 1}
    assert notebook.ids() == before


def test_details_math_tables_and_footnotes(notebook: Notebook) -> None:
    details = "<details>\n<summary>More</summary>\n\n- in $x_1$[^n]\n\n</details>\n"
    notebook.write("a.md", f"# A\n\n{details}\n| a |\n|---|\n| b |\n\n[^n]: note\n")
    notebook.sync()
    found = [(one.text, one.heading_path, one.line_start) for one in notebook.reflections()]
    assert found == [("in $x_1$[^n]", ("A", "More"), 6), ("note", ("A",), 14)]


def test_nested_quotes_and_sixty_levels(notebook: Notebook) -> None:
    notebook.write("a.md", "> > deep\n> > deeper\n\n" + "".join(f"{'  ' * n}- level {n}\n" for n in range(60)))
    assert problems(notebook) == []
    assert len(notebook.reflections()) == 61


def test_what_is_nested_deeper_than_can_be_read_is_named(notebook: Notebook) -> None:
    notebook.write("a.md", "".join(f"{'  ' * n}- level {n}\n" for n in range(500)))
    notebook.write("b.md", ">" * 2000 + " deep\n\n- after\n")
    (a, b) = problems(notebook)
    assert (a.path, a.line, "too deep" in a.message) == ("a.md", 120, True)
    assert (b.path, b.line, "too deep" in b.message) == ("b.md", 1, True)


def test_a_line_of_ten_megabytes_is_named_and_the_rest_is_read(notebook: Notebook) -> None:
    notebook.write("a.md", "- before\n\n" + "가나 *x " * 1_000_000 + "\n\n- after\n")
    (problem,) = problems(notebook)
    assert (problem.path, problem.line) == ("a.md", 3)
    assert {one.text: one.line_start for one in notebook.reflections()} == {"before": 1, "after": 5}


def test_a_picture_inside_of_the_text_hides_nothing_else(notebook: Notebook) -> None:
    notebook.write("a.md", f"- seen ![plot](data:image/png;base64,{'QUJD' * 100_000}) in the lecture\n")
    assert problems(notebook) == []
    assert notebook.reflections()[0].text == "seen plot in the lecture"


@pytest.mark.slow
def test_a_hundred_thousand_list_lines(notebook: Notebook) -> None:
    notebook.write("a.md", "".join(f"- thought {number}\n" for number in range(100_000)))
    start = time.process_time()
    assert notebook.sync().new == 100_000
    notebook.write("a.md", "- first\n" + "".join(f"- thought {number}\n" for number in range(100_000)))
    assert numbers(notebook.sync()) == {"kept": 100_000, "new": 1}
    assert time.process_time() - start < 120


def test_thousands_of_equal_lines_are_matched_in_order(notebook: Notebook) -> None:
    notebook.write("a.md", "- same\n" * 3000)
    notebook.sync()
    before = [one.id for one in notebook.reflections()]
    notebook.write("a.md", "- other\n" + "- same\n" * 2999)
    assert numbers(notebook.sync()) == {"kept": 2999, "new": 1, "orphaned": 1}
    assert {one.id for one in notebook.reflections()} <= {*before, notebook.ids_of("other")[0]}


# ── links, pipes, and what may not be read ──


def test_links_are_followed_once_and_loops_are_named(notebook: Notebook) -> None:
    notebook.write("sub/a.md", "- one\n")
    (notebook.root / "sub" / "loop").symlink_to(notebook.root / "sub", target_is_directory=True)
    (notebook.root / "around").symlink_to(notebook.root.parent, target_is_directory=True)
    (notebook.root / "itself").symlink_to(notebook.root / "itself")
    (notebook.root / "again.md").symlink_to(notebook.root / "sub" / "a.md")
    (notebook.root / "nowhere.md").symlink_to(notebook.root / "gone.md")
    report = notebook.sync()
    assert (report.live, [problem.path for problem in report.problems]) == (
        1,
        ["again.md", "around", "itself", "nowhere.md", "sub/loop"],
    )
    assert [one.note for one in notebook.reflections()] == ["sub/a.md"]


def test_a_linked_folder_elsewhere_is_read(notebook: Notebook, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.md").write_text("- one\n")
    (notebook.root / "linked").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert problems(notebook) == []
    assert [one.note for one in notebook.reflections()] == ["linked/a.md"]


def test_a_pipe_is_named_and_never_opened(notebook: Notebook) -> None:
    os.mkfifo(notebook.root / "pipe.md")
    (problem,) = problems(notebook)
    assert (problem.path, problem.message) == ("pipe.md", "pipe.md is not read: it is not a regular file.")


def test_a_pipe_that_takes_the_place_of_a_note_does_not_hang(notebook: Notebook) -> None:
    os.mkfifo(notebook.root / "pipe.md")
    found = files.FoundFile("pipe.md", notebook.root / "pipe.md", 0, 0)
    with pytest.raises(files.UnreadableError, match="not a regular file"):
        files.read(found)


@pytest.mark.skipif(ROOT, reason="root may read everything")
def test_an_unreadable_note_or_folder_is_named_and_keeps_its_reflections(notebook: Notebook) -> None:
    notebook.write("a.md", "- one\n")
    notebook.write("sub/b.md", "- two\n")
    notebook.sync()
    notebook.write("a.md", "- one, edited\n").chmod(0)
    (notebook.root / "sub").chmod(0)
    try:
        report = notebook.sync()
    finally:
        (notebook.root / "sub").chmod(0o755)
    assert [problem.path for problem in report.problems] == ["a.md", "sub"]
    assert set(notebook.ids()) == {"one", "two"}


def test_a_folder_that_cannot_be_listed_hides_its_notes(notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook.write("a.md", "- one\n")
    notebook.write("sub/b.md", "- two\n")
    notebook.sync()
    real = os.scandir

    def refuse(path: Path):
        if Path(path).name == "sub":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    report = notebook.sync()
    assert [(problem.path, "you may not read it" in problem.message) for problem in report.problems] == [("sub", True)]
    assert set(notebook.ids()) == {"one", "two"}


def test_a_file_that_changes_while_it_is_read_is_read_again(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = notebook.write("a.md", "- one\n")
    changes = iter(["- one\n- two\n"])
    real = os.fstat

    def change_meanwhile(descriptor: int) -> os.stat_result:
        found = real(descriptor)
        for content in changes:
            path.write_text(content)
        return found

    monkeypatch.setattr(os, "fstat", change_meanwhile)
    assert problems(notebook) == []
    assert set(notebook.ids()) == {"one", "two"}


def test_a_file_that_never_stops_changing_is_named(notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    path = notebook.write("a.md", "- one\n")
    real = os.fstat

    def change_always(descriptor: int) -> os.stat_result:
        found = real(descriptor)
        with path.open("a") as stream:
            stream.write("x")
        return found

    monkeypatch.setattr(os, "fstat", change_always)
    (problem,) = problems(notebook)
    assert "changed while it was being read" in problem.message


def test_a_file_that_is_too_large_is_named(notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_LARGEST", 100)
    notebook.write("a.md", "- one\n" * 100)
    (problem,) = problems(notebook)
    assert "larger than" in problem.message


# ── names ──


@pytest.mark.parametrize(
    "name",
    [
        "day (conflicted copy).md", "day (Ann's conflicted copy 2021-03-02).md", "day (충돌된 복사본 2021-03-02).md",
        "day (conflict 2021-03-02-101112).md", "day.sync-conflict-20210302-101112-ABCDEFG.md",
    ],
)  # fmt: skip
def test_a_conflicted_copy_is_named_and_not_read(notebook: Notebook, name: str) -> None:
    notebook.write("sub/day.md", "- one\n")
    notebook.write(f"sub/{name}", "- one\n- two\n")
    (problem,) = problems(notebook)
    assert (problem.path, "conflicted copy of sub/day.md" in problem.message) == (f"sub/{name}", True)
    assert list(notebook.ids()) == ["one"]


def test_a_conflicted_copy_without_its_original_is_a_note(notebook: Notebook) -> None:
    notebook.write("day (conflicted copy).md", "- one\n")
    assert problems(notebook) == []
    assert list(notebook.ids()) == ["one"]


@pytest.mark.parametrize(
    "name", ["conflict.md", "conflicting ideas.md", "how to solve a conflict.md", "resolve (draft).md"]
)
def test_an_ordinary_name_is_no_conflicted_copy(name: str) -> None:
    assert original_of(f"a/{name}") is None


def test_a_rename_of_case_only_keeps_every_id_even_with_edits(notebook: Notebook) -> None:
    notebook.write("Day.md", "- one thing to keep\n- another\n")
    notebook.sync()
    before = set(notebook.ids().values())
    (notebook.root / "Day.md").unlink()
    notebook.write("day.md", "- one thing to keep well\n- another one\n")
    notebook.sync()
    assert set(notebook.ids().values()) == before


def test_hidden_files_and_other_suffixes_are_left_alone(notebook: Notebook) -> None:
    for name in (".obsidian/a.md", ".hidden.md", "a.txt", "b.MD", "c.markdown", "a.md.bak"):
        notebook.write(name, f"- {name}\n")
    assert problems(notebook) == []
    assert {one.note for one in notebook.reflections()} == {"b.MD", "c.markdown"}


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_no_text_is_named(notebook: Notebook) -> None:
    target = os.fsencode(notebook.root) + b"/\xff.md"
    try:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT))
    except OSError:
        pytest.skip("this file system takes only text")
    (problem,) = problems(notebook)
    assert (problem.path, "its name" in problem.message) == ("�.md", True)


def test_deep_folders_are_walked(notebook: Notebook) -> None:
    notebook.write("d/" * 100 + "a.md", "- one\n")
    assert len(find_notes(notebook.root).files) == 1


# ── the text for showing ──


def test_the_text_of_a_note_has_plain_line_ends(notebook: Notebook) -> None:
    notebook.write("a.md", "\ufeff# 제목\r\n- 하나\r".encode())
    assert note_text(notebook.workspace, "a.md") == "# 제목\n- 하나\n"


@pytest.mark.parametrize("content", [None, b"\x89PNG" + bytes(100)])
def test_what_cannot_be_shown_is_said(notebook: Notebook, content: bytes | None) -> None:
    if content is not None:
        notebook.write("a.md", content)
    with pytest.raises(TrackerError, match=r"a\.md cannot be shown"):
        note_text(notebook.workspace, "a.md")


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_note_that_is_deleted_during_the_scan_is_named(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    for number in range(3):
        notebook.write(f"{number}.md", f"- {number}\n")
    notebook.sync(on_progress=lambda done, _: done == 0 and (notebook.root / f"{at}.md").unlink())
    assert len(notebook.reflections()) == 2
