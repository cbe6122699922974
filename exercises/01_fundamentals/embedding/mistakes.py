"""Known wrong ways to write an embedding; each docstring is what the learner is told."""

import torch
from torch import nn


class _Embedding(nn.Module):
    """Correct; a mistake overrides one step."""

    def __init__(self, num_embeddings, d_model):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(num_embeddings, d_model))

    def forward(self, ids):
        return self.weight[ids]


class scaled:
    """You multiply by √d_model: the table comes out as it is. The Transformer scales it, but not in this layer."""

    class Embedding(_Embedding):
        def forward(self, ids):
            return super().forward(ids) * self.weight.shape[1] ** 0.5


class off_by_one:
    """You take the row before the one that is asked: ids count from 0, so id 0 is row 0."""

    class Embedding(_Embedding):
        def forward(self, ids):
            return super().forward(ids - 1)


class padding_row:
    """You give zeros for id 0: there is no padding here, id 0 is a word like any other."""

    class Embedding(_Embedding):
        def forward(self, ids):
            return super().forward(ids) * (ids != 0).unsqueeze(-1)


class positions_looked_up:
    """You look up the positions 0, 1, 2, … and not the ids: index the table with `ids`."""

    class Embedding(_Embedding):
        def forward(self, ids):
            positions = torch.arange(ids.shape[-1] if ids.ndim else 1) % len(self.weight)
            return super().forward(positions.expand(ids.shape) if ids.ndim else positions[0])


class ids_as_numbers:
    """You multiply a row by the id, as if it were a quantity: an id is a name, it chooses a row."""

    class Embedding(_Embedding):
        def forward(self, ids):
            return ids.unsqueeze(-1) * self.weight[0]


class leading_dimensions_lost:
    """You flatten the ids and do not restore their shape: (batch, length) gives (batch, length, d_model)."""

    class Embedding(_Embedding):
        def forward(self, ids):
            return super().forward(ids.reshape(-1) if ids.ndim > 1 else ids)


class mean_over_positions:
    """You average the vectors of a sentence: every id gives its own vector."""

    class Embedding(_Embedding):
        def forward(self, ids):
            return super().forward(ids).mean(dim=-2) if ids.ndim else super().forward(ids)


class unit_vectors:
    """You bring every vector to length 1: the table comes out as it is."""

    class Embedding(_Embedding):
        def forward(self, ids):
            vectors = super().forward(ids)
            return vectors / vectors.norm(dim=-1, keepdim=True)


class table_transposed:
    """Your table has the shape (d_model, num_embeddings): it is (num_embeddings, d_model), one row for each word."""

    class Embedding(_Embedding):
        def __init__(self, num_embeddings, d_model):
            super().__init__(d_model, num_embeddings)

        def forward(self, ids):
            return self.weight[:, ids].movedim(0, -1)


class plain_tensor:
    """Your table is a plain tensor, so no optimiser finds it: wrap it in nn.Parameter."""

    class Embedding(_Embedding):
        def __init__(self, num_embeddings, d_model):
            super().__init__(num_embeddings, d_model)
            del self.weight
            self.weight = torch.randn(num_embeddings, d_model)


class table_detached:
    """Your values are right, but the table gets no gradient: forward cuts it out of the graph (.data, detach,
    no_grad, torch.tensor)."""

    class Embedding(_Embedding):
        def forward(self, ids):
            return self.weight.data[ids]


class row_zero_frozen:
    """Your values are right, but row 0 gets no gradient, as a padding row: id 0 is a word like any other."""

    class Embedding(_Embedding):
        def forward(self, ids):
            vectors = super().forward(ids)
            return torch.where((ids == 0).unsqueeze(-1), vectors.detach(), vectors)
