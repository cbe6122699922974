"""Our two themes: one for the evening, one for the day. Any theme of Textual's works too."""

from __future__ import annotations

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
        "footer-background": "#15171c",
        "footer-key-foreground": "#e0b06a",
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
        "footer-background": "#faf8f4",
        "footer-key-foreground": "#9a5b00",
    },
)

THEMES = (DARK, LIGHT)
