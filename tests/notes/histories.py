"""Made-up histories of notes, with the truth about every block: what it was called before, and where it stood.

A learner's edits, drawn at random but always the same for a seed: typos, rewordings, bullets that move, lists that
grow, headings and files that are renamed, notes that are split up. Texts are put together from a small vocabulary, so
that many of them look alike, and some are repeated word for word.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

KOREAN = """어텐션 쿼리 키 값 가중치 평균 행렬 차원 손실 기울기 학습률 정규화 임베딩 위치 마스크 논문 구현 복습 회고
    리뷰 기본기 수식 실험 데이터 모델 층 잔차 배치 토큰 문장"""
ENGLISH = """attention query key value weight mean matrix axis loss gradient rate norm embedding position mask paper
    code review basics formula experiment data model layer residual batch token sentence head scale"""
WORDS = {"ko": KOREAN.split(), "en": ENGLISH.split()}
PARTICLES = ["은", "는", "을", "를", "의", "에서", "과", "로", ""]
ENDINGS = {
    "ko": ["이다", "라고 이해했다", "를 다시 본다", "가 아직 흐릿하다", "를 손으로 계산한다", "부터 해 보자", "일까?"],
    "en": [
        "again",
        "by hand",
        "is still unclear",
        "before the next lecture",
        "once more",
        "and why?",
        "without looking",
    ],
}
COMMON = ["복습하기", "[ ] 논문 읽기", "[ ] review", "질문 정리"]


@dataclass(frozen=True)
class Line:
    """One line of a note: a bullet at a depth of 0 or more, a paragraph (-1), or a heading (-2)."""

    truth: int
    """Which thought this is, through all edits."""
    depth: int
    text: str

    def written(self) -> str:
        if self.depth < 0:
            return f"\n{'## ' if self.depth == -2 else ''}{self.text}\n"
        return f"{'  ' * self.depth}- {self.text}"


@dataclass
class Author:
    """Somebody who writes notes and keeps editing them."""

    seed: int
    notes: dict[str, list[Line]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._truths = 0
        self._files = 0
        for _ in range(4):
            self._new_note()

    def files(self) -> dict[str, str]:
        """The notes as Markdown, by path."""
        return {
            path: f"# {path}\n" + "\n".join(line.written() for line in lines) + "\n"
            for path, lines in self.notes.items()
        }

    def days(self, count: int) -> Iterator[dict[str, str]]:
        """The files after each of so many rounds of edits."""
        for _ in range(count):
            for _ in range(self._random.choice([1, 1, 2, 3, 5])):
                self._edit()
            yield self.files()

    def truths(self) -> dict[tuple[str, int], int]:
        """Which thought stands where: (path, line) → truth, headings left out."""
        found = {}
        for path, lines in self.notes.items():
            number = 2
            for line in lines:
                written = line.written().split("\n")
                if line.depth != -2:
                    found[path, number + (line.depth < 0)] = line.truth
                number += len(written)
        return found

    def _sentence(self) -> str:
        pick, language = self._random, self._random.choice(["ko", "ko", "en"])
        if pick.random() < 0.08:
            return pick.choice(COMMON)
        words = [
            pick.choice(WORDS[language]) + (pick.choice(PARTICLES) if language == "ko" else "")
            for _ in range(pick.randint(2, 9))
        ]
        return " ".join([*words, pick.choice(ENDINGS[language])])

    def _line(self, depth: int) -> Line:
        self._truths += 1
        return Line(self._truths, depth, self._sentence())

    def _new_note(self) -> None:
        self._files += 1
        lines = [self._line(-2)]
        for _ in range(self._random.randint(4, 14)):
            deepest = max(lines[-1].depth, -1) + 1
            lines.append(self._line(min(self._random.choice([-2, -1, 0, 0, 0, 0, 1, 1, 2]), deepest)))
        self.notes[f"day{self._files:03}.md"] = lines

    def _edit(self) -> None:
        """One edit; the kinds that are frequent are listed more than once."""
        kind = self._random.choice(
            [self._typo, self._typo, self._reword, self._insert, self._insert, self._insert, self._insert, self._delete,
             self._reorder, self._heading, self._rename, self._move, self._new_note, self._split_note]
        )  # fmt: skip
        kind()
        self.notes = {path: _settled(lines) for path, lines in self.notes.items() if lines}

    def _somewhere(self) -> tuple[list[Line], int]:
        lines = self.notes[self._random.choice(sorted(self.notes))]
        return lines, self._random.randrange(len(lines))

    def _typo(self) -> None:
        lines, index = self._somewhere()
        text = lines[index].text
        at = self._random.randrange(len(text))
        changed = self._random.choice([text[:at] + text[at + 1 :], text[:at] + "ㅇ" + text[at:], text + "."])
        lines[index] = replace(lines[index], text=" ".join(changed.split()) or text)

    def _reword(self) -> None:
        lines, index = self._somewhere()
        words = lines[index].text.split()
        words[self._random.randrange(len(words))] = self._random.choice(WORDS["ko"])
        words.insert(self._random.randint(0, len(words)), self._random.choice(WORDS["en"]))
        lines[index] = replace(lines[index], text=" ".join(words))

    def _insert(self) -> None:
        lines, index = self._somewhere()
        lines.insert(index + 1, self._line(self._random.choice([-1, 0, 0, 1, 2])))

    def _delete(self) -> None:
        lines, index = self._somewhere()
        del lines[index]

    def _reorder(self) -> None:
        lines, index = self._somewhere()
        lines.insert(self._random.randint(0, len(lines) - 1), lines.pop(index))

    def _heading(self) -> None:
        lines, _ = self._somewhere()
        headings = [index for index, line in enumerate(lines) if line.depth == -2]
        if headings:
            index = self._random.choice(headings)
            lines[index] = replace(lines[index], text=self._sentence())

    def _rename(self) -> None:
        path = self._random.choice(sorted(self.notes))
        self._files += 1
        self.notes[f"{self._random.choice(['', 'old/', 'week/'])}note{self._files:03}.md"] = self.notes.pop(path)

    def _move(self) -> None:
        lines, index = self._somewhere()
        target, place = self._somewhere()
        line = lines.pop(index)
        target.insert(min(place, len(target)), line)

    def _split_note(self) -> None:
        path = self._random.choice(sorted(self.notes))
        lines = self.notes[path]
        if len(lines) > 12:
            self._files += 1
            self.notes[path], self.notes[f"part{self._files:03}.md"] = lines[:7], lines[7:]


def _settled(lines: list[Line]) -> list[Line]:
    """No bullet is deeper than one below the line above it; a paragraph between bullets stays one."""
    settled: list[Line] = []
    for line in lines:
        deepest = max(settled[-1].depth, -1) + 1 if settled else 0
        settled.append(replace(line, depth=min(line.depth, deepest)))
    return settled
