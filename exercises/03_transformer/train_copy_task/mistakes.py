"""Known wrong ways to do the capstone; each docstring is what the learner is told."""

import torch
import torch.nn.functional as F
from torch import nn


class _Model(nn.Module):
    """A small correct model; a mistake overrides one step."""

    def __init__(self, vocab_size, max_len, size=12):
        super().__init__()
        self.vocab_size, self.max_len = vocab_size, max_len
        self.tokens, self.positions = nn.Embedding(vocab_size, size), nn.Embedding(max_len, size)
        self.own, self.cross = nn.Linear(size, 3 * size), nn.Linear(size, 3 * size)
        self.generator = nn.Linear(size, vocab_size)

    def forward(self, src_ids, tgt_ids):
        memory, x = self.embed(src_ids), self.embed(tgt_ids)
        x = x + self.attend(self.own, x, x, self.causal(tgt_ids.size(1)))
        x = x + self.attend(self.cross, x, self.memory(memory), (src_ids != 0)[:, None, :])
        return self.finish(self.generator(x))

    def embed(self, ids):
        return self.tokens(ids) + self.positions.weight[: ids.size(1)]

    def attend(self, layer, x, memory, mask):
        w, b = layer.weight.chunk(3), layer.bias.chunk(3)
        q, k, v = (F.linear(each, w[i], b[i]) for i, each in enumerate((x, memory, memory)))
        return (q @ k.mT / q.size(-1) ** 0.5).masked_fill(~mask, -1e9).softmax(dim=-1) @ v

    def causal(self, length):
        return torch.ones(length, length, dtype=torch.bool).tril()

    def memory(self, memory):
        return memory

    def finish(self, logits):
        return logits


class _Task:
    """Correct training; a mistake overrides one step."""

    model = _Model
    rate = 5e-3

    @classmethod
    def build_model(cls, vocab_size, max_len):
        return cls.model(vocab_size, max_len)

    @classmethod
    def train(cls, model, steps, seed):
        generator = torch.Generator().manual_seed(seed)
        optimizer = cls.optimizer(model)
        losses = []
        for step in range(cls.count(steps)):
            if step == 90:  # no mistake gets better from here on, and whoever grades them all need not wait
                return cls.result(losses + losses[-1:] * (cls.count(steps) - step))
            src = cls.batch(model, step, generator)
            loss = cls.loss(model(src, cls.target(src)).flatten(0, 1), src.flatten())
            optimizer.zero_grad()
            loss.backward()
            cls.update(optimizer)
            losses.append(loss.item())
        return cls.result(losses)

    @classmethod
    def optimizer(cls, model):
        return torch.optim.Adam(model.parameters(), lr=cls.rate)

    @staticmethod
    def count(steps):
        return steps

    @staticmethod
    def batch(model, step, generator, size=16):
        lengths = torch.randint(1, model.max_len + 1, (size, 1), generator=generator)
        symbols = torch.randint(2, model.vocab_size, (size, model.max_len), generator=generator)
        return symbols.masked_fill(torch.arange(model.max_len) >= lengths, 0)

    @staticmethod
    def target(src):
        return F.pad(src[:, :-1], (1, 0), value=1)

    @staticmethod
    def loss(logits, targets):
        return F.cross_entropy(logits, targets, ignore_index=0)

    @staticmethod
    def update(optimizer):
        optimizer.step()

    @staticmethod
    def result(losses):
        return losses


class target_sees_the_future(_Task):
    """Your decoder has no causal mask: in training it reads off the next symbol from its own input, and when it has to
    write there is nothing to read. Hide the future."""

    class model(_Model):
        def causal(self, length):
            return torch.ones(length, length, dtype=torch.bool)


class causal_mask_one_off(_Task):
    """Your causal mask lets a position see the next one, which is the answer. Use the lower triangle, tril()."""

    class model(_Model):
        def causal(self, length):
            return torch.ones(length, length, dtype=torch.bool).tril(1)


class target_not_shifted(_Task):
    """You give the decoder the very symbols that it should predict: it learns to repeat its input. Shift them: the
    decoder gets the start and then all symbols but the last."""

    @staticmethod
    def target(src):
        return src


class never_updated(_Task):
    """Your weights never change: call optimizer.step() after loss.backward()."""

    @staticmethod
    def update(optimizer):
        return


class one_batch_forever(_Task):
    """You draw one batch and train on it again and again: the model learns it by heart. Draw a new batch in each
    step."""

    @classmethod
    def batch(cls, model, step, generator):
        return super().batch(model, step, torch.Generator().manual_seed(0), size=3)


class same_symbol_forever(_Task):
    """Your sequences hold one symbol, repeated: copying it does not need any order. Draw each symbol on its own."""

    @classmethod
    def batch(cls, model, step, generator):
        src = super().batch(model, step, generator)
        return torch.where(src == 0, src, src[:, :1])


class steps_ignored(_Task):
    """Your training takes its own number of steps: take `steps` of them, and return one loss for each."""

    @staticmethod
    def count(steps):
        return 10


class another_model_trained(_Task):
    """You train a new model, or a copy, and the one that you were given stays as it is. Train the argument."""

    @classmethod
    def train(cls, model, steps, seed):
        return super().train(cls.build_model(model.vocab_size, model.max_len), steps, seed)


class rate_far_too_small(_Task):
    """Your learning rate is so small that nothing is learnt in so few steps. Try 1e-3 to 5e-3 with Adam."""

    rate = 2e-5


class rate_far_too_large(_Task):
    """Your learning rate is so large that the weights jump about. Try 1e-3 to 5e-3 with Adam."""

    rate = 3.0


class no_positions(_Task):
    """Your model knows no positions: it knows which symbols there are, and not in which order."""

    class model(_Model):
        def embed(self, ids):
            return self.tokens(ids)


class source_never_read(_Task):
    """Your decoder does not look at the source: it can only guess. Its cross-attention takes keys and values from the
    encoder's output."""

    class model(_Model):
        def memory(self, memory):
            return torch.zeros_like(memory)


class losses_not_returned(_Task):
    """Your train returns nothing: return the list of losses."""

    @staticmethod
    def result(losses):
        return None


class losses_as_tensors(_Task):
    """Your list holds tensors, each with its whole graph: append loss.item()."""

    @staticmethod
    def result(losses):
        return [torch.tensor(loss) for loss in losses]


class only_the_last_position(_Task):
    """Your model returns the scores of the last position only: a row for each position of the target is asked."""

    class model(_Model):
        def finish(self, logits):
            return logits[:, -1:]
