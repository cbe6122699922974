"""Correct ways to write multi-head attention that differ in kind."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class fused_like_nanogpt:
    """One nn.Linear for q, k and v, whose rows are cut into three blocks; no biases."""

    class MultiHeadAttention(nn.Module):
        def __init__(self, d_model, num_heads, dropout=0.0):
            super().__init__()
            self.n_head = num_heads
            self.c_attn = nn.Linear(d_model, 3 * d_model, bias=False)
            self.c_proj = nn.Linear(d_model, d_model, bias=False)
            self.attn_dropout = nn.Dropout(dropout)
            self.resid_dropout = nn.Dropout(dropout)

        def forward(self, query, key, value, mask=None):
            B, T, C = query.size()
            w_q, w_k, w_v = self.c_attn.weight.split(C, dim=0)
            q = F.linear(query, w_q).view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
            k = F.linear(key, w_k).view(B, -1, self.n_head, C // self.n_head).transpose(1, 2)
            v = F.linear(value, w_v).view(B, -1, self.n_head, C // self.n_head).transpose(1, 2)
            att = (q @ k.transpose(-2, -1)) * (1.0 / math.sqrt(k.size(-1)))
            if mask is not None:
                att = att.masked_fill(mask == 0, float("-inf"))
            y = self.attn_dropout(F.softmax(att, dim=-1)) @ v
            y = y.transpose(1, 2).contiguous().view(B, T, C)
            return self.resid_dropout(self.c_proj(y))


class named_like_pytorch:
    """The parameter names of nn.MultiheadAttention, with an additive mask made inside."""

    class MultiHeadAttention(nn.Module):
        def __init__(self, d_model, num_heads, dropout=0.0):
            super().__init__()
            self.heads, self.p = num_heads, dropout
            self.in_proj_weight = nn.Parameter(torch.empty(3 * d_model, d_model))
            self.in_proj_bias = nn.Parameter(torch.zeros(3 * d_model))
            self.out_proj = nn.Linear(d_model, d_model)
            nn.init.xavier_uniform_(self.in_proj_weight)

        def forward(self, query, key, value, mask=None):
            ws, bs = self.in_proj_weight.chunk(3), self.in_proj_bias.chunk(3)
            q, k, v = (F.linear(x, w, b) for x, w, b in zip((query, key, value), ws, bs, strict=True))
            batch, length, size = q.shape
            q, k, v = (
                x.reshape(batch, -1, self.heads, size // self.heads).transpose(1, 2).flatten(0, 1) for x in (q, k, v)
            )  # (B·H, L, d_head)
            bias = q.new_zeros(batch, self.heads, length, k.size(1))
            if mask is not None:
                bias = bias.masked_fill(~mask, -torch.inf)
            scores = torch.baddbmm(bias.flatten(0, 1), q, k.mT, alpha=(size // self.heads) ** -0.5)
            weights = F.dropout(scores.softmax(dim=2), self.p, self.training)
            out = torch.bmm(weights, v).unflatten(0, (batch, self.heads))
            return self.out_proj(out.permute(0, 2, 1, 3).reshape(batch, length, size)), weights


class one_linear_per_head:
    """A ModuleList of heads, each with its own small projections; says itself where the weights go."""

    class _Head(nn.Module):
        def __init__(self, d_model, d_head):
            super().__init__()
            self.to_q = nn.Linear(d_model, d_head)
            self.to_k = nn.Linear(d_model, d_head)
            self.to_v = nn.Linear(d_model, d_head)

        def forward(self, query, key, value, mask, dropout):
            q, k, v = self.to_q(query), self.to_k(key), self.to_v(value)
            scores = torch.bmm(q, k.transpose(1, 2)) / q.size(-1) ** 0.5  # (B, S_q, S_k)
            if mask is not None:
                scores = scores.masked_fill(~(mask if mask.dim() == 2 else mask.squeeze(1)), -1e9)
            return torch.bmm(dropout(torch.softmax(scores, dim=-1)), v)

    class MultiHeadAttention(nn.Module):
        def __init__(self, d_model, num_heads, dropout=0.0):
            super().__init__()
            head = one_linear_per_head._Head
            self.heads = nn.ModuleList(head(d_model, d_model // num_heads) for _ in range(num_heads))
            self.mix = nn.Linear(d_model, d_model)
            self.dropout = nn.Dropout(dropout)

        def forward(self, query, key, value, mask=None):
            return self.mix(torch.cat([head(query, key, value, mask, self.dropout) for head in self.heads], dim=-1))

        def load_canonical(self, weights):
            with torch.no_grad():
                for kind in ("weight", "bias"):
                    for name in "qkv":
                        blocks = weights[f"w_{name}.{kind}"].chunk(len(self.heads))
                        for head, block in zip(self.heads, blocks, strict=True):
                            getattr(getattr(head, f"to_{name}"), kind).copy_(block)
                    getattr(self.mix, kind).copy_(weights[f"w_o.{kind}"])


class einsum_on_bare_parameters:
    """Four bare parameters (d_out, d_in) and einsum; the softmax written out, without biases."""

    class MultiHeadAttention(nn.Module):
        def __init__(self, d_model, num_heads, dropout=0.0):
            super().__init__()
            self.num_heads = num_heads
            self.W_q, self.W_k, self.W_v, self.W_o = (
                nn.Parameter(torch.randn(d_model, d_model) / d_model**0.5) for _ in range(4)
            )
            self.dropout = nn.Dropout(dropout)

        def forward(self, query, key, value, mask=None):
            def project(x, w):  # (B, L, d_model) -> (B, L, H, d_head)
                return torch.einsum("bli,oi->blo", x, w).unflatten(-1, (self.num_heads, -1))

            q, k, v = project(query, self.W_q), project(key, self.W_k), project(value, self.W_v)
            scores = torch.einsum("bqhd,bkhd->bhqk", q / q.shape[-1] ** 0.5, k)
            if mask is not None:
                scores = torch.where(mask, scores, torch.finfo(scores.dtype).min)
            exps = torch.exp(scores - scores.amax(dim=-1, keepdim=True))
            weights = self.dropout(exps / exps.sum(dim=-1, keepdim=True))
            heads = torch.einsum("bhqk,bkhd->bqhd", weights, v)
            return torch.einsum("bqi,oi->bqo", heads.flatten(2), self.W_o)


class annotated_transformer:
    """Four cloned nn.Linear in one list, masked with -1e9, as in the Annotated Transformer; keeps its weights."""

    @staticmethod
    def _attention(query, key, value, mask=None, dropout=None):
        d_k = query.size(-1)
        scores = torch.matmul(query, key.transpose(-2, -1)) / math.sqrt(d_k)
        if mask is not None:
            scores = scores.masked_fill(mask == 0, -1e9)
        p_attn = scores.softmax(dim=-1)
        if dropout is not None:
            p_attn = dropout(p_attn)
        return torch.matmul(p_attn, value), p_attn

    class MultiHeadAttention(nn.Module):
        def __init__(self, d_model, num_heads, dropout=0.0):
            super().__init__()
            self.d_k, self.h = d_model // num_heads, num_heads
            self.linears = nn.ModuleList([nn.Linear(d_model, d_model) for _ in range(4)])
            self.attn = None
            self.dropout = nn.Dropout(p=dropout)

        def forward(self, query, key, value, mask=None):
            nbatches = query.size(0)
            query, key, value = [
                lin(x).view(nbatches, -1, self.h, self.d_k).transpose(1, 2)
                for lin, x in zip(self.linears, (query, key, value), strict=False)
            ]
            x, self.attn = annotated_transformer._attention(query, key, value, mask=mask, dropout=self.dropout)
            x = x.transpose(1, 2).contiguous().view(nbatches, -1, self.h * self.d_k)
            return self.linears[-1](x)

        def load_canonical(self, weights):
            for name, linear in zip("qkvo", self.linears, strict=True):
                linear.load_state_dict({"weight": weights[f"w_{name}.weight"], "bias": weights[f"w_{name}.bias"]})


class named_like_bert:
    """BERT's names and its transpose_for_scores; dropout on the output too; returns (output, weights)."""

    class MultiHeadAttention(nn.Module):
        def __init__(self, d_model, num_heads, dropout=0.0):
            super().__init__()
            self.num_attention_heads = num_heads
            self.attention_head_size = d_model // num_heads
            self.query = nn.Linear(d_model, d_model)
            self.key = nn.Linear(d_model, d_model)
            self.value = nn.Linear(d_model, d_model)
            self.dense = nn.Linear(d_model, d_model)
            self.dropout = nn.Dropout(dropout)

        def transpose_for_scores(self, x):
            return x.view(*x.size()[:-1], self.num_attention_heads, self.attention_head_size).permute(0, 2, 1, 3)

        def forward(self, query, key, value, mask=None):
            query_layer = self.transpose_for_scores(self.query(query))
            key_layer = self.transpose_for_scores(self.key(key))
            value_layer = self.transpose_for_scores(self.value(value))
            attention_scores = torch.matmul(query_layer, key_layer.transpose(-1, -2))
            attention_scores = attention_scores / math.sqrt(self.attention_head_size)
            if mask is not None:
                attention_scores = attention_scores + (1.0 - mask.to(attention_scores.dtype)) * -1e9
            attention_probs = nn.functional.softmax(attention_scores, dim=-1)
            context_layer = torch.matmul(self.dropout(attention_probs), value_layer).permute(0, 2, 1, 3).contiguous()
            return self.dropout(self.dense(context_layer.flatten(start_dim=-2))), attention_probs


