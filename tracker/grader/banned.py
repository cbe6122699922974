"""What an exercise asks the learner to write cannot be called instead: refused here in the source.

The source is read as a syntax tree, so comments and names that merely look alike are no matter. `guard` refuses the
same at run time, whatever way the function was reached.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence

from tracker.grader.errors import Fault


def violation(source: bytes, filename: str, banned: Collection[str]) -> Fault | None:
    """The first use of a banned name in the source, as a fault with its line; None when there is none."""
    if not banned:
        return None
    tree = ast.parse(source, filename)
    names = _imported(tree)
    uses = ((node, _match(dotted, banned)) for node in ast.walk(tree) for dotted in _dotted(node, names))
    found = [(getattr(node, "lineno", 0), match) for node, match in uses if match]
    if not found:
        return None
    line, match = min(found)
    lines = source.decode(errors="replace").splitlines()
    text = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    message = f"Line {line} uses `{match}`. This exercise asks you to write it yourself."
    return Fault("refused", message, line, text)


def _match(dotted: str, banned: Collection[str]) -> str:
    """The banned name that `dotted` is, or lies in; a trailing `*` in the list stands for any ending."""
    for name in banned:
        if name.endswith("*"):
            if dotted.startswith(name[:-1]):
                return dotted
        elif dotted == name or dotted.startswith(name + "."):
            return name
    return ""


def _imported(tree: ast.Module) -> dict[str, str]:
    """What the names in the file stand for: `F` → `torch.nn.functional`, with plain assignments followed."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.split(".")[0]
                names[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            value = _path(node.value, names)
            if value.startswith("torch") and node.targets[0].id not in names:
                names[node.targets[0].id] = value
    return names


def _dotted(node: ast.AST, names: dict[str, str]) -> Sequence[str]:
    """The full dotted names that a node stands for."""
    if isinstance(node, ast.Attribute | ast.Name | ast.Call):
        path = _path(node, names)
        return [path] if path.startswith("torch") else []
    if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return []


def _path(node: ast.AST, names: dict[str, str]) -> str:
    """`a.b.c` with its first name resolved; also through `getattr(a, "b")` and `importlib.import_module("a")`."""
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    if isinstance(node, ast.Attribute):
        base = _path(node.value, names)
        return f"{base}.{node.attr}" if base else ""
    if isinstance(node, ast.Call):
        return _called(node, names)
    return ""


def _called(node: ast.Call, names: dict[str, str]) -> str:
    literal = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if isinstance(node.func, ast.Name) and node.func.id == "getattr" and node.args and literal:
        base = _path(node.args[0], names)
        return f"{base}.{literal[0]}" if base else ""
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return literal[0] if called in ("import_module", "__import__") and literal else ""
