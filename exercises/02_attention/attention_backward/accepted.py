"""Correct ways to write attention's backward pass that differ in kind."""

import math

import torch


class einsum:
    """Every product by einsum; returns a list."""

    @staticmethod
    def attention_backward(grad_output, query, key, value):
        d = query.shape[-1]
        p = torch.softmax(torch.einsum("...qd,...kd->...qk", query, key) / math.sqrt(d), dim=-1)
        dv = torch.einsum("...qk,...qv->...kv", p, grad_output)
        dp = torch.einsum("...qv,...kv->...qk", grad_output, value)
        ds = (p * dp - p * torch.einsum("...qk,...qk->...q", p, dp)[..., None]) / math.sqrt(d)
        return [torch.einsum("...qk,...kd->...qd", ds, key), torch.einsum("...qk,...qd->...kd", ds, query), dv]


class like_flash_attention:
    """The row sum as the dot product of output and its gradient, and the weights from a log-sum-exp, as
    FlashAttention does it."""

    @staticmethod
    def attention_backward(grad_output, query, key, value):
        scale = query.size(-1) ** -0.5
        scores = torch.matmul(query * scale, key.mT)
        weights = torch.exp(scores - torch.logsumexp(scores, dim=-1, keepdim=True))
        delta = (grad_output * (weights @ value)).sum(-1, keepdim=True)
        grad_scores = weights * (grad_output @ value.mT - delta)
        return scale * (grad_scores @ key), scale * (grad_scores.mT @ query), weights.mT @ grad_output


class jacobian_of_every_row:
    """The softmax's Jacobian diag(p) - p pᵀ, written out for every row."""

    @staticmethod
    def attention_backward(grad_output, query, key, value):
        scores = query @ key.transpose(-1, -2) / math.sqrt(query.size(-1))
        exps = torch.exp(scores - scores.amax(-1, keepdim=True))
        p = exps / exps.sum(-1, keepdim=True)
        jacobian = torch.diag_embed(p) - p.unsqueeze(-1) * p.unsqueeze(-2)  # (..., S_q, S_k, S_k)
        grad_weights = grad_output @ value.transpose(-1, -2)
        grad_scores = (jacobian @ grad_weights.unsqueeze(-1)).squeeze(-1) / math.sqrt(query.size(-1))
        return grad_scores @ key, grad_scores.transpose(-1, -2) @ query, p.transpose(-1, -2) @ grad_output


class query_by_query:
    """A loop over the queries that adds up what each gives to the keys and values."""

    @staticmethod
    def attention_backward(grad_output, query, key, value):
        scale = 1 / math.sqrt(key.size(-1))
        grad_query, grad_key, grad_value = torch.zeros_like(query), torch.zeros_like(key), torch.zeros_like(value)
        for i in range(query.size(-2)):
            q, g = query[..., i, :], grad_output[..., i, :]  # (..., d_k), (..., d_v)
            p = ((key @ q.unsqueeze(-1)).squeeze(-1) * scale).softmax(dim=-1)  # (..., S_k)
            dp = (value @ g.unsqueeze(-1)).squeeze(-1)
            ds = p * (dp - (p * dp).sum(-1, keepdim=True)) * scale
            grad_value = grad_value + p.unsqueeze(-1) * g.unsqueeze(-2)
            grad_key = grad_key + ds.unsqueeze(-1) * q.unsqueeze(-2)
            grad_query[..., i, :] = (ds.unsqueeze(-1) * key).sum(-2)
        return grad_query, grad_key, grad_value


class centred_values:
    """Subtracts the output from the values first: then the softmax's gradient needs no sum at all."""

    @staticmethod
    def attention_backward(grad_output, query, key, value):
        q, k = query.mul(query.size(-1) ** -0.25), key.mul(query.size(-1) ** -0.25)  # half of the scale on each side
        p = torch.softmax(q @ k.mT, dim=-1)
        centred = value.unsqueeze(-3) - (p @ value).unsqueeze(-2)  # (..., S_q, S_k, d_v)
        ds = p * (centred @ grad_output.unsqueeze(-1)).squeeze(-1)
        factor = query.size(-1) ** -0.25
        return ds @ k * factor, ds.mT @ q * factor, p.mT @ grad_output
