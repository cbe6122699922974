"""What holds for any history: unchanged blocks keep their id, and no reflection is two blocks."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.notes.conftest import Notebook, numbers
from tests.notes.versions import Matched, known, match, sources
from tracker.notes.identity import reconcile
from tracker.notes.outline import outline
from tracker.store.engine import open_file
from tracker.workspace import init

# A note is a list of lines (depth below a heading, or -1 for a heading; text); a notebook is notes by path.
Line = tuple[int, str]
Notes = dict[str, list[Line]]

WORDS = ["어텐션", "쿼리", "키의", "값을", "평균", "회고", "기본기", "논문", "mask", "softmax", "head", "scale"]
sentences = st.lists(st.sampled_from(WORDS), min_size=3, max_size=9).map(" ".join)
PATHS = ["a.md", "b.md", "sub/c.md", "d.md"]


def written(notes: Notes) -> dict[str, str]:
    """The notes as Markdown."""
    return {path: "\n".join(_line(depth, text) for depth, text in lines) + "\n" for path, lines in notes.items()}


def _line(depth: int, text: str) -> str:
    return f"\n# {text}\n" if depth < 0 else f"{'  ' * depth}- {text}"


@st.composite
def notebooks(draw: st.DrawFn, unique: bool = True) -> Notes:
    """One to three notes; every text is unique (it carries a number) unless repeated ones are wanted."""
    notes: Notes = {}
    number = 0
    for path in draw(st.lists(st.sampled_from(PATHS[:3]), min_size=1, max_size=3, unique=True)):
        lines: list[Line] = []
        for _ in range(draw(st.integers(1, 10))):
            number += 1
            mark = f" {number}" if unique else ""
            deepest = lines[-1][0] + 1 if lines else 0
            lines.append((draw(st.integers(-1, deepest)), draw(sentences) + mark))
        notes[path] = _settled(lines)
    return notes


def _settled(lines: list[Line]) -> list[Line]:
    """No line is deeper than one below the line above it."""
    settled: list[Line] = []
    for depth, text in lines:
        deepest = settled[-1][0] + 1 if settled else 0
        settled.append((min(depth, max(deepest, 0)), text))
    return settled


EDITS = ["insert", "delete", "reorder", "duplicate", "typo", "rewrite", "split", "merge", "heading", "rename", "move"]


@st.composite
def edited(draw: st.DrawFn, notes: Notes, edits: list[str] = EDITS) -> Notes:
    """The notes after one to four edits of the kinds that learners make."""
    notes = {path: list(lines) for path, lines in notes.items()}
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(sorted(notes)))
        _edit(draw, notes, path, draw(st.sampled_from(edits)))
    return {path: _settled(lines) for path, lines in notes.items()}


def _edit(draw: st.DrawFn, notes: Notes, path: str, kind: str) -> None:
    lines = notes[path]
    if kind == "rename":
        notes[draw(st.sampled_from([p for p in PATHS if p not in notes] or [path]))] = notes.pop(path)
    elif kind == "insert" or not lines:
        lines.insert(draw(st.integers(0, len(lines))), (draw(st.integers(-1, 2)), f"{draw(sentences)} new"))
    elif kind in ("reorder", "duplicate", "move"):
        index = draw(st.integers(0, len(lines) - 1))
        line = lines[index] if kind == "duplicate" else lines.pop(index)
        target = notes[draw(st.sampled_from(sorted(notes)))] if kind == "move" else lines
        target.insert(draw(st.integers(0, len(target))), line)
    else:
        index = draw(st.integers(0, len(lines) - 1))
        lines[index : index + 1 + (kind == "merge")] = _rewritten(draw, lines[index : index + 2], kind)


def _rewritten(draw: st.DrawFn, lines: list[Line], kind: str) -> list[Line]:
    """What a line (or, merged, two of them) becomes."""
    depth, text = lines[0]
    at = draw(st.integers(0, len(text)))
    words = text.split()
    texts = {
        "delete": [],
        "typo": [f"{text[:at]}x{text[at:]}"],
        "rewrite": [f"{draw(sentences)} rewritten"],
        "split": [" ".join(words[: len(words) // 2] or words), " ".join(words[len(words) // 2 :])],
        "merge": [" ".join(text for _, text in lines)],
        "heading": [f"{text} renamed"],
    }
    return [(-1 if kind == "heading" else depth, text) for text in texts[kind]]


def check_unchanged_keep_their_id(found: Matched) -> None:
    """A text that stands once before and once after is the same reflection."""
    before = Counter(one.text for one in found.known)
    after = Counter(block.text for blocks in found.found.values() for block in blocks)
    once = {text for text in before if before[text] == 1 == after[text]}
    assert {text: found.was.get(text) for text in once} == {text: text for text in once}


def check_nothing_is_twice(found: Matched) -> None:
    """No reflection is two blocks, none that is found has vanished, and none is forgotten."""
    ids = list(found.plan.ids.values())
    assert len(ids) == len(set(ids))
    assert set(found.plan.vanished) == {one.id for one in found.known} - set(ids)
    assert found.plan.merged.keys() <= set(found.plan.vanished)
    assert {doubt.id for doubt in found.plan.doubts} <= set(found.plan.vanished)
    assert all(doubt.spot not in found.plan.ids for doubt in found.plan.doubts)


@given(st.data())
def test_unchanged_blocks_keep_their_id_whatever_happens_around_them(data: st.DataObject) -> None:
    notes = data.draw(notebooks())
    found = match(written(notes), written(data.draw(edited(notes))))
    check_unchanged_keep_their_id(found)
    check_nothing_is_twice(found)


@given(st.data())
def test_of_repeated_texts_as_many_keep_an_id_as_there_were(data: st.DataObject) -> None:
    notes = data.draw(notebooks(unique=False))
    found = match(written(notes), written(data.draw(edited(notes, ["insert", "delete", "reorder", "duplicate"]))))
    check_nothing_is_twice(found)
    for path, blocks in found.found.items():
        before = Counter(one.text for one in found.known if one.note == path)
        here = Counter(found.texts[id_] for (note, _), id_ in found.plan.ids.items() if note == path)
        for text, count in Counter(block.text for block in blocks).items():
            assert here[text] >= min(before[text], count)


@given(st.data())
def test_deleting_one_of_several_equal_lines_between_others_deletes_that_one(data: st.DataObject) -> None:
    gaps = data.draw(st.lists(st.integers(0, 9), min_size=2, max_size=8, unique=True))
    lines = [line for gap in gaps for line in (f"unique {gap}", "same")]
    victim = data.draw(st.sampled_from([index for index, line in enumerate(lines) if line == "same"]))
    kept = [index for index in range(len(lines)) if index != victim]
    found = match("".join(f"- {line}\n" for line in lines), "".join(f"- {lines[index]}\n" for index in kept))
    assert found.places == kept


@given(notebooks(unique=False))
def test_nothing_changes_where_nothing_changed(notes: Notes) -> None:
    found = match(written(notes), written(notes))
    assert found.plan.ids == {(one.note, one.position): one.id for one in found.known}
    assert (found.plan.vanished, found.plan.doubts, found.plan.renames) == ((), (), {})


@given(notebooks())
def test_the_order_in_which_reflections_are_given_does_not_matter(notes: Notes) -> None:
    version = written(notes)
    blocks = {path: outline(source).blocks for path, source in sources(version).items()}
    assert reconcile(blocks, known(version)).ids == reconcile(blocks, reversed(known(version))).ids


@st.composite
def histories(draw: st.DrawFn) -> list[Notes]:
    """A notebook and up to four later states of it."""
    states = [draw(notebooks(unique=draw(st.booleans())))]
    for _ in range(draw(st.integers(1, 4))):
        states.append(draw(edited(states[-1])))
    return states


@cache
def empty_database() -> bytes:
    """A fresh database's file: making one takes half a second."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tracker.db"
        open_file(path).close()
        return path.read_bytes()


