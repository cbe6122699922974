"""Canonical weights find their place in the modules that learners really write, or a sentence says why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from tracker.grader.weights import canonical_gradients, load

D = 4


def attention(*, bias: bool = True) -> dict[str, Tensor]:
    """Canonical weights of multi-head attention, each different from the others."""
    torch.manual_seed(0)
    names = [f"w_{part}.{kind}" for part in "qkvo" for kind in (("weight", "bias") if bias else ("weight",))]
    return {name: torch.randn(D, D) if name.endswith("weight") else torch.randn(D) for name in names}


class Separate(nn.Module):
    """Four linear layers under the names given, queries first."""

    def __init__(self, *names: str, bias: bool = True) -> None:
        super().__init__()
        for name in names:
            setattr(self, name, nn.Linear(D, D, bias=bias))


class Fused(nn.Module):
    """One layer for queries, keys and values, one for the output."""

    def __init__(self, fused: str, out: str, bias: bool = True) -> None:
        super().__init__()
        setattr(self, fused, nn.Linear(D, 3 * D, bias=bias))
        setattr(self, out, nn.Linear(D, D, bias=bias))


class Bare(nn.Module):
    """Parameters without a layer."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        for name in names:
            setattr(self, name, nn.Parameter(torch.zeros(D, D) if "b" not in name.lower() else torch.zeros(D)))


class Torch(nn.Module):
    """The names of torch.nn.MultiheadAttention."""

    def __init__(self) -> None:
        super().__init__()
        self.in_proj_weight = nn.Parameter(torch.zeros(3 * D, D))
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * D))
        self.out_proj = nn.Linear(D, D)


