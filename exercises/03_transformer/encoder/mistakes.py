"""Known wrong ways to write the encoder; each docstring is what the learner is told."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class _Attention(nn.Module):
    """Correct multi-head attention."""

    def __init__(self, d_model, num_heads, p):
        super().__init__()
        self.num_heads, self.p = num_heads, p
        self.w_q, self.w_k, self.w_v, self.w_o = (nn.Linear(d_model, d_model) for _ in range(4))

    def forward(self, query, key, value, mask=None):
        projected = (self.w_q(query), self.w_k(key), self.w_v(value))
        q, k, v = (x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2) for x in projected)
        scores = q @ k.mT / math.sqrt(q.size(-1))
        if mask is not None:
            scores = scores.masked_fill(~mask, -1e9)
        weights = F.dropout(scores.softmax(dim=-1), self.p, self.training)
        return self.w_o((weights @ v).transpose(1, 2).flatten(2))


class _FeedForward(nn.Module):
    """Correct feed-forward network, but for the activation if another one is given."""

    def __init__(self, d_model, d_ff, activation=torch.relu):
        super().__init__()
        self.linear_1, self.linear_2 = nn.Linear(d_model, d_ff), nn.Linear(d_ff, d_model)
        self.activation = activation

    def forward(self, x):
        return self.linear_2(self.activation(self.linear_1(x)))


class _Layer(nn.Module):
    """A correct layer; `p` is its dropout."""

    def __init__(self, d_model, num_heads, d_ff, p, norm_first, activation=torch.relu):
        super().__init__()
        self.norm_first, self.p = norm_first, p
        self.self_attention = _Attention(d_model, num_heads, p)
        self.feed_forward = _FeedForward(d_model, d_ff, activation)
        self.norm_1, self.norm_2 = nn.LayerNorm(d_model), nn.LayerNorm(d_model)

    def forward(self, x, mask):
        x = self.around(x, self.norm_1, lambda z: self.self_attention(z, z, z, mask))
        return self.around(x, self.norm_2, self.feed_forward)

    def around(self, x, norm, sublayer):
        if self.norm_first:
            return x + self.drop(sublayer(norm(x)))
        return norm(x + self.drop(sublayer(x)))

    def drop(self, x):
        return F.dropout(x, self.p, self.training)


class _Stack(nn.Module):
    """Correct; a mistake overrides the step that it gets wrong."""

    def __init__(self, num_layers, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
        super().__init__()
        self.norm_first = norm_first
        made = [self.make(d_model, num_heads, d_ff, dropout, norm_first) for _ in range(num_layers)]
        self.layers = nn.ModuleList(made)
        if norm_first:
            self.norm = nn.LayerNorm(d_model)

    def make(self, *sizes):
        return _Layer(*sizes)

    def forward(self, x, mask=None):
        for layer in self.layers:
            x = layer(x, mask)
        return self.finish(x)

    def finish(self, x):
        return self.norm(x) if self.norm_first else x


class layers_share_weights:
    """All your layers are one and the same layer, so they share their weights: [layer] * N repeats it. Make a new
    layer for each place, or deep-copy it."""

    class Encoder(_Stack):
        def __init__(self, num_layers, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__(1, d_model, num_heads, d_ff, dropout, norm_first)
            self.layers = nn.ModuleList([self.layers[0]] * num_layers)


class first_layer_repeated:
    """You use the first layer num_layers times, and the others never. Call each layer once."""

    class Encoder(_Stack):
        def forward(self, x, mask=None):
            for _ in self.layers:
                x = self.layers[0](x, mask)
            return self.finish(x)


class only_the_first_layer:
    """Your forward returns after the first layer. Look where your `return` stands: it is inside the loop."""

    class Encoder(_Stack):
        def forward(self, x, mask=None):
            for layer in self.layers:
                return self.finish(layer(x, mask))


class only_the_last_layer:
    """Each of your layers reads the input x, so only the last one counts. Give each layer what the one below has
    returned: x = layer(x, …)."""

    class Encoder(_Stack):
        def forward(self, x, mask=None):
            for layer in self.layers:
                result = layer(x, mask)
            return self.finish(result)


class last_layer_forgotten:
    """Your loop ends one layer too early."""

    class Encoder(_Stack):
        def forward(self, x, mask=None):
            for layer in self.layers[: max(1, len(self.layers) - 1)]:
                x = layer(x, mask)
            return self.finish(x)


class layers_in_reverse:
    """Your layers run from the last to the first. Layer 0 reads the input."""

    class Encoder(_Stack):
        def forward(self, x, mask=None):
            for layer in reversed(self.layers):
                x = layer(x, mask)
            return self.finish(x)


class outputs_added_up:
    """You add up the outputs of all layers. Only the last layer's output counts."""

    class Encoder(_Stack):
        def forward(self, x, mask=None):
            total = 0
            for layer in self.layers:
                x = layer(x, mask)
                total = total + x
            return self.finish(total)


class residual_around_each_layer:
    """You add x around each layer once more. The residual connections are inside the layers already."""

    class Encoder(_Stack):
        def forward(self, x, mask=None):
            for layer in self.layers:
                x = x + layer(x, mask)
            return self.finish(x)


