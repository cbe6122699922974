"""Correct ways to write the tied embedding that differ in kind."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class linear_that_shares_its_weight:
    """An nn.Linear that owns the very parameter of the nn.Embedding, as in nanoGPT."""

    class TiedEmbedding(nn.Module):
        def __init__(self, vocab_size, d_model):
            super().__init__()
            self.d_model = d_model
            self.tok_emb = nn.Embedding(vocab_size, d_model)
            self.lm_head = nn.Linear(d_model, vocab_size, bias=False)
            self.tok_emb.weight = self.lm_head.weight

        def embed(self, ids):
            return self.tok_emb(ids) * math.sqrt(self.d_model)

        def logits(self, hidden):
            return self.lm_head(hidden)


class bare_parameter:
    """A bare parameter called weight, indexing, and einsum."""

    class TiedEmbedding(nn.Module):
        def __init__(self, vocab_size, d_model):
            super().__init__()
            self.weight = nn.Parameter(torch.randn(vocab_size, d_model) * 0.1)

        def embed(self, ids):
            return self.weight.size(-1) ** 0.5 * self.weight[ids]

        def logits(self, hidden):
            return torch.einsum("...d,vd->...v", hidden, self.weight)


class stored_as_columns:
    """The table lies on its side, (d_model, vocab_size); says itself where the weights go."""

    class TiedEmbedding(nn.Module):
        def __init__(self, vocab_size, d_model):
            super().__init__()
            self.columns = nn.Parameter(torch.empty(d_model, vocab_size))
            nn.init.xavier_uniform_(self.columns)

        def embed(self, ids):
            picked = self.columns.index_select(1, ids.flatten()).T.reshape(*ids.shape, -1)
            return picked * self.columns.size(0) ** 0.5

        def logits(self, hidden):
            return hidden.matmul(self.columns)

        def load_canonical(self, weights):
            with torch.no_grad():
                self.columns.copy_(weights["embedding.weight"].T)


class one_hot_rows:
    """One-hot rows times the table, the scale as a buffer, F.linear for the scores."""

    class TiedEmbedding(nn.Module):
        def __init__(self, vocab_size, d_model):
            super().__init__()
            self.table = nn.Parameter(torch.randn(vocab_size, d_model) / d_model**0.5)
            self.register_buffer("scale", torch.tensor(float(d_model)).sqrt())

        def embed(self, ids):
            return F.one_hot(ids, self.table.size(0)).to(self.table.dtype) @ self.table * self.scale

        def logits(self, hidden):
            return F.linear(hidden, self.table)
