"""The first evening for real: the curriculum, the grader's processes, the database, and only keys."""

from __future__ import annotations

from tests.tui.pilots import press, screen_text, until
from tracker.goals.queries import list_goals
from tracker.tui.app import TrackerApp
from tracker.tui.board import Phase
from tracker.workspace import package_exercises

WRONG = "import torch\n\n\ndef softmax(x, dim=-1):\n    e = torch.exp(x)\n    return e / e.sum(dim, keepdim=True)\n"
PATIENCE = 60.0


async def test_a_wrong_softmax_is_named_mended_and_moves_the_goal(workspace):
    app = TrackerApp(workspace.root, workspace)
    async with app.run_test(size=(120, 40)) as pilot:

        async def graded(text: str) -> None:
            app.screen.pane._editor.text = text
            await press(pilot, "ctrl+s")
            board = app.screen.board_for
            done = lambda: (found := board("softmax")).phase is Phase.DONE and not found.live  # noqa: E731
            await until(pilot, done, "a verdict", patience=PATIENCE)

        await until(pilot, lambda: app.services, "the store is open")
        await press(pilot, "3")
        await until(pilot, lambda: getattr(app.screen, "opened", None), "an exercise is shown")
        await press(pilot, "enter")
        await until(pilot, lambda: app.screen.pane.is_typing, "the code has the keys")
        await graded(WRONG)
        assert app.screen.board_for("softmax").failing()
        await press(pilot, "f9", "f9")
        assert "→ You take exp of the raw scores" in screen_text(app)
        await press(pilot, "f7")
        await until(pilot, lambda: "Hint 1 of" in screen_text(app), "a hint")
        await press(pilot, "escape")
        await graded((package_exercises() / "01_fundamentals" / "softmax" / "reference.py").read_text())
        await until(pilot, lambda: "Well done." in screen_text(app), "the pass")
        store = app.services.store
        await until(pilot, lambda: any(goal.met for goal in list_goals(store)), "the goal moved")
        await press(pilot, "escape", "1")
        await until(pilot, lambda: "streak 1" in screen_text(app), "Today knows")
