"""Correct ways to write the decoder that differ in kind."""

import copy
import functools
import math

import torch
import torch.nn.functional as F
from torch import nn


class _Attention(nn.Module):
    """Separate projections, with or without biases."""

    def __init__(self, d_model, num_heads, bias):
        super().__init__()
        self.num_heads = num_heads
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (
            nn.Linear(d_model, d_model, bias=bias) for _ in range(4)
        )

    def forward(self, query, source, mask):
        q, k, v = (
            x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)
            for x in (self.q_proj(query), self.k_proj(source), self.v_proj(source))
        )
        scores = q @ k.mT / math.sqrt(q.size(-1))
        if mask is not None:
            scores = scores.masked_fill(~mask, -1e9)
        return self.out_proj((scores.softmax(-1) @ v).transpose(1, 2).flatten(2))


class _FusedAttention(nn.Module):
    """One fused weight for q, k and v, and einsum."""

    def __init__(self, d_model, num_heads, bias):
        super().__init__()
        self.num_heads = num_heads
        self.c_attn, self.c_proj = nn.Linear(d_model, 3 * d_model, bias), nn.Linear(d_model, d_model, bias)

    def forward(self, query, source, mask):
        weights = self.c_attn.weight.chunk(3)
        biases = (None,) * 3 if self.c_attn.bias is None else self.c_attn.bias.chunk(3)
        q, k, v = (
            F.linear(x, w, b).unflatten(-1, (self.num_heads, -1))
            for x, w, b in zip((query, source, source), weights, biases, strict=True)
        )
        scores = torch.einsum("bqhd,bkhd->bhqk", q * q.size(-1) ** -0.5, k)
        if mask is not None:
            scores = torch.where(mask, scores, -torch.inf)
        return self.c_proj(torch.einsum("bhqk,bkhd->bqhd", scores.softmax(-1), v).flatten(2))


class _Layer(nn.Module):
    """One layer, named as in PyTorch, with the attention that it is given."""

    def __init__(self, attention, d_model, num_heads, d_ff, dropout, norm_first, bias=True):
        super().__init__()
        self.self_attn = attention(d_model, num_heads, bias)
        self.cross_attn = attention(d_model, num_heads, bias)
        self.linear1, self.linear2 = nn.Linear(d_model, d_ff), nn.Linear(d_ff, d_model)
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(d_model) for _ in range(3))
        self.dropout, self.norm_first = nn.Dropout(dropout), norm_first

    def forward(self, x, memory, target_mask, memory_mask):
        x = self._around(x, self.norm1, lambda z: self.self_attn(z, z, target_mask))
        x = self._around(x, self.norm2, lambda z: self.cross_attn(z, memory, memory_mask))
        return self._around(x, self.norm3, lambda z: self.linear2(F.relu(self.linear1(z))))

    def _around(self, x, norm, sublayer):
        if self.norm_first:
            return x + self.dropout(sublayer(norm(x)))
        return norm(x + self.dropout(sublayer(x)))


