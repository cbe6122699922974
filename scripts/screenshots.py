"""Makes the pictures of the README and the guide: docs/images/*.svg, from a real workspace with a frozen clock.

A workspace is made in a temporary folder and filled through the features themselves: notes that are read, goals, six
weeks of attempts, and one wrong solution that the real grader names. Then the dashboard runs without a terminal, at
120 × 40 cells, and each room is saved as it stands.

    python scripts/screenshots.py [NAME …]
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from textual.pilot import Pilot
from textual.widgets import TextArea

from tracker.goals.actions import create
from tracker.goals.milestones import tick
from tracker.goals.settling import settle
from tracker.goals.templates import paper_goal
from tracker.goals.views import NewMilestone
from tracker.grader.client import Grader
from tracker.grader.report import CheckResult, Diagnosis, Report, Verdict
from tracker.journeys.answers import find_answer
from tracker.journeys.grading import grade_answer
from tracker.notes.queries import list_reflections
from tracker.notes.sync import sync
from tracker.practice.attempts import record
from tracker.practice.catalogue import Catalogue, load_catalogue
from tracker.practice.state import begin_round, note_activity, state_of
from tracker.store import tables
from tracker.store.engine import Store, open_store
from tracker.tui.app import TrackerApp
from tracker.workspace import Workspace, init, open_workspace

IMAGES = Path(__file__).parents[1] / "docs" / "images"
SIZE = (120, 40)
NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
"""A Sunday evening in Seoul."""
PAPER = "1706.03762"
NOTES = {
    "2026-11-22.md": """\
# 26일차 — Transformer를 손으로

#### 오늘 무엇을 배웠나

- **어텐션(Attention)**은 결국 "어디를 볼 것인가"를 학습하는 가중 평균이다.
  - $\\mathrm{softmax}(QK^T / \\sqrt{d_k})V$: 나누지 않으면 소프트맥스가 한쪽으로 굳는다.
- 왜 head를 나누는가? 한 번에 여러 관계를 보기 위해서다.
- Shapes first: every bug of today was a transpose.

#### 지금 당장 무엇을 할까

- 멀티헤드 어텐션을 빈 파일에서 다시 쓴다.
- 마스크를 종이에 그려 보고 코드의 결과와 비교한다.
""",
    "2026-11-20.md": """\
# 24일차 — Masks

#### 오늘 무엇을 배웠나

- A mask is added before the softmax, not multiplied after it.
- 행 전체가 가려지면 무엇이 나와야 하는가?

#### What do I do right now?

- [x] Write the causal mask without looking it up
- [ ] Review one pull request of the study group
""",
    "2026-11-02.md": """\
# 6일차 — 기본기

#### 어떤 개발자가 되고 싶은가?

- 논문을 읽고 처음부터 끝까지 직접 구현할 수 있는 사람이 되고 싶다.
- 막히는 곳을 피하지 않고 적어 두면, 그곳이 내가 자라는 자리가 된다.
""",
}
WRONG = """\
import torch


