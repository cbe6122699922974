"""Today's list, and the first goal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from tracker.changes import NOTHING, Area
from tracker.goals.actions import create, drop
from tracker.goals.queries import list_goals
from tracker.journeys.today import practice_items, today
from tracker.journeys.welcome import first_goal
from tracker.notes.actions import mark_done
from tracker.notes.coming_back import answer, draw
from tracker.notes.resurfacing import Answer
from tracker.notes.sync import sync
from tracker.practice.catalogue import Catalogue, load_catalogue
from tracker.practice.views import ExerciseStatus
from tracker.store.engine import Store
from tracker.workspace import Workspace

TODAY = date(2026, 11, 22)
NOTE = """# 배운 것

#### 어떤 사람이 되고 싶은가?

- 기본기가 탄탄한 엔지니어가 되고 싶다.
- 매일 조금씩 적는 사람이 되고 싶다.

#### 지금 당장 무엇을 할까

- 어텐션을 처음부터 구현해 본다
  - 먼저 소프트맥스부터 한다
- 코드 리뷰를 한 번 해 본다
"""


def test_a_fresh_workspace_says_how_to_begin(
    workspace: Workspace, store: Store, catalogue: Catalogue, now: datetime
) -> None:
    view = today(workspace, store, catalogue, now)
    assert [(item.kind, item.target) for item in view.items] == [("next", "double"), ("start", "")]
    assert (view.day, view.minutes_total, view.passed, view.total, view.latest) == (TODAY, 20, 0, 3, ())


def test_notes_give_actions_the_latest_and_one_from_earlier(
    workspace: Workspace, store: Store, catalogue: Catalogue, now: datetime
) -> None:
    (workspace.notes / "2026-11-01.md").write_text(NOTE, encoding="utf-8")
    (workspace.notes / "2026-11-22.md").write_text("# 오늘\n\n- 오늘의 생각은 길지 않다.\n", encoding="utf-8")
    sync(workspace, store, now)
    draw(workspace, store, now)
    view = today(workspace, store, catalogue, now)
    actions = [item for item in view.items if item.kind == "action"]
    assert [item.title for item in actions] == ["어텐션을 처음부터 구현해 본다", "코드 리뷰를 한 번 해 본다"]
    assert actions[0].detail == "2026-11-01"
    back = [item for item in view.items if item.kind == "resurface"]
    assert {item.title for item in back} == {
        "기본기가 탄탄한 엔지니어가 되고 싶다.",
        "매일 조금씩 적는 사람이 되고 싶다.",
    }
    assert [one.reflection.id for one in view.returned] == [item.target for item in back]
    assert [item.kind for item in view.items].count("start") == 0
    assert view.latest[0].text == "오늘의 생각은 길지 않다."
    assert (view.latest[0].note, view.latest[0].line, view.latest[0].heading) == ("2026-11-22.md", 3, "오늘")
    assert view.latest[1].heading == "어떤 사람이 되고 싶은가?"

    mark_done(store, actions[0].target, now)
    view = today(workspace, store, catalogue, now)
    assert [item.title for item in view.items if item.kind == "action"] == ["코드 리뷰를 한 번 해 본다"]
    assert [item for item in view.items if item.kind == "resurface"] == back, "the same all day long"
    answer(workspace, store, back[0].target, Answer.STILL_TRUE, now)
    view = today(workspace, store, catalogue, now)
    assert [item for item in view.items if item.kind == "resurface"] == back[1:], "what is answered is off the list"
    assert [one.answer for one in view.returned] == ["still true", ""]


STANDING = ExerciseStatus(
    id="a", slug="a", title="A", track=1, track_title="T", prerequisites=(), status="open", points=0.0, max_points=4.0,
    attempts=0, minutes=10, papers=(), due=None,
)  # fmt: skip
MORNING = datetime(2026, 11, 22, tzinfo=None).astimezone()


def standing(slug: str, status: str = "open", **more: object) -> ExerciseStatus:
    passed = MORNING if status in ("passed", "due") else None
    return replace(STANDING, id=slug, slug=slug, status=status, passed_at=passed, **more)  # type: ignore[arg-type]


def lines(*standings: ExerciseStatus) -> list[tuple[str, str, str]]:
    return [(item.kind, item.target, item.detail) for item in practice_items(standings, TODAY)]


def test_due_exercises_come_first_longest_due_first_and_not_all_at_once() -> None:
    due = [standing(f"d{n}", "due", due=TODAY - timedelta(days=n)) for n in range(5)]
    assert lines(*due) == [
        ("practise", "d4", "due since 4 days"),
        ("practise", "d3", "due since 3 days"),
        ("practise", "d2", "due since 2 days"),
    ]
    assert lines(due[0], due[1])[-1] == ("practise", "d0", "due")


def test_the_exercise_begun_last_is_continued() -> None:
    older = standing("x", "started", started_at=MORNING)
    newer = standing("y", "started", started_at=MORNING + timedelta(hours=1), attempts=2, points=3.0)
    assert lines(older, newer) == [("continue", "y", "3 of 4 points")]
    assert lines(older) == [("continue", "x", "begun")]


def test_next_is_the_first_whose_prerequisites_were_passed() -> None:
    done = standing("p", "passed")
    locked = standing("q", prerequisites=("r",))
    ready = standing("r", prerequisites=("p",))
    assert lines(done, locked, ready) == [("next", "r", "new")]
    assert lines(locked, standing("r", "started", started_at=MORNING))[-1] == ("next", "q", "after r")
    assert lines(standing("z", prerequisites=("not_in_this_catalogue",))) == [("next", "z", "new")]


def test_the_first_goal_comes_once(store: Store, catalogue: Catalogue, now: datetime) -> None:
    change = first_goal(store, catalogue, now)
    assert change.areas == {Area.GOALS}
    [goal] = list_goals(store)
    assert (goal.title, goal.category, goal.paper, goal.total) == ("On doubling", "paper", "paper-1", 2)
    drop(store, goal.id, now)
    assert first_goal(store, catalogue, now) is NOTHING
    assert list_goals(store) == []


def test_no_first_goal_beside_the_learner_s_own(store: Store, catalogue: Catalogue, now: datetime) -> None:
    create(store, category="paper", title="Mine", now=now)
    assert first_goal(store, catalogue, now) is NOTHING
    assert first_goal(store, catalogue, now) is NOTHING
    assert [goal.title for goal in list_goals(store)] == ["Mine"]


def test_no_first_goal_without_papers(store: Store, now: datetime) -> None:
    assert first_goal(store, load_catalogue([]), now) is NOTHING


def test_an_action_that_was_carried_over_stands_once(
    workspace: Workspace, store: Store, catalogue: Catalogue, now: datetime
) -> None:
    (workspace.notes / "journal").mkdir(parents=True)
    for day in ("20", "21"):
        (workspace.notes / "journal" / f"2026-11-{day}.md").write_text("## 이제 무엇을 할까?\n\n- 마스크를 다시 쓴다\n")
    sync(workspace, store, now)
    [action] = [item for item in today(workspace, store, catalogue, now).items if item.kind == "action"]
    assert (action.title, action.detail) == ("마스크를 다시 쓴다", "2026-11-21")
    mark_done(store, action.target, now)
    assert [item for item in today(workspace, store, catalogue, now).items if item.kind == "action"] == []
