"""Pay every slow first time once, in the host, before it forks."""

from __future__ import annotations

import gc
import os
import tempfile
import warnings
from pathlib import Path


def warm_up() -> None:
    """Import torch and pytest and run each kind of thing that a check does; raises ImportError when one is missing."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    warnings.simplefilter("ignore")
    import torch

    torch.set_num_threads(1)
    if torch.get_num_interop_threads() != 1:
        torch.set_num_interop_threads(1)

    import torch.nn.functional

    import tracker.grader.testing  # noqa: F401
    from tracker.grader import children, weights  # noqa: F401

    _practise()
    gc.collect()
    gc.freeze()


def _practise() -> None:
    """Grade a small exercise in this process, so that pytest and torch have everything loaded."""
    import torch

    from tracker.grader.guard import Guard
    from tracker.grader.judge import Task, examine
    from tracker.grader.transport import LocalTransport

    class answer:  # noqa: N801 - a namespace that stands for a solution
        """One correct function."""

        @staticmethod
        def double(x: torch.Tensor) -> torch.Tensor:
            """Twice the input."""
            return 2 * x

    with tempfile.TemporaryDirectory(prefix="tracker-warm-") as folder:
        path = Path(folder, "warm_checks.py")  # pytest keeps it in sys.modules; `checks` must stay free
        path.write_text(_CHECKS, encoding="utf-8")
        Path(folder, "reference.py").write_text("def double(x):\n    return 2 * x\n", encoding="utf-8")
        transport = LocalTransport(answer, str(path))
        with Guard(("torch.nonesuch", "torch.ops.aten.nonesuch")).watching():
            torch.ones(2) + 1
        examine(lambda: Task(path, 1), transport, lambda event: None, lambda: None)


_CHECKS = '''
import torch
from torch import nn
from tracker.grader.testing import assert_close, gradients, points


@points(1)
def test_doubles(solution, reference):
    """Doubles."""
    x = torch.randn(2, 3, 4)
    assert_close(solution.double(x), reference.double(x))
    assert_close(gradients(solution.double, [x])[0], torch.full_like(x, 2.0))
    torch.autograd.gradcheck(solution.double, torch.randn(2, dtype=torch.float64, requires_grad=True))
    layer = nn.Sequential(nn.Linear(4, 4), nn.LayerNorm(4))
    torch.softmax(layer(x) @ x.mT, -1).masked_fill(torch.ones(3, 3).tril().bool(), 0.0).sum().backward()
    torch.einsum("bij,bkj->bik", x, x)


def test_fails(solution):
    """Fails."""
    assert_close(solution.double(torch.ones(3, 3)), torch.randn(3, 3))
'''
