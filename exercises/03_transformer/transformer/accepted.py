"""Correct ways to write the Transformer that differ in kind."""

import math

import torch
import torch.nn.functional as F
from torch import nn


def _sinusoids(length, d_model):
    """The table of positions (length, d_model)."""
    position = torch.arange(length).unsqueeze(1)
    div_term = torch.exp(torch.arange(0, d_model, 2) * -(math.log(10000.0) / d_model))
    table = torch.zeros(length, d_model)
    table[:, 0::2], table[:, 1::2] = torch.sin(position * div_term), torch.cos(position * div_term)
    return table


class annotated_transformer:
    """Residual wrappers, lists of clones, a table of 5000 positions as a buffer: the Annotated Transformer's style."""

    class _Attention(nn.Module):
        def __init__(self, h, d_model):
            super().__init__()
            self.d_k, self.h = d_model // h, h
            self.linears = nn.ModuleList([nn.Linear(d_model, d_model) for _ in range(4)])

        def forward(self, query, key, value, mask=None):
            query, key, value = [
                lin(x).view(x.size(0), -1, self.h, self.d_k).transpose(1, 2)
                for lin, x in zip(self.linears, (query, key, value), strict=False)
            ]
            scores = torch.matmul(query, key.transpose(-2, -1)) / math.sqrt(self.d_k)
            weights = scores.masked_fill(mask == 0, -1e9).softmax(dim=-1)
            x = torch.matmul(weights, value).transpose(1, 2).contiguous()
            return self.linears[-1](x.view(x.size(0), -1, self.h * self.d_k))

    class _Wrapper(nn.Module):
        def __init__(self, size, dropout):
            super().__init__()
            self.norm, self.dropout = nn.LayerNorm(size), nn.Dropout(dropout)

        def forward(self, x, sublayer):
            return self.norm(x + self.dropout(sublayer(x)))

    class _Layer(nn.Module):
        def __init__(self, size, h, d_ff, dropout, cross):
            super().__init__()
            here = annotated_transformer
            self.self_attn = here._Attention(h, size)
            if cross:
                self.src_attn = here._Attention(h, size)
            self.feed_forward = nn.ModuleDict({"w_1": nn.Linear(size, d_ff), "w_2": nn.Linear(d_ff, size)})
            self.sublayer = nn.ModuleList([here._Wrapper(size, dropout) for _ in range(3 if cross else 2)])

        def forward(self, x, mask, memory=None, src_mask=None):
            x = self.sublayer[0](x, lambda x: self.self_attn(x, x, x, mask))
            if memory is not None:
                x = self.sublayer[1](x, lambda x: self.src_attn(x, memory, memory, src_mask))
            return self.sublayer[-1](x, lambda x: self.feed_forward["w_2"](self.feed_forward["w_1"](x).relu()))

    class _Positions(nn.Module):
        def __init__(self, d_model, dropout):
            super().__init__()
            self.dropout = nn.Dropout(dropout)
            self.register_buffer("pe", _sinusoids(5000, d_model)[None])

        def forward(self, x):
            return self.dropout(x + self.pe[:, : x.size(1)].requires_grad_(False))

    class _Embeddings(nn.Module):
        def __init__(self, vocab, d_model):
            super().__init__()
            self.lut, self.d_model = nn.Embedding(vocab, d_model), d_model

        def forward(self, x):
            return self.lut(x) * math.sqrt(self.d_model)

    class Transformer(nn.Module):
        def __init__(self, src_vocab, tgt_vocab, d_model, num_heads, num_layers, d_ff, dropout=0.1, pad_id=0):
            super().__init__()
            here, sizes = annotated_transformer, (d_model, num_heads, d_ff, dropout)
            self.pad_id = pad_id
            self.src_embed = nn.Sequential(here._Embeddings(src_vocab, d_model), here._Positions(d_model, dropout))
            self.tgt_embed = nn.Sequential(here._Embeddings(tgt_vocab, d_model), here._Positions(d_model, dropout))
            self.encoder = nn.ModuleDict()
            self.encoder["layers"] = nn.ModuleList([here._Layer(*sizes, False) for _ in range(num_layers)])
            self.decoder = nn.ModuleDict()
            self.decoder["layers"] = nn.ModuleList([here._Layer(*sizes, True) for _ in range(num_layers)])
            self.generator = nn.Linear(d_model, tgt_vocab)

        def forward(self, src_ids, tgt_ids):
            src_mask = (src_ids != self.pad_id).unsqueeze(-2)[:, None]
            tgt_mask = (tgt_ids != self.pad_id).unsqueeze(-2)[:, None]
            future = torch.triu(torch.ones(1, 1, tgt_ids.size(1), tgt_ids.size(1)), diagonal=1) == 0
            memory = self.src_embed(src_ids)
            for layer in self.encoder["layers"]:
                memory = layer(memory, src_mask)
            x = self.tgt_embed(tgt_ids)
            for layer in self.decoder["layers"]:
                x = layer(x, tgt_mask & future, memory, src_mask)
            return self.generator(x)