MOMENT = datetime(2026, 11, 22, 11, tzinfo=UTC)


def put(notebook: Notebook, notes: Notes) -> None:
    """Make the files be exactly these notes."""
    shutil.rmtree(notebook.root)
    for path, source in written(notes).items():
        notebook.write(path, source)


def play(notebook: Notebook, states: list[Notes]) -> None:
    """Put one state after another on disk, and sync each."""
    for notes in states:
        put(notebook, notes)
        notebook.now += timedelta(days=1)
        notebook.sync(accept_vanished=True)


def summary(notebook: Notebook, known_ids: set[str]) -> list[tuple[object, ...]]:
    """All reflections, with ids that are not in `known_ids` replaced by a mark."""
    return sorted(
        (one.note, one.line_start, one.text, one.state, one.kind, one.id if one.id in known_ids else "new")
        for one in notebook.reflections(everything=True)
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories(), st.data())
def test_a_history_replayed_from_any_point_ends_in_the_same_state(states: list[Notes], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = init(Path(folder), sample_note=None)
        workspace.database.write_bytes(empty_database())
        whole = Notebook(workspace, open_file(workspace.database), MOMENT)
        point = data.draw(st.integers(1, len(states)))
        play(whole, states[:point])
        copy = Path(folder) / "copy.db"
        shutil.copy(workspace.database, copy)
        known_ids = {one.id for one in whole.reflections(everything=True)}
        play(whole, states[point:])
        again = Notebook(workspace, open_file(copy), MOMENT + timedelta(days=point))
        play(again, states[point:])
        assert summary(again, known_ids) == summary(whole, known_ids)
        live = whole.reflections()
        assert len({(one.note, one.line_start) for one in live}) == len(live), "two live reflections for one block"
        report = whole.sync()
        assert numbers(report) == ({"kept": len(live)} if live else {})
