"""Python's colours in the editor pane, taken from the app's theme, so that both change together."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from textual.color import Color
from textual.widgets.text_area import TextAreaTheme

ROLES: Mapping[str, tuple[str, str]] = {
    "keyword": ("text-primary", "bold"),
    "string": ("text-success", ""),
    "comment": ("muted", ""),
    "number": ("text-warning", ""),
    "constant": ("text-warning", ""),
    "function": ("text-accent", ""),
    "type": ("text-secondary", "bold"),
    "builtin": ("text-secondary", ""),
    "error": ("text-error", "underline"),
}
"""Role → variable of the theme, and how the letters stand."""

CAPTURES: Mapping[str, str] = {
    **dict.fromkeys(("keyword", "keyword.function", "keyword.return", "keyword.operator"), "keyword"),
    **dict.fromkeys(("conditional", "repeat", "exception", "include"), "keyword"),
    **dict.fromkeys(("string", "string.documentation", "docstring"), "string"),
    **dict.fromkeys(("number", "float"), "number"),
    **dict.fromkeys(("boolean", "constant.builtin"), "constant"),
    **dict.fromkeys(("function", "method", "constructor"), "function"),
    **dict.fromkeys(("class", "type.class", "type"), "type"),
    **dict.fromkeys(("type.builtin", "variable.builtin", "function.builtin"), "builtin"),
    "comment": "comment",
    "error": "error",
}
"""Name of a capture in the highlight query → role."""


def code_theme(name: str, variables: Mapping[str, str]) -> TextAreaTheme:
    """A theme for a text area out of the app's theme variables; cursor and gutter follow the stylesheet."""
    styles = {role: _style(variables, variable, manner) for role, (variable, manner) in ROLES.items()}
    return TextAreaTheme(name, syntax_styles={capture: styles[role] for capture, role in CAPTURES.items()})


def _style(variables: Mapping[str, str], variable: str, manner: str) -> Style:
    if variable == "muted":
        ground = Color.parse(variables["surface"])
        colour = ground.blend(Color.parse(variables["foreground"]), 0.6)
    else:
        colour = Color.parse(variables[variable])
    return Style.parse(manner) + Style(color=colour.rich_color)
