"""What the source uses is found under every name it can be given; what merely looks alike is not refused."""

from __future__ import annotations

import pytest

from tracker.grader.banned import violation

BANNED = ("torch.softmax", "torch.nn.functional.softmax", "torch.nn.Softmax", "torch.ops.aten._softmax", "torch.fft.*")


def refused(source: str) -> str:
    """What the learner is told, or nothing."""
    fault = violation(source.encode(), "solution.py", BANNED)
    return fault.message if fault else ""


@pytest.mark.parametrize(
    "source",
    [
        "import torch\ny = torch.softmax(x, -1)",
        "import torch as t\ny = t.softmax(x, -1)",
        "import torch.nn.functional as fn\ny = fn.softmax(x, -1)",
        "import torch.nn.functional\ny = torch.nn.functional.softmax(x, -1)",
        "from torch.nn import functional\ny = functional.softmax(x, -1)",
        "from torch.nn import functional as F\ny = F.softmax(x, -1)",
        "from torch import nn\ny = nn.functional.softmax(x, -1)",
        "from torch import nn\nlayer = nn.Softmax(-1)",
        "from torch import softmax as s\n",
        "from torch.nn.functional import (\n    relu,\n    softmax,\n)",
        "import torch\nsoft = torch.softmax\ny = soft(x, -1)",
        "import torch\nF = torch.nn.functional\ny = F.softmax(x, -1)",
        "import torch\ny = getattr(torch, 'softmax')(x, -1)",
        "import torch\ny = getattr(torch.nn.functional, 'softmax')(x, -1)",
        "import importlib\ny = importlib.import_module('torch').softmax(x, -1)",
        "y = __import__('torch').softmax(x, -1)",
        "from importlib import import_module\nF = import_module('torch.nn.functional')\ny = F.softmax(x)",
        "import torch\ny = torch.ops.aten._softmax(x, -1, False)",
        "import torch\ny = torch.ops.aten._softmax.default(x, -1, False)",
        "import torch\ny = torch.fft.rfft(x)",
        "def f(x):\n    import torch\n    return torch.softmax(x, -1)",
        "import torch\nclass A:\n    soft = torch.nn.Softmax(-1)",
        "import torch\nf = lambda x, soft=torch.softmax: soft(x, -1)",
    ],
)
def test_a_banned_name_is_found(source: str) -> None:
    assert "asks you to write it yourself" in refused(source)


@pytest.mark.parametrize(
    "source",
    [
        "def softmax(x, dim=-1):\n    return x\ny = softmax(x)",
        "class A:\n    def f(self, x):\n        return self.softmax(x)",
        "import torch\n# torch.softmax would do it\ny = torch.exp(x)",
        '"""torch.softmax(x)"""',
        "import torch\ntext = 'torch.softmax'",
        "import torch\ny = torch.softmax_is_not_this(x)",
        "import torch.nn.functional as F\ny = F.log_softmax(x)",
        "from mine import softmax\ny = softmax(x)",
        "from .torch import softmax\n",
        "import torchlike\ny = torchlike.softmax(x)",
        "from torch import nn\nlayer = nn.Softmax2d()",
        "import torch\ny = torch.fftn",
        "y = getattr(self, 'softmax')(x)",
        "torch = None\ny = softmax",
        "",
    ],
)
def test_what_merely_looks_alike_is_left_alone(source: str) -> None:
    assert refused(source) == ""


def test_the_line_and_the_name_are_said() -> None:
    fault = violation(b"import torch.nn.functional as F\n\n\ny = F.softmax(x)  # here\n", "solution.py", BANNED)
    assert fault is not None
    assert fault.message.startswith("Line 4 uses `torch.nn.functional.softmax`.")
    assert (fault.kind, fault.line, fault.source) == ("refused", 4, "y = F.softmax(x)  # here")


def test_the_first_line_is_said() -> None:
    source = "import torch\ndef f(x):\n    return torch.softmax(x, 0)\ny = torch.softmax(f(x), 0)\n"
    assert refused(source).startswith("Line 3 ")


def test_without_a_list_everything_is_allowed() -> None:
    assert violation(b"import torch\ntorch.softmax(x)", "solution.py", ()) is None


def test_a_deep_expression_is_no_trouble() -> None:
    assert refused("x = " + ".".join(["torch", *["a"] * 300])) == ""