class named_like_pytorch:
    """The parameter names of nn.Transformer, additive float masks, dropout on attention and hidden numbers too."""

    class _Attention(nn.Module):
        def __init__(self, d_model, nhead, dropout):
            super().__init__()
            self.nhead, self.dropout = nhead, dropout
            self.in_proj_weight = nn.Parameter(torch.empty(3 * d_model, d_model))
            self.in_proj_bias = nn.Parameter(torch.zeros(3 * d_model))
            self.out_proj = nn.Linear(d_model, d_model)
            nn.init.xavier_uniform_(self.in_proj_weight)

        def forward(self, query, memory, bias):
            ws, bs = self.in_proj_weight.chunk(3), self.in_proj_bias.chunk(3)
            q, k, v = (F.linear(x, w, b) for x, w, b in zip((query, memory, memory), ws, bs, strict=True))
            q, k, v = (x.unflatten(-1, (self.nhead, -1)).transpose(1, 2) for x in (q, k, v))
            weights = (q @ k.mT * q.size(-1) ** -0.5 + bias).softmax(-1)
            weights = F.dropout(weights, self.dropout, self.training)
            return self.out_proj((weights @ v).transpose(1, 2).flatten(2))

    class _EncoderLayer(nn.Module):
        def __init__(self, d_model, nhead, dim_feedforward, dropout):
            super().__init__()
            self.self_attn = named_like_pytorch._Attention(d_model, nhead, dropout)
            self.linear1, self.linear2 = nn.Linear(d_model, dim_feedforward), nn.Linear(dim_feedforward, d_model)
            self.norm1, self.norm2 = nn.LayerNorm(d_model), nn.LayerNorm(d_model)
            self.dropout = nn.Dropout(dropout)

        def forward(self, src, bias):
            src = self.norm1(src + self.dropout(self.self_attn(src, src, bias)))
            return self.norm2(src + self.dropout(self.linear2(self.dropout(F.relu(self.linear1(src))))))

    class _DecoderLayer(_EncoderLayer):
        def __init__(self, d_model, nhead, dim_feedforward, dropout):
            super().__init__(d_model, nhead, dim_feedforward, dropout)
            self.multihead_attn = named_like_pytorch._Attention(d_model, nhead, dropout)
            self.norm3 = nn.LayerNorm(d_model)

        def forward(self, tgt, bias, memory, memory_bias):
            tgt = self.norm1(tgt + self.dropout(self.self_attn(tgt, tgt, bias)))
            tgt = self.norm2(tgt + self.dropout(self.multihead_attn(tgt, memory, memory_bias)))
            return self.norm3(tgt + self.dropout(self.linear2(self.dropout(F.relu(self.linear1(tgt))))))

    class _Stack(nn.Module):
        def __init__(self, layers):
            super().__init__()
            self.layers = nn.ModuleList(layers)

        def forward(self, x, *others):
            for layer in self.layers:
                x = layer(x, *others)
            return x

    class Transformer(nn.Module):
        def __init__(self, src_vocab, tgt_vocab, d_model, num_heads, num_layers, d_ff, dropout=0.1, pad_id=0):
            super().__init__()
            here, sizes = named_like_pytorch, (d_model, num_heads, d_ff, dropout)
            self.d_model, self.pad_id = d_model, pad_id
            self.encoder_embedding = nn.Embedding(src_vocab, d_model, padding_idx=pad_id)
            self.decoder_embedding = nn.Embedding(tgt_vocab, d_model, padding_idx=pad_id)
            self.encoder = here._Stack([here._EncoderLayer(*sizes) for _ in range(num_layers)])
            self.decoder = here._Stack([here._DecoderLayer(*sizes) for _ in range(num_layers)])
            self.fc_out = nn.Linear(d_model, tgt_vocab)
            self.dropout = nn.Dropout(dropout)

        def forward(self, src_ids, tgt_ids):
            src, tgt = self.encoder_embedding(src_ids), self.decoder_embedding(tgt_ids)
            src, tgt = (x * self.d_model**0.5 for x in (src, tgt))
            src, tgt = (self.dropout(x + _sinusoids(x.size(1), self.d_model).to(x)) for x in (src, tgt))
            hidden = [(ids == self.pad_id)[:, None, None, :] for ids in (src_ids, tgt_ids)]
            src_bias, tgt_bias = (src.new_zeros(mask.shape).masked_fill(mask, -1e9) for mask in hidden)
            future = src.new_full((tgt.size(1), tgt.size(1)), -1e9).triu(1)
            memory = self.encoder(src, src_bias)
            return self.fc_out(self.decoder(tgt, tgt_bias + future, memory, src_bias)), memory


