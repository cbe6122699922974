"""Known wrong ways to write the Transformer; each docstring is what the learner is told."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class _Attention(nn.Module):
    """Correct multi-head attention."""

    def __init__(self, d_model, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.w_q, self.w_k, self.w_v, self.w_o = (nn.Linear(d_model, d_model) for _ in range(4))

    def forward(self, x, memory, mask=None):
        projected = (self.w_q(x), self.w_k(memory), self.w_v(memory))
        q, k, v = (each.unflatten(-1, (self.num_heads, -1)).transpose(1, 2) for each in projected)
        scores = q @ k.mT / math.sqrt(q.size(-1))
        if mask is not None:
            scores = scores.masked_fill(~mask, -1e9)
        return self.w_o((scores.softmax(dim=-1) @ v).transpose(1, 2).flatten(2))


class _FeedForward(nn.Module):
    """Correct feed-forward network."""

    def __init__(self, d_model, d_ff):
        super().__init__()
        self.linear_1, self.linear_2 = nn.Linear(d_model, d_ff), nn.Linear(d_ff, d_model)

    def forward(self, x):
        return self.linear_2(torch.relu(self.linear_1(x)))


class _Layer(nn.Module):
    """A correct layer of either stack."""

    def __init__(self, d_model, num_heads, d_ff, p, cross):
        super().__init__()
        self.p = p
        self.self_attention = _Attention(d_model, num_heads)
        self.cross_attention = _Attention(d_model, num_heads) if cross else None
        self.feed_forward = _FeedForward(d_model, d_ff)
        self.norm_1, self.norm_2 = nn.LayerNorm(d_model), nn.LayerNorm(d_model)
        self.norm_3 = nn.LayerNorm(d_model) if cross else None

    def forward(self, x, mask, memory=None, memory_mask=None):
        x = self.around(x, self.norm_1, lambda z: self.self_attention(z, z, mask))
        if self.cross_attention is None:
            return self.around(x, self.norm_2, self.feed_forward)
        x = self.around(x, self.norm_2, lambda z: self.cross_attention(z, memory, memory_mask))
        return self.around(x, self.norm_3, self.feed_forward)

    def around(self, x, norm, sublayer):
        return norm(x + self.drop(sublayer(x)))

    def drop(self, x):
        return F.dropout(x, self.p, self.training)


class _Stack(nn.Module):
    """Layers, one after the other."""

    def __init__(self, layers):
        super().__init__()
        self.layers = nn.ModuleList(layers)

    def forward(self, x, *others):
        for layer in self.layers:
            x = layer(x, *others)
        return x


class _Transformer(nn.Module):
    """Correct; a mistake overrides the step that it gets wrong."""

    layer = _Layer

    def __init__(self, src_vocab, tgt_vocab, d_model, num_heads, num_layers, d_ff, dropout=0.1, pad_id=0):
        super().__init__()
        self.d_model, self.pad_id, self.p = d_model, pad_id, dropout
        self.src_embedding, self.tgt_embedding = nn.Embedding(src_vocab, d_model), nn.Embedding(tgt_vocab, d_model)
        sizes = (d_model, num_heads, d_ff, dropout)
        self.encoder = _Stack([self.layer(*sizes, False) for _ in range(num_layers)])
        self.decoder = _Stack([self.layer(*sizes, True) for _ in range(num_layers)])
        self.generator = nn.Linear(d_model, tgt_vocab)

    def forward(self, src_ids, tgt_ids):
        src_mask, tgt_mask = self.source_mask(src_ids), self.target_mask(tgt_ids)
        memory = self.encode(self.prepare(self.src_embedding(src_ids), "src"), src_mask)
        x = self.prepare(self.tgt_embedding(tgt_ids), "tgt")
        return self.finish(self.decode(x, tgt_mask, memory, src_mask))

    def encode(self, x, mask):
        return self.encoder(x, mask)

    def decode(self, x, mask, memory, memory_mask):
        return self.decoder(x, mask, memory, memory_mask)

    def finish(self, x):
        return self.generator(x)

    def source_mask(self, ids):
        return self.not_padding(ids)

    def target_mask(self, ids):
        return self.not_padding(ids) & self.causal(ids.size(1))

    def not_padding(self, ids):
        return (ids != self.pad_id)[:, None, None, :]

    def causal(self, length):
        return torch.ones(length, length, dtype=torch.bool).tril()

    def prepare(self, vectors, side):
        return F.dropout(self.place(vectors * self.scale(), side), self.p, self.training)

    def scale(self):
        return math.sqrt(self.d_model)

    def place(self, vectors, side):
        return vectors + self.table(vectors.size(1)).to(vectors.dtype)

    def table(self, length):
        angles = self.angles(length)
        return torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1)[:, : self.d_model]

    def angles(self, length):
        evens = torch.arange(0, self.d_model, 2, dtype=torch.float64)
        return torch.arange(length, dtype=torch.float64)[:, None] / 10000 ** (evens / self.d_model)


class embeddings_not_scaled:
    """Your embeddings are not multiplied by √d_model before the positions are added."""

    class Transformer(_Transformer):
        def scale(self):
            return 1.0


class positions_scaled_too:
    """You add the positions first and multiply the sum by √d_model. Multiply the embeddings, then add the positions."""

    class Transformer(_Transformer):
        def place(self, vectors, side):
            return super().place(vectors / self.scale(), side) * self.scale()


class no_positions:
    """Your model adds no positions, so it can't tell the order of the words. Add the sinusoidal table to both
    embeddings."""

    class Transformer(_Transformer):
        def place(self, vectors, side):
            return vectors


class positions_only_in_the_encoder:
    """Your target gets no positions: add the table to both embeddings."""

    class Transformer(_Transformer):
        def place(self, vectors, side):
            return vectors if side == "tgt" else super().place(vectors, side)


class positions_concatenated:
    """Your table has all sines first and then all cosines. They alternate: even columns are sines, odd columns
    cosines."""

    class Transformer(_Transformer):
        def table(self, length):
            return torch.cat([self.angles(length).sin(), self.angles(length).cos()], dim=-1)


class positions_from_one:
    """Your positions count from 1. The first position is 0: sines of 0 and cosines of 1."""

    class Transformer(_Transformer):
        def table(self, length):
            return super().table(length + 1)[1:]


class positions_along_the_batch:
    """Your table runs along the batch (dim 0) instead of along the sentence (dim 1). The layout here is batch first."""

    class Transformer(_Transformer):
        def place(self, vectors, side):
            return vectors + self.table(vectors.size(0)).to(vectors.dtype)[:, None]


class table_too_short:
    """Your table of positions has a fixed length, and longer sentences do not fit. Make it as long as the sentence, or
    very long (5000)."""

    class Transformer(_Transformer):
        def table(self, length):
            return super().table(512)[:length]


class target_sees_the_future:
    """Your decoder sees the words that it should predict. Its self-attention needs a causal mask, the lower
    triangle."""

    class Transformer(_Transformer):
        def target_mask(self, ids):
            return self.not_padding(ids)


class causal_mask_one_off:
    """Your causal mask is one off: a position also sees the next one. The diagonal is the last allowed one, tril()."""

    class Transformer(_Transformer):
        def causal(self, length):
            return torch.ones(length, length, dtype=torch.bool).tril(1)


class causal_mask_upside_down:
    """Your causal mask is upside down: a position sees itself and what comes after. Use the lower triangle, tril()."""

    class Transformer(_Transformer):
        def causal(self, length):
            return torch.ones(length, length, dtype=torch.bool).triu()


class encoder_causal_too:
    """Your encoder hides the future too: the source is all known, so only the decoder is causal."""

    class Transformer(_Transformer):
        def encode(self, x, mask):
            return super().encode(x, mask & self.causal(x.size(1)))


class encoder_sees_padding:
    """Your encoder attends to padding: give the source's mask to its self-attention."""

    class Transformer(_Transformer):
        def encode(self, x, mask):
            return super().encode(x, None)


