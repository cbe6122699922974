"""Correct ways to write scaled dot-product attention that differ in kind."""

import math

import torch


class einsum:
    """Scores and output by einsum; the query is scaled before the product; masks with −1e9."""

    @staticmethod
    def scaled_dot_product_attention(query, key, value, mask=None):
        query = query * query.size(-1) ** -0.5
        scores = torch.einsum("...qd,...kd->...qk", query, key)
        if mask is not None:
            scores = scores.masked_fill(mask == 0, -1e9)
        return torch.einsum("...qk,...kv->...qv", scores.softmax(dim=-1), value)


class baddbmm:
    """Flattens the leading dimensions and adds the mask inside `torch.baddbmm`."""

    @staticmethod
    def scaled_dot_product_attention(query, key, value, mask=None):
        lead, (length, d_k) = query.shape[:-2], query.shape[-2:]
        bias = query.new_zeros(*lead, length, key.size(-2))
        if mask is not None:
            bias = bias.masked_fill(mask.logical_not(), -math.inf)
        query, key, value = (t.reshape(-1, *t.shape[-2:]) for t in (query, key, value))
        bias = bias.reshape(-1, *bias.shape[-2:])
        scores = torch.baddbmm(bias, query, key.transpose(1, 2), alpha=1 / math.sqrt(d_k))
        return torch.bmm(scores.softmax(-1), value).reshape(*lead, length, -1)


class returns_weights:
    """Adds a large negative number where the mask is False and returns (output, weights)."""

    @staticmethod
    def scaled_dot_product_attention(query, key, value, mask=None):
        scores = torch.matmul(query, key.mT) / torch.tensor(query.size(-1)).sqrt().to(query.dtype)
        if mask is not None:
            scores = scores + (1.0 - mask.to(scores.dtype)) * torch.finfo(scores.dtype).min
        weights = torch.nn.functional.softmax(scores, dim=-1)
        return weights @ value, weights


class own_softmax:
    """No softmax at all: exp of the allowed scores, divided by their sum at the end, after the product with the
    values."""

    @staticmethod
    def scaled_dot_product_attention(query, key, value, mask=None):
        scores = query @ key.transpose(-1, -2) / math.sqrt(key.shape[-1])
        allowed = torch.ones_like(scores, dtype=torch.bool) if mask is None else mask.expand_as(scores)
        scores = torch.where(allowed, scores, -math.inf)
        exps = torch.exp(scores - scores.amax(-1, keepdim=True))
        return (exps @ value) / exps.sum(-1, keepdim=True)


class query_by_query:
    """One query after the other, each against all keys."""

    @staticmethod
    def scaled_dot_product_attention(query, key, value, mask=None):
        shape = (*query.shape[:-1], key.size(-2))
        mask = torch.ones((), dtype=torch.bool) if mask is None else mask
        mask = mask.expand(shape)
        rows = []
        for i in range(query.size(-2)):
            scores = (key * query[..., i, None, :]).sum(-1) / math.sqrt(query.size(-1))  # (..., S_k)
            scores = scores.where(mask[..., i, :], torch.full_like(scores, -math.inf))
            rows.append((scores.softmax(-1)[..., None] * value).sum(-2))  # (..., d_v)
        return torch.stack(rows, dim=-2)