class KeyValue(nn.Module):
    """Queries alone, keys and values together."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.kv, self.proj = nn.Linear(D, D), nn.Linear(D, 2 * D), nn.Linear(D, D)


@pytest.mark.parametrize(
    "module",
    [
        Separate("w_q", "w_k", "w_v", "w_o"),
        Separate("W_q", "W_k", "W_v", "W_o"),
        Separate("WQ", "WK", "WV", "WO"),
        Separate("q_proj", "k_proj", "v_proj", "o_proj"),
        Separate("q_proj", "k_proj", "v_proj", "out_proj"),
        Separate("query", "key", "value", "dense"),
        Separate("queries", "keys", "values", "fc_out"),
        Separate("to_q", "to_k", "to_v", "to_out"),
        Separate("q_linear", "k_linear", "v_linear", "out"),
        Separate("query_proj", "key_proj", "value_proj", "output_proj"),
        Separate("fc_q", "fc_k", "fc_v", "fc_o"),
        Separate("linear_q", "linear_k", "linear_v", "linear_out"),
        Separate("wq", "wk", "wv", "wo"),
        Separate("W_query", "W_key", "W_value", "out_proj"),
        Fused("c_attn", "c_proj"),
        Fused("qkv", "proj"),
        Fused("qkv_proj", "o_proj"),
        Fused("to_qkv", "to_out"),
        Fused("W_qkv", "W_o"),
        Fused("Wqkv", "out_proj"),
        Torch(),
        KeyValue(),
    ],
    ids=lambda module: "-".join(name for name, _ in module.named_children()),
)
def test_attention_weights_find_their_place(module: nn.Module) -> None:
    weights = attention()
    loaded = load(module, weights)
    assert loaded.problem == ""
    assert sorted(loaded.placed) == sorted(weights)
    assert all(torch.equal(found, weights[name]) for name, found in read_back(module, weights).items())


def read_back(module: nn.Module, weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """Each canonical weight as the module holds it, found through its gradient: d(sum of squares)/dw is 2w."""
    sum((parameter * parameter).sum() for parameter in module.parameters()).backward()  # type: ignore[union-attr]
    found = canonical_gradients(module, list(weights))
    assert sorted(found) == sorted(weights)
    return {name: gradient / 2 for name, gradient in found.items() if gradient is not None}


@pytest.mark.parametrize(
    "names", [("W_q", "W_k", "W_v", "W_o"), ("wq", "wk", "wv", "wo"), ("w_q", "w_k", "w_v", "w_o")]
)
def test_bare_parameters_count_as_weights(names: tuple[str, ...]) -> None:
    weights = attention(bias=False)
    module = Bare(*names)
    assert load(module, weights).problem == ""
    assert torch.equal(getattr(module, names[1]), weights["w_k.weight"])


def test_bare_parameters_may_have_biases() -> None:
    names = [f"{kind}_{part}" for part in "qkvo" for kind in "Wb"]
    module, weights = Bare(*names), attention()
    loaded = load(module, weights)
    assert loaded.problem == ""
    assert torch.equal(module.b_v, weights["w_v.bias"])


def test_without_biases_only_the_weights_are_placed() -> None:
    weights = attention()
    optional = [name for name in weights if name.endswith("bias")]
    loaded = load(Separate("q_proj", "k_proj", "v_proj", "o_proj", bias=False), weights, optional)
    assert (loaded.problem, sorted(loaded.placed)) == ("", sorted(set(weights) - set(optional)))


def test_biases_that_are_asked_are_missed() -> None:
    problem = load(Separate("q_proj", "k_proj", "v_proj", "o_proj", bias=False), attention()).problem
    assert "No place for the weights `w_q.bias`, `w_k.bias`" in problem


class Annotated(nn.Module):
    """The parts of an encoder layer as The Annotated Transformer names them."""

    def __init__(self) -> None:
        super().__init__()
        self.self_attn = nn.Module()
        self.self_attn.linears = nn.ModuleList([nn.Linear(D, D) for _ in range(4)])
        self.feed_forward = nn.Module()
        self.feed_forward.w_1, self.feed_forward.w_2 = nn.Linear(D, 8), nn.Linear(8, D)
        self.sublayer = nn.ModuleList([nn.Module(), nn.Module()])
        for wrapper in self.sublayer:
            wrapper.norm = nn.Module()
            wrapper.norm.a_2, wrapper.norm.b_2 = nn.Parameter(torch.ones(D)), nn.Parameter(torch.zeros(D))


def encoder_layer() -> dict[str, Tensor]:
    torch.manual_seed(1)
    weights = {f"self_attention.{name}": tensor for name, tensor in attention().items()}
    weights |= {"feed_forward.linear_1.weight": torch.randn(8, D), "feed_forward.linear_1.bias": torch.randn(8)}
    weights |= {"feed_forward.linear_2.weight": torch.randn(D, 8), "feed_forward.linear_2.bias": torch.randn(D)}
    return weights | {f"norm_{i}.{kind}": torch.randn(D) for i in (1, 2) for kind in ("weight", "bias")}


def test_the_annotated_transformer_fits() -> None:
    module, weights = Annotated(), encoder_layer()
    loaded = load(module, weights)
    assert loaded.problem == ""
    assert torch.equal(module.self_attn.linears[2].weight, weights["self_attention.w_v.weight"])
    assert torch.equal(module.sublayer[1].norm.a_2, weights["norm_2.weight"])
    assert torch.equal(module.feed_forward.w_2.bias, weights["feed_forward.linear_2.bias"])


class Block(nn.Module):
    """A block as nanoGPT names it."""

    def __init__(self) -> None:
        super().__init__()
        self.attn, self.ln_1, self.ln_2 = Fused("c_attn", "c_proj"), nn.LayerNorm(D), nn.LayerNorm(D)
        self.mlp = nn.Module()
        self.mlp.c_fc, self.mlp.c_proj = nn.Linear(D, 8), nn.Linear(8, D)


def test_a_block_of_nanogpt_fits() -> None:
    module, weights = Block(), encoder_layer()
    loaded = load(module, weights)
    assert loaded.problem == ""
    assert torch.equal(module.attn.c_attn.weight[D : 2 * D], weights["self_attention.w_k.weight"])
    assert torch.equal(module.attn.c_proj.weight, weights["self_attention.w_o.weight"])
    assert torch.equal(module.mlp.c_proj.weight, weights["feed_forward.linear_2.weight"])


class Flat(nn.Module):
    """A layer that has the two linear layers of its feed-forward part itself, as torch.nn.TransformerEncoderLayer."""

    def __init__(self) -> None:
        super().__init__()
        self.self_attn = Torch()
        self.linear1, self.linear2 = nn.Linear(D, 8), nn.Linear(8, D)
        self.norm1, self.norm2 = nn.LayerNorm(D), nn.LayerNorm(D)


def test_a_layer_with_torchs_own_names_fits() -> None:
    module, weights = Flat(), encoder_layer()
    loaded = load(module, weights)
    assert loaded.problem == ""
    assert torch.equal(module.self_attn.in_proj_weight[2 * D :], weights["self_attention.w_v.weight"])
    assert torch.equal(module.linear2.weight, weights["feed_forward.linear_2.weight"])


class PerHead(nn.Module):
    """A list of small heads: only its author knows how they are cut, and says it in the hook."""

    def __init__(self) -> None:
        super().__init__()
        self.heads = nn.ModuleList([nn.Linear(D, D // 2, bias=False) for _ in range(2)])
        self.received: dict[str, Tensor] = {}

    def load_canonical(self, weights: dict[str, Tensor]) -> None:
        self.received = dict(weights)
        with torch.no_grad():
            for head, rows in zip(self.heads, weights["w_q.weight"].chunk(2), strict=True):
                head.weight.copy_(rows)


def test_the_hook_gets_copies_and_is_believed() -> None:
    module, weights = PerHead(), {"w_q.weight": torch.randn(D, D)}
    assert load(module, weights).placed == ["w_q.weight"]
    assert torch.equal(torch.cat([head.weight for head in module.heads]), weights["w_q.weight"])
    module.received["w_q.weight"].zero_()
    assert weights["w_q.weight"].abs().sum() > 0


def test_the_hook_gets_optional_biases_only_where_there_are_biases() -> None:
    module, weights = PerHead(), attention()
    optional = [name for name in weights if name.endswith("bias")]
    assert sorted(load(module, weights, optional).placed) == sorted(set(weights) - set(optional))


class BiasAtTheEnd(nn.Module):
    """Three projections without a bias and one with; the hook takes what it has a place for."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = nn.ParameterList([torch.zeros(D, D) for _ in range(3)])
        self.last = nn.Linear(D, D)

    def load_canonical(self, weights: dict[str, Tensor]) -> None:
        with torch.no_grad():
            for own, name in zip(self.inner, "qkv", strict=True):
                own.copy_(weights[f"w_{name}.weight"])
            self.last.weight.copy_(weights["w_o.weight"])
            self.last.bias.copy_(weights.get("w_o.bias", torch.zeros(D)))


