"""Correct ways to write the encoder layer that differ in kind."""

import copy
import math

import torch
import torch.nn.functional as F
from torch import nn


class named_like_pytorch:
    """The parameter names of nn.TransformerEncoderLayer, one fused in_proj_weight, sublayers as methods."""

    class _Attention(nn.Module):
        def __init__(self, d_model, num_heads, dropout):
            super().__init__()
            self.num_heads, self.p = num_heads, dropout
            self.in_proj_weight = nn.Parameter(torch.randn(3 * d_model, d_model) * d_model**-0.5)
            self.in_proj_bias = nn.Parameter(torch.zeros(3 * d_model))
            self.out_proj = nn.Linear(d_model, d_model)

        def forward(self, x, mask):
            b, n, d = x.shape
            qkv = F.linear(x, self.in_proj_weight, self.in_proj_bias)
            q, k, v = qkv.view(b, n, 3, self.num_heads, d // self.num_heads).permute(2, 0, 3, 1, 4)
            bias = 0.0 if mask is None else torch.zeros(mask.shape, dtype=x.dtype).masked_fill(~mask, -torch.inf)
            weights = (q @ k.mT / math.sqrt(d // self.num_heads) + bias).softmax(dim=-1)
            out = F.dropout(weights, self.p, self.training) @ v
            return self.out_proj(out.transpose(1, 2).reshape(b, n, d))

    class EncoderLayer(nn.Module):
        def __init__(self, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__()
            self.self_attn = named_like_pytorch._Attention(d_model, num_heads, dropout)
            self.linear1, self.dropout = nn.Linear(d_model, d_ff), nn.Dropout(dropout)
            self.linear2, self.norm_first = nn.Linear(d_ff, d_model), norm_first
            self.norm1, self.norm2 = nn.LayerNorm(d_model), nn.LayerNorm(d_model)
            self.dropout1, self.dropout2 = nn.Dropout(dropout), nn.Dropout(dropout)

        def forward(self, x, mask=None):
            if self.norm_first:
                x = x + self._sa_block(self.norm1(x), mask)
                x = x + self._ff_block(self.norm2(x))
            else:
                x = self.norm1(x + self._sa_block(x, mask))
                x = self.norm2(x + self._ff_block(x))
            return x

        def _sa_block(self, x, mask):
            return self.dropout1(self.self_attn(x, mask))

        def _ff_block(self, x):
            return self.dropout2(self.linear2(self.dropout(F.relu(self.linear1(x)))))


class annotated_transformer:
    """Residual wrappers in a list, cloned layers, -1e9, as in the Annotated Transformer; each wrapper holds its
    norm."""

    @staticmethod
    def _clones(module, count):
        return nn.ModuleList([copy.deepcopy(module) for _ in range(count)])

    class _MultiHeadedAttention(nn.Module):
        def __init__(self, h, d_model, dropout):
            super().__init__()
            self.d_k, self.h = d_model // h, h
            self.linears = annotated_transformer._clones(nn.Linear(d_model, d_model), 4)
            self.dropout = nn.Dropout(p=dropout)

        def forward(self, query, key, value, mask=None):
            n = query.size(0)
            query, key, value = [
                linear(x).view(n, -1, self.h, self.d_k).transpose(1, 2)
                for linear, x in zip(self.linears, (query, key, value), strict=False)
            ]
            scores = torch.matmul(query, key.transpose(-2, -1)) / math.sqrt(self.d_k)
            if mask is not None:
                scores = scores.masked_fill(mask == 0, -1e9)
            x = torch.matmul(self.dropout(scores.softmax(dim=-1)), value)
            return self.linears[-1](x.transpose(1, 2).contiguous().view(n, -1, self.h * self.d_k))

    class _PositionwiseFeedForward(nn.Module):
        def __init__(self, d_model, d_ff, dropout):
            super().__init__()
            self.w_1, self.w_2 = nn.Linear(d_model, d_ff), nn.Linear(d_ff, d_model)
            self.dropout = nn.Dropout(dropout)

        def forward(self, x):
            return self.w_2(self.dropout(self.w_1(x).relu()))

    class _SublayerConnection(nn.Module):
        def __init__(self, size, dropout, norm_first):
            super().__init__()
            self.norm, self.dropout, self.norm_first = nn.LayerNorm(size), nn.Dropout(dropout), norm_first

        def forward(self, x, sublayer):
            if self.norm_first:
                return x + self.dropout(sublayer(self.norm(x)))
            return self.norm(x + self.dropout(sublayer(x)))

    class EncoderLayer(nn.Module):
        def __init__(self, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__()
            parts = annotated_transformer
            self.self_attn = parts._MultiHeadedAttention(num_heads, d_model, dropout)
            self.feed_forward = parts._PositionwiseFeedForward(d_model, d_ff, dropout)
            self.sublayer = parts._clones(parts._SublayerConnection(d_model, dropout, norm_first), 2)

        def forward(self, x, mask=None):
            x = self.sublayer[0](x, lambda x: self.self_attn(x, x, x, mask))
            return self.sublayer[1](x, self.feed_forward)


class fused_like_gpt:
    """ln_1, attn.c_attn, ln_2, mlp.c_fc as in GPT-2's code, with attention biases left out; returns (output,
    weights)."""

    class _Attention(nn.Module):
        def __init__(self, d_model, num_heads):
            super().__init__()
            self.n_head = num_heads
            self.c_attn = nn.Linear(d_model, 3 * d_model, bias=False)
            self.c_proj = nn.Linear(d_model, d_model, bias=False)

        def forward(self, x, mask):
            B, T, C = x.size()
            q, k, v = (t.view(B, T, self.n_head, -1).transpose(1, 2) for t in self.c_attn(x).split(C, dim=2))
            att = torch.einsum("bhqd,bhkd->bhqk", q, k) * (C // self.n_head) ** -0.5
            if mask is not None:
                att = att.masked_fill(~mask, torch.finfo(att.dtype).min)
            att = F.softmax(att, dim=-1)
            return self.c_proj(torch.einsum("bhqk,bhkd->bqhd", att, v).reshape(B, T, C)), att

    class _MLP(nn.Module):
        def __init__(self, d_model, d_ff):
            super().__init__()
            self.c_fc, self.c_proj = nn.Linear(d_model, d_ff), nn.Linear(d_ff, d_model)

        def forward(self, x):
            return self.c_proj(F.relu(self.c_fc(x)))

    class EncoderLayer(nn.Module):
        def __init__(self, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__()
            self.ln_1, self.ln_2 = nn.LayerNorm(d_model), nn.LayerNorm(d_model)
            self.attn = fused_like_gpt._Attention(d_model, num_heads)
            self.mlp = fused_like_gpt._MLP(d_model, d_ff)
            self.drop, self.pre = nn.Dropout(dropout), norm_first

        def forward(self, x, mask=None):
            branch, weights = self.attn(self.ln_1(x) if self.pre else x, mask)
            x = x + self.drop(branch)
            x = x if self.pre else self.ln_1(x)
            x = x + self.drop(self.mlp(self.ln_2(x) if self.pre else x))
            return (x if self.pre else self.ln_2(x)), weights


class everything_in_one_class:
    """Bare parameters in one flat class, the norm written out, and a hook that puts the weights in; no attention
    biases."""

    class EncoderLayer(nn.Module):
        def __init__(self, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__()
            self.heads, self.p, self.pre = num_heads, dropout, norm_first
            self.attention = nn.Parameter(torch.randn(4, d_model, d_model) * d_model**-0.5)
            self.up, self.up_bias = nn.Parameter(torch.randn(d_model, d_ff)), nn.Parameter(torch.zeros(d_ff))
            self.down, self.down_bias = nn.Parameter(torch.randn(d_ff, d_model)), nn.Parameter(torch.zeros(d_model))
            self.gains, self.shifts = nn.Parameter(torch.ones(2, d_model)), nn.Parameter(torch.zeros(2, d_model))

        def _norm(self, x, which):
            centred = x - x.mean(-1, keepdim=True)
            scale = torch.rsqrt(centred.square().mean(-1, keepdim=True) + 1e-5)
            return centred * scale * self.gains[which] + self.shifts[which]

        def _attend(self, x, mask):
            q, k, v = (x @ w.T for w in self.attention[:3])
            heads = []
            for q_h, k_h, v_h in zip(*(t.chunk(self.heads, dim=-1) for t in (q, k, v)), strict=True):
                scores = q_h @ k_h.mT / q_h.size(-1) ** 0.5
                if mask is not None:
                    scores = torch.where(mask if mask.dim() == 2 else mask[:, 0], scores, -torch.inf)
                heads.append(scores.softmax(-1) @ v_h)
            return torch.cat(heads, dim=-1) @ self.attention[3].T

        def _think(self, x):
            return (x @ self.up + self.up_bias).clamp(min=0) @ self.down + self.down_bias

        def forward(self, x, mask=None):
            for which, sublayer in enumerate((lambda z: self._attend(z, mask), self._think)):
                branch = F.dropout(sublayer(self._norm(x, which) if self.pre else x), self.p, self.training)
                x = x + branch if self.pre else self._norm(x + branch, which)
            return x

        def load_canonical(self, weights):
            with torch.no_grad():
                self.attention.copy_(torch.stack([weights[f"self_attention.w_{name}.weight"] for name in "qkvo"]))
                self.up.copy_(weights["feed_forward.linear_1.weight"].T)
                self.up_bias.copy_(weights["feed_forward.linear_1.bias"])
                self.down.copy_(weights["feed_forward.linear_2.weight"].T)
                self.down_bias.copy_(weights["feed_forward.linear_2.bias"])
                self.gains.copy_(torch.stack([weights["norm_1.weight"], weights["norm_2.weight"]]))
                self.shifts.copy_(torch.stack([weights["norm_1.bias"], weights["norm_2.bias"]]))
