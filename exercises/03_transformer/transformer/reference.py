"""The Transformer: encoder, decoder, and everything between ids and logits.

Attention Is All You Need (arXiv:1706.03762), section 3 and figure 1.
"""

import math
from collections import OrderedDict

import torch
from torch import Tensor, nn


class Attention(nn.Module):
    """Multi-head attention of x on a memory, section 3.2.2."""

    def __init__(self, d_model: int, num_heads: int) -> None:
        super().__init__()
        self.num_heads = num_heads
        self.w_q, self.w_k, self.w_v, self.w_o = (nn.Linear(d_model, d_model) for _ in range(4))

    def forward(self, x: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        """Return (B, L, d_model)."""
        projected = (self.w_q(x), self.w_k(memory), self.w_v(memory))
        q, k, v = (each.unflatten(-1, (self.num_heads, -1)).transpose(1, 2) for each in projected)  # (B, H, L, d_head)
        scores = (q @ k.mT / math.sqrt(q.size(-1))).masked_fill(~mask, -torch.inf)  # (B, H, L, S)
        return self.w_o((scores.softmax(dim=-1) @ v).transpose(1, 2).flatten(2))


class Layer(nn.Module):
    """A post-norm layer of the encoder, or with `cross` of the decoder, sections 3.1 and 3.3."""

    def __init__(self, d_model: int, num_heads: int, d_ff: int, dropout: float, cross: bool) -> None:
        super().__init__()
        self.self_attention = Attention(d_model, num_heads)
        self.cross_attention = Attention(d_model, num_heads) if cross else None
        linear_1, linear_2 = nn.Linear(d_model, d_ff), nn.Linear(d_ff, d_model)
        self.feed_forward = nn.Sequential(OrderedDict(linear_1=linear_1, relu=nn.ReLU(), linear_2=linear_2))
        self.norm_1, self.norm_2 = nn.LayerNorm(d_model), nn.LayerNorm(d_model)
        self.norm_3 = nn.LayerNorm(d_model) if cross else None
        self.dropout = nn.Dropout(dropout)

    def forward(
        self, x: Tensor, mask: Tensor, memory: Tensor | None = None, memory_mask: Tensor | None = None
    ) -> Tensor:
        """Return (B, L, d_model)."""
        x = self.norm_1(x + self.dropout(self.self_attention(x, x, mask)))
        if self.cross_attention is None:
            return self.norm_2(x + self.dropout(self.feed_forward(x)))
        x = self.norm_2(x + self.dropout(self.cross_attention(x, memory, memory_mask)))
        return self.norm_3(x + self.dropout(self.feed_forward(x)))


class Transformer(nn.Module):
    """Logits for the id after each position of the target, given the source and the target up to there."""

    def __init__(self, src_vocab: int, tgt_vocab: int, d_model: int, num_heads: int, num_layers: int, d_ff: int,
                 dropout: float = 0.1, pad_id: int = 0) -> None:  # fmt: skip
        super().__init__()
        self.pad_id, self.dropout = pad_id, nn.Dropout(dropout)
        self.src_embedding, self.tgt_embedding = nn.Embedding(src_vocab, d_model), nn.Embedding(tgt_vocab, d_model)
        sizes = (d_model, num_heads, d_ff, dropout)
        stacks = ([Layer(*sizes, cross=cross) for _ in range(num_layers)] for cross in (False, True))
        self.encoder, self.decoder = (nn.ModuleDict({"layers": nn.ModuleList(layers)}) for layers in stacks)
        self.generator = nn.Linear(d_model, tgt_vocab)

    def forward(self, src_ids: Tensor, tgt_ids: Tensor) -> Tensor:
        """Return (B, T, tgt_vocab) for src_ids (B, S) and tgt_ids (B, T)."""
        src_mask, tgt_mask = ((ids != self.pad_id)[:, None, None, :] for ids in (src_ids, tgt_ids))  # (B, 1, 1, S or T)
        tgt_mask = tgt_mask & tgt_mask.new_ones(tgt_ids.size(1), tgt_ids.size(1)).tril()  # (B, 1, T, T)
        memory = self.prepare(self.src_embedding(src_ids))  # (B, S, d_model)
        for layer in self.encoder["layers"]:
            memory = layer(memory, src_mask)
        x = self.prepare(self.tgt_embedding(tgt_ids))  # (B, T, d_model)
        for layer in self.decoder["layers"]:
            x = layer(x, tgt_mask, memory, src_mask)  # every layer reads the last layer's memory
        return self.generator(x)

    def prepare(self, vectors: Tensor) -> Tensor:
        """Scale, add the positions and drop: sections 3.4, 3.5 and 5.4."""
        positions = torch.arange(vectors.size(1), dtype=torch.float64)[:, None]
        columns = torch.arange(vectors.size(2), dtype=torch.float64)  # even ones are sines, odd ones cosines
        angles = positions / 10000 ** (columns // 2 * 2 / vectors.size(2))
        table = torch.where(columns % 2 == 0, angles.sin(), angles.cos()).to(vectors.dtype)  # (L, d_model)
        return self.dropout(vectors * math.sqrt(vectors.size(2)) + table)
