"""Searching a real notebook."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from sqlmodel import Session

from tests.notes.conftest import Notebook
from tracker.errors import TrackerError
from tracker.notes.actions import set_tags
from tracker.notes.indexing import refreshed
from tracker.notes.search import Hit, search
from tracker.store.practice_tables import ReviewCommentRow, ReviewRow
from tracker.store.tables import GoalRow

NOTE = """\
# 어텐션 특강

## 오늘 배운 것

- 멀티헤드어텐션에서 머리마다 다른 관계를 본다
- 소프트맥스는 왜 필요할까?

## 다음 할 일

- [ ] SubQuery 없이 구현하기
- 하루회고를 쓴다
"""


@pytest.fixture
def searched(notebook: Notebook):
    """The texts that a query finds, best first."""
    notebook.write("2026-11-20 특강.md", NOTE)
    notebook.write("2026-10-01.md", "# 시월\n\n- 회고는 짧게\n- 기본기에 충실하자\n")
    notebook.sync()

    def texts(query: str, **options) -> list[str]:
        hits = search(notebook.workspace, notebook.store, query, notebook.now, **options)
        return [hit.text for hit in hits if hit.kind == "reflection"]

    return texts


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("어텐션", ["멀티헤드어텐션에서 머리마다 다른 관계를 본다"]),
        ("회고", ["회고는 짧게", "하루회고를 쓴다"]),
        ("Query", ["SubQuery 없이 구현하기"]),
        ("머리마다 관계", ["멀티헤드어텐션에서 머리마다 다른 관계를 본다"]),
        ('"다른 관계"', ["멀티헤드어텐션에서 머리마다 다른 관계를 본다"]),
        ('"관계 다른"', []),
        ("kind:task", ["SubQuery 없이 구현하기"]),
        ("kind:question 왜", ["소프트맥스는 왜 필요할까?"]),
        ("회고 note:특강", ["하루회고를 쓴다"]),
        ("회고 since:2w", ["하루회고를 쓴다"]),
        ("회고 until:2026-10-31", ["회고는 짧게"]),
        ("heading:할 회고", ["하루회고를 쓴다"]),
        ("kind:goal", []),
        ("없는말", []),
        ("?", ["소프트맥스는 왜 필요할까?"]),
        ("", []),
    ],
)
def test_what_is_found(searched, query: str, expected: list[str]) -> None:
    assert searched(query) == expected


def test_a_hit_tells_where_it_is(notebook: Notebook, searched) -> None:
    (hit,) = search(notebook.workspace, notebook.store, "Query kind:reflection", notebook.now)
    assert hit == Hit(
        kind="reflection",
        id=notebook.ids()["SubQuery 없이 구현하기"],
        title="다음 할 일",
        text="SubQuery 없이 구현하기",
        path="2026-11-20 특강.md",
        line=10,
    )


def test_the_index_follows_every_change(notebook: Notebook, searched) -> None:
    assert searched("기본기") == ["기본기에 충실하자"]
    notebook.now += timedelta(days=1)
    notebook.write("2026-10-01.md", "# 시월\n\n- 회고는 짧게\n- 기본기에 더 충실하자\n- 새로운 생각\n")
    notebook.sync()
    assert searched("기본기") == ["기본기에 더 충실하자"]
    assert searched("새로운") == ["새로운 생각"]
    (notebook.root / "2026-10-01.md").unlink()
    notebook.sync()
    assert searched("기본기") == []
    assert searched("회고") == ["하루회고를 쓴다"]


def test_lines_are_those_of_the_note_as_it_is(notebook: Notebook, searched) -> None:
    searched("회고")
    notebook.write("2026-10-01.md", "# 시월\n\n\n\n- 회고는 짧게\n")
    notebook.sync()
    hits = search(notebook.workspace, notebook.store, "회고는 kind:reflection", notebook.now)
    assert [hit.line for hit in hits] == [5]


def test_tags_are_found_as_soon_as_they_are_given(notebook: Notebook, searched) -> None:
    one = notebook.ids()["하루회고를 쓴다"]
    set_tags(notebook.store, one, ["Habit", "매일"], notebook.now)
    assert searched("tag:habit") == searched("tag:#매일 tag:habit 회고") == ["하루회고를 쓴다"]
    assert searched("tag:hab") == []
    set_tags(notebook.store, one, [], notebook.now)
    assert searched("tag:habit") == []


def test_notes_goals_comments_and_more_are_found(notebook: Notebook, searched) -> None:
    with notebook.store.write() as session:
        _add_others(session, notebook)
    more = [Hit("exercise", "softmax", "Softmax", "softmax · Fundamentals")]

    def found(query: str) -> list[tuple[str, str]]:
        hits = search(notebook.workspace, notebook.store, query, notebook.now, more=more)
        return [(hit.kind, hit.title) for hit in hits]

    assert found("특강") == [("note", "어텐션 특강")]
    assert found("Transformer") == [("goal", "Implement the Transformer")]
    assert found("전치") == [("comment", "x.view(b, h, -1)")]
    assert found("softmax") == [("exercise", "Softmax")]
    assert found("kind:note") == [("note", "어텐션 특강"), ("note", "시월")]
    assert found("kind:goal kind:comment") == [("goal", "Implement the Transformer"), ("comment", "x.view(b, h, -1)")]
    assert found("kind:note since:2w") == [("note", "어텐션 특강")]
    assert found("transformer tag:x") == []


def _add_others(session: Session, notebook: Notebook) -> None:
    session.add(GoalRow(category="paper", title="Implement the Transformer", created_at=notebook.now))
    review = ReviewRow(repository="r", base="a", head="b", started_at=notebook.now)
    session.add(review)
    session.flush()
    comment = ReviewCommentRow(review_id=review.id, path="m.py", line=3, text="전치가 없다", created_at=notebook.now)
    comment.line_text = "  x.view(b, h, -1)"
    session.add(comment)


def test_whole_words_come_before_beginnings_and_those_before_the_rest(notebook: Notebook, searched) -> None:
    notebook.write("2026-11-21.md", "- subscore here\n- scores here\n- score here\n")
    notebook.sync()
    assert searched("score") == ["score here", "scores here", "subscore here"]


def test_the_number_of_hits_is_limited(notebook: Notebook, searched) -> None:
    notebook.write("2026-11-21.md", "".join(f"- 많은 생각 {number}\n" for number in range(30)))
    notebook.sync()
    assert len(searched("생각", limit=7)) == 7
    assert len(searched("생각 13")) == 1


@pytest.mark.parametrize(("query", "message"), [("kind:thought", "no kind"), ("since:soon", "no day")])
def test_a_filter_that_is_none_is_said(searched, query: str, message: str) -> None:
    with pytest.raises(TrackerError, match=message):
        searched(query)


# ── the index is only ever a copy ──


def test_a_missing_index_is_made_anew(notebook: Notebook, searched) -> None:
    searched("회고")
    (notebook.workspace.search_index).unlink()
    assert searched("기본기") == ["기본기에 충실하자"]


@pytest.mark.parametrize("rubble", [b"rubble" * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_index_is_made_anew(notebook: Notebook, searched, rubble: bytes) -> None:
    searched("회고")
    (notebook.workspace.search_index).write_bytes(rubble)
    assert searched("기본기") == ["기본기에 충실하자"]


def test_an_index_that_is_damaged_inside_is_made_anew(notebook: Notebook, searched) -> None:
    searched("회고")
    with closing(sqlite3.connect(notebook.workspace.search_index)) as connection:
        connection.execute("DROP TABLE document")
    assert searched("기본기") == ["기본기에 충실하자"]


def test_an_index_of_another_layout_is_made_anew(notebook: Notebook, searched) -> None:
    searched("회고")
    with closing(sqlite3.connect(notebook.workspace.search_index)) as connection:
        connection.execute("PRAGMA user_version = 99")
    assert searched("기본기") == ["기본기에 충실하자"]


def test_an_index_of_another_database_is_made_anew(notebook: Notebook, searched) -> None:
    searched("회고")
    with notebook.store.write() as session:
        session.connection().exec_driver_sql("DELETE FROM reflection WHERE text LIKE '%충실%'")
        session.connection().exec_driver_sql("UPDATE reflection SET revision = 1")
    index = refreshed(notebook.workspace, notebook.store)
    with notebook.store.write() as session:
        session.connection().exec_driver_sql("UPDATE reflection SET revision = 2 WHERE text LIKE '%짧게%'")
    assert refreshed(notebook.workspace, notebook.store).count() == 5
    assert index.revision() == 2
    assert searched("기본기") == []


def test_progress_is_told_while_the_index_is_made(notebook: Notebook, searched) -> None:
    seen = []
    refreshed(notebook.workspace, notebook.store, lambda *progress: seen.append(progress))
    assert seen == [(6, 6)]
