"""Correct ways to write the decoder layer that differ in kind."""

import copy
import math

import torch
import torch.nn.functional as F
from torch import nn


class named_like_pytorch:
    """The parameter names of nn.TransformerDecoderLayer, one fused in_proj_weight for each attention, blocks as
    methods."""

    class _Attention(nn.Module):
        def __init__(self, d_model, num_heads, dropout):
            super().__init__()
            self.num_heads, self.p = num_heads, dropout
            self.in_proj_weight = nn.Parameter(torch.randn(3 * d_model, d_model) * d_model**-0.5)
            self.in_proj_bias = nn.Parameter(torch.zeros(3 * d_model))
            self.out_proj = nn.Linear(d_model, d_model)

        def forward(self, query, memory, mask):
            weights, biases = self.in_proj_weight.chunk(3), self.in_proj_bias.chunk(3)
            q, k, v = (
                F.linear(x, w, b).unflatten(-1, (self.num_heads, -1)).permute(0, 2, 1, 3)
                for x, w, b in zip((query, memory, memory), weights, biases, strict=True)
            )
            bias = 0.0 if mask is None else torch.zeros(mask.shape, dtype=q.dtype).masked_fill(~mask, -torch.inf)
            weights = (q @ k.mT / math.sqrt(q.size(-1)) + bias).softmax(dim=-1)
            out = F.dropout(weights, self.p, self.training) @ v
            return self.out_proj(out.transpose(1, 2).reshape(query.shape))

    class DecoderLayer(nn.Module):
        def __init__(self, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__()
            self.self_attn = named_like_pytorch._Attention(d_model, num_heads, dropout)
            self.multihead_attn = named_like_pytorch._Attention(d_model, num_heads, dropout)
            self.linear1, self.dropout = nn.Linear(d_model, d_ff), nn.Dropout(dropout)
            self.linear2, self.norm_first = nn.Linear(d_ff, d_model), norm_first
            self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(d_model) for _ in range(3))
            self.dropout1, self.dropout2, self.dropout3 = (nn.Dropout(dropout) for _ in range(3))

        def forward(self, x, memory, target_mask=None, memory_mask=None):
            if self.norm_first:
                x = x + self._sa_block(self.norm1(x), target_mask)
                x = x + self._mha_block(self.norm2(x), memory, memory_mask)
                x = x + self._ff_block(self.norm3(x))
            else:
                x = self.norm1(x + self._sa_block(x, target_mask))
                x = self.norm2(x + self._mha_block(x, memory, memory_mask))
                x = self.norm3(x + self._ff_block(x))
            return x

        def _sa_block(self, x, mask):
            return self.dropout1(self.self_attn(x, x, mask))

        def _mha_block(self, x, memory, mask):
            return self.dropout2(self.multihead_attn(x, memory, mask))

        def _ff_block(self, x):
            return self.dropout3(self.linear2(self.dropout(F.relu(self.linear1(x)))))


