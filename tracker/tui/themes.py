"""Our two themes, one for the evening and one for the day, and the shades that every theme gets from us."""

from __future__ import annotations

from collections.abc import Mapping

from textual.color import Color
from textual.theme import Theme

DARK = Theme(
    name="tracker-dark",
    primary="#7aa2d4",
    secondary="#5b7ba6",
    accent="#e0b06a",
    success="#8fbf7a",
    warning="#e0b06a",
    error="#e08585",
    foreground="#d5d9e0",
    background="#15171c",
    surface="#1a1d23",
    panel="#22262e",
    dark=True,
    variables={
        "border": "#3a404c",
        "border-blurred": "#2c313b",
        "block-cursor-background": "#33445c",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#262d38",
        "scrollbar": "#3a404c",
        "scrollbar-hover": "#5b7ba6",
        "scrollbar-active": "#7aa2d4",
        "scrollbar-background": "#15171c",
        "scrollbar-background-hover": "#15171c",
        "scrollbar-background-active": "#15171c",
        "scrollbar-corner-color": "#15171c",
    },
)

LIGHT = Theme(
    name="tracker-light",
    primary="#2f5f9e",
    secondary="#5f7fa8",
    accent="#9a5b00",
    success="#3c7a2a",
    warning="#9a5b00",
    error="#b23a3a",
    foreground="#2a2d33",
    background="#faf8f4",
    surface="#f4f1ea",
    panel="#e9e5db",
    dark=False,
    variables={
        "border": "#c4bdae",
        "border-blurred": "#dcd6c9",
        "block-cursor-background": "#cfdcee",
        "block-cursor-foreground": "#15171c",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#e6e6e4",
        "scrollbar": "#c4bdae",
        "scrollbar-hover": "#5f7fa8",
        "scrollbar-active": "#2f5f9e",
        "scrollbar-background": "#faf8f4",
        "scrollbar-background-hover": "#faf8f4",
        "scrollbar-background-active": "#faf8f4",
        "scrollbar-corner-color": "#faf8f4",
    },
)

THEMES = (DARK, LIGHT)

_SHADES = {
    "muted": ("background", "foreground", 0.62),
    "faint": ("background", "foreground", 0.28),
    "heat-1": ("background", "success", 0.45),
    "heat-2": ("background", "success", 0.65),
    "heat-3": ("background", "success", 0.82),
    "heat-4": ("background", "success", 1.0),
}
"""Token → from, to, how far: for any theme. `$text-muted` works only in a stylesheet, these also in text."""
_ANSI = {"muted": "ansi_bright_black", "faint": "ansi_bright_black"}


def shades(variables: Mapping[str, str], *, ansi: bool) -> dict[str, str]:
    """The tokens `$muted`, `$faint` and `$heat-1` to `$heat-4` of a theme with these variables."""
    if ansi:
        return {name: _ANSI.get(name, "ansi_green") for name in _SHADES}
    return {
        name: Color.parse(variables[start]).blend(Color.parse(variables[end]), share).hex
        for name, (start, end, share) in _SHADES.items()
    }