class decoder_sees_source_padding:
    """Your decoder attends to the padding of the source: give the source's mask to its cross-attention too."""

    class Transformer(_Transformer):
        def decode(self, x, mask, memory, memory_mask):
            return super().decode(x, mask, memory, None)


class no_padding_masks:
    """Your model has no mask for the padding of the source: the encoder's self-attention and the decoder's
    cross-attention both need it."""

    class Transformer(_Transformer):
        def source_mask(self, ids):
            return None

        def encode(self, x, mask):
            return super().encode(x, None)


class target_padding_seen:
    """Your decoder's self-attention has only the causal mask: padding inside the target is still seen. Combine both
    masks with &."""

    class Transformer(_Transformer):
        def target_mask(self, ids):
            return self.causal(ids.size(1))


class padding_mask_for_queries:
    """Your padding mask hides the rows of the queries instead of the columns of the keys. Its shape is (batch, 1, 1,
    length): the length stands last."""

    class Transformer(_Transformer):
        def source_mask(self, ids):
            return (ids != self.pad_id)[:, None, :, None]

        def decode(self, x, mask, memory, memory_mask):
            return super().decode(x, mask, memory, memory_mask.mT)


class zero_is_always_padding:
    """You take id 0 for padding, whatever `pad_id` says."""

    class Transformer(_Transformer):
        def not_padding(self, ids):
            return (ids != 0)[:, None, None, :]


