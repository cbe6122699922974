"""No spelling of what an exercise asks for passes; what merely has the same name does."""

from __future__ import annotations

import tomllib
from pathlib import Path
from textwrap import indent

import pytest

from tests.grader.conftest import SOFTMAX
from tracker.grader import landlock
from tracker.grader.client import Grader
from tracker.grader.protocol import Job
from tracker.grader.report import Report, Verdict

BANNED = tuple(tomllib.loads((SOFTMAX / "exercise.toml").read_text(encoding="utf-8"))["banned"])
HEAD = "import importlib, sys, types\nimport torch\nfrom torch import nn\n\n\ndef softmax(x, dim=-1):\n"


def graded(grader: Grader, tmp_path: Path, source: str) -> Report:
    file = tmp_path / "softmax.py"
    file.write_text(source, encoding="utf-8")
    return grader.grade(Job("softmax", SOFTMAX, file, banned=BANNED, time_limit=20.0, diagnose=False))


SPELLINGS = {
    "method": "return x.softmax(dim)",
    "unbound method": "return torch.Tensor.softmax(x, dim)",
    "base class": "return torch._C.TensorBase.softmax(x, dim)",
    "super": "return super(torch.Tensor, x).softmax(dim)",
    "log_softmax": "return x.log_softmax(dim).exp()",
    "pieces of a name": "return getattr(torch, 'soft' + 'max')(x, dim)",
    "vars": "return vars(torch)['softmax'](x, dim)",
    "eval": "return eval('torch.soft' + 'max')(x, dim)",
    "functional": "return vars(nn.functional)['soft' + 'max'](x, dim)",
    "functional through sys.modules": "return getattr(sys.modules['torch.nn.functional'], 'soft' + 'max')(x, dim)",
    "variable functions": "return getattr(torch._C._VariableFunctions, 'soft' + 'max')(x, dim)",
    "variable functions class": "return getattr(torch._C._VariableFunctionsClass, 'soft' + 'max')(x, dim)",
    "special": "return getattr(torch.special, 'soft' + 'max')(x, dim)",
    "layer": "return getattr(nn, 'Soft' + 'max')(dim)(x)",
    "layer's forward": "return getattr(nn, 'Soft' + 'max').forward(types.SimpleNamespace(dim=dim), x)",
    "layer of another": "return nn.modules.activation.Softmin(dim)(-x)",
    "packet": "return getattr(torch.ops.aten, 'soft' + 'max')(x, dim)",
    "overload": "return torch.ops.aten.softmax.int(x, dim)",
    "inner overload": "return torch.ops.aten._softmax.default(x, dim, False)",
    "overload by lookup": "return torch._C._get_operation_overload('aten::softmax', 'int')[0](x, dim)",
    "operation by lookup": "return torch._C._jit_get_operation('aten::softmax')[0](x, dim)",
    "decomposition": "return torch._decomp.decompositions._softmax(x, dim, False)",
    "decomposition table": (
        "table = torch._decomp.decomposition_table\n"
        "return next(f for op, f in table.items() if op.name() == 'aten::_softmax')(x, dim, False)"
    ),
    "reference": "return importlib.import_module('torch._refs').softmax(x, dim)",
    "script": (
        "code = 'def f(x, dim: int):\\n    return torch.softmax(x, dim)\\n'\n"
        "return torch.jit.CompilationUnit(code).f(x, dim if dim >= 0 else x.ndim + dim)"
    ),
    "distribution": "return torch.distributions.Categorical(logits=x.movedim(dim, -1)).probs.movedim(-1, dim)",
    "attention": (
        "rows = x.movedim(dim, -1)\nn = rows.shape[-1]\n"
        "weights = nn.functional.scaled_dot_product_attention(rows[..., None], rows[..., None], torch.eye(n))\n"
        "return weights"
    ),
    "masked": "return torch.masked.softmax(x, dim)",
    "sparse": "return torch._sparse_softmax(x.to_sparse(), dim).to_dense()",
    "vmap": "return torch.func.vmap(lambda row: row.softmax(-1))(x.movedim(dim, -1)).movedim(-1, dim)",
    "disabled function mode": "with torch._C.DisableTorchFunction():\n    return torch._C.TensorBase.softmax(x, dim)",
    "disabled subclass mode": "with torch._C.DisableTorchFunctionSubclass():\n    return x.softmax(dim)",
    "disabled dispatch mode": (
        "from torch.utils._python_dispatch import _disable_current_modes\n"
        "with torch._C.DisableTorchFunction(), _disable_current_modes():\n"
        "    return torch._C.TensorBase.softmax(x, dim)"
    ),
    "gradient of cross entropy": (
        "y = x.detach().movedim(dim, -1).requires_grad_()\n"
        "zeros = torch.zeros(y.shape[:-1], dtype=torch.long)\n"
        "loss = getattr(nn.functional, 'cross_' + 'entropy')(y.reshape(-1, y.shape[-1]), zeros.reshape(-1))\n"
        "return torch.autograd.grad(loss, y)[0].movedim(-1, dim)"
    ),
}


