"""The picture of a failed comparison: one cell for each number, darker where the error is larger."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from tracker.grader.report import Matrix

Row = tuple[float | None, ...]

TITLES = {"difference": "got − expected", "got": "got", "expected": "expected"}
TOO_HIGH = " ░▒▓█"
TOO_LOW = " ⠂⠢⠶⣿"
STYLES = {"high": "$text-error", "low": "$text-primary", "nan": "$text-warning bold reverse", "zero": "$faint"}


def shade(value: float | None, largest: float) -> str:
    """The glyph of one number: blocks above zero, dots below, so that the sign survives without colour."""
    if value is None:
        return "N"
    if largest <= 0 or value == 0:
        return "·"
    level = min(4, 1 + int(abs(value) / largest * 3.999))
    return (TOO_HIGH if value > 0 else TOO_LOW)[level]


def extreme(rows: tuple[Row, ...]) -> float:
    """The largest absolute number; 0 where there is none."""
    return max((abs(value) for row in rows for value in row if value is not None), default=0.0)


def worst(rows: tuple[Row, ...]) -> tuple[int, int] | None:
    """Row and column of the first NaN, else of the largest absolute number; None where all is zero."""
    cells = [(row, column, value) for row, numbers in enumerate(rows) for column, value in enumerate(numbers)]
    for row, column, value in cells:
        if value is None:
            return row, column
    row, column, value = max(cells, key=lambda cell: abs(cell[2] or 0.0), default=(0, 0, 0.0))
    return (row, column) if value else None


def picture(matrix: Matrix, table: str, width: int) -> Content:
    """One of the matrix's three tables as text: title, rows with their numbers, and for a difference its largest.

    Args:
        matrix: what is drawn.
        table: `difference`, `got` or `expected`; the last two share one scale, so that they can be compared.
        width: columns there are; a number takes two of them where the table fits so, else one.
    """
    rows: tuple[Row, ...] = getattr(matrix, table)
    largest = extreme(rows if table == "difference" else (*matrix.got, *matrix.expected))
    digits = len(str(max(0, len(rows) - 1)))
    cells = 2 if max((len(row) for row in rows), default=0) * 2 + digits + 1 <= width else 1
    title = Content.styled(f"{TITLES[table]} {matrix.title}".strip(), "$muted")
    body = [_line(f"{at:>{digits}} ", row, largest, cells) for at, row in enumerate(rows)]
    return Content("\n").join([title, *body, *(_legend(rows) if table == "difference" else ())])


def _line(label: str, row: Row, largest: float, cells: int) -> Content:
    parts: list[str | tuple[str, str]] = [(label, "$muted")]
    for value in row:
        kind = "nan" if value is None else "high" if value > 0 else "low" if value < 0 else "zero"
        glyph = shade(value, largest)
        parts.append((glyph * cells if value else glyph.ljust(cells), STYLES[kind]))
    return Content.assemble(*parts)


def _legend(rows: tuple[Row, ...]) -> tuple[Content, ...]:
    place = worst(rows)
    if place is None:
        return ()
    value = rows[place[0]][place[1]]
    what = "NaN" if value is None else f"{value:+.3g}"
    return (Content.styled(f"{what} at row {place[0]}, column {place[1]}", "$muted"),)


class ErrorMap(Static):
    """Shows one table of a matrix, fitted to the room there is."""

    DEFAULT_CSS = "ErrorMap { height: auto; width: auto; }"

    matrix: reactive[Matrix | None] = reactive(None)
    """What is drawn; None draws nothing."""

    def __init__(self, table: str = "difference") -> None:
        """Show `difference`, `got` or `expected` of the matrix."""
        super().__init__(markup=False)
        self.table = table

    def watch_matrix(self) -> None:
        """Draw the new matrix."""
        self.draw()

    def draw(self) -> None:
        """Draw the matrix for half of the room's width, so that the checks beside it stay readable."""
        self.update(picture(self.matrix, self.table, self.screen.size.width // 3) if self.matrix is not None else "")
