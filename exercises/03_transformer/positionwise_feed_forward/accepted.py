"""Correct ways to write the feed-forward network that differ in kind."""

import torch
import torch.nn.functional as F
from torch import nn


class annotated_transformer:
    """w_1 and w_2, as in the Annotated Transformer."""

    class PositionwiseFeedForward(nn.Module):
        def __init__(self, d_model, d_ff, dropout=0.1):
            super().__init__()
            self.w_1 = nn.Linear(d_model, d_ff)
            self.w_2 = nn.Linear(d_ff, d_model)
            self.dropout = nn.Dropout(dropout)

        def forward(self, x):
            return self.w_2(self.dropout(self.w_1(x).relu()))


class sequential:
    """One nn.Sequential with dropout at the end; says itself where the weights go."""

    class PositionwiseFeedForward(nn.Module):
        def __init__(self, d_model, d_ff, dropout=0.1):
            super().__init__()
            self.net = nn.Sequential(nn.Linear(d_model, d_ff), nn.ReLU(), nn.Linear(d_ff, d_model), nn.Dropout(dropout))

        def forward(self, x):
            return self.net(x)

        def load_canonical(self, weights):
            for name, layer in (("linear_1", self.net[0]), ("linear_2", self.net[2])):
                layer.load_state_dict({"weight": weights[f"{name}.weight"], "bias": weights[f"{name}.bias"]})


class convolution_of_width_1:
    """Two convolutions with kernel size 1 along the length, as the paper says in a subordinate clause."""

    class PositionwiseFeedForward(nn.Module):
        def __init__(self, d_model, d_ff, dropout=0.1):
            super().__init__()
            self.wide, self.narrow = nn.Conv1d(d_model, d_ff, 1), nn.Conv1d(d_ff, d_model, 1)
            self.dropout = nn.Dropout(dropout)

        def forward(self, x):
            columns = x.reshape(1, -1, x.size(-1)).transpose(1, 2)  # (1, d_model, positions)
            hidden = self.dropout(F.relu(self.wide(columns)))
            return self.narrow(hidden).transpose(1, 2).reshape(x.shape)

        def load_canonical(self, weights):
            with torch.no_grad():
                for name, layer in (("linear_1", self.wide), ("linear_2", self.narrow)):
                    layer.weight.copy_(weights[f"{name}.weight"].unsqueeze(-1))
                    layer.bias.copy_(weights[f"{name}.bias"])


class einsum_on_bare_parameters:
    """Bare parameters, einsum, max(0, x) spelt out, and dropout in both places by F.dropout."""

    class PositionwiseFeedForward(nn.Module):
        def __init__(self, d_model, d_ff, dropout=0.1):
            super().__init__()
            self.linear_1_weight = nn.Parameter(torch.randn(d_ff, d_model) * d_model**-0.5)
            self.linear_1_bias = nn.Parameter(torch.zeros(d_ff))
            self.linear_2_weight = nn.Parameter(torch.randn(d_model, d_ff) * d_ff**-0.5)
            self.linear_2_bias = nn.Parameter(torch.zeros(d_model))
            self.p = dropout

        def forward(self, x):
            hidden = torch.einsum("...i,oi->...o", x, self.linear_1_weight) + self.linear_1_bias
            hidden = F.dropout(torch.maximum(hidden, torch.zeros_like(hidden)), self.p, self.training)
            output = torch.einsum("...i,oi->...o", hidden, self.linear_2_weight) + self.linear_2_bias
            return F.dropout(output, self.p, self.training)


class masked_relu:
    """fc1 and fc2, ReLU as a product with a boolean; returns (output, hidden)."""

    class PositionwiseFeedForward(nn.Module):
        def __init__(self, d_model, d_ff, dropout=0.1):
            super().__init__()
            self.fc1, self.fc2 = nn.Linear(d_model, d_ff), nn.Linear(d_ff, d_model)
            self.drop = nn.Dropout(dropout)

        def forward(self, x):
            hidden = self.fc1(x)
            hidden = self.drop(hidden * (hidden > 0))
            return self.fc2(hidden), hidden
