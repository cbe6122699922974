"""Known wrong ways to write the tied embedding; each docstring is what the learner is told."""

import math

import torch
from torch import nn


class _Tied(nn.Module):
    """Correct; a mistake overrides one step."""

    def __init__(self, vocab_size, d_model):
        super().__init__()
        self.vocab_size, self.d_model = vocab_size, d_model
        self.embedding = nn.Embedding(vocab_size, d_model)

    def embed(self, ids):
        return self.rows(ids) * self.scale()

    def rows(self, ids):
        return self.embedding(ids)

    def scale(self):
        return math.sqrt(self.d_model)

    def logits(self, hidden):
        return hidden @ self.embedding.weight.T


class _TwoMatrices(_Tied):
    """An nn.Linear of its own for the scores."""

    def __init__(self, vocab_size, d_model):
        super().__init__(vocab_size, d_model)
        self.generator = nn.Linear(d_model, vocab_size, bias=False)

    def logits(self, hidden):
        return self.generator(hidden)


class not_tied:
    """Your logits have a matrix of their own: both methods should read one table, `self.embedding.weight`."""

    class TiedEmbedding(_TwoMatrices):
        pass


class tied_by_data:
    """Your two matrices share their numbers by `.data`, but they are two parameters, each with half of the gradient.
    Assign the parameter itself: self.output.weight = self.embedding.weight."""

    class TiedEmbedding(_TwoMatrices):
        def __init__(self, vocab_size, d_model):
            super().__init__(vocab_size, d_model)
            self.generator.weight.data = self.embedding.weight.data


class bias_added:
    """Your scores have a bias: the table is the only parameter. Use bias=False."""

    class TiedEmbedding(_Tied):
        def __init__(self, vocab_size, d_model):
            super().__init__(vocab_size, d_model)
            self.generator = nn.Linear(d_model, vocab_size)
            self.generator.weight = self.embedding.weight

        def logits(self, hidden):
            return self.generator(hidden)


class not_scaled:
    """Your embedded vectors are not scaled: multiply them by √d_model."""

    class TiedEmbedding(_Tied):
        def scale(self):
            return 1.0


class scaled_by_d_model:
    """You multiply by d_model: multiply by its root."""

    class TiedEmbedding(_Tied):
        def scale(self):
            return float(self.d_model)


class divided_by_root:
    """You divide the vectors by √d_model, as attention does with its scores. Here they are multiplied by it."""

    class TiedEmbedding(_Tied):
        def scale(self):
            return self.d_model**-0.5


class scaled_by_whole_number:
    """Your √d_model is a whole number: `int(…)` or `//` has cut its fraction off."""

    class TiedEmbedding(_Tied):
        def scale(self):
            return float(math.isqrt(self.d_model))


class scaled_by_root_of_vocabulary:
    """You multiply by √vocab_size: multiply by √d_model, the size of a vector."""

    class TiedEmbedding(_Tied):
        def scale(self):
            return math.sqrt(self.vocab_size)


class logits_scaled_too:
    """Your scores are multiplied by √d_model too: only `embed` scales."""

    class TiedEmbedding(_Tied):
        def logits(self, hidden):
            return super().logits(hidden) * self.scale()


class logits_divided:
    """Your scores are divided by √d_model: they are plain dot products with the rows."""

    class TiedEmbedding(_Tied):
        def logits(self, hidden):
            return super().logits(hidden) / self.scale()


class not_transposed:
    """You multiply by the table as it stands: hidden has d_model numbers, and so has each *row*. Multiply by the
    transposed table."""

    class TiedEmbedding(_Tied):
        def logits(self, hidden):
            return hidden @ self.embedding.weight


class softmax_taken:
    """Your scores went through softmax: logits are asked, the loss takes the softmax itself."""

    class TiedEmbedding(_Tied):
        def logits(self, hidden):
            return super().logits(hidden).softmax(dim=-1)


class log_softmax_taken:
    """Your scores went through log-softmax: logits are asked, the loss takes the log-softmax itself."""

    class TiedEmbedding(_Tied):
        def logits(self, hidden):
            return super().logits(hidden).log_softmax(dim=-1)


class no_gradient_from_logits:
    """Your `logits` reads the table by `.data` or `.detach()`: the table learns nothing from the scores. Use the
    parameter itself."""

    class TiedEmbedding(_Tied):
        def logits(self, hidden):
            return hidden @ self.embedding.weight.detach().T


class no_gradient_from_embed:
    """Your `embed` reads the table by `.data` or `.detach()`: the table learns nothing from its use at the bottom. Use
    the parameter itself."""

    class TiedEmbedding(_Tied):
        def rows(self, ids):
            return self.embedding.weight.detach()[ids]


class padding_row:
    """Your row 0 gets no gradient from `embed`, because of `padding_idx=0`. It is a row like any other here."""

    class TiedEmbedding(_Tied):
        def __init__(self, vocab_size, d_model):
            super().__init__(vocab_size, d_model)
            self.embedding = nn.Embedding(vocab_size, d_model, padding_idx=0)


class no_parameter:
    """Your table is a plain tensor, or a buffer: no optimiser finds it. Make it an nn.Parameter."""

    class TiedEmbedding(_Tied):
        def __init__(self, vocab_size, d_model):
            super().__init__(vocab_size, d_model)
            del self.embedding
            self.table = torch.randn(vocab_size, d_model)

        def rows(self, ids):
            return self.table[ids]

        def logits(self, hidden):
            return hidden @ self.table.T
