"""Correct ways to write an embedding that differ in kind."""

import torch
from torch import nn


class one_hot:
    """A one-hot row times the table: the linear layer that an embedding really is."""

    class Embedding(nn.Module):
        def __init__(self, num_embeddings, d_model):
            super().__init__()
            self.table = nn.Parameter(torch.randn(num_embeddings, d_model))

        def forward(self, ids):
            one_hot = torch.nn.functional.one_hot(ids, self.table.shape[0])
            return one_hot.to(self.table.dtype) @ self.table


class index_select:
    """Flattens the ids, selects rows, restores the shape."""

    class Embedding(nn.Module):
        def __init__(self, num_embeddings, d_model):
            super().__init__()
            self.d_model = d_model
            self.weight = nn.Parameter(torch.empty(num_embeddings, d_model))
            nn.init.normal_(self.weight, std=0.02)

        def forward(self, ids):
            return torch.index_select(self.weight, 0, ids.reshape(-1)).view(*ids.shape, self.d_model)


class stored_transposed:
    """Stores the vectors as columns and says so in `load_canonical`; returns (output, ids)."""

    class Embedding(nn.Module):
        def __init__(self, num_embeddings, d_model):
            super().__init__()
            self.columns = nn.Parameter(torch.zeros(d_model, num_embeddings))

        def load_canonical(self, weights):
            with torch.no_grad():
                self.columns.copy_(weights["weight"].T)

        def forward(self, ids):
            return self.columns[:, ids].movedim(0, -1), ids


class gather:
    """Spreads every id over the columns and gathers number by number."""

    class Embedding(nn.Module):
        def __init__(self, num_embeddings, d_model):
            super().__init__()
            self.weight = nn.Parameter(torch.randn(num_embeddings, d_model))

        def forward(self, ids):
            index = ids.reshape(-1, 1).expand(-1, self.weight.shape[1])
            return self.weight.gather(0, index).unflatten(0, ids.shape) if ids.ndim else self.weight[ids]


class id_by_id:
    """A Python loop over the ids, stacked at the end."""

    class Embedding(nn.Module):
        def __init__(self, num_embeddings, d_model):
            super().__init__()
            self.weight = nn.Parameter(torch.randn(num_embeddings, d_model))

        def forward(self, ids):
            return torch.stack([self.weight[i] for i in ids.flatten().tolist()]).reshape(*ids.shape, -1)