class final_norm_forgotten:
    """In pre-norm your final norm is not used: what leaves the stack is a sum that nobody has normalised."""

    class Encoder(_Stack):
        def finish(self, x):
            return x


class final_norm_in_post_norm:
    """Your final norm also acts in post-norm. There, the last layer ends with a norm already; `norm` acts only with
    norm_first=True."""

    class Encoder(_Stack):
        def __init__(self, num_layers, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__(num_layers, d_model, num_heads, d_ff, dropout, norm_first)
            self.norm = nn.LayerNorm(d_model)

        def finish(self, x):
            return self.norm(x)


class norm_after_every_layer:
    """In pre-norm you apply the final norm after every layer. It stands once, after the last."""

    class Encoder(_Stack):
        def forward(self, x, mask=None):
            for layer in self.layers:
                x = self.finish(layer(x, mask))
            return x


class norm_before_the_layers:
    """In pre-norm you apply the final norm to the input of the stack. It stands at the end, after the last layer."""

    class Encoder(_Stack):
        def forward(self, x, mask=None):
            x = self.finish(x)
            for layer in self.layers:
                x = layer(x, mask)
            return x


class norm_first_not_passed_on:
    """norm_first does not reach your layers: they are post-norm in both orders. Pass it on to each layer."""

    class Encoder(_Stack):
        def make(self, d_model, num_heads, d_ff, dropout, norm_first):
            return _Layer(d_model, num_heads, d_ff, dropout, False)


class always_norm_first:
    """Your layers are pre-norm in both orders. Pass norm_first on to each layer."""

    class Encoder(_Stack):
        def make(self, d_model, num_heads, d_ff, dropout, norm_first):
            return _Layer(d_model, num_heads, d_ff, dropout, True)


class dropout_not_passed_on:
    """`dropout` does not reach your layers: they use their own default. Pass it on to each layer."""

    class Encoder(_Stack):
        def make(self, d_model, num_heads, d_ff, dropout, norm_first):
            return _Layer(d_model, num_heads, d_ff, 0.1, norm_first)


class dropout_never:
    """Your dropout never acts: in train() the output is the same as in eval(). Pass `dropout` on to the layers, and
    apply it there."""

    class Encoder(_Stack):
        def make(self, d_model, num_heads, d_ff, dropout, norm_first):
            return _Layer(d_model, num_heads, d_ff, 0.0, norm_first)


class dropout_in_eval:
    """Your dropout also acts in eval(). Use nn.Dropout, or F.dropout with training=self.training."""

    class Encoder(_Stack):
        def forward(self, x, mask=None):
            for layer in self.layers:
                x = layer(F.dropout(x, layer.p), mask)
            return self.finish(x)


class one_head:
    """Your attention has one big head: num_heads does not reach it."""

    class Encoder(_Stack):
        def make(self, d_model, num_heads, d_ff, dropout, norm_first):
            return _Layer(d_model, 1, d_ff, dropout, norm_first)


class gelu:
    """Your feed-forward network uses GELU. This paper's activation is ReLU."""

    class Encoder(_Stack):
        def make(self, *sizes):
            return _Layer(*sizes, activation=F.gelu)


class mask_only_in_the_first_layer:
    """Only your first layer gets the mask. Every layer needs it: padding that is hidden below would be seen above."""

    class Encoder(_Stack):
        def forward(self, x, mask=None):
            for i, layer in enumerate(self.layers):
                x = layer(x, mask if i == 0 else None)
            return self.finish(x)


class mask_only_in_the_last_layer:
    """Only your last layer gets the mask. Every layer needs it."""

    class Encoder(_Stack):
        def forward(self, x, mask=None):
            for i, layer in enumerate(self.layers):
                x = layer(x, mask if i == len(self.layers) - 1 else None)
            return self.finish(x)


class mask_ignored:
    """The mask does not reach your layers: padding is seen. Pass it on to each layer."""

    class Encoder(_Stack):
        def forward(self, x, mask=None):
            for layer in self.layers:
                x = layer(x, None)
            return self.finish(x)


class mask_inverted:
    """Your mask works the wrong way round. True means "may attend": fill the scores where the mask is False."""

    class Encoder(_Stack):
        def forward(self, x, mask=None):
            for layer in self.layers:
                x = layer(x, None if mask is None else ~mask)
            return self.finish(x)


class always_causal:
    """Your encoder hides the future even when no mask asks for it. An encoder looks both ways; only the mask
    decides."""

    class Encoder(_Stack):
        def forward(self, x, mask=None):
            causal = torch.ones(x.size(1), x.size(1), dtype=torch.bool).tril()
            for layer in self.layers:
                x = layer(x, causal if mask is None else mask & causal)
            return self.finish(x)


class padding_zeroed:
    """You set the padded positions to 0 after each layer. The mask belongs into the attention, and nothing else
    changes."""

    class Encoder(_Stack):
        def forward(self, x, mask=None):
            for layer in self.layers:
                x = layer(x, mask)
                if mask is not None and mask.dim() == 4 and mask.size(2) == 1:
                    x = x * mask[:, 0, 0, :, None]
            return self.finish(x)