class tied_without_biases:
    """The target's table is the output too; bare weights and einsum, no bias in attention; both stacks in one class."""

    class _Attention(nn.Module):
        def __init__(self, d_model, heads):
            super().__init__()
            self.heads = heads
            self.W_q, self.W_k, self.W_v, self.W_o = (
                nn.Parameter(torch.randn(d_model, d_model) / d_model**0.5) for _ in range(4)
            )

        def forward(self, x, memory, mask):
            def project(x, w):
                return torch.einsum("bli,oi->blo", x, w).unflatten(-1, (self.heads, -1))

            q, k, v = project(x, self.W_q), project(memory, self.W_k), project(memory, self.W_v)
            scores = torch.einsum("bqhd,bkhd->bhqk", q, k) / math.sqrt(q.size(-1))
            weights = torch.where(mask, scores, torch.finfo(scores.dtype).min).softmax(dim=-1)
            return torch.einsum("bhqk,bkhd->bqhd", weights, v).flatten(2) @ self.W_o.T

    class _Block(nn.Module):
        def __init__(self, d_model, heads, d_ff, cross):
            super().__init__()
            self.attn = tied_without_biases._Attention(d_model, heads)
            if cross:
                self.cross_attn = tied_without_biases._Attention(d_model, heads)
            self.mlp = nn.Sequential(nn.Linear(d_model, d_ff), nn.ReLU(), nn.Linear(d_ff, d_model))
            for i in range(3 if cross else 2):
                self.add_module(f"ln_{i + 1}", nn.LayerNorm(d_model))

    class Transformer(nn.Module):
        def __init__(self, src_vocab, tgt_vocab, d_model, num_heads, num_layers, d_ff, dropout=0.1, pad_id=0):
            super().__init__()
            block = tied_without_biases._Block
            self.pad_id, self.p = pad_id, dropout
            self.src_emb, self.tgt_emb = nn.Embedding(src_vocab, d_model), nn.Embedding(tgt_vocab, d_model)
            self.enc, self.dec = nn.Module(), nn.Module()
            self.enc.blocks = nn.ModuleList([block(d_model, num_heads, d_ff, False) for _ in range(num_layers)])
            self.dec.blocks = nn.ModuleList([block(d_model, num_heads, d_ff, True) for _ in range(num_layers)])

        def embed(self, table, ids):
            x = F.embedding(ids, table.weight) * math.sqrt(table.embedding_dim)
            return self.drop(x + _sinusoids(ids.size(1), x.size(-1)).to(x.dtype))

        def drop(self, x):
            return F.dropout(x, self.p, self.training)

        def forward(self, src_ids, tgt_ids):
            length = torch.arange(tgt_ids.size(1))
            seen = (src_ids != self.pad_id)[:, None, None, :]
            past = (tgt_ids != self.pad_id)[:, None, None, :].logical_and(length[:, None] >= length)
            memory = self.embed(self.src_emb, src_ids)
            for block in self.enc.blocks:
                memory = block.ln_1(memory + self.drop(block.attn(memory, memory, seen)))
                memory = block.ln_2(memory + self.drop(block.mlp(memory)))
            x = self.embed(self.tgt_emb, tgt_ids)
            for block in self.dec.blocks:
                x = block.ln_1(x + self.drop(block.attn(x, x, past)))
                x = block.ln_2(x + self.drop(block.cross_attn(x, memory, seen)))
                x = block.ln_3(x + self.drop(block.mlp(x)))
            return x @ self.tgt_emb.weight.T