class memory_is_the_embedded_source:
    """Your decoder reads the embedded source and not what the encoder has made of it: pass the encoder's output as
    memory."""

    class Transformer(_Transformer):
        def encode(self, x, mask):
            return x


class memory_layer_by_layer:
    """Each of your decoder layers reads the encoder layer of the same number. All of them read the output of the last
    encoder layer."""

    class Transformer(_Transformer):
        def encode(self, x, mask):
            memories = []
            for layer in self.encoder.layers:
                x = layer(x, mask)
                memories.append(x)
            return memories

        def decode(self, x, mask, memory, memory_mask):
            for layer, each in zip(self.decoder.layers, memory, strict=True):
                x = layer(x, mask, each, memory_mask)
            return x


class memory_of_the_first_layer:
    """Your decoder reads the output of the first encoder layer: read that of the last one."""

    class Transformer(_Transformer):
        def encode(self, x, mask):
            return self.encoder.layers[0](x, mask)


class one_embedding_for_both:
    """You embed the target with the source's embedding: the target has a vocabulary and a table of its own."""

    class Transformer(_Transformer):
        def forward(self, src_ids, tgt_ids):
            src_mask, tgt_mask = self.source_mask(src_ids), self.target_mask(tgt_ids)
            memory = self.encode(self.prepare(self.src_embedding(src_ids), "src"), src_mask)
            x = self.prepare(self.src_embedding(tgt_ids), "tgt")
            return self.finish(self.decode(x, tgt_mask, memory, src_mask))


class probabilities_returned:
    """You return probabilities: return logits, the loss takes the softmax itself."""

    class Transformer(_Transformer):
        def finish(self, x):
            return self.generator(x).softmax(dim=-1)


class log_probabilities_returned:
    """You return log-probabilities, as the Annotated Transformer does. Here the logits are asked."""

    class Transformer(_Transformer):
        def finish(self, x):
            return self.generator(x).log_softmax(dim=-1)


class target_shifted_inside:
    """You cut off an id of the target inside the model, so a row of scores is missing. Shifting the target is the work
    of the training loop: give a row for every id that comes in."""

    class Transformer(_Transformer):
        def forward(self, src_ids, tgt_ids):
            return super().forward(src_ids, tgt_ids[:, :-1])


class only_the_last_position:
    """You return the scores of the last position only: the training wants a row for every position."""

    class Transformer(_Transformer):
        def finish(self, x):
            return self.generator(x[:, -1])


class pre_norm:
    """Your layers normalise before each sublayer. This model is post-norm, as in the paper: norm(x + sublayer(x))."""

    class Transformer(_Transformer):
        class layer(_Layer):
            def around(self, x, norm, sublayer):
                return x + self.drop(sublayer(norm(x)))


class no_residual:
    """Your layers lack the residual connection: norm(x + sublayer(x)), not norm(sublayer(x))."""

    class Transformer(_Transformer):
        class layer(_Layer):
            def around(self, x, norm, sublayer):
                return norm(self.drop(sublayer(x)))


class final_norms:
    """You normalise once more after each stack. Post-norm layers already end with a norm: no final one."""

    class Transformer(_Transformer):
        def __init__(self, src_vocab, tgt_vocab, d_model, *others, **named):
            super().__init__(src_vocab, tgt_vocab, d_model, *others, **named)
            self.encoder.norm, self.decoder.norm = nn.LayerNorm(d_model), nn.LayerNorm(d_model)

        def encode(self, x, mask):
            return self.encoder.norm(super().encode(x, mask))

        def decode(self, x, mask, memory, memory_mask):
            return self.decoder.norm(super().decode(x, mask, memory, memory_mask))


class layers_share_weights:
    """All layers of each of your stacks are one and the same: [layer] * N repeats it. Make a new one for each place."""

    class Transformer(_Transformer):
        def __init__(self, *sizes, **named):
            super().__init__(*sizes, **named)
            for stack in (self.encoder, self.decoder):
                stack.layers = nn.ModuleList([stack.layers[0]] * len(stack.layers))


class dropout_in_eval:
    """Your dropout also acts in eval(). Use nn.Dropout, or F.dropout with training=self.training."""

    class Transformer(_Transformer):
        class layer(_Layer):
            def drop(self, x):
                return F.dropout(x, self.p)


class dropout_never:
    """Your dropout never acts: in train() the output is the same as in eval()."""

    class Transformer(_Transformer):
        def __init__(self, *sizes, dropout=0.1, pad_id=0):
            super().__init__(*sizes, dropout=0.0, pad_id=pad_id)


class biases_not_added:
    """Your output layer owns a bias, but it is not added. Call the nn.Linear itself, or build it with bias=False."""

    class Transformer(_Transformer):
        def finish(self, x):
            return x @ self.generator.weight.T
