"""What stands under the title of a statement: what the exercise builds on, and the papers it belongs to."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.practice.catalogue import Catalogue
from tracker.practice.exercise import Exercise
from tracker.tui.drawing import Drawn, Kind, draw
from tracker.tui.widgets.curriculum import GLYPHS

NO_BREAK = "\N{NO-BREAK SPACE}"


def statement_with_preface(exercise: Exercise, catalogue: Catalogue, standing: Mapping[str, str]) -> tuple[Drawn, ...]:
    """The statement, drawn, with its preface.

    Args:
        exercise: whose statement.
        catalogue: knows the papers' titles.
        standing: slug → status of every exercise.
    """
    blocks = draw(exercise.statement())
    first = 1 if blocks and blocks[0].kind is Kind.HEADING else 0
    return (*blocks[:first], *draw(preface(exercise, catalogue, standing)), *blocks[first:])


def preface(exercise: Exercise, catalogue: Catalogue, standing: Mapping[str, str]) -> str:
    """Markdown: a line for what should come before, with where the learner stands in it, and one for the papers."""
    before = [f"{GLYPHS[standing[slug]]}{NO_BREAK}`{slug}`" for slug in exercise.prerequisites if slug in standing]
    papers = [_paper(paper, catalogue.paper_title(paper)) for paper in exercise.papers]
    lines = [f"- Builds on {', '.join(before)}"] if before else []
    lines += [f"- Belongs to {', '.join(papers)}"] if papers else []
    return "\n".join(lines)


def _paper(paper: str, title: str) -> str:
    number = f" ({paper})" if paper[:1].isdigit() and paper != title else ""
    return f"*{title}*{number}"
