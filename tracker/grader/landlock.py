"""Linux's Landlock: a process gives up, for good, most files, the network and signals to others. No privileges needed.

The kernel's interface is three system calls (documentation: kernel.org, "Landlock: unprivileged access control").
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_GET_VERSION = 1
_RULE_PATH_BENEATH = 1
_NO_NEW_PRIVILEGES = 38

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
READ = READ_FILE | READ_DIR
_NOT_FOR_FILES = READ_DIR | sum(1 << bit for bit in range(4, 14))  # remove, make and refer are about folders
_NETWORK = 0b11
_SCOPE_ALL = 0b11


def version() -> int:
    """The Landlock version of the running kernel; 0 where there is none."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(0, _call(_CREATE_RULESET, None, 0, _GET_VERSION))


def restrict(readable: Iterable[Path], writable: Iterable[Path]) -> bool:
    """Keep only reading below `readable` and writing below `writable`: no other program, no TCP, no signals to others.

    Returns:
        False, with nothing changed, where the kernel offers no Landlock.
    """
    abi = version()
    if abi == 0:
        return False
    everything = (1 << _FILE_RIGHTS.get(abi, 16)) - 1
    ruleset = _ruleset(abi, everything)
    if ruleset < 0:
        return False
    try:
        for paths, rights in ((readable, READ), (writable, everything & ~EXECUTE)):
            for path in paths:
                _allow(ruleset, path, rights & everything)
        _libc().prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return _call(_RESTRICT_SELF, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def _ruleset(abi: int, everything: int) -> int:
    fields = [everything]
    if abi >= 4:
        fields.append(_NETWORK)
    if abi >= 6:
        fields.append(_SCOPE_ALL)
    attributes = struct.pack(f"={len(fields)}Q", *fields)
    return _call(_CREATE_RULESET, attributes, len(attributes), 0)


def _allow(ruleset: int, path: Path, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # what does not exist needs no rule
        return
    try:
        if not path.is_dir():
            rights &= ~_NOT_FOR_FILES
        _call(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, struct.pack("=Qi", rights, descriptor), 0)
    finally:
        os.close(descriptor)


_library: list[ctypes.CDLL] = []


def _libc() -> ctypes.CDLL:
    if not _library:
        _library.append(ctypes.CDLL(None, use_errno=True))
    return _library[0]


def _call(number: int, *arguments: int | bytes | None) -> int:
    """A system call; pointers are passed as bytes."""
    converted = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return int(_libc().syscall(ctypes.c_long(number), *converted))


def outside(folder: Path, closed: Path) -> list[Path]:
    """What lies below `folder` without `closed`: Landlock can allow a tree but not leave a part of it out."""
    if folder == closed or closed in folder.parents:
        return []
    if folder not in closed.parents:
        return [folder]
    children = sorted(folder.iterdir())
    return [path for child in children for path in outside(child, closed)]