@pytest.mark.parametrize("way", SPELLINGS)
def test_no_spelling_of_it_passes(grader: Grader, tmp_path: Path, way: str) -> None:
    report = graded(grader, tmp_path, HEAD + indent(SPELLINGS[way], "    "))
    print(f"{way}: {report.verdict}: {report.message}")
    assert not any(check.passed for check in report.checks), report.checks
    assert report.verdict in (Verdict.ERROR, Verdict.FAILED, Verdict.CRASHED)


def test_a_reference_saved_on_import_does_not_pass(grader: Grader, tmp_path: Path) -> None:
    source = "import torch\nsaved = torch.Tensor.__dict__.get('soft' + 'max') or torch._C.TensorBase.softmax\n"
    report = graded(grader, tmp_path, source + "def softmax(x, dim=-1):\n    return saved(x, dim)\n")
    assert not any(check.passed for check in report.checks)


def test_work_done_on_import_does_not_pass(grader: Grader, tmp_path: Path) -> None:
    source = "import torch\nhalves = torch.zeros(2).softmax(0)\ndef softmax(x, dim=-1):\n    return halves\n"
    assert graded(grader, tmp_path, source).verdict is Verdict.ERROR


@pytest.mark.skipif(landlock.version() == 0, reason="this kernel has no Landlock")
def test_another_process_does_not_pass(grader: Grader, tmp_path: Path) -> None:
    source = '''
        import subprocess, sys
        import torch

        CODE = """
import sys, torch
inf, dim, dtype = float("inf"), int(sys.argv[1]), getattr(torch, sys.argv[2])
print(torch.softmax(torch.tensor(eval(sys.stdin.read()), dtype=dtype), dim).tolist())
"""

        def softmax(x, dim=-1):
            arguments = [sys.executable, "-c", CODE, str(dim), str(x.dtype).removeprefix("torch.")]
            done = subprocess.run(arguments, input=str(x.tolist()), capture_output=True, text=True)
            return torch.tensor(eval(done.stdout), dtype=x.dtype)
        '''
    lines = [line.removeprefix("        ") for line in source.splitlines()]
    report = graded(grader, tmp_path, "\n".join(lines))
    print(report.verdict, report.message, report.output)
    assert not any(check.passed for check in report.checks), report.checks


LOOK_ALIKES = {
    "a function of that name": "def softmax(x, dim=-1):\n    return _own(x, dim)\n",
    "a method of that name": (
        "class Soft:\n    def softmax(self, x, dim):\n        return _own(x, dim)\n"
        "    def __call__(self, x, dim):\n        return self.softmax(x, dim)\n"
        "def softmax(x, dim=-1):\n    return Soft()(x, dim)\n"
    ),
    "a class of that name": (
        "class Softmax(torch.nn.Module):\n    def forward(self, x, dim):\n        return _own(x, dim)\n"
        "def softmax(x, dim=-1):\n    return Softmax()(x, dim)\n"
    ),
    "the name in a comment": (
        "# torch.softmax(x, dim) would do it\ndef softmax(x, dim=-1):\n"
        "    'As torch.softmax does.'\n    return _own(x, dim)\n"
    ),
    "other functions of torch": (
        "import torch.nn.functional as F\ndef softmax(x, dim=-1):\n"
        "    return (x - torch.logsumexp(x, dim, keepdim=True)).exp() + 0 * F.relu(x.new_zeros(1))\n"
    ),
}


@pytest.mark.parametrize("what", LOOK_ALIKES)
def test_what_only_looks_alike_passes(grader: Grader, tmp_path: Path, what: str) -> None:
    own = (
        "import torch\ndef _own(x, dim):\n    e = (x - x.amax(dim, keepdim=True)).exp()\n"
        "    return e / e.sum(dim, keepdim=True)\n"
    )
    report = graded(grader, tmp_path, own + LOOK_ALIKES[what])
    assert report.passed, report.message
