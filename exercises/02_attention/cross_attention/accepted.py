"""Correct ways to write cross-attention that differ in kind."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class fused_keys_and_values:
    """One nn.Linear for keys and values, no biases, as in many diffusion models; an additive mask made inside."""

    class CrossAttention(nn.Module):
        def __init__(self, d_model, d_memory, num_heads):
            super().__init__()
            self.heads = num_heads
            self.scale = (d_model // num_heads) ** -0.5
            self.to_q = nn.Linear(d_model, d_model, bias=False)
            self.to_kv = nn.Linear(d_memory, 2 * d_model, bias=False)
            self.to_out = nn.Linear(d_model, d_model, bias=False)

        def forward(self, x, memory, memory_mask=None):
            b, n, d = x.shape
            q, k, v = (
                t.reshape(b, -1, self.heads, d // self.heads).permute(0, 2, 1, 3)
                for t in (self.to_q(x), *self.to_kv(memory).chunk(2, dim=-1))
            )
            sim = torch.einsum("bhid,bhjd->bhij", q, k) * self.scale
            if memory_mask is not None:
                sim = sim + torch.zeros_like(sim).masked_fill(~memory_mask, -torch.finfo(sim.dtype).max)
            out = torch.einsum("bhij,bhjd->bhid", sim.softmax(dim=-1), v)
            return self.to_out(out.permute(0, 2, 1, 3).reshape(b, n, d))


class own_multi_head_attention:
    """A general multi-head attention with key and value widths, called with x and twice the memory."""

    class _MultiHeadAttention(nn.Module):
        def __init__(self, d_model, kdim, vdim, num_heads):
            super().__init__()
            self.num_heads = num_heads
            self.q_proj = nn.Linear(d_model, d_model)
            self.k_proj = nn.Linear(kdim, d_model)
            self.v_proj = nn.Linear(vdim, d_model)
            self.out_proj = nn.Linear(d_model, d_model)

        def forward(self, query, key, value, mask):
            q, k, v = self.q_proj(query), self.k_proj(key), self.v_proj(value)
            q, k, v = (x.view(*x.shape[:2], self.num_heads, -1).transpose(1, 2) for x in (q, k, v))
            scores = torch.matmul(q, k.transpose(2, 3)) / math.sqrt(q.shape[-1])
            if mask is not None:
                scores = scores.masked_fill(mask == 0, -1e9)
            weights = F.softmax(scores, dim=-1)
            x = torch.matmul(weights, v).transpose(1, 2).contiguous()
            return self.out_proj(x.view(*query.shape)), weights

    class CrossAttention(nn.Module):
        def __init__(self, d_model, d_memory, num_heads):
            super().__init__()
            inner = own_multi_head_attention._MultiHeadAttention
            self.attention = inner(d_model, d_memory, d_memory, num_heads)

        def forward(self, x, memory, memory_mask=None):
            return self.attention(x, memory, memory, memory_mask)

        def load_canonical(self, weights):
            names = {"w_q": "q_proj", "w_k": "k_proj", "w_v": "v_proj", "w_o": "out_proj"}
            state = {f"{names[key.split('.')[0]]}.{key.split('.')[1]}": value for key, value in weights.items()}
            self.attention.load_state_dict(state)


class one_head_at_a_time:
    """A loop over the heads that slices bare parameters and adds up what each head gives to the output; no biases."""

    class CrossAttention(nn.Module):
        def __init__(self, d_model, d_memory, num_heads):
            super().__init__()
            self.num_heads = num_heads
            self.W_q = nn.Parameter(torch.randn(d_model, d_model) * 0.1)
            self.W_k = nn.Parameter(torch.randn(d_model, d_memory) * 0.1)
            self.W_v = nn.Parameter(torch.randn(d_model, d_memory) * 0.1)
            self.W_o = nn.Parameter(torch.randn(d_model, d_model) * 0.1)

        def forward(self, x, memory, memory_mask=None):
            if memory_mask is not None and memory_mask.dim() == 4:
                memory_mask = memory_mask.squeeze(1)
            output = torch.zeros_like(x)
            for rows in torch.arange(x.size(-1)).chunk(self.num_heads):
                q, k, v = x @ self.W_q[rows].T, memory @ self.W_k[rows].T, memory @ self.W_v[rows].T
                scores = q @ k.mT / len(rows) ** 0.5
                if memory_mask is not None:
                    scores = torch.where(memory_mask, scores, -1e9)
                output = output + scores.softmax(dim=-1) @ v @ self.W_o[:, rows].T
            return output


class queries_meet_the_memory:
    """Carries the queries into the memory's space instead of projecting the keys, and mixes the memory before W_v."""

    class CrossAttention(nn.Module):
        def __init__(self, d_model, d_memory, num_heads):
            super().__init__()
            self.num_heads = num_heads
            self.query = nn.Linear(d_model, d_model)
            self.key = nn.Linear(d_memory, d_model)
            self.value = nn.Linear(d_memory, d_model)
            self.dense = nn.Linear(d_model, d_model)

        def forward(self, x, memory, memory_mask=None):
            q = self.query(x).unflatten(-1, (self.num_heads, -1)).transpose(1, 2)  # (B, H, L, d_head)
            w_k, w_v = (w.weight.unflatten(0, (self.num_heads, -1)) for w in (self.key, self.value))
            b_k = self.key.bias.unflatten(0, (self.num_heads, -1))
            scores = (q @ w_k) @ memory[:, None].mT + (q * b_k[:, None]).sum(-1, keepdim=True)
            scores = scores / q.size(-1) ** 0.5
            if memory_mask is not None:
                scores = scores.masked_fill(~memory_mask, -torch.inf)
            mixed = scores.softmax(dim=-1) @ memory[:, None]  # (B, H, L, d_memory)
            heads = mixed @ w_v.mT + self.value.bias.unflatten(0, (self.num_heads, 1, -1))
            return self.dense(heads.transpose(1, 2).flatten(2))


class heads_in_the_batch:
    """Folds the heads into the batch for bmm, and writes the softmax out; returns (output, weights)."""

    class CrossAttention(nn.Module):
        def __init__(self, d_model, d_memory, num_heads):
            super().__init__()
            self.h, self.d = num_heads, d_model // num_heads
            self.wq, self.wo = nn.Linear(d_model, d_model), nn.Linear(d_model, d_model)
            self.wk, self.wv = nn.Linear(d_memory, d_model), nn.Linear(d_memory, d_model)

        def _fold(self, x):
            return torch.cat(x.split(self.d, dim=-1), dim=0)  # (H·B, L, d_head)

        def forward(self, x, memory, memory_mask=None):
            q, k, v = self._fold(self.wq(x)), self._fold(self.wk(memory)), self._fold(self.wv(memory))
            scores = torch.bmm(q * self.d**-0.5, k.transpose(1, 2)).unflatten(0, (self.h, -1))
            if memory_mask is not None:
                mask = memory_mask if memory_mask.dim() == 2 else memory_mask.transpose(0, 1)
                scores = scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
            weights = torch.exp(scores - torch.logsumexp(scores, dim=-1, keepdim=True)).flatten(0, 1)
            return self.wo(torch.cat(torch.bmm(weights, v).chunk(self.h), dim=-1)), weights
