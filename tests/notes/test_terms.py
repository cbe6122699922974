"""Terms are found inside longer words, and a query is understood."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.notes.terms import Query, expression, folded, indexed, parse


def finds(text: str, *terms: str) -> bool:
    """Whether SQLite's index finds this text by these terms."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE found USING fts5(words, grams, tokenize='ascii')")
        connection.execute("INSERT INTO found VALUES (?, ?)", indexed(text))
        match = expression([folded(term) for term in terms])
        return bool(connection.execute("SELECT count(*) FROM found WHERE found MATCH ?", (match,)).fetchone()[0])


FOUND = """
    하루회고를 쓴다: 회고 | 멀티헤드어텐션에서: 어텐션 | 기본기에 충실하자: 기본기 | SubQueryHead: query
    Query-Key: Query | QUERY: query
    어텐션: 어 | 어텐션: 션 | 논문을 읽다: 논문을 | AI모델: ai | OpenAI와 AI: AI | d_model은 512: d_model | CNN/RNN: rnn
    ＡＢＣ: ＡＢＣ | 深層学習の基礎: 学習 | Größe: größe | 2021-03-02: 2021 | 한글: \u1112\u1161\u11ab\u1100\u1173\u11af
"""


@pytest.mark.parametrize(
    ("text", "term"), [pair.strip().split(": ") for line in FOUND.strip().split("\n") for pair in line.split("|")]
)
def test_a_term_is_found_inside_a_longer_word(text: str, term: str) -> None:
    assert finds(text, term)


@pytest.mark.parametrize(
    ("text", "term"),
    [("어 텐션", "어텐션"), ("어텐", "어텐션"), ("attention", "attend"), ("①", "1"), ("회의와 고민", "회고")],
)
def test_and_not_where_it_is_not(text: str, term: str) -> None:
    assert not finds(text, term)


def test_all_terms_must_be_there() -> None:
    assert finds("어텐션 행렬을 그린다", "행렬", "어텐션")
    assert not finds("어텐션 행렬을 그린다", "행렬", "softmax")


@pytest.mark.parametrize(
    ("query", "terms", "filters"),
    [
        ("어텐션  Query", ("어텐션", "query"), {}),
        ('"코드 리뷰" "unfinished quote', ("코드 리뷰", "unfinished quote"), {}),
        (
            "kind:task tag:#Attention note:Day26 x",
            ("x",),
            {"kind": ("task",), "tag": ("#attention",), "note": ("day26",)},
        ),
        ("tag:a tag:b since:2w", (), {"tag": ("a", "b"), "since": ("2w",)}),
        ("http://x.y ratio:3 kind:", ("http://x.y", "ratio:3"), {}),
        ("어텐ㅅ", ("어텐",), {}),
        ("ㅅ", ("ㅅ",), {}),
        ("  ", (), {}),
        ('""', (), {}),
    ],
)
def test_a_query_is_understood(query: str, terms: tuple[str, ...], filters: dict[str, tuple[str, ...]]) -> None:
    assert parse(query) == Query(terms, filters)


@given(st.text(max_size=40))
def test_no_query_is_wrong(query: str) -> None:
    match = expression(parse(query).terms)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE found USING fts5(words, grams, tokenize='ascii')")
        if match:
            connection.execute("SELECT * FROM found WHERE found MATCH ?", (match,)).fetchall()


@given(st.text("가나다라 abcXY_1.", max_size=30), st.integers(0, 30), st.integers(1, 8))
def test_what_stands_in_a_text_is_found_in_it(text: str, start: int, length: int) -> None:
    term = folded(text[start : start + length]).strip()
    match = expression([term])
    if match and "words" not in match:  # one or two letters are found at the beginning of a word only
        assert finds(text, term)
