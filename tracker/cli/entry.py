"""Where a command starts and where every error ends: one line on stderr and an exit code, never a traceback."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from tracker import __version__
from tracker.cli.errand import INTERRUPTED, parted
from tracker.cli.parsing import Parser
from tracker.clock import system_now
from tracker.errors import TrackerError
from tracker.workspace import find_root, open_workspace

# Every module here registers its commands, in the order in which `tracker --help` lists them.
GROUPS = (
    "dashboard",
    "making",
    "notes",
    "journal",
    "search",
    "exercises",
    "grade",
    "goals",
    "stats",
    "authoring",
    "backups",
    "doctor",
)
BROKEN_PIPE = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that `argv` (default: this process's arguments) asks for and return its exit code.

    0 is done or passed, 1 not passed, 2 usage or environment, 130 interrupted.
    """
    args = argparse.Namespace()
    try:
        _never_fail_to_print()
        words = sys.argv[1:] if argv is None else list(argv)
        args = build_parser(_groups(words)).parse_args(words)
        code: int = args.run(args)
        sys.stdout.flush()
    except TrackerError as error:
        _complain(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return BROKEN_PIPE
    except SystemExit as leaving:  # argparse's --help and --version
        return leaving.code if isinstance(leaving.code, int) else 0
    except Exception as error:  # noqa: BLE001  # a bug of ours: the learner gets one line, the log the traceback
        _complain(f"{type(error).__name__}: {error}. This is a bug; the details are in {_log(args)}.")
        return 2
    return code


def _groups(words: Sequence[str]) -> tuple[str, ...]:
    """The groups that these words may need: the parsers of all of them cost 25 ms of the dashboard's first frame."""
    return ("dashboard",) if parted(words)[1] in ([], ["open"]) else GROUPS


def build_parser(groups: Sequence[str] = GROUPS) -> Parser:
    """The command line, or the part of it that these groups make."""
    parser = Parser(prog="tracker", description="Your notes, your exercises, your learning curve.")
    parser.set_defaults(workspace=None)
    parser.add_argument("--version", action="version", version=f"tracker {__version__}")
    subparsers = parser.add_subparsers(metavar="COMMAND", title="commands", dest=argparse.SUPPRESS)
    for name in groups:
        importlib.import_module(f"tracker.cli.{name}").register(subparsers)
    from tracker.cli.dashboard import run

    parser.set_defaults(run=run)
    return parser


def _complain(message: str) -> None:
    print("tracker: " + " ".join(message.split()), file=sys.stderr)


def _never_fail_to_print() -> None:
    """A terminal that knows no Korean shows escapes instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _forget_output() -> None:
    """Keep Python from complaining at exit about output that nobody reads."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _log(args: argparse.Namespace) -> Path:
    """Write the traceback being handled to the workspace's logs, or to the temporary folder if it has none."""
    name = f"tracker-{system_now():%Y%m%dT%H%M%S}-{os.getpid()}.log"
    text = traceback.format_exc()
    try:
        root = find_root(getattr(args, "workspace", None), os.environ, Path.cwd())
        logs = open_workspace(root).logs
        logs.mkdir(exist_ok=True)
        (logs / name).write_text(text, encoding="utf-8")
    except (TrackerError, OSError):
        logs = Path(tempfile.gettempdir())
        (logs / name).write_text(text, encoding="utf-8")
    return logs / name
