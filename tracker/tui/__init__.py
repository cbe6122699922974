"""The dashboard.

One circle, one direction:

event → worker → feature or journey → one transaction → `Change` → one message → the visible room reloads a snapshot.

How a room is written
---------------------
- A room is a `screens.base.Room` with `NAME` (its name in `rooms.ROOMS`) and `AREAS` (what it shows of the store).
  `compose_room()` yields its widgets; the bar above and the footer below are the base's.
- `load(services)` runs in a worker thread and returns a frozen snapshot; `show(snapshot)` runs on the screen's own
  thread and hands its parts to widgets. `load` is called on first sight, and after a `Change` in one of its `AREAS`
  as soon as the room is visible. `reload()` asks for it by hand; results that are overtaken are dropped.
- Import a feature inside `load` or inside the action that uses it, never at the top: sqlmodel costs 0.3 s and the
  first frame must not wait for it. `tests/tui/test_first_frame.py` holds this.
- To change the store: `self.shell.perform(lambda services: goals.tick(services.store, id, now))`. It runs in a worker,
  returns a `Change`, and the rooms hear of it by themselves. A `TrackerError` becomes a toast by itself.
- To report a problem that you caught yourself: `self.shell.report(error)`; with `modal=True` as a dialog.
- To grade: `self.shell.grade(slug)`, or save the file: the watcher grades it. The room `exercises` then hears
  `GradingStarted`, `WarmingStarted`, `ChecksCollected`, `CheckFinished`, `GradingFinished` or `GradingFailed`
  (`messages.py`); of a run that a newer one has overtaken it hears nothing more.
- A reflection becomes a goal: `self.shell.new_goal(GoalDraft("fundamentals", text), SourceView(id, text, note, line))`.
- The rooms `exercises` and `notes` are sent `ExerciseChosen(slug)` and `ReflectionChosen(id)` from other rooms.
- More than a second of work: post `WorkProgressed(label, done, total)` to the app while it runs and `WorkFinished`.
- Widgets post messages in the past tense and never write to the store or to another widget.
- Every binding has an id (`room.verb`), a description of one or two words and a tooltip of one sentence. The app shows
  two in the footer (`?` and `ctrl+p`), so a room shows at most four; the others have `show=False`.
- The learner's text is `Content(text)`, never a string with markup; `Static(..., markup=False)`.
- `room.tcss` beside `room.py` with `CSS_PATH`; colours are theme tokens only. Beside Textual's there are `$muted`,
  `$faint` and `$heat-1` to `$heat-4` (`themes.py`); inside a `Content` use `$muted`, for `$text-muted` works only in
  stylesheets.
"""
