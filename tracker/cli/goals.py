"""`tracker goal`: making, listing and moving goals."""

from __future__ import annotations

import argparse
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.cli.context import Context, open_context
from tracker.cli.goal_text import goal_row, print_goal
from tracker.cli.output import print_json, print_table, style
from tracker.cli.parsing import Subparsers, add_commands, add_json
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from tracker.changes import Change
    from tracker.goals.views import GoalDraft


def register(subparsers: Subparsers) -> None:
    """Add `tracker goal` and its commands."""
    commands = add_commands(subparsers.add_parser("goal", help="your goals"))
    _register_add(commands)
    listing = commands.add_parser("list", help="goals by category")
    listing.add_argument("--all", action="store_true", help="also those that are done or dropped")
    add_json(listing)
    listing.set_defaults(run=_list)
    show = commands.add_parser("show", help="one goal with its milestones and their evidence")
    show.add_argument("id", metavar="GOAL")
    add_json(show)
    show.set_defaults(run=_show)
    for name, verb, explained in (
        ("done", "finish", "the goal is reached"),
        ("drop", "drop", "give the goal up; it stays in the database"),
        ("reopen", "reopen", "the goal is open again"),
    ):
        parser = commands.add_parser(name, help=explained)
        parser.add_argument("id", metavar="GOAL")
        parser.set_defaults(run=_move, verb=verb)
    _register_steps(commands)


def _register_add(commands: Subparsers) -> None:
    add = commands.add_parser("add", help="make a goal")
    add.add_argument("title", metavar="TITLE", nargs="?", help="what you want (default with --paper: its title)")
    add.add_argument("--category", metavar="NAME", help="fundamentals, paper, code-review, or one of your own")
    add.add_argument("--why", default="", help="what for")
    add.add_argument("--from", dest="source", metavar="REFLECTION", help="id of the reflection that it comes from")
    add.add_argument("--paper", metavar="ID", help="arXiv id: its exercises become milestones")
    add.add_argument("--step", dest="steps", metavar="TITLE", action="append", default=[], help="a milestone")
    add.add_argument("--exercise", dest="slugs", metavar="SLUG", action="append", default=[], help="a milestone")
    add.add_argument("--by", metavar="DATE", type=_day, help="when it should be reached")
    add_json(add)
    add.set_defaults(run=_add)


def _register_steps(commands: Subparsers) -> None:
    step = commands.add_parser("step", help="add a milestone")
    step.add_argument("id", metavar="GOAL")
    step.add_argument("title", metavar="TITLE")
    step.set_defaults(run=_step)
    tick = commands.add_parser("tick", help="a milestone is met")
    tick.add_argument("id", metavar="MILESTONE")
    tick.add_argument("--undo", action="store_true", help="it is not met after all")
    tick.set_defaults(run=_tick)
    link = commands.add_parser("link", help="lay evidence beside a goal")
    link.add_argument("id", metavar="GOAL")
    link.add_argument("kind", metavar="KIND", help="exercise, review, reflection or commit")
    link.add_argument("subject", metavar="SUBJECT", help="an exercise's slug, an id, or a commit hash")
    link.add_argument("--milestone", metavar="ID", help="the step that it proves")
    link.add_argument("--remark", default="", help="in your words")
    link.set_defaults(run=_link)


def _add(args: argparse.Namespace) -> int:
    from tracker.goals.actions import create

    with open_context(args) as context:
        draft = _draft(context, args)
        goal = create(
            context.store,
            category=draft.category,
            title=draft.title,
            why=draft.why,
            paper=draft.paper,
            milestones=draft.milestones,
            source_reflection=_reflection(context, args.source) if args.source else None,
            target_day=args.by,
            now=context.now,
        )
    if args.json:
        print_json(goal)
    else:
        print_goal(goal)
    return 0


def _draft(context: Context, args: argparse.Namespace) -> GoalDraft:
    """What the arguments ask for, on top of the paper's template."""
    from tracker.goals.templates import paper_goal
    from tracker.goals.views import GoalDraft, NewMilestone

    catalogue = context.catalogue
    exercises = [catalogue.get(slug) for slug in args.slugs]
    steps = [NewMilestone(title) for title in args.steps]
    steps += [NewMilestone(exercise.title, "exercise", exercise.id) for exercise in exercises]
    if args.paper is None:
        if not args.title:
            raise TrackerError("A goal needs a title.", hint="Example: tracker goal add 'Read one diff a week'")
        return GoalDraft(args.category or "fundamentals", args.title, args.why, None, tuple(steps))
    draft = paper_goal(args.paper, catalogue.paper_title(args.paper), catalogue.about(args.paper))
    return GoalDraft(
        args.category or draft.category,
        args.title or draft.title,
        args.why or draft.why,
        args.paper,
        (*draft.milestones, *steps),
    )


def _list(args: argparse.Namespace) -> int:
    from tracker.goals.queries import list_goals
    from tracker.journeys.welcome import first_goal

    with open_context(args) as context:
        first_goal(context.store, context.catalogue, context.now)
        goals = list_goals(context.store, everything=args.all, today=context.day)
    if args.json:
        print_json(goals)
    elif not goals:
        print("No goals yet. 'tracker goal add TITLE' makes one.")
    for category, group in [] if args.json else groupby(goals, key=lambda goal: goal.category):
        print(style(category, "bold"))
        print_table([goal_row(goal) for goal in group], right=(3,))
    return 0


def _show(args: argparse.Namespace) -> int:
    from tracker.goals.queries import find_goal

    with open_context(args) as context:
        goal = find_goal(context.store, args.id, today=context.day)
    if args.json:
        print_json(goal)
    else:
        print_goal(goal)
    return 0


def _move(args: argparse.Namespace) -> int:
    from tracker.goals import actions

    with open_context(args) as context:
        return _tell(getattr(actions, args.verb)(context.store, args.id, context.now))


def _step(args: argparse.Namespace) -> int:
    from tracker.goals.milestones import add_milestone
    from tracker.goals.views import NewMilestone

    with open_context(args) as context:
        return _tell(add_milestone(context.store, args.id, NewMilestone(args.title), context.now))


def _tick(args: argparse.Namespace) -> int:
    from tracker.goals.milestones import tick

    with open_context(args) as context:
        return _tell(tick(context.store, args.id, context.now, met=not args.undo))


def _link(args: argparse.Namespace) -> int:
    from tracker.goals.actions import link

    with open_context(args) as context:
        subject = _subject(context, args.kind, args.subject)
        change = link(
            context.store,
            args.id,
            args.kind,
            subject,
            context.now,
            milestone_id=args.milestone,
            remark=args.remark,
        )
    return _tell(change)


def _subject(context: Context, kind: str, subject: str) -> str:
    """The id that the learner means by a slug or by the beginning of an id."""
    if kind == "reflection":
        return _reflection(context, subject)
    if kind != "exercise":
        return subject
    from tracker.practice.attempts import history

    exercise = context.catalogue.get(subject)
    passes = [attempt.id for attempt in history(context.store, exercise.slug) if attempt.verdict == "passed"]
    if not passes:
        raise TrackerError(f"{exercise.slug} has not been passed, so it proves nothing yet.", exit_code=1)
    return passes[0]


def _reflection(context: Context, prefix: str) -> str:
    from tracker.notes.queries import find_reflection

    return find_reflection(context.store, prefix).id


def _tell(change: Change) -> int:
    print(change.sentence)
    return 0


def _day(text: str) -> date:
    return date.fromisoformat(text)


_day.__name__ = "date (like 2026-12-31)"  # argparse says: invalid date (like …) value
