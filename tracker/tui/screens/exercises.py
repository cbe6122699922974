"""Exercises: the curriculum, and beside it the one exercise that the learner is at."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import ContentSwitcher

from tracker.changes import Area
from tracker.tui import messages
from tracker.tui.board import Depth
from tracker.tui.exercise_view import ExercisesView, OpenExercise, next_up, read_view
from tracker.tui.screens.exercise_answers import ExerciseAnswers
from tracker.tui.services import Services
from tracker.tui.widgets.attempt_list import AttemptList
from tracker.tui.widgets.checks_panel import ChecksPanel
from tracker.tui.widgets.code_editor import CodeEditor
from tracker.tui.widgets.code_pane import CodePane
from tracker.tui.widgets.curriculum import Curriculum, standing
from tracker.tui.widgets.drawn_text import DrawnText
from tracker.tui.widgets.hint_panel import HintPanel
from tracker.tui.widgets.panel import Panel
from tracker.tui.widgets.reference_pane import ReferencePane, tab_suffix
from tracker.tui.widgets.stuck_line import StuckLine
from tracker.tui.widgets.tab_row import Tab, TabRow

TABS = (
    Tab("statement", "statement", "s"),
    Tab("code", "code", "c"),
    Tab("reference", "reference", "f"),
    Tab("attempts", "attempts", "a"),
)


def _key(keys: str, action: str, verb: str, sentence: str, *, show: bool = False) -> Binding:
    name = action.partition("(")[0] if "(" not in action else action.partition("'")[2].partition("'")[0]
    return Binding(keys, action, verb, show=show, id=f"exercises.{name}", tooltip=sentence)


class ExercisesScreen(ExerciseAnswers):
    """A list of exercises; the statement, the code, the reference and the attempts of one; its checks below."""

    NAME = "exercises"
    AREAS = frozenset({Area.EXERCISES})
    CSS_PATH = "exercises.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        _key("r", "run", "run", "Grade your file; unsaved text is saved first.", show=True),
        _key("h", "hint", "hint", "Show the next hint.", show=True),
        _key("d", "depth", "more", "Show more of what went wrong: names, differences, diagnosis.", show=True),
        _key("n", "next", "next", "Go to the next exercise that has not been passed.", show=True),
        _key("e", "editor", "$EDITOR", "Open your file in your own editor.", show=True),
        _key("k", "stuck", "stuck", "Go to what you wrote when you were stuck here."),
        _key("m", "picture", "picture", "Show the picture of the difference in full."),
        _key("s", "tab('statement')", "statement", "Read what is asked."),
        _key("c", "tab('code')", "code", "Write the code here."),
        _key("f", "tab('reference')", "reference", "See the reference, once it is open."),
        _key("a", "tab('attempts')", "attempts", "See your earlier attempts."),
        _key("enter", "begin", "begin", "Put the starter into solutions/ and open the code.", show=True),
        _key("enter", "write", "write", "Go on writing."),
        _key("escape", "back", "back", "Close the hint, leave the code, or go back to the list."),
    ]

    def compose_room(self) -> ComposeResult:
        """The curriculum at the left; tabs, checks and hint at the right."""
        with Horizontal(id="exercises"):
            yield Curriculum()
            with Vertical(id="detail"):
                with Panel("", name="work"):
                    yield TabRow(TABS)
                    yield StuckLine()
                    with ContentSwitcher(initial="statement"):
                        yield DrawnText(id="statement")
                        yield CodePane()
                        yield ReferencePane()
                        yield AttemptList()
                yield HintPanel()
                yield ChecksPanel()

    def on_mount(self) -> None:
        """The list has the keys first."""
        self.query_one(TabRow).current = "statement"
        self.query_one(Curriculum).focus()

    # ── what is shown ───────────────────────────────────────────────────────────────────────────────────────────────

    def load(self, services: Services) -> ExercisesView:
        """Read the curriculum and the open exercise."""
        return read_view(services, self.slug, services.workspace.day(self.shell.now()))

    def show(self, snapshot: ExercisesView) -> None:
        """Fill the list and the panes; what was typed stays."""
        opened = snapshot.opened
        is_other = opened is not None and (self.opened is None or self.opened.exercise.slug != opened.exercise.slug)
        self.statuses, self.opened = snapshot.statuses, opened
        if opened is None:
            self.query_one("#statement", DrawnText).set_text(())
            return
        self.slug = opened.exercise.slug
        curriculum = self.query_one(Curriculum)
        curriculum.show(snapshot.statuses, self.slug)
        if is_other:
            curriculum.point_at(self.slug)
            self._show_other(opened)
        self._show_parts(opened)
        self.refresh_bindings()
        self.after_show(opened)

    def _show_other(self, opened: OpenExercise) -> None:
        """Another exercise than before."""
        self.query_one("#statement", DrawnText).set_text(opened.statement)
        self.close_hint()
        self.depth = Depth.NAMES
        self._show_tab("statement")

    def _show_parts(self, opened: OpenExercise) -> None:
        frame = self.query_one("#work")
        frame.border_title = Content(f"{opened.exercise.slug} · {opened.exercise.title}")
        frame.border_subtitle = Content(standing(opened.status))
        self.query_one(StuckLine).show(opened.stuck)
        self.show_code(opened)
        self.query_one(ReferencePane).show(opened.gate, opened.reference)
        tabs = self.query_one(TabRow)
        tabs.name_subject(opened.exercise.slug)
        tabs.say("reference", tab_suffix(opened.gate))
        tabs.say("attempts", str(len(opened.attempts)) if opened.attempts else "")
        self.query_one(AttemptList).show(opened.attempts, self.shell.workspace.settings.zone)
        self.show_board(self.boards.setdefault(opened.exercise.slug, opened.board))

    # ── moving about ────────────────────────────────────────────────────────────────────────────────────────────────

    @on(Curriculum.Pointed)
    def _preview(self, message: Curriculum.Pointed) -> None:
        if message.key != self.slug:
            self.go_to(message.key)

    @on(Curriculum.Chosen)
    def _enter(self, message: Curriculum.Chosen) -> None:
        self._go_in(message.key, may_begin=self.has_class("-wide"), may_type=True)

    @on(messages.ExerciseChosen)
    def _open_from_elsewhere(self, message: messages.ExerciseChosen) -> None:
        self._go_in(message.slug)

    def _go_in(self, slug: str, *, may_begin: bool = False, may_type: bool = False) -> None:
        """To the code where it is being written; to the statement of what is new, passed, or due again."""
        self.go_to(slug)
        status = next((item.status for item in self.statuses if item.slug == slug), "open")
        if status == "started" or (status == "passed" and may_type) or (status == "open" and may_begin):
            self.add_class("-inside")
            self.begin_when_shown(slug)
        else:
            self.action_tab("statement")

    @on(TabRow.Chosen)
    def _point_at_tab(self, message: TabRow.Chosen) -> None:
        self.action_tab(message.name)

    def action_tab(self, name: str) -> None:
        """Show one of the four parts, and put the focus into it."""
        self.add_class("-inside")
        self._show_tab(name)
        if name == "code":
            self.pane.write()
        elif name == "reference":
            self.query_one(ReferencePane).enter()
        else:
            self.query_one(f"#{name}").focus()

    def _show_tab(self, name: str) -> None:
        self.query_one(TabRow).current = self.query_one(ContentSwitcher).current = name
        self.query_one(ChecksPanel).show_for(name)

    def action_begin(self) -> None:
        """From the statement to the code, which is the starter at first."""
        if self.opened is not None:
            self.begin_when_shown(self.opened.exercise.slug)

    def action_write(self) -> None:
        """From the statement to the code as it stands."""
        self.action_begin()

    def show_code_pane(self) -> None:
        """Put the learner into the code."""
        self._show_tab("code")
        self.pane.write()

    def action_run(self) -> None:
        """Save what is unsaved, grade, and show the checks."""
        self.save()

    def action_next(self) -> None:
        """Go on in the curriculum."""
        if self.statuses:
            self.go_to(next_up(self.statuses, self.slug or "").slug)
            self.query_one("#statement").focus()

    def action_back(self) -> None:
        """One step out: hint, code, list."""
        if self.query_one(HintPanel).is_open:
            self.close_hint()
        elif self.pane.is_typing:
            self.query_one(ChecksPanel).enter()
        else:
            self.remove_class("-inside")
            self.query_one(Curriculum).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The bar shows what makes sense now: begin, then run and hint, more of an error, and after the pass next."""
        board = self.board_for(self.slug or "")
        begun = self.opened is not None and not self.opened.is_new
        wanted = {
            "begin": self.opened is not None and self.opened.is_new,
            "write": begun,
            "run": begun,
            "editor": begun,
            "hint": begun and not board.is_won,
            "depth": bool(board.failing()),
            "next": board.is_won,
            "stuck": self.opened is not None and bool(self.opened.stuck),
        }
        return wanted.get(action, True)

    # ── the editor's keys ───────────────────────────────────────────────────────────────────────────────────────────

    @on(CodeEditor.Asked)
    def _answer_editor(self, message: CodeEditor.Asked) -> None:
        answers = {
            "save": self.save,
            "run": self.save,
            "hint": self.action_hint,
            "diagnosis": self.action_depth,
            "picture": self.action_picture,
            "editor": self.action_editor,
            "next": self.action_next,
            "leave": self.action_back,
        }
        answers[message.what]()
