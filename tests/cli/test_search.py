"""`tracker search`, as a shell sees it."""

from __future__ import annotations

from tests.cli.conftest import Run
from tracker.workspace import Workspace


def test_search(run: Run, workspace: Workspace) -> None:
    here = ("--workspace", workspace.root)
    (workspace.notes / "2026-11-20.md").write_text("# 특강\n\n- 하루회고를 쓴다\n", encoding="utf-8")
    run("notes", "sync", *here)
    assert run("search", "회고", *here).out == "특강  2026-11-20.md:3\n  하루회고를 쓴다\n"
    (hit,) = run("search", "하루", "쓴다", "--json", *here).json
    assert list(hit) == ["kind", "id", "title", "text", "path", "line"]
    assert (hit["kind"], hit["path"], hit["line"]) == ("reflection", "2026-11-20.md", 3)
    assert "exercise softmax" in run("search", "softmax", *here).out
    assert len(run("search", "softmax", "--limit", "1", "--json", *here).json) == 1
    assert run("search", "없는말", *here).out == "Nothing was found.\n"
    ran = run("search", "kind:nothing", *here)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