class tied_linear_and_hook:
    """An nn.Linear that owns the target's table; a dict of modules; says itself where the weights go."""

    class _Attention(nn.Module):
        def __init__(self, d_model, heads):
            super().__init__()
            self.heads, self.q, self.kv = heads, nn.Linear(d_model, d_model), nn.Linear(d_model, 2 * d_model)
            self.mix = nn.Linear(d_model, d_model)

        def forward(self, x, memory, mask):
            k, v = self.kv(memory).unflatten(-1, (2, self.heads, -1)).permute(2, 0, 3, 1, 4)
            q = self.q(x).unflatten(-1, (self.heads, -1)).transpose(1, 2)
            scores = (q @ k.mT / q.size(-1) ** 0.5).masked_fill(~mask, -torch.inf)
            return self.mix((scores.softmax(-1) @ v).transpose(1, 2).flatten(2))

        def fill(self, weights, prefix):
            for kind in ("weight", "bias"):
                getattr(self.q, kind).copy_(weights[f"{prefix}.w_q.{kind}"])
                both = [weights[f"{prefix}.w_{name}.{kind}"] for name in "kv"]
                getattr(self.kv, kind).copy_(torch.cat(both))
                getattr(self.mix, kind).copy_(weights[f"{prefix}.w_o.{kind}"])

    class Transformer(nn.Module):
        def __init__(self, src_vocab, tgt_vocab, d_model, num_heads, num_layers, d_ff, dropout=0.1, pad_id=0):
            super().__init__()
            self.pad_id, self.num_layers, self.drop = pad_id, num_layers, nn.Dropout(dropout)
            self.tables = nn.ModuleList([nn.Embedding(src_vocab, d_model), nn.Embedding(tgt_vocab, d_model)])
            self.head = nn.Linear(d_model, tgt_vocab, bias=False)
            self.head.weight = self.tables[1].weight
            parts = {}
            for side, kinds in (("encoder", ("self",)), ("decoder", ("self", "cross"))):
                for i in range(num_layers):
                    for kind in kinds:
                        parts[f"{side}_{i}_{kind}"] = tied_linear_and_hook._Attention(d_model, num_heads)
                    wide, narrow = nn.Linear(d_model, d_ff), nn.Linear(d_ff, d_model)
                    parts[f"{side}_{i}_ffn"] = nn.Sequential(wide, nn.ReLU(), narrow)
                    norms = [nn.LayerNorm(d_model) for _ in range(len(kinds) + 1)]
                    parts[f"{side}_{i}_norms"] = nn.ModuleList(norms)
            self.parts = nn.ModuleDict(parts)

        def embed(self, side, ids):
            x = self.tables[side](ids) * self.tables[side].embedding_dim ** 0.5
            return self.drop(x + _sinusoids(ids.size(1), x.size(-1)).to(x))

        def run(self, side, x, mask, memory=None, memory_mask=None):
            for i in range(self.num_layers):
                norms = self.parts[f"{side}_{i}_norms"]
                x = norms[0](x + self.drop(self.parts[f"{side}_{i}_self"](x, x, mask)))
                if memory is not None:
                    x = norms[1](x + self.drop(self.parts[f"{side}_{i}_cross"](x, memory, memory_mask)))
                x = norms[-1](x + self.drop(self.parts[f"{side}_{i}_ffn"](x)))
            return x

        def forward(self, src_ids, tgt_ids):
            src_mask, tgt_mask = ((ids != self.pad_id)[:, None, None, :] for ids in (src_ids, tgt_ids))
            tgt_mask = tgt_mask & torch.ones(tgt_ids.size(1), tgt_ids.size(1)).tril().bool()
            memory = self.run("encoder", self.embed(0, src_ids), src_mask)
            return self.head(self.run("decoder", self.embed(1, tgt_ids), tgt_mask, memory, src_mask))

        def load_canonical(self, weights):
            with torch.no_grad():
                self.tables[0].weight.copy_(weights["src_embedding.weight"])
                self.tables[1].weight.copy_(weights["tgt_embedding.weight"])
                for name, part in self.parts.items():
                    side, i, kind = name.split("_")
                    prefix = f"{side}.layers.{i}"
                    if kind in ("self", "cross"):
                        part.fill(weights, f"{prefix}.{kind}_attention")
                        continue
                    if kind == "ffn":
                        pairs = [(part[0], "feed_forward.linear_1"), (part[2], "feed_forward.linear_2")]
                    else:
                        pairs = [(norm, f"norm_{number}") for number, norm in enumerate(part, start=1)]
                    for layer, place in pairs:
                        state = {which: weights[f"{prefix}.{place}.{which}"] for which in ("weight", "bias")}
                        layer.load_state_dict(state)