def test_an_optional_bias_that_the_hook_never_reads_has_no_place() -> None:
    weights = attention()
    optional = [name for name in weights if name.endswith("bias")]
    placed = set(load(BiasAtTheEnd(), weights, optional).placed)
    assert placed == {name for name in weights if name.endswith("weight")} | {"w_o.bias"}


@pytest.mark.parametrize("copied", [dict, lambda weights: dict(weights.items()), lambda weights: {**weights}])
def test_an_optional_bias_that_is_read_and_arrives_nowhere_has_no_place(copied: Callable[[Any], Any]) -> None:
    module, weights = BiasAtTheEnd(), attention()
    vars(module)["load_canonical"] = lambda given: BiasAtTheEnd.load_canonical(module, copied(given))
    optional = [name for name in weights if name.endswith("bias")]
    placed = set(load(module, weights, optional).placed)
    assert placed == {name for name in weights if name.endswith("weight")} | {"w_o.bias"}


def test_what_a_hook_that_cannot_be_followed_has_read_has_a_place() -> None:
    module, weights = BiasAtTheEnd(), attention()
    vars(module)["load_canonical"] = lambda given: module.last.bias.data.copy_(given["w_q.bias"].exp())
    optional = [name for name in weights if name.endswith("bias")]
    assert "w_q.bias" in load(module, weights, optional).placed


class Hidden(nn.Module):
    """Weights where `parameters()` does not look."""

    def __init__(self, hide: Callable[[], Any]) -> None:
        super().__init__()
        self.inside = nn.Module()
        self.inside.parts = hide()


@pytest.mark.parametrize(
    ("hide", "says"),
    [
        (lambda: torch.zeros(D, D), "`self.inside.parts` is a plain tensor"),
        (lambda: [nn.Linear(D, D)], "`self.inside.parts` is a plain list"),
        (lambda: (nn.Linear(D, D),), "`self.inside.parts` is a plain tuple"),
        (lambda: {"q": nn.Linear(D, D)}, "`self.inside.parts` is a plain dict"),
        (lambda: [torch.zeros(D)], "`self.inside.parts` is a plain list"),
    ],
)
def test_hidden_weights_are_named(hide: Callable[[], Any], says: str) -> None:
    assert says in load(Hidden(hide), attention()).problem


