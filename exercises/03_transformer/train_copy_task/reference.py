"""A small encoder-decoder that learns to copy: post-norm, one layer on each side.

Attention Is All You Need (arXiv:1706.03762), sections 3 and 5.
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

PAD, START = 0, 1


class Attention(nn.Module):
    """Multi-head attention of x on a memory."""

    def __init__(self, d_model: int, num_heads: int = 4) -> None:
        super().__init__()
        self.num_heads = num_heads
        self.w_q, self.w_k, self.w_v, self.w_o = (nn.Linear(d_model, d_model) for _ in range(4))

    def forward(self, x: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        """Return (B, L, d_model)."""
        projected = (self.w_q(x), self.w_k(memory), self.w_v(memory))
        q, k, v = (each.unflatten(-1, (self.num_heads, -1)).transpose(1, 2) for each in projected)  # (B, H, L, d_head)
        scores = (q @ k.mT / math.sqrt(q.size(-1))).masked_fill(~mask, -torch.inf)
        return self.w_o((scores.softmax(dim=-1) @ v).transpose(1, 2).flatten(2))


class CopyModel(nn.Module):
    """What `Transformer(…, num_layers=1, …)` does, in one class, with learnt positions."""

    def __init__(self, vocab_size: int, max_len: int, d_model: int = 32) -> None:
        super().__init__()
        self.embedding, self.positions = nn.Embedding(vocab_size, d_model), nn.Embedding(max_len, d_model)
        self.attend_source, self.attend_target, self.attend_memory = (Attention(d_model) for _ in range(3))
        widths = (d_model, 2 * d_model)
        self.feed = nn.ModuleList(nn.Sequential(nn.Linear(*widths), nn.ReLU(), nn.Linear(*widths[::-1])) for _ in "ab")
        self.norms = nn.ModuleList(nn.LayerNorm(d_model) for _ in range(5))
        self.generator = nn.Linear(d_model, vocab_size)

    def forward(self, src_ids: Tensor, tgt_ids: Tensor) -> Tensor:
        """Return logits (B, T, vocab_size) for src_ids (B, S) and tgt_ids (B, T)."""
        src_mask = (src_ids != PAD)[:, None, None, :]  # (B, 1, 1, S)
        causal = torch.ones(tgt_ids.size(1), tgt_ids.size(1), dtype=torch.bool).tril()  # (T, T)
        memory, x = (self.embedding(ids) + self.positions.weight[: ids.size(1)] for ids in (src_ids, tgt_ids))
        memory = self.norms[0](memory + self.attend_source(memory, memory, src_mask))
        memory = self.norms[1](memory + self.feed[0](memory))  # (B, S, d_model)
        x = self.norms[2](x + self.attend_target(x, x, causal))
        x = self.norms[3](x + self.attend_memory(x, memory, src_mask))
        return self.generator(self.norms[4](x + self.feed[1](x)))


def build_model(vocab_size: int, max_len: int) -> nn.Module:
    """Return an untrained model for ids 0 … vocab_size - 1 and sequences of at most `max_len` symbols."""
    model = CopyModel(vocab_size, max_len)
    model.vocab_size, model.max_len = vocab_size, max_len
    return model


def train(model: nn.Module, steps: int, seed: int) -> list[float]:
    """Train `model` on random sequences; return the loss of each step."""
    generator = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min((step + 1) / 30, 1 - step / (steps + 1)))
    losses = []
    for step in range(1, steps + 1):
        symbols = torch.randint(2, model.vocab_size, (64, model.max_len), generator=generator)  # (B, L)
        lengths = torch.randint(1, model.max_len + 1, (64, 1), generator=generator)
        src = symbols.masked_fill(torch.arange(model.max_len) >= lengths, PAD)
        shifted = F.pad(src[:, :-1], (1, 0), value=START)  # the decoder sees what is before each symbol
        loss = F.cross_entropy(model(src, shifted).flatten(0, 1), src.flatten(), ignore_index=PAD)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
        if step == 1 or step % 10 == 0:
            print(f"step {step:4d}  loss {losses[-1]:.4f}")  # the tracker draws it
    return losses
