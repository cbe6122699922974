"""Today's journal entry: where it lies, the two questions it begins with, and what is carried over into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

from tracker.errors import TrackerError
from tracker.notes.asking import asks_what_to_do
from tracker.settings import Settings
from tracker.workspace import Workspace

FOLDER = "journal"
"""Where entries lie, below `notes/`."""
ENTRIES = f"{FOLDER}/"
"""How the path of an entry begins."""
OWN_TEMPLATE = "journal-template.md"
"""The learner's own template, in `.tracker/`; `{date}` in it becomes the day."""
TEMPLATES: Mapping[str, str] = MappingProxyType(
    {
        "en": "# {date}\n\n## Who am I becoming?\n\n- \n\n## What will I do next?\n\n- \n",
        "ko": "# {date}\n\n## 나는 어떤 사람이 되어 가는가?\n\n- \n\n## 이제 무엇을 할까?\n\n- \n",
    }
)
"""By language. The second question is one that marks next actions."""


def entry_path(workspace: Workspace, day: date) -> Path:
    """The file of a learning day's entry."""
    return workspace.notes / FOLDER / f"{day.isoformat()}.md"


def language(settings: Settings, environ: Mapping[str, str]) -> str:
    """`ko` or `en`: the setting, else what the locale says."""
    if settings.language:
        return settings.language
    named = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return "ko" if named.lower().startswith("ko") else "en"


def template(workspace: Workspace, day: date, environ: Mapping[str, str]) -> str:
    """What a new entry begins with: the learner's own template if there is one, else the two questions.

    Raises:
        TrackerError: the learner's own template cannot be read.
    """
    own = workspace.private / OWN_TEMPLATE
    try:
        text = own.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        text = TEMPLATES[language(workspace.settings, environ)]
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        hint = "Mend it, or take it away to get the two questions back."
        raise TrackerError(f"{own} cannot be read: {reason}.", hint=hint, title="Journal") from error
    return text.replace("{date}", day.isoformat())


def with_actions(text: str, actions: Iterable[str]) -> str:
    """The text with these actions as items under the last heading that asks what to do; one there already stays alone.

    Where no heading asks, the second question is added at the end.
    """
    lines = text.split("\n")
    added = [f"- {one}" for one in actions_missing(text, actions)]
    if not added:
        return text
    asking = [at for at, line in enumerate(lines) if line.startswith("#") and asks_what_to_do(line.lstrip("# "))]
    if not asking:
        question = TEMPLATES["en"].split("\n")[6]
        return "\n".join([text.rstrip(), "", question, "", *added, ""])
    start = asking[-1] + 1
    end = next((at for at in range(start, len(lines)) if lines[at].startswith("#")), len(lines))
    own = [line for line in lines[start:end] if line.strip() not in ("", "-")]
    rest = lines[end:]
    return "\n".join([*lines[:start], "", *own, *added, "", *rest])


def actions_missing(text: str, actions: Iterable[str]) -> list[str]:
    """Those of these actions that stand on no line of the text."""
    present = {line.strip().removeprefix("- ").strip() for line in text.split("\n")}
    return [one for one in (" ".join(action.split()) for action in actions) if one not in present]


def ended(text: str) -> str:
    """The text with a line end at its end, so that whatever is written behind it stands on a line of its own."""
    return text if not text or text.endswith("\n") else text + "\n"


def is_untouched(text: str, begun_with: str) -> bool:
    """Whether nothing was written: spaces at the ends of lines and blank lines do not count."""
    return _words(text) == _words(begun_with) or not text.strip()


def first_answer(text: str) -> tuple[int, int]:
    """Line and column, from 0, where writing begins: behind the first empty bullet, else the end."""
    lines = text.split("\n")
    at = next((number for number, line in enumerate(lines) if line.strip() == "-"), len(lines) - 1)
    return at, len(lines[at])


def _words(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
