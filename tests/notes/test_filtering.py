"""Filters of the room that shows notes, alone and combined; the search knows the same ones."""

from __future__ import annotations

import pytest

from tests.notes.conftest import Notebook
from tracker.errors import TrackerError
from tracker.notes.actions import mark_done, pin, set_stuck, set_tags
from tracker.notes.filtering import filtered
from tracker.notes.search import search

OLD = "# 어텐션 특강\n\n## 배운 것\n\n- 마스크는 앞에서 더한다\n- 왜 나누는가?\n"
OLD += "\n## 다음 할 일\n\n- 직접 구현한다\n- 다시 읽는다\n"
NEW = "# Day 26\n\n## Next Steps\n\n- [ ] Review a diff\n- [x] Write the mask\n\n## Learned\n\n- Shapes first\n"


@pytest.fixture
def two(notebook: Notebook) -> Notebook:
    """An old note and a new one; one action is done, one tagged, one pinned, one stuck."""
    notebook.write("2026-10-01.md", OLD)
    notebook.write("2026-11-21 day26.md", NEW)
    notebook.sync()
    ids = notebook.ids()
    mark_done(notebook.store, ids["다시 읽는다"], notebook.now)
    set_tags(notebook.store, ids["마스크는 앞에서 더한다"], ["Attention"], notebook.now)
    pin(notebook.store, ids["Shapes first"], notebook.now)
    set_stuck(notebook.store, ids["왜 나누는가?"], "exercise", notebook.now)
    return notebook


def left(notebook: Notebook, query: str) -> set[str]:
    """The texts that a filter leaves."""
    texts = {one.id: one.text for one in notebook.reflections()}
    found = filtered(notebook.workspace, notebook.store, query, notebook.now)
    assert found is not None
    ids = [id_ for note in found.notes.values() for id_ in note]
    assert found.total == len(ids)
    return {texts[id_] for id_ in ids}


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("kind:question", {"왜 나누는가?"}),
        ("kind:question kind:task", {"왜 나누는가?", "Review a diff", "Write the mask"}),
        ("state:open", {"직접 구현한다", "Review a diff"}),
        ("state:done", {"다시 읽는다", "Write the mask"}),
        ("state:pinned", {"Shapes first"}),
        ("state:stuck", {"왜 나누는가?"}),
        ("state:stuck state:open", set()),
        ("tag:attention", {"마스크는 앞에서 더한다"}),
        ("tag:#Attention", {"마스크는 앞에서 더한다"}),
        ("tag:att", set()),
        ("heading:next", {"Review a diff", "Write the mask"}),
        ("heading:어텐션 heading:다음", {"직접 구현한다", "다시 읽는다"}),
        ("since:2w state:open", {"Review a diff"}),
        ("until:2026-10-31 state:open", {"직접 구현한다"}),
        ("note:day26 kind:statement", {"Shapes first"}),
        ("heading:다음 state:open since:1y kind:statement note:2026-10", {"직접 구현한다"}),
        ("구현", {"직접 구현한다"}),
        ("MASK", {"Write the mask"}),
    ],
)
def test_what_is_left(two: Notebook, query: str, texts: set[str]) -> None:
    assert left(two, query) == texts
    found = search(two.workspace, two.store, query, two.now)
    assert {hit.text for hit in found if hit.kind == "reflection"} == texts, "the search says the same"


def test_nothing_asked_is_no_filter(two: Notebook) -> None:
    assert filtered(two.workspace, two.store, "  ", two.now) is None
    assert filtered(two.workspace, two.store, "kind:", two.now) is None


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("kind:goal", "Only reflections"),
        ("kind:thing", "no kind 'thing'"),
        ("state:half", "There is no state 'half'. States are open, done, pinned, stuck"),
        ("since:soon", "'soon' is no day"),
    ],
)
def test_what_cannot_be_asked(two: Notebook, query: str, message: str) -> None:
    with pytest.raises(TrackerError) as caught:
        filtered(two.workspace, two.store, query, two.now)
    assert message in str(caught.value)
