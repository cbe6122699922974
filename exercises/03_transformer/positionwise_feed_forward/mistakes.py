"""Known wrong ways to write the feed-forward network; each docstring is what the learner is told."""

import torch
import torch.nn.functional as F
from torch import nn


class _FeedForward(nn.Module):
    """Correct; a mistake overrides the step that it gets wrong."""

    def __init__(self, d_model, d_ff, dropout=0.1):
        super().__init__()
        self.p = dropout
        self.linear_1 = nn.Linear(d_model, d_ff)
        self.linear_2 = nn.Linear(d_ff, d_model)

    def forward(self, x):
        return self.linear_2(self.drop(self.activate(self.linear_1(x))))

    def activate(self, hidden):
        return hidden.relu()

    def drop(self, hidden):
        return F.dropout(hidden, self.p, self.training)


class no_activation:
    """There is no ReLU between your two layers, so together they are a single linear layer."""

    class PositionwiseFeedForward(_FeedForward):
        def activate(self, hidden):
            return hidden


class relu_at_the_end:
    """Your ReLU stands after linear_2 instead of between the layers: the output can never be negative. ReLU belongs
    on the hidden numbers."""

    class PositionwiseFeedForward(_FeedForward):
        def forward(self, x):
            return self.linear_2(self.drop(self.linear_1(x))).relu()


class relu_twice:
    """You apply a second ReLU after linear_2: the output can never be negative. Only the hidden numbers go through
    ReLU."""

    class PositionwiseFeedForward(_FeedForward):
        def forward(self, x):
            return super().forward(x).relu()


class relu_on_the_input:
    """Your ReLU stands before linear_1. It belongs between the two layers."""

    class PositionwiseFeedForward(_FeedForward):
        def forward(self, x):
            return self.linear_2(self.drop(self.linear_1(x.relu())))


class gelu:
    """Your activation is GELU. Later models use it; this paper's is ReLU."""

    class PositionwiseFeedForward(_FeedForward):
        def activate(self, hidden):
            return F.gelu(hidden)


class silu:
    """Your activation is SiLU (swish). Later models use it; this paper's is ReLU."""

    class PositionwiseFeedForward(_FeedForward):
        def activate(self, hidden):
            return F.silu(hidden)


class leaky_relu:
    """Your activation lets a little of the negative numbers through (leaky ReLU). ReLU makes them exactly 0."""

    class PositionwiseFeedForward(_FeedForward):
        def activate(self, hidden):
            return F.leaky_relu(hidden)


class tanh:
    """Your activation is tanh. This paper's is ReLU."""

    class PositionwiseFeedForward(_FeedForward):
        def activate(self, hidden):
            return hidden.tanh()


class sigmoid:
    """Your activation is a sigmoid. This paper's is ReLU."""

    class PositionwiseFeedForward(_FeedForward):
        def activate(self, hidden):
            return hidden.sigmoid()


class squared_relu:
    """Your activation is the square of ReLU. Here it is ReLU itself."""

    class PositionwiseFeedForward(_FeedForward):
        def activate(self, hidden):
            return hidden.relu().square()


class first_bias_not_added:
    """The bias of linear_1 is not added. Call the nn.Linear itself instead of multiplying with its weight."""

    class PositionwiseFeedForward(_FeedForward):
        def forward(self, x):
            return self.linear_2(self.drop((x @ self.linear_1.weight.T).relu()))


class second_bias_not_added:
    """The bias of linear_2 is not added. Call the nn.Linear itself instead of multiplying with its weight."""

    class PositionwiseFeedForward(_FeedForward):
        def forward(self, x):
            return self.drop(self.linear_1(x).relu()) @ self.linear_2.weight.T


class bias_added_after_relu:
    """The bias of linear_1 is added after the ReLU. It belongs before it: ReLU(x W_1ᵀ + b_1)."""

    class PositionwiseFeedForward(_FeedForward):
        def forward(self, x):
            return self.linear_2(self.drop((x @ self.linear_1.weight.T).relu() + self.linear_1.bias))


class no_biases:
    """Your layers have no biases, so those of the checks find no place. Both layers have one here: nn.Linear has a
    bias unless you say bias=False."""

    class PositionwiseFeedForward(_FeedForward):
        def __init__(self, d_model, d_ff, dropout=0.1):
            super().__init__(d_model, d_ff, dropout)
            self.linear_1 = nn.Linear(d_model, d_ff, bias=False)
            self.linear_2 = nn.Linear(d_ff, d_model, bias=False)


class residual_added:
    """You add the input to the output. The residual connection belongs to the layer around this class, not in
    here."""

    class PositionwiseFeedForward(_FeedForward):
        def forward(self, x):
            return x + super().forward(x)


class normalised:
    """You normalise the output. Layer norm belongs to the layer around this class, not in here."""

    class PositionwiseFeedForward(_FeedForward):
        def forward(self, x):
            return F.layer_norm(super().forward(x), x.shape[-1:])


class normalised_first:
    """You normalise the input. Layer norm belongs to the layer around this class, not in here."""

    class PositionwiseFeedForward(_FeedForward):
        def forward(self, x):
            return super().forward(F.layer_norm(x, x.shape[-1:]))


class dropout_in_eval:
    """Your dropout also acts in eval(). Use nn.Dropout, or F.dropout with training=self.training."""

    class PositionwiseFeedForward(_FeedForward):
        def drop(self, hidden):
            return F.dropout(hidden, self.p)


class dropout_never:
    """Your dropout never acts: in train() the output is the same as in eval(). Apply it after the ReLU."""

    class PositionwiseFeedForward(_FeedForward):
        def drop(self, hidden):
            return hidden


class hidden_detached:
    """Your values are right, but linear_1 does not learn: the hidden numbers are cut out of the graph (detach, .data,
    no_grad)."""

    class PositionwiseFeedForward(_FeedForward):
        def forward(self, x):
            hidden = torch.relu(self.linear_1(x)).detach()
            return self.linear_2(self.drop(hidden)) + 0 * x
