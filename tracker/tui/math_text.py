r"""LaTeX that lecture notes use, as one line of Unicode: `\frac{QK^T}{\sqrt{d_k}}` becomes `(QKᵀ)/√dₖ`."""

from __future__ import annotations

import re
import unicodedata

_SYMBOLS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ",
    "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ",
    "Psi": "Ψ", "Omega": "Ω", "cdot": "·", "times": "×", "div": "÷", "pm": "±", "mp": "∓", "leq": "≤", "le": "≤",
    "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠", "approx": "≈", "equiv": "≡", "sim": "∼", "propto": "∝", "infty": "∞",
    "partial": "∂", "nabla": "∇", "sum": "∑", "prod": "∏", "int": "∫", "in": "∈", "notin": "∉", "subset": "⊂",
    "cup": "∪", "cap": "∩", "forall": "∀", "exists": "∃", "rightarrow": "→", "to": "→", "leftarrow": "←",
    "Rightarrow": "⇒", "leftrightarrow": "↔", "mapsto": "↦", "odot": "⊙", "oplus": "⊕", "otimes": "⊗", "circ": "∘",
    "ldots": "…", "cdots": "⋯", "dots": "…", "vdots": "⋮", "ell": "ℓ", "mid": "|", "Vert": "‖", "|": "‖", "top": "⊤",
    "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "quad": "  ",
    "qquad": "    ", "prime": "′", "star": "⋆", "ast": "∗", "gets": "←", "ll": "≪", "gg": "≫",
    "land": "∧", "lor": "∨", "neg": "¬",
    ",": " ", ";": " ", ":": " ", "!": "", " ": " ", "\\": "\n", "{": "{", "}": "}", "_": "_",
    "%": "%", "#": "#", "&": "&",
}  # fmt: skip
_LETTERS = {"mathbb": dict(zip("RNZQCE", "ℝℕℤℚℂ𝔼", strict=True)), "mathcal": {"L": "ℒ", "N": "𝒩", "O": "𝒪"}}
_PLAIN = {"mathrm", "text", "mathbf", "boldsymbol", "operatorname", "mathit", "textbf", "textit", "bm", "mathsf"}
_ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "vec": "\u20d7", "dot": "\u0307", "overline": "\u0305"}
_DROPPED = {"left", "right", "big", "Big", "bigg", "Bigg", "displaystyle", "limits", "nolimits", "begin", "end"}
_RELATIONS = set("≤≥≠≈≡∼∝∈∉⊂→←⇒↔↦≪≫∧∨")
_SUPERSCRIPTS = dict(zip("0123456789+-=()nijTxtkhdm", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱʲᵀˣᵗᵏʰᵈᵐ", strict=True))
_SUBSCRIPTS = dict(zip("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[{}^_&]|[^\\{}^_&]", re.DOTALL)


def readable(latex: str) -> str:
    """The formula as Unicode text; what is not known is left as it was written, without its backslash."""
    tokens = _TOKEN.findall(latex.strip())
    try:
        drawn = _sequence(tokens, 0, closing=False)[0]
    except RecursionError:  # braces nested hundreds deep are no formula; the note still has to be shown
        return latex
    lines = [" ".join(line.split()) for line in drawn.split("\n")]
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))


def _sequence(tokens: list[str], at: int, *, closing: bool) -> tuple[str, int]:
    """The tokens from `at` as text, up to the end or to the brace that closes this group."""
    parts: list[str] = []
    while at < len(tokens):
        if tokens[at] == "}" and closing:
            return "".join(parts), at + 1
        part, at = _one(tokens, at)
        parts.append(part)
    return "".join(parts), at


def _one(tokens: list[str], at: int) -> tuple[str, int]:
    """One token with what belongs to it, and where the next begins."""
    token = tokens[at]
    if token == "{":
        return _sequence(tokens, at + 1, closing=True)
    if token in "^_":
        raised, after = _argument(tokens, at + 1)
        return _script(raised, token), after
    if token.startswith("\\") and len(token) > 1:
        return _command(token[1:], tokens, at + 1)
    return ("" if token in "}&" else token), at + 1


def _argument(tokens: list[str], at: int) -> tuple[str, int]:
    """The next group or token, which a command takes; spaces before it do not count."""
    while at < len(tokens) and tokens[at].isspace():
        at += 1
    return _one(tokens, at) if at < len(tokens) else ("", at)


def _command(name: str, tokens: list[str], at: int) -> tuple[str, int]:
    """A command with its arguments, from `at` on."""
    if name in {"frac", "dfrac", "tfrac"}:
        above, at = _argument(tokens, at)
        below, at = _argument(tokens, at)
        return f"{_grouped(above)}/{_grouped(below)}", at
    if name == "sqrt":
        inner, at = _argument(tokens, at)
        return "√" + _grouped(inner), at
    if name in _LETTERS:
        inner, at = _argument(tokens, at)
        return "".join(_LETTERS[name].get(letter, letter) for letter in inner), at
    if name in _ACCENTS:
        inner, at = _argument(tokens, at)
        return inner + _ACCENTS[name], at
    if name in _PLAIN:
        return _argument(tokens, at)
    if name in {"begin", "end"}:
        return "", _argument(tokens, at)[1]
    if name in _DROPPED:
        return "", at
    symbol = _SYMBOLS.get(name, name)
    if symbol in "∑∏∫":
        return f" {symbol}", at
    return (f" {symbol} " if symbol in _RELATIONS else symbol), at


def _grouped(inner: str) -> str:
    """In brackets where a reader could take the bar or the root to end too early."""
    inner = inner.strip()
    return inner if len(inner) <= 2 or re.fullmatch(r"[\w√′]+|[\w]*\([^()]*\)", inner) else f"({inner})"


def _script(inner: str, mark: str) -> str:
    """Raised or lowered where Unicode has all the letters; with the mark itself where it has not."""
    table = _SUPERSCRIPTS if mark == "^" else _SUBSCRIPTS
    if inner in {"⊤", "top"} and mark == "^":
        return "ᵀ"
    if inner and all(letter in table for letter in inner):
        return "".join(table[letter] for letter in inner)
    whole = len(inner) <= 1 or inner.isidentifier() or re.fullmatch(r"\([^()]*\)", inner)
    return f"{mark}{inner}" if whole else f"{mark}({inner})"
