"""What judge and replay share: running an exercise's files, and the seeds that make a run repeatable."""

from __future__ import annotations

import importlib.util
import zlib
from pathlib import Path
from types import ModuleType

from tracker.grader.endpoint import seed_torch
from tracker.grader.proxy import Session
from tracker.grader.transport import Transport, no_answer


def new_session(transport: Transport, seed: int, name: str) -> Session:
    """A conversation for one check, in which nothing of an earlier check is left."""
    session = Session(transport, solver_seed(seed, name))
    transport.request({"op": "reset"}, [], no_answer)
    return session


def solver_seed(seed: int, name: str) -> int:
    """The seed from which the learner's random state before each call of a check follows."""
    return zlib.crc32(f"solver:{seed}:{name}".encode())


def seed_check(seed: int, name: str) -> None:
    """The random state in which a check draws its inputs."""
    seed_torch(zlib.crc32(f"check:{seed}:{name}".encode()))


def load_module(path: Path, name: str) -> ModuleType:
    """Run a Python file as a module of its own; it is not entered into `sys.modules`."""
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
