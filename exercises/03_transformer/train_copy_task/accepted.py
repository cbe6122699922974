"""Correct ways to do the capstone that differ in kind."""

import math

import torch
import torch.nn.functional as F
from torch import nn


def _sequences(count, vocab_size, max_len, generator):
    """Ids (count, max_len): symbols from 2 on, then padding."""
    symbols = torch.randint(2, vocab_size, (count, max_len), generator=generator)
    return symbols.masked_fill(
        torch.arange(max_len) >= torch.randint(1, max_len + 1, (count, 1), generator=generator), 0
    )


class decoder_only:
    """Like GPT: source and target in one row, pre-norm, AdamW; the loss counts only the second half."""

    class _Block(nn.Module):
        def __init__(self, size, heads):
            super().__init__()
            self.heads = heads
            self.ln_1, self.ln_2 = nn.LayerNorm(size), nn.LayerNorm(size)
            self.c_attn, self.c_proj = nn.Linear(size, 3 * size), nn.Linear(size, size)
            self.mlp = nn.Sequential(nn.Linear(size, 2 * size), nn.GELU(), nn.Linear(2 * size, size))

        def forward(self, x, mask):
            q, k, v = self.c_attn(self.ln_1(x)).unflatten(-1, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
            weights = (q @ k.mT / math.sqrt(q.size(-1))).masked_fill(~mask, -1e9).softmax(dim=-1)
            x = x + self.c_proj((weights @ v).transpose(1, 2).flatten(2))
            return x + self.mlp(self.ln_2(x))

    class _Model(nn.Module):
        def __init__(self, vocab_size, max_len, size=32):
            super().__init__()
            self.vocab_size, self.max_len = vocab_size, max_len
            self.wte, self.wpe = nn.Embedding(vocab_size, size), nn.Embedding(2 * max_len, size)
            self.blocks = nn.ModuleList([decoder_only._Block(size, 4) for _ in range(2)])
            self.head = nn.Linear(size, vocab_size)

        def forward(self, src_ids, tgt_ids):
            ids = torch.cat([src_ids, tgt_ids], dim=1)
            places = torch.cat([torch.arange(src_ids.size(1)), self.max_len + torch.arange(tgt_ids.size(1))])
            mask = torch.ones(ids.size(1), ids.size(1), dtype=torch.bool).tril()
            mask = mask & (ids != 0)[:, None, None, :] | torch.eye(ids.size(1), dtype=torch.bool)
            x = self.wte(ids) + self.wpe(places)
            for block in self.blocks:
                x = block(x, mask)
            return self.head(x[:, src_ids.size(1) :])

    @staticmethod
    def build_model(vocab_size, max_len):
        return decoder_only._Model(vocab_size, max_len)

    @staticmethod
    def train(model, steps, seed):
        generator, losses = torch.Generator().manual_seed(seed), []
        optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3, weight_decay=0.01)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 5e-3, total_steps=steps + 1, pct_start=0.2)
        for _ in range(steps):
            src = _sequences(64, model.vocab_size, model.max_len, generator)
            logits = model(src, torch.cat([torch.ones(64, 1, dtype=torch.int64), src[:, :-1]], dim=1))
            loss = F.cross_entropy(logits.transpose(1, 2), src, ignore_index=0)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(float(loss))
        return losses


