"""How fast notes are read and found: 5,000 notes with more than 100,000 reflections, on real files and a real database.

    python tests/bench/bench_notes.py [--notes 5000]

Measured in this process, once each, searches 200 times. CPU time is what the process itself used; wall time also counts
the disk, and whatever else this machine is doing. The yardstick of reading is markdown-it-py's own parse of the same
texts with its CommonMark rules. Goals: a cold sync takes at most twice as long as that parse, an unchanged one at most
a second, and 95 of 100 searches at most 50 ms.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from markdown_it import MarkdownIt

from tracker.notes.indexing import refreshed
from tracker.notes.search import search
from tracker.notes.sync import sync
from tracker.store.engine import open_store
from tracker.workspace import init

KOREAN = """어텐션 쿼리 키 값 가중치 평균 행렬 차원 손실 기울기 학습률 정규화 임베딩 위치 마스크 논문 구현 복습
    기본기 수식"""
ENGLISH = """attention query key value weight mean matrix axis loss gradient rate norm embedding position mask paper
    code basics"""
WORDS = [*KOREAN.split(), *ENGLISH.split()]
PARTICLES = ["", "", "은", "을", "의", "에서", "으로"]
QUERIES = """회고, 어텐션, 기본기, Query, 어텐션 행렬, grad, 회, 드문낱말, 가중치 평균 논문, loss kind:question,
    mask since:2y, "코드 리뷰", 정규화에서, uer, basics paper"""


def sentence(pick: random.Random) -> str:
    """Some words, a few of them marked up."""
    words = [pick.choice(WORDS) + pick.choice(PARTICLES) for _ in range(pick.randint(5, 18))]
    if pick.random() < 0.2:
        words[2] = f"**{words[2]}**"
    if pick.random() < 0.1:
        words[3] = f"`{words[3]}`"
    if pick.random() < 0.05:
        words[4] = "$x_i^2$"
    if pick.random() < 0.02:
        words[1] = pick.choice(["하루회고를", "SubQuery", "코드 리뷰"])
    return " ".join(words)


def note(pick: random.Random, number: int) -> str:
    """A note of about twenty reflections."""
    lines = [f"# Day {number}. {sentence(pick)}", ""]
    for _ in range(3):
        lines += [f"## {sentence(pick)}", "", f"{sentence(pick)}.", ""]
        for _ in range(pick.randint(3, 6)):
            lines.append(f"- {sentence(pick)}{pick.choice(['', '', '?'])}")
            if pick.random() < 0.3:
                lines.append(f"  - {sentence(pick)}")
        lines.append("")
    return "\n".join(lines)


class Stopwatch:
    """Wall and CPU seconds of a block."""

    wall = cpu = 0.0

    @contextmanager
    def __call__(self, label: str) -> Iterator[None]:
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.wall, self.cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(f"{label:<44} {self.cpu:8.2f} s CPU {self.wall:8.2f} s wall", flush=True)


def main() -> int:
    """Measure and print; the exit code is 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, default=5000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder), args.notes)


def measure(folder: Path, count: int) -> int:
    """All of it, in this folder."""
    pick, now, watch = random.Random(1), datetime.now(UTC), Stopwatch()
    workspace = init(folder, sample_note=None)
    texts = [note(pick, number) for number in range(count)]
    for number, text in enumerate(texts):
        path = workspace.notes / f"{2015 + number // 365}" / f"{2015 + number // 365}-01-01 {number:05}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{count} notes, {sum(map(len, texts)) // count} characters each")
    markdown = MarkdownIt("commonmark")
    with watch("markdown-it-py's own parse"):
        for text in texts:
            markdown.parse(text)
    parse = watch.cpu
    store = open_store(workspace)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with watch("cold sync"):
        report = sync(workspace, store, now)
    cold = watch.cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{report.live} reflections; {parse / cold:.0%} of the parse's speed; {(peak - before) // 1024} MB more memory"
    )
    with watch("sync again, times not trusted yet"):
        sync(workspace, store, now)
    time.sleep(2.1)  # file times that are two seconds old are trusted
    sync(workspace, store, now)
    with watch("unchanged sync"):
        sync(workspace, store, now)
    unchanged = watch.wall
    with watch("search index from nothing"):
        refreshed(workspace, store)
    changed = next(workspace.notes.rglob("*.md"))
    changed.write_text(changed.read_text(encoding="utf-8") + "- one more\n", encoding="utf-8")
    with watch("sync after one edit"):
        sync(workspace, store, now)
    with watch("index after one edit"):
        refreshed(workspace, store)
    times, queries = [], [query.strip() for query in QUERIES.split(",")]
    for number in range(200):
        start = time.perf_counter()
        search(workspace, store, queries[number % len(queries)], now)
        times.append((time.perf_counter() - start) * 1000)
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"search: median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms, worst {max(times):.1f} ms")
    for query in queries[:4]:
        print(f"  {query}: {len(search(workspace, store, query, now, limit=1000))} hits")
    sizes = [path.stat().st_size // 1024**2 for path in (workspace.database, workspace.private / "search.db")]
    print(f"database {sizes[0]} MB, search index {sizes[1]} MB")
    return 0 if cold <= 2 * parse and unchanged <= 1 and p95 <= 50 else 1


if __name__ == "__main__":
    sys.exit(main())
