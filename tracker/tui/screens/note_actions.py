"""What the learner does with the reflection under the cursor; the room around it is in `notes`."""

from __future__ import annotations

from textual.content import Content

from tracker.goals.views import GoalDraft, SourceView
from tracker.notes.views import ReflectionView
from tracker.tui.editing import edit_outside
from tracker.tui.notes_view import NotesView, OpenNote
from tracker.tui.screens.base import Room
from tracker.tui.widgets.drawn_text import DrawnText
from tracker.tui.widgets.rows import Row

LONGEST_TITLE = 120
"""Characters of a reflection that become a goal's title; its why has the whole."""
NOT_STUCK = "-"
ABOUT_REFLECTION = frozenset({"goal", "tags", "done", "pin", "stuck", "tick"})
"""Actions on the reflection under the cursor."""


class NoteActions(Room[NotesView]):
    """Goal, tags, done, pin, editor; `NotesScreen` lays the room out."""

    opened: OpenNote | None = None
    """The note that is shown."""

    @property
    def is_note_seen(self) -> bool:
        """Not on a narrow terminal while the list of notes is there."""
        return not self.has_class("-narrow") or self.has_class("-inside")

    @property
    def reflection(self) -> ReflectionView | None:
        """The reflection under the cursor."""
        place = self.query_one("#note-text", DrawnText).cursor
        return None if self.opened is None or place is None else self.opened.reflections.get(place)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is done to a reflection needs one that is seen."""
        if action in ABOUT_REFLECTION and not self.is_note_seen:
            return False
        if action in ("goal", "tags", "pin", "stuck"):
            return self.reflection is not None
        if action == "tick":
            return self.reflection is not None and self.reflection.kind == "task"
        if action == "done":
            found = self.reflection
            return found is not None and (found.is_action or found.done_at is not None)
        return self.opened is not None if action == "editor" else True

    def action_goal(self) -> None:
        """Ask for a goal, prefilled."""
        found, place = self.reflection, self.query_one("#note-text", DrawnText).cursor
        if found is not None and self.opened is not None and place is not None:
            text = self.opened.blocks[place].text.plain  # as it reads: a formula is no LaTeX here
            title = short(text)
            source = SourceView(found.id, found.text, found.note, found.line_start)
            self.shell.new_goal(GoalDraft("fundamentals", title, text if title != text else ""), source)

    def action_done(self) -> None:
        """Done, or open again."""
        found = self.reflection
        if found is not None:
            # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
            from tracker.notes.actions import mark_done

            now, done = self.shell.now(), found.done_at is None
            self.shell.perform(lambda services: mark_done(services.store, found.id, now, done))

    def action_tick(self) -> None:
        """Tick the box in the note itself, or clear it: the one key that writes to a note."""
        found = self.reflection
        if found is not None:
            # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
            from tracker.notes.ticking import tick_in_note

            now, done = self.shell.now(), found.done_at is None
            self.shell.perform(lambda one: tick_in_note(one.workspace, one.store, found.id, now, done=done))

    def stuck_at(self, reflection: ReflectionView) -> str:
        """The slug of the exercise that a reflection is linked to; empty for none."""
        services, wanted = self.shell.services, reflection.stuck_exercise
        if services is None or wanted is None:
            return ""
        exercise = services.catalogue.find(wanted)
        return exercise.slug if exercise is not None else wanted

    def action_stuck(self) -> None:
        """Ask which exercise it was."""
        found, services = self.reflection, self.shell.services
        if found is None or services is None:
            return
        # On demand: no dialog is open at the first frame.
        from tracker.tui.screens.pick import PickScreen

        rows = [
            Row(exercise.id, Content(exercise.slug), Content.styled(exercise.title, "$muted"))
            for exercise in services.catalogue
        ]
        if found.stuck_exercise is not None:
            rows.insert(0, Row(NOT_STUCK, Content.styled(f"no longer stuck at {self.stuck_at(found)}", "$accent")))

        def take(answer: str | None) -> None:
            if answer is not None:
                self._set_stuck(found, None if answer == NOT_STUCK else answer)

        self.app.push_screen(PickScreen("Stuck at which exercise?", rows), take)

    def _set_stuck(self, reflection: ReflectionView, exercise_id: str | None) -> None:
        # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
        from tracker.notes.actions import set_stuck

        now = self.shell.now()
        self.shell.perform(lambda services: set_stuck(services.store, reflection.id, exercise_id, now))

    def action_pin(self) -> None:
        """Pin, or unpin."""
        found = self.reflection
        if found is not None:
            # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
            from tracker.notes.actions import pin

            now = self.shell.now()
            self.shell.perform(lambda services: pin(services.store, found.id, now, not found.pinned))

    def action_tags(self) -> None:
        """Ask for the words."""
        found = self.reflection
        if found is None:
            return
        # On demand: no dialog is open at the first frame.
        from tracker.tui.screens.ask import AskScreen

        def take(answer: str | None) -> None:
            if answer is not None:
                self._set_tags(found, tuple(answer.split()))

        hint = "Words with spaces between them, such as: attention softmax. An empty line takes all tags away."
        self.app.push_screen(AskScreen("Tags", hint, " ".join(found.tags), may_be_empty=True), take)

    def _set_tags(self, reflection: ReflectionView, tags: tuple[str, ...]) -> None:
        # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
        from tracker.notes.actions import set_tags

        now = self.shell.now()
        self.shell.perform(lambda services: set_tags(services.store, reflection.id, tags, now))

    def action_editor(self) -> None:
        """Open the note in the learner's own editor, at the line of the cursor."""
        if self.opened is not None:
            place = self.query_one("#note-text", DrawnText).cursor
            line = self.opened.blocks[place].line_start if place is not None else None
            edit_outside(self.shell, self.shell.workspace.notes / self.opened.note.path, line)


def short(text: str) -> str:
    """A text as a title: its beginning, cut between words."""
    return text if len(text) <= LONGEST_TITLE else text[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