class three_dimensional_weights:
    """Weights (H, d_model, d_head) as in the paper's formula, one matrix for each head; no biases."""

    class MultiHeadAttention(nn.Module):
        def __init__(self, d_model, num_heads, dropout=0.0):
            super().__init__()
            shape = (num_heads, d_model, d_model // num_heads)
            self.queries, self.keys, self.values = (nn.Parameter(torch.randn(shape) * 0.1) for _ in range(3))
            self.out = nn.Parameter(torch.randn(num_heads, d_model // num_heads, d_model) * 0.1)
            self.drop = nn.Dropout(dropout)

        def forward(self, query, key, value, mask=None):
            q, k, v = query[:, None] @ self.queries, key[:, None] @ self.keys, value[:, None] @ self.values
            scores = q @ k.mT * q.size(-1) ** -0.5
            if mask is not None:
                scores = scores.masked_fill(mask.logical_not(), -torch.inf)
            return (self.drop(scores.softmax(-1)) @ v @ self.out).sum(dim=1)  # concat and W_o = a sum over heads

        def load_canonical(self, weights):
            heads = self.queries.size(0)
            with torch.no_grad():
                for name, own in (("w_q", self.queries), ("w_k", self.keys), ("w_v", self.values)):
                    own.copy_(torch.stack(weights[f"{name}.weight"].chunk(heads)).mT)
                self.out.copy_(torch.stack(weights["w_o.weight"].T.chunk(heads)))
