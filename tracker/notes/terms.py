"""Text and queries as terms that are found inside longer words, in Korean as in English.

SQLite's own tokenizers do not find 어텐션 in 어텐션에서 (a word is a word) or a word of two syllables (three letters at
least). So a text is indexed as grams: of a run of Korean, Chinese or Japanese every two neighbouring characters, of a
run of letters and digits every three; a term is found where its grams stand one behind the other. Words are indexed
too, for terms of one or two letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

_CJK = "\u1100-\u11ff\u2e80-\u2fff\u3040-\u318f\u31f0-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
_RUN = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_IS_CJK = re.compile(rf"[{_CJK}]")
_FILTER = re.compile(r"([A-Za-z]+):(\S*)")
_PIECE = re.compile(r'"([^"]*)"?|(\S+)')
_UNFINISHED = re.compile(r"(?<=\S)[\u3131-\u318e]+$")
FILTERS = ("kind", "tag", "note", "heading", "state", "since", "until")


def fold(text: str) -> str:
    """Text as it is compared: NFC (never NFKC), without case."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


folded = lru_cache(maxsize=16384)(fold)  # the titles of all notes are looked through at every key


def indexed(text: str) -> tuple[str, str]:
    """A text's words and its grams, each as tokens with spaces between them."""
    runs = _RUN.findall(folded(text))
    words = [run for run in runs if not _IS_CJK.match(run)]
    return " ".join(words), " ".join(gram for run in runs for gram in _grams(run))


def _grams(run: str) -> Iterator[str]:
    """Its grams in order; the last character of a Korean run stands alone too, so that a single one is found."""
    if _IS_CJK.match(run):
        yield from (run[index : index + 2] for index in range(len(run)))
    else:
        yield from (run[index : index + 3] for index in range(len(run) - 2))


@dataclass(frozen=True)
class Query:
    """What a learner asked for."""

    terms: tuple[str, ...] = ()
    """Folded; a text must hold all of them."""
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)


def parse(query: str) -> Query:
    """Words and "quoted words" are terms, `name:value` is a filter where the name is one of `FILTERS`.

    A Korean letter that the last syllable is not finished with yet is left out: it is still being typed.
    """
    terms: list[str] = []
    filters: dict[str, tuple[str, ...]] = {}
    for quoted, bare in _PIECE.findall(_UNFINISHED.sub("", query.strip())):
        given = _FILTER.fullmatch(bare)
        if given and (name := given[1].lower()) in FILTERS:
            if given[2]:
                filters[name] = (*filters.get(name, ()), folded(given[2]))
        elif term := " ".join(folded(quoted or bare).split()):
            terms.append(term)
    return Query(tuple(terms), filters)


def expression(terms: Iterable[str]) -> str:
    """Terms in the language of SQLite's full-text index; empty if none of them can be looked up there."""
    return " AND ".join(dict.fromkeys(_expression(run) for term in terms for run in _RUN.findall(term)))


def _expression(run: str) -> str:
    if _IS_CJK.match(run):
        if len(run) == 1:
            return f'grams : "{run}" *'
        return _phrase([run[index : index + 2] for index in range(len(run) - 1)])
    if len(run) < 3:
        return f'words : "{run}" *'
    return _phrase(list(_grams(run)))


def _phrase(grams: list[str]) -> str:
    return f'grams : "{" ".join(grams)}"'