def test_a_wrong_shape_is_named() -> None:
    module = nn.Module()
    module.w_q = nn.Linear(D, 3)
    problem = load(module, {"w_q.weight": torch.randn(D, D)}).problem
    assert problem.startswith("`w_q.weight` has shape [3, 4]; as `w_q.weight` it needs shape [4, 4].")


@pytest.mark.parametrize("blocks", [2, 4])
def test_a_fused_weight_of_another_size_is_named(blocks: int) -> None:
    """Rows too many as well: nothing is written to them, and they would keep what they drew at random."""
    module = nn.Module()
    module.qkv = nn.Linear(D, blocks * D, bias=False)
    weights = {name: tensor for name, tensor in attention(bias=False).items() if name != "w_o.weight"}
    problem = load(module, weights).problem
    assert f"`qkv.weight` has shape [{4 * blocks}, 4]" in problem
    assert "as `w_q.weight` + `w_k.weight` + `w_v.weight` it needs shape [12, 4]." in problem


def test_nothing_is_written_when_something_has_no_place() -> None:
    module = Separate("w_q")
    before = module.w_q.weight.clone()
    assert load(module, attention()).problem
    assert torch.equal(module.w_q.weight, before)


def test_what_is_left_over_is_named() -> None:
    problem = load(Separate("alpha", "beta_layer"), {"w_q.weight": torch.randn(D, D)}).problem
    assert "No place for the weights `w_q.weight`" in problem
    assert "`alpha.weight`" in problem
    assert "load_canonical" in problem


def test_what_is_no_module_is_named() -> None:
    assert load(object(), attention()).problem == "`object` is no torch.nn.Module: make it a subclass of nn.Module."


def test_a_tied_weight_has_both_its_names() -> None:
    module = nn.Module()
    module.lm_head, module.tok_emb = nn.Linear(D, 6, bias=False), nn.Embedding(6, D)
    module.tok_emb.weight = module.lm_head.weight
    table = torch.randn(6, D)
    for weights in ({"token_embedding.weight": table}, {"token_embedding.weight": table, "generator.weight": table}):
        loaded = load(module, weights)
        assert (loaded.problem, sorted(loaded.placed)) == ("", sorted(weights))
        assert torch.equal(module.tok_emb.weight, table)


def test_a_canonical_fused_weight_may_be_kept_in_three() -> None:
    module = nn.Module()
    module.q_proj, module.k_proj, module.v_proj = (nn.Linear(D, D) for _ in range(3))
    fused = torch.randn(3 * D, D)
    loaded = load(module, {"c_attn.weight": fused, "c_attn.bias": torch.arange(3.0 * D)})
    assert (loaded.problem, loaded.placed) == ("", ["c_attn.weight", "c_attn.bias"])
    assert torch.equal(module.k_proj.weight, fused[D : 2 * D])
    assert torch.equal(module.v_proj.bias, torch.arange(2.0 * D, 3.0 * D))
    (module.q_proj(torch.ones(D)) + module.k_proj(torch.ones(D)) + module.v_proj(torch.ones(D))).sum().backward()
    grads = canonical_gradients(module, ["c_attn.weight"])
    assert torch.equal(grads["c_attn.weight"], torch.ones(3 * D, D))


def test_a_sequential_of_two_layers_is_a_feed_forward() -> None:
    module = nn.Sequential(nn.Linear(D, 6), nn.ReLU(), nn.Dropout(0.1), nn.Linear(6, D))
    weights = {
        "linear_1.weight": torch.randn(6, D),
        "linear_1.bias": torch.randn(6),
        "linear_2.weight": torch.randn(D, 6),
    }
    loaded = load(module, {**weights, "linear_2.bias": torch.zeros(D)})
    assert loaded.problem == ""
    assert torch.equal(module[3].weight, weights["linear_2.weight"])


def test_a_layer_wrapped_in_a_sequential_keeps_its_name() -> None:
    module = nn.Module()
    module.to_out = nn.Sequential(nn.Linear(D, D), nn.Dropout(0.1))
    assert load(module, {"w_o.weight": torch.eye(D), "w_o.bias": torch.zeros(D)}).problem == ""
    assert torch.equal(module.to_out[0].weight, torch.eye(D))