def scaled_dot_product_attention(query, key, value, mask=None):
    scores = query @ key.transpose(-2, -1)
    if mask is not None:
        scores = scores.masked_fill(~mask, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    return weights @ value
"""
PASSED = (
    "softmax",
    "linear",
    "layer_norm",
    "dropout",
    "embedding",
    "log_softmax",
    "cross_entropy",
    "positionwise_feed_forward",
    "attention_masks",
    "sinusoidal_positional_encoding",
)
MISTAKE = Diagnosis("causal_diagonal_off_by_one", "Your mask also hides the position itself.")


def make_workspace(root: Path) -> Workspace:
    """A workspace after 26 days of work."""
    workspace = init(root, sample_note=None)
    (workspace.private / "settings.toml").write_text('time_zone = "Asia/Seoul"\n', encoding="utf-8")
    workspace = open_workspace(root)
    for name, text in NOTES.items():
        (workspace.notes / name).write_text(text, encoding="utf-8")
    store, catalogue = open_store(workspace), load_catalogue(workspace.exercise_roots)
    sync(workspace, store, NOW - timedelta(minutes=30))
    set_goals(store, catalogue)
    practise(workspace, store, catalogue)
    fail_once(workspace, store, catalogue)
    store.close()
    return workspace


def set_goals(store: Store, catalogue: Catalogue) -> None:
    """A paper out of the catalogue, one out of a reflection, and one by hand."""
    source = next(one for one in list_reflections(store) if one.text.startswith("논문을 읽고"))
    draft = paper_goal(PAPER, catalogue.paper_title(PAPER), catalogue.about(PAPER))
    began = NOW - timedelta(days=20)
    create(
        store, category="paper", title=draft.title, why=draft.why, paper=PAPER, source_reflection=source.id,
        milestones=draft.milestones, now=began,
    )  # fmt: skip
    steps = [NewMilestone(title) for title in ("드롭아웃을 직접 구현한다", "Explain weight decay", "Read the chapter")]
    create(store, category="fundamentals", title="정규화를 스스로 설명할 수 있다", milestones=steps, now=began)
    reviews = [NewMilestone("Thursday"), NewMilestone("Sunday")]
    goal = create(store, category="code-review", title="Two reviews a week", milestones=reviews, now=began)
    tick(store, goal.milestones[0].id, NOW - timedelta(days=3))


def practise(workspace: Workspace, store: Store, catalogue: Catalogue) -> None:
    """A new exercise every other day, some of them not at once; each comes back after two, five and eleven days."""
    days: list[tuple[int, str, bool]] = []
    for number, slug in enumerate(PASSED):
        first = 25 - 2 * number - (number > 4)
        if number % 3 == 1:
            days.append((first, slug, False))
        comes_back = (0,) if slug == "dropout" else (0, 2, 5, 11, 20)
        days += [(first - later, slug, True) for later in comes_back if first - later > 0]
    days += [(ago, PASSED[ago % 3], True) for ago in range(1, 12)]
    days += [(9, "attention_masks", False), (2, "attention_masks", False)]
    for place, (ago, slug, passed) in enumerate(sorted(days, key=lambda one: -one[0])):
        moment = NOW - timedelta(days=ago, minutes=5 * place)
        attempt(workspace, store, catalogue, slug, moment, passed=passed, minutes=4 + (ago * 7 + place) % 24)


def attempt(
    workspace: Workspace, store: Store, catalogue: Catalogue, slug: str, moment: datetime, *, passed: bool, minutes: int
) -> None:
    """One graded run after some minutes of work, as the grader would have reported it."""
    checks = tuple(CheckResult(f"test_{n}", f"check {n}", passed or n < 4, 1.0, 1.0) for n in range(6))
    verdict = Verdict.PASSED if passed else Verdict.FAILED
    report = Report(slug, verdict, 7, 0.11, checks, () if passed else (MISTAKE,))
    with store.write() as session:
        day = workspace.day(moment)
        state = state_of(session, catalogue.get(slug))
        begin_round(state, moment - timedelta(minutes=minutes))
        for left in range(minutes, 0, -4):
            note_activity(state, moment - timedelta(minutes=left))
        record(session, catalogue.get(slug), report, solution_text="", now=moment, day=day)
        settle(session, moment)


def fail_once(workspace: Workspace, store: Store, catalogue: Catalogue) -> None:
    """A wrong solution, graded for real; only its time is made even."""
    exercise = catalogue.get("scaled_dot_product_attention")
    path = workspace.solutions / f"{exercise.slug}.py"
    path.write_text(WRONG, encoding="utf-8")
    with Grader() as grader:
        report = grade_answer(workspace, grader, exercise, find_answer(workspace, exercise, None), seed=4711)
    with store.write() as session:
        moment = NOW - timedelta(minutes=5)
        kept = replace(report, seconds=0.11)
        record(session, exercise, kept, solution_text=WRONG, now=moment, day=workspace.day(moment))


async def until(pilot: Pilot[None], condition: Callable[[], object]) -> None:
    """Let the app work until the condition holds."""
    for _ in range(600):
        if condition():
            await pilot.pause(0.2)
            return
        await pilot.pause(0.05)
    raise TimeoutError("the room was never ready")


async def show(pilot: Pilot[None], name: str) -> None:
    """Go to a room and make it worth a picture."""
    app = pilot.app
    await pilot.press({"today": "f1", "notes": "f2", "exercises": "f3", "goals": "f4", "progress": "f6"}[name])
    if name == "today":
        await until(pilot, lambda: getattr(app.screen, "_snapshot", None) and app.screen._snapshot.returned)
    elif name == "notes":
        await until(pilot, lambda: getattr(app.screen, "opened", None))
        await pilot.press("enter", "down", "down")
    elif name == "exercises":
        assert isinstance(app, TrackerApp)
        app.open_exercise("scaled_dot_product_attention")
        wanted = "scaled_dot_product_attention"
        await until(pilot, lambda: getattr(app.screen, "opened", None) and app.screen.slug == wanted)
        if not app.screen.pane.is_typing:
            await pilot.press("enter")
        await until(pilot, lambda: app.screen.pane.is_typing)
        await pilot.press("f9", "f9")
        for area in app.screen.query(TextArea):
            area.cursor_blink = False
    elif name == "goals":
        await until(pilot, lambda: getattr(app.screen, "goal", None))
        await pilot.press("down")
    await pilot.pause(0.8)


async def take(workspace: Workspace, names: list[str]) -> None:
    """Run the dashboard and save its rooms."""
    app = TrackerApp(workspace.root, workspace, clock=lambda: NOW)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.services and "streak" in app.day[0])
        for name in names:
            await show(pilot, name)
            (IMAGES / f"{name}.svg").write_text(app.export_screenshot(title="tracker"), encoding="utf-8")
            print(IMAGES / f"{name}.svg")


def main(names: list[str]) -> None:
    """Make the pictures with these names, or all."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    chance = Random(26)
    tables.uuid4 = lambda: UUID(int=chance.getrandbits(128), version=4)  # ids decide which reflection resurfaces
    with tempfile.TemporaryDirectory() as folder:
        workspace = make_workspace(Path(folder) / "my-learning")
        asyncio.run(take(workspace, names or ["today", "notes", "exercises", "goals", "progress"]))


if __name__ == "__main__":
    main(sys.argv[1:])
