"""Inline Markdown as readable text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.notes.markdown import Parser
from tracker.notes.plain import readable


def read(source: str) -> str:
    parser = Parser(source)
    parser.blocks()
    return readable(parser, source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        # emphasis goes
        ("a **bold** and *slanted* and ***both*** word", "a bold and slanted and both word"),
        ("**어텐션**은 ~~틀린~~ 생각", "어텐션은 틀린 생각"),
        ("__both__ and _so_ on, but d_model and __init__은 stay", "both and so on, but d_model and __init__은 stay"),
        # where CommonMark's rule fails next to Korean, the asterisks are taken away all the same
        ("**어텐션(Attention)**은 가중 평균이다", "어텐션(Attention)은 가중 평균이다"),
        ("그는 **'모델링'**만 한다", "그는 '모델링'만 한다"),
        ("*쿼리(Q)*와 *키(K)*의 내적", "쿼리(Q)와 키(K)의 내적"),
        ("**`softmax`**는 합이 1", "`softmax`는 합이 1"),
        ("**$x$**는 벡터, **A(x)**은 행렬", "$x$는 벡터, A(x)은 행렬"),
        ('이것이**"핵심"**이다', '이것이"핵심"이다'),
        # asterisks that mean themselves stay
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("f(*args) and g(*more)", "f(*args) and g(*more)"),
        (r"\*\*not bold\*\*", "**not bold**"),
        ("`**kwargs`를 넘긴다", "`**kwargs`를 넘긴다"),
        ("`a * b`와 $a * b$와 `c * d`", "`a * b`와 $a * b$와 `c * d`"),
        ("별표 하나* 만", "별표 하나* 만"),
        # meaning stays
        (r"score $\frac{QK^T}{\sqrt{d_k}}$ and $$a_1$$", r"score $\frac{QK^T}{\sqrt{d_k}}$ and $$a_1$$"),
        ("$ x $ costs $5 and $10", "$ x $ costs $5 and $10"),
        ("use ``a`b`` now", "use `a`b` now"),
        ("[the paper](https://x.y) and <https://z.w>", "the paper and https://z.w"),
        ("[a [nested] link](x) ![alt](y.png)", "a [nested] link alt"),
        ("[[Wiki Link]] and [not a link]", "[[Wiki Link]] and [not a link]"),
        ("x<br>y <kbd>ctrl</kbd> &amp; &lt;z&gt; a < b", "x y ctrl & <z> a < b"),
        ("one\ntwo  \nthree\\\nfour", "one two three four"),
        # one line, composed
        ("a \t b\u00a0c\u2028d", "a b c d"),
        ("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글"),
        ("①②ﬁ", "①②ﬁ"),
        # nothing
        ("![](a.png)", ""),
        ("![only a caption](a.png)", ""),
        ("<!-- a comment -->", ""),
    ],
)
def test_readable_text(source: str, text: str) -> None:
    assert read(source) == text


def test_a_link_definition_is_followed() -> None:
    parser = Parser("see [the paper][1]\n\n[1]: https://x.y\n")
    parser.blocks()
    assert readable(parser, "see [the paper][1]") == "see the paper"


@pytest.mark.parametrize("piece", ["*a ", "**a(", "[", "`", "$", "_a_", "<a", "![", "**가)**나"])
def test_a_line_full_of_openers_takes_no_longer_than_it_should(piece: str) -> None:
    start = time.process_time()
    read(piece * 4000)
    assert time.process_time() - start < 5


@given(st.text(alphabet="가나 ab.,()", min_size=1).map(str.strip).filter(bool), st.sampled_from(["*", "**", "***"]))
def test_emphasis_before_a_particle_never_leaves_an_asterisk(word: str, run: str) -> None:
    assert "*" not in read(f"말 {run}{word}{run}은 좋다")