class paper_recipe:
    """Sinusoidal positions, scaled and tied embeddings of small initial size, the Noam schedule with an end."""

    class _Attention(nn.Module):
        def __init__(self, size, heads=4):
            super().__init__()
            self.heads = heads
            self.q, self.k, self.v, self.o = (nn.Linear(size, size) for _ in range(4))

        def forward(self, x, memory, mask):
            q, k, v = (
                f(y).unflatten(-1, (self.heads, -1)) for f, y in ((self.q, x), (self.k, memory), (self.v, memory))
            )
            scores = torch.einsum("bqhd,bkhd->bhqk", q, k) / math.sqrt(q.size(-1))
            weights = scores.masked_fill(~mask, -1e9).softmax(dim=-1)
            return self.o(torch.einsum("bhqk,bkhd->bqhd", weights, v).flatten(2))

    class _Model(nn.Module):
        def __init__(self, vocab_size, max_len, size=32):
            super().__init__()
            self.vocab_size, self.max_len, self.size = vocab_size, max_len, size
            self.table = nn.Parameter(torch.randn(vocab_size, size) * 0.5 * size**-0.5)
            angles = torch.arange(max_len)[:, None] / 10000 ** (torch.arange(0, size, 2) / size)
            self.register_buffer("positions", torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1))
            self.attentions = nn.ModuleList([paper_recipe._Attention(size) for _ in range(3)])
            feeds = [nn.Sequential(nn.Linear(size, 64), nn.ReLU(), nn.Linear(64, size)) for _ in range(2)]
            self.feeds, self.norms = nn.ModuleList(feeds), nn.ModuleList([nn.LayerNorm(size) for _ in range(5)])

        def forward(self, src_ids, tgt_ids):
            seen = (src_ids != 0)[:, None, None, :]
            past = torch.ones(tgt_ids.size(1), tgt_ids.size(1), dtype=torch.bool).tril()
            memory, x = (self.table[ids] * self.size**0.5 + self.positions[: ids.size(1)] for ids in (src_ids, tgt_ids))
            memory = self.norms[0](memory + self.attentions[0](memory, memory, seen))
            memory = self.norms[1](memory + self.feeds[0](memory))
            x = self.norms[2](x + self.attentions[1](x, x, past))
            x = self.norms[3](x + self.attentions[2](x, memory, seen))
            return self.norms[4](x + self.feeds[1](x)) @ self.table.T

    @staticmethod
    def build_model(vocab_size, max_len):
        return paper_recipe._Model(vocab_size, max_len)

    @staticmethod
    def train(model, steps, seed):
        generator, losses = torch.Generator().manual_seed(seed), []
        optimizer = torch.optim.Adam(model.parameters(), lr=0.0, betas=(0.9, 0.98), eps=1e-9)
        model.train()
        for step in range(1, steps + 1):
            noam = model.size**-0.5 * min(step**-0.5, step * 40**-1.5)
            optimizer.param_groups[0]["lr"] = 0.4 * noam * (1 - step / (steps + 1))  # and down to 0 at the end
            src = _sequences(64, model.vocab_size, model.max_len, generator)
            logits = model(src, F.pad(src, (1, -1), value=1))
            loss = F.cross_entropy(logits.flatten(0, 1), src.flatten(), ignore_index=0)
            model.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        return losses


class attention_by_position:
    """One attention and nothing else: the queries and keys are positions, the values are the source's symbols."""

    class _Model(nn.Module):
        def __init__(self, vocab_size, max_len, size=24):
            super().__init__()
            self.vocab_size, self.max_len = vocab_size, max_len
            self.queries, self.keys = (nn.Parameter(torch.randn(max_len, size)) for _ in range(2))
            self.values, self.out = nn.Embedding(vocab_size, size), nn.Linear(size, vocab_size)

        def forward(self, src_ids, tgt_ids):
            scores = self.queries[: tgt_ids.size(1)] @ self.keys[: src_ids.size(1)].T / self.keys.size(1) ** 0.5
            weights = scores.masked_fill((src_ids == 0)[:, None, :], -torch.inf).softmax(dim=-1)  # (B, T, S)
            return self.out(weights @ self.values(src_ids)), weights

    @staticmethod
    def build_model(vocab_size, max_len):
        return attention_by_position._Model(vocab_size, max_len)

    @staticmethod
    def train(model, steps, seed):
        generator = torch.Generator().manual_seed(seed)
        optimizer = torch.optim.RMSprop(model.parameters(), lr=2e-2)

        def step(_):
            src = _sequences(128, model.vocab_size, model.max_len, generator)
            log_probs = model(src, F.pad(src, (1, -1), value=1))[0].log_softmax(dim=-1)
            loss = -log_probs.gather(-1, src[..., None]).squeeze(-1)[src != 0].mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            return loss.item()

        return [step(number) for number in range(steps)]
