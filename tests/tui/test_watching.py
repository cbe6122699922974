"""Which of the files that were touched are notes, and which are solutions."""

from tracker.tui.watching import sorted_out


def test_notes_and_solutions(workspace):
    notes, solutions = workspace.notes, workspace.solutions
    note, folder, code = notes / "2021" / "day-1.md", notes / "renamed", solutions / "softmax.py"
    noise = [
        notes / ".day-1.md.swp",
        notes / "day-1.md~",
        solutions / ".softmax.py.x1.tmp",
        solutions / "earlier" / "softmax.py",
        solutions / "softmax.txt",
        workspace.private / "tracker.db",
    ]
    saved = sorted_out(workspace, [note, folder, code, *noise])
    assert saved.notes == {note, folder}
    assert saved.solutions == {code}