class cloned_like_pytorch:
    """Deep copies of one layer, and the norm or None, as PyTorch's own stack is made."""

    class Decoder(nn.Module):
        def __init__(self, num_layers, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__()
            layer = _Layer(_Attention, d_model, num_heads, d_ff, dropout, norm_first)
            self.layers = nn.ModuleList([copy.deepcopy(layer) for _ in range(num_layers)])
            self.norm = nn.LayerNorm(d_model) if norm_first else None

        def forward(self, x, memory, target_mask=None, memory_mask=None):
            output = x
            for mod in self.layers:
                output = mod(output, memory, target_mask, memory_mask)
            if self.norm is not None:
                output = self.norm(output)
            return output


class blocks_and_ln_f:
    """A ModuleDict like GPT-2's, fused attention without biases; ln_f is there in both orders and used in one;
    returns a tuple."""

    class Decoder(nn.Module):
        def __init__(self, num_layers, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__()
            self.norm_first = norm_first
            self.blocks = nn.ModuleList(
                _Layer(_FusedAttention, d_model, num_heads, d_ff, dropout, norm_first, bias=False)
                for _ in range(num_layers)
            )
            self.ln_f = nn.LayerNorm(d_model)

        def forward(self, x, memory, target_mask=None, memory_mask=None):
            hidden = [x]
            for block in self.blocks:
                hidden.append(block(hidden[-1], memory, target_mask, memory_mask))
            return (self.ln_f(hidden[-1]) if self.norm_first else hidden[-1]), hidden


class reduced:
    """functools.reduce over the layers, and nn.Identity where no norm is wanted."""

    class Decoder(nn.Module):
        def __init__(self, num_layers, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__()
            make = functools.partial(_Layer, _FusedAttention, d_model, num_heads, d_ff, dropout, norm_first)
            self.layers = nn.ModuleList([make() for _ in range(num_layers)])
            self.final_norm = nn.LayerNorm(d_model) if norm_first else nn.Identity()

        def forward(self, x, memory, target_mask=None, memory_mask=None):
            return self.final_norm(
                functools.reduce(lambda x, layer: layer(x, memory, target_mask, memory_mask), self.layers, x)
            )


class a_layer_holds_the_next:
    """A chain instead of a list: each link holds one layer and the rest of the chain; a hook walks it."""

    class _Link(nn.Module):
        def __init__(self, count, make, last):
            super().__init__()
            self.here = make()
            self.rest = a_layer_holds_the_next._Link(count - 1, make, last) if count > 1 else last

        def forward(self, x, *context):
            x = self.here(x, *context)
            return self.rest(x, *context) if isinstance(self.rest, a_layer_holds_the_next._Link) else self.rest(x)

    class Decoder(nn.Module):
        def __init__(self, num_layers, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__()
            make = functools.partial(_Layer, _Attention, d_model, num_heads, d_ff, dropout, norm_first)
            last = nn.LayerNorm(d_model) if norm_first else nn.Identity()
            self.first = a_layer_holds_the_next._Link(num_layers, make, last)

        def forward(self, x, memory, target_mask=None, memory_mask=None):
            return self.first(x, memory, target_mask, memory_mask)

        def load_canonical(self, weights):
            own = {"w_q": "q_proj", "w_k": "k_proj", "w_v": "v_proj", "w_o": "out_proj"}
            own |= {"self_attention": "self_attn", "cross_attention": "cross_attn"}
            own |= {"linear_1": "linear1", "linear_2": "linear2"}
            own |= {"norm_1": "norm1", "norm_2": "norm2", "norm_3": "norm3"}
            link, number = self.first, 0
            while isinstance(link, a_layer_holds_the_next._Link):
                prefix = f"layers.{number}."
                mine = {name.removeprefix(prefix): w for name, w in weights.items() if name.startswith(prefix)}
                parts = {name: name.replace("feed_forward.", "").split(".") for name in mine}
                state = {".".join(own.get(part, part) for part in parts[name]): w for name, w in mine.items()}
                link.here.load_state_dict(state)
                link, number = link.rest, number + 1
            if "norm.weight" in weights:
                link.load_state_dict({"weight": weights["norm.weight"], "bias": weights["norm.bias"]})


class weights_stacked_over_layers:
    """One parameter of each kind for all layers, (num_layers, …), as in code that scans over layers; no attention
    biases."""

    class Decoder(nn.Module):
        def __init__(self, num_layers, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__()
            self.heads, self.p, self.pre = num_heads, dropout, norm_first
            self.attention = nn.Parameter(0.1 * torch.randn(num_layers, 8, d_model, d_model))
            self.wide, self.wide_bias = self._zeros(num_layers, d_ff, d_model), self._zeros(num_layers, d_ff)
            self.narrow, self.narrow_bias = self._zeros(num_layers, d_model, d_ff), self._zeros(num_layers, d_model)
            self.gains = nn.Parameter(torch.ones(num_layers, 3, d_model))
            self.shifts = self._zeros(num_layers, 3, d_model)
            if norm_first:
                self.last_gain, self.last_shift = nn.Parameter(torch.ones(d_model)), self._zeros(d_model)

        @staticmethod
        def _zeros(*shape):
            return nn.Parameter(torch.zeros(shape))

        def _attend(self, w, x, source, mask):
            q, k, v = (F.linear(a, b) for a, b in ((x, w[0]), (source, w[1]), (source, w[2])))
            q, k, v = (t.unflatten(-1, (self.heads, -1)).transpose(1, 2) for t in (q, k, v))
            bias = 0 if mask is None else torch.zeros(mask.shape, dtype=x.dtype).masked_fill(~mask, -torch.inf)
            return F.linear(((q @ k.mT / q.size(-1) ** 0.5 + bias).softmax(-1) @ v).transpose(1, 2).flatten(2), w[3])

        def forward(self, x, memory, target_mask=None, memory_mask=None):
            for i in range(len(self.gains)):

                def think(z, i=i):
                    wide = F.linear(z, self.wide[i], self.wide_bias[i]).clamp(min=0)
                    return F.linear(wide, self.narrow[i], self.narrow_bias[i])

                w = self.attention[i]
                sublayers = [lambda z, w=w: self._attend(w[:4], z, z, target_mask)]
                sublayers += [lambda z, w=w: self._attend(w[4:], z, memory, memory_mask)]
                for j, sublayer in enumerate([*sublayers, think]):
                    norm = functools.partial(
                        F.layer_norm, normalized_shape=x.shape[-1:], weight=self.gains[i, j], bias=self.shifts[i, j]
                    )
                    branch = F.dropout(sublayer(norm(x) if self.pre else x), self.p, self.training)
                    x = x + branch if self.pre else norm(x + branch)
            return F.layer_norm(x, x.shape[-1:], self.last_gain, self.last_shift) if self.pre else x

        def load_canonical(self, weights):
            kinds = ("self", "cross")
            with torch.no_grad():
                for i in range(len(self.gains)):
                    at = f"layers.{i}."
                    names = [f"{at}{kind}_attention.w_{n}.weight" for kind in kinds for n in "qkvo"]
                    self.attention[i].copy_(torch.stack([weights[name] for name in names]))
                    self.wide[i].copy_(weights[f"{at}feed_forward.linear_1.weight"])
                    self.wide_bias[i].copy_(weights[f"{at}feed_forward.linear_1.bias"])
                    self.narrow[i].copy_(weights[f"{at}feed_forward.linear_2.weight"])
                    self.narrow_bias[i].copy_(weights[f"{at}feed_forward.linear_2.bias"])
                    for j in range(3):
                        self.gains[i, j].copy_(weights[f"{at}norm_{j + 1}.weight"])
                        self.shifts[i, j].copy_(weights[f"{at}norm_{j + 1}.bias"])
                if self.pre:
                    self.last_gain.copy_(weights["norm.weight"])
                    self.last_shift.copy_(weights["norm.bias"])
