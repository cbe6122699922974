"""Bytes become text, or it is said what is wrong with them."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.notes.decoding import NotTextError, decode

TEXT = "# 제목\n\n- 어텐션은 가중 평균이다. attention\n- 둘째 줄\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp949", "euc-kr"],
)
def test_an_encoding_is_recognised(encoding: str) -> None:
    found = decode(TEXT.encode(encoding))
    assert (found.text, found.damage) == (TEXT, "")


def test_utf_16_big_endian_with_its_mark() -> None:
    assert decode(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")).text == TEXT


def test_nothing_is_text_too() -> None:
    assert decode(b"").text == ""
    assert decode(codecs.BOM_UTF8).text == ""


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_invalid_bytes_are_shown_and_named_with_their_line(end: bytes) -> None:
    broken = "어텐션".encode()
    found = decode(b"# A" + end + end + b"- ok" + end + b"- " + broken[:4] + broken[5:] + end)
    assert "어�" in found.text
    assert (found.damaged_line, "UTF-8" in found.damage) == (4, True)


def test_a_few_damaged_bytes_do_not_make_utf_8_another_encoding() -> None:
    content = TEXT.encode()
    assert decode(content.replace("가".encode(), b"\xb0")).encoding == "utf-8"


def test_a_nul_is_shown_and_named_with_its_line() -> None:
    found = decode(b"# A\n\n- on\0e\n")
    assert (found.text, found.damaged_line, "NUL" in found.damage) == ("# A\n\n- on�e\n", 3, True)


def test_damaged_utf_16_is_named_with_its_line() -> None:
    content = codecs.BOM_UTF16_LE + "one\ntwo".encode("utf-16-le") + b"\x00\xd8" + "\n".encode("utf-16-le")
    found = decode(content)
    assert (found.damaged_line, "UTF-16" in found.damage) == (2, True)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + bytes(100), bytes(range(256)) * 10, b"\x7fELF" + bytes(40)])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(NotTextError, match="not a text file"):
        decode(content)


@given(st.binary(max_size=300))
def test_any_bytes_become_text_that_can_be_stored_or_are_refused(content: bytes) -> None:
    try:
        found = decode(content)
    except NotTextError:
        return
    found.text.encode("utf-8")
    assert "\0" not in found.text
    assert (found.damage == "") == (found.damaged_line is None)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t")))
def test_utf_8_always_comes_back(text: str) -> None:
    assert decode(text.encode()).text == text.removeprefix("\ufeff")