def test_a_parameter_that_stands_for_nothing_is_named() -> None:
    module = nn.Module()
    module.w_q, module.extra = nn.Linear(D, D, bias=False), nn.Linear(D, D, bias=False)
    assert "`extra.weight` stand for no weight" in load(module, {"w_q.weight": torch.eye(D)}).problem


class Hooked(nn.Module):
    """Places its weights itself: fused, transposed, scaled and turned over."""

    def __init__(self) -> None:
        super().__init__()
        self.fused = nn.Parameter(torch.zeros(D, 3 * D))
        self.bias = nn.Parameter(torch.zeros(3 * D))
        self.unused = nn.Parameter(torch.zeros(2))
        self.w_o = nn.Linear(D, D, bias=False)

    def load_canonical(self, weights: dict[str, Tensor]) -> None:
        with torch.no_grad():
            self.fused.copy_(torch.cat([weights[f"w_{part}.weight"] for part in "qkv"]).T)
            self.fused[:, :D] *= 0.5  # the queries' scale folded in
            self.bias.copy_(torch.cat([weights[f"w_{part}.bias"] for part in "qkv"]).flip(0))
            self.w_o.weight.copy_(weights["w_o.weight"])


def test_gradients_of_weights_that_a_class_places_itself_are_the_chain_rules() -> None:
    module, weights = Hooked(), attention()
    loaded = load(module, weights, optional=[name for name in weights if name.endswith("bias")])
    assert "w_o.bias" not in loaded.placed
    assert torch.equal(module.w_o.weight, weights["w_o.weight"])
    leaves = {name: weight.clone().requires_grad_() for name, weight in weights.items()}
    fused = torch.cat([leaves["w_q.weight"] * 0.5, leaves["w_k.weight"], leaves["w_v.weight"]]).T
    bias = torch.cat([leaves[f"w_{part}.bias"] for part in "qkv"]).flip(0)
    x = torch.randn(3, D)
    ((x @ fused + bias) ** 3).sum().backward()
    ((x @ module.fused + module.bias) ** 3).sum().backward()
    grads = canonical_gradients(module, loaded.placed)
    assert grads is not None
    assert grads.keys() == set(loaded.placed)
    assert grads["w_o.weight"] is None
    for name, grad in grads.items():
        if grad is not None:
            assert torch.allclose(grad, leaves[name].grad, rtol=1e-4), name  # type: ignore[arg-type]


class Tied(Hooked):
    """Has each weight twice."""

    def __init__(self) -> None:
        super().__init__()
        self.copy = nn.Linear(D, D, bias=False)

    def load_canonical(self, weights: dict[str, Tensor]) -> None:
        with torch.no_grad():
            self.copy.weight.copy_(weights["w_o.weight"])
            self.w_o.weight = nn.Parameter(weights["w_o.weight"])  # a new parameter each time


def test_a_weight_that_stands_twice_collects_both_gradients() -> None:
    module, weights = Tied(), attention(bias=False)
    load(module, weights)
    x = torch.randn(3, D)
    (2 * module.copy(x) + module.w_o(x)).sum().backward()
    grads = canonical_gradients(module, ["w_o.weight", "w_q.weight"])
    assert grads is not None
    assert grads["w_o.weight"] is not None
    assert torch.allclose(grads["w_o.weight"], 3 * x.sum(0).expand(D, D), rtol=1e-4)
    assert grads["w_q.weight"] is None


class Normalised(Hooked):
    """Its rule is not linear."""

    def load_canonical(self, weights: dict[str, Tensor]) -> None:
        with torch.no_grad():
            self.w_o.weight.copy_(weights["w_o.weight"] / weights["w_o.weight"].norm())


class Refusing(Hooked):
    """Looks at the values, and places only what it likes."""

    def load_canonical(self, weights: dict[str, Tensor]) -> None:
        if weights["w_o.weight"].abs().max() > 8:
            raise ValueError("too large")
        with torch.no_grad():
            self.w_o.weight.copy_(weights["w_o.weight"])


@pytest.mark.parametrize("kind", [Normalised, Refusing])
def test_a_rule_that_cannot_be_followed_back_is_said_to_be_one(kind: type[Hooked]) -> None:
    module, weights = kind(), attention(bias=False)
    assert load(module, weights).problem == ""
    assert module.w_o.weight.abs().sum() > 0
    assert canonical_gradients(module, ["w_o.weight"]) is None