class annotated_transformer:
    """Residual wrappers in a list that hold the norms, src_attn, cloned layers, -1e9, as in the Annotated
    Transformer."""

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

    class DecoderLayer(nn.Module):
        def __init__(self, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__()
            parts = annotated_transformer
            self.self_attn = parts._MultiHeadedAttention(num_heads, d_model, dropout)
            self.src_attn = parts._MultiHeadedAttention(num_heads, d_model, dropout)
            self.feed_forward = parts._PositionwiseFeedForward(d_model, d_ff, dropout)
            self.sublayer = parts._clones(parts._SublayerConnection(d_model, dropout, norm_first), 3)

        def forward(self, x, memory, target_mask=None, memory_mask=None):
            x = self.sublayer[0](x, lambda x: self.self_attn(x, x, x, target_mask))
            x = self.sublayer[1](x, lambda x: self.src_attn(x, memory, memory, memory_mask))
            return self.sublayer[2](x, self.feed_forward)


class named_like_bart:
    """q_proj and encoder_attn, no attention biases, heads folded into the batch; returns (output, both weights)."""

    class _Attention(nn.Module):
        def __init__(self, d_model, num_heads):
            super().__init__()
            self.heads = num_heads
            self.q_proj, self.k_proj, self.v_proj, self.out_proj = (
                nn.Linear(d_model, d_model, bias=False) for _ in range(4)
            )

        def _fold(self, x):
            return x.unflatten(-1, (self.heads, -1)).transpose(1, 2).flatten(0, 1)  # (B·H, L, d_head)

        def forward(self, hidden, key_value, mask):
            batch, length, d_model = hidden.shape
            q, k, v = (self._fold(x) for x in (self.q_proj(hidden), self.k_proj(key_value), self.v_proj(key_value)))
            scores = torch.bmm(q * q.size(-1) ** -0.5, k.transpose(1, 2)).unflatten(0, (batch, self.heads))
            if mask is not None:
                scores = scores.masked_fill(mask.logical_not(), torch.finfo(scores.dtype).min)
            weights = scores.softmax(dim=-1)
            heads = torch.bmm(weights.flatten(0, 1), v).unflatten(0, (batch, self.heads))
            return self.out_proj(heads.transpose(1, 2).reshape(batch, length, d_model)), weights

    class DecoderLayer(nn.Module):
        def __init__(self, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__()
            self.self_attn = named_like_bart._Attention(d_model, num_heads)
            self.encoder_attn = named_like_bart._Attention(d_model, num_heads)
            self.fc1, self.fc2 = nn.Linear(d_model, d_ff), nn.Linear(d_ff, d_model)
            self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(d_model) for _ in range(3))
            self.dropout, self.normalize_before = dropout, norm_first

        def forward(self, x, memory, target_mask=None, memory_mask=None):
            found = []

            def attend(attention, source, mask):
                def sublayer(z):
                    out, weights = attention(z, z if source is None else source, mask)
                    found.append(weights)
                    return out

                return sublayer

            sublayers = (
                (self.norm1, attend(self.self_attn, None, target_mask)),
                (self.norm2, attend(self.encoder_attn, memory, memory_mask)),
                (self.norm3, lambda z: self.fc2(F.relu(self.fc1(z)))),
            )
            for norm, sublayer in sublayers:
                branch = F.dropout(sublayer(norm(x) if self.normalize_before else x), self.dropout, self.training)
                x = x + branch if self.normalize_before else norm(x + branch)
            return x, found


class weights_in_dictionaries:
    """nn.ParameterDict and einsum instead of layers, the norm written out, and a hook that puts the weights in."""

    class DecoderLayer(nn.Module):
        def __init__(self, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__()
            self.heads, self.p, self.pre = num_heads, dropout, norm_first
            shapes = {f"{kind}_{name}": (d_model, d_model) for kind in ("self", "cross") for name in "qkvo"}
            shapes |= {"wide": (d_ff, d_model), "narrow": (d_model, d_ff)}
            self.matrices = nn.ParameterDict({k: 0.1 * torch.randn(shape) for k, shape in shapes.items()})
            self.wide_bias, self.narrow_bias = nn.Parameter(torch.zeros(d_ff)), nn.Parameter(torch.zeros(d_model))
            self.gains, self.shifts = nn.Parameter(torch.ones(3, d_model)), nn.Parameter(torch.zeros(3, d_model))

        def _attend(self, kind, query, source, mask):
            q, k, v = (
                torch.einsum("bli,oi->blo", x, self.matrices[f"{kind}_{name}"]).unflatten(-1, (self.heads, -1))
                for x, name in ((query, "q"), (source, "k"), (source, "v"))
            )
            scores = torch.einsum("bqhd,bkhd->bhqk", q, k) / math.sqrt(q.size(-1))
            if mask is not None:
                scores = torch.where(mask, scores, -1e9)
            heads = torch.einsum("bhqk,bkhd->bqhd", scores.softmax(-1), v).flatten(2)
            return heads @ self.matrices[f"{kind}_o"].T

        def _think(self, x):
            return F.linear(
                F.linear(x, self.matrices["wide"], self.wide_bias).relu(), self.matrices["narrow"], self.narrow_bias
            )

        def _norm(self, x, which):
            variance, mean = torch.var_mean(x, dim=-1, correction=0, keepdim=True)
            return (x - mean) / (variance + 1e-5).sqrt() * self.gains[which] + self.shifts[which]

        def forward(self, x, memory, target_mask=None, memory_mask=None):
            for which in range(3):
                z = self._norm(x, which) if self.pre else x
                if which == 0:
                    branch = self._attend("self", z, z, target_mask)
                elif which == 1:
                    branch = self._attend("cross", z, memory, memory_mask)
                else:
                    branch = self._think(z)
                x = x + F.dropout(branch, self.p, self.training)
                x = x if self.pre else self._norm(x, which)
            return x

        def load_canonical(self, weights):
            places = {f"{kind}_{n}": f"{kind}_attention.w_{n}" for kind in ("self", "cross") for n in "qkvo"}
            places |= {"wide": "feed_forward.linear_1", "narrow": "feed_forward.linear_2"}
            with torch.no_grad():
                for own, name in places.items():
                    self.matrices[own].copy_(weights[f"{name}.weight"])
                self.wide_bias.copy_(weights["feed_forward.linear_1.bias"])
                self.narrow_bias.copy_(weights["feed_forward.linear_2.bias"])
                for i in range(3):
                    self.gains[i].copy_(weights[f"norm_{i + 1}.weight"])
                    self.shifts[i].copy_(weights[f"norm_{i + 1}.bias"])
