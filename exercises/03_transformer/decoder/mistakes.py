"""Known wrong ways to write the decoder; each docstring is what the learner is told."""

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
        self.cross_attention = _Attention(d_model, num_heads, p)
        self.feed_forward = _FeedForward(d_model, d_ff, activation)
        self.norm_1, self.norm_2, self.norm_3 = (nn.LayerNorm(d_model) for _ in range(3))

    def forward(self, x, memory, target_mask, memory_mask):
        x = self.around(x, self.norm_1, lambda z: self.self_attention(z, z, z, target_mask))
        x = self.around(x, self.norm_2, lambda z: self.cross_attention(z, memory, memory, memory_mask))
        return self.around(x, self.norm_3, self.feed_forward)

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

    def forward(self, x, memory, target_mask=None, memory_mask=None):
        for layer in self.layers:
            x = layer(x, memory, target_mask, memory_mask)
        return self.finish(x)

    def finish(self, x):
        return self.norm(x) if self.norm_first else x


class layers_share_weights:
    """All your layers are one and the same layer, so they share their weights: [layer] * N repeats it. Make a new
    layer for each place, or deep-copy it."""

    class Decoder(_Stack):
        def __init__(self, num_layers, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__(1, d_model, num_heads, d_ff, dropout, norm_first)
            self.layers = nn.ModuleList([self.layers[0]] * num_layers)


class first_layer_repeated:
    """You use the first layer num_layers times, and the others never. Call each layer once."""

    class Decoder(_Stack):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            for _ in self.layers:
                x = self.layers[0](x, memory, target_mask, memory_mask)
            return self.finish(x)


class only_the_first_layer:
    """Your forward returns after the first layer. Look where your `return` stands: it is inside the loop."""

    class Decoder(_Stack):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            for layer in self.layers:
                return self.finish(layer(x, memory, target_mask, memory_mask))


class only_the_last_layer:
    """Each of your layers reads the input x, so only the last one counts. Give each layer what the one below has
    returned: x = layer(x, …)."""

    class Decoder(_Stack):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            for layer in self.layers:
                result = layer(x, memory, target_mask, memory_mask)
            return self.finish(result)


class last_layer_forgotten:
    """Your loop ends one layer too early."""

    class Decoder(_Stack):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            for layer in self.layers[: max(1, len(self.layers) - 1)]:
                x = layer(x, memory, target_mask, memory_mask)
            return self.finish(x)


class layers_in_reverse:
    """Your layers run from the last to the first. Layer 0 reads the input."""

    class Decoder(_Stack):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            for layer in reversed(self.layers):
                x = layer(x, memory, target_mask, memory_mask)
            return self.finish(x)


class outputs_added_up:
    """You add up the outputs of all layers. Only the last layer's output counts."""

    class Decoder(_Stack):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            total = 0
            for layer in self.layers:
                x = layer(x, memory, target_mask, memory_mask)
                total = total + x
            return self.finish(total)


class residual_around_each_layer:
    """You add x around each layer once more. The residual connections are inside the layers already."""

    class Decoder(_Stack):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            for layer in self.layers:
                x = x + layer(x, memory, target_mask, memory_mask)
            return self.finish(x)


class final_norm_forgotten:
    """In pre-norm your final norm is not used: what leaves the stack is a sum that nobody has normalised."""

    class Decoder(_Stack):
        def finish(self, x):
            return x


class final_norm_in_post_norm:
    """Your final norm also acts in post-norm. There, the last layer ends with a norm already; `norm` acts only with
    norm_first=True."""

    class Decoder(_Stack):
        def __init__(self, num_layers, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__(num_layers, d_model, num_heads, d_ff, dropout, norm_first)
            self.norm = nn.LayerNorm(d_model)

        def finish(self, x):
            return self.norm(x)


class norm_after_every_layer:
    """In pre-norm you apply the final norm after every layer. It stands once, after the last."""

    class Decoder(_Stack):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            for layer in self.layers:
                x = self.finish(layer(x, memory, target_mask, memory_mask))
            return x


class norm_before_the_layers:
    """In pre-norm you apply the final norm to the input of the stack. It stands at the end, after the last layer."""

    class Decoder(_Stack):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            x = self.finish(x)
            for layer in self.layers:
                x = layer(x, memory, target_mask, memory_mask)
            return x


class norm_first_not_passed_on:
    """norm_first does not reach your layers: they are post-norm in both orders. Pass it on to each layer."""

    class Decoder(_Stack):
        def make(self, d_model, num_heads, d_ff, dropout, norm_first):
            return _Layer(d_model, num_heads, d_ff, dropout, False)


class always_norm_first:
    """Your layers are pre-norm in both orders. Pass norm_first on to each layer."""

    class Decoder(_Stack):
        def make(self, d_model, num_heads, d_ff, dropout, norm_first):
            return _Layer(d_model, num_heads, d_ff, dropout, True)


class dropout_not_passed_on:
    """`dropout` does not reach your layers: they use their own default. Pass it on to each layer."""

    class Decoder(_Stack):
        def make(self, d_model, num_heads, d_ff, dropout, norm_first):
            return _Layer(d_model, num_heads, d_ff, 0.1, norm_first)


class dropout_never:
    """Your dropout never acts: in train() the output is the same as in eval(). Pass `dropout` on to the layers, and
    apply it there."""

    class Decoder(_Stack):
        def make(self, d_model, num_heads, d_ff, dropout, norm_first):
            return _Layer(d_model, num_heads, d_ff, 0.0, norm_first)


class dropout_in_eval:
    """Your dropout also acts in eval(). Use nn.Dropout, or F.dropout with training=self.training."""

    class Decoder(_Stack):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            for layer in self.layers:
                x = layer(F.dropout(x, layer.p), memory, target_mask, memory_mask)
            return self.finish(x)


class one_head:
    """Your attention has one big head: num_heads does not reach it."""

    class Decoder(_Stack):
        def make(self, d_model, num_heads, d_ff, dropout, norm_first):
            return _Layer(d_model, 1, d_ff, dropout, norm_first)


class gelu:
    """Your feed-forward network uses GELU. This paper's activation is ReLU."""

    class Decoder(_Stack):
        def make(self, *sizes):
            return _Layer(*sizes, activation=F.gelu)


class memory_taken_from_the_layer_below:
    """Your layers above the first get the output of the layer below as their memory: they no longer read the input.
    Every layer gets the same memory."""

    class Decoder(_Stack):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            for layer in self.layers:
                x = layer(x, memory, target_mask, memory_mask)
                memory = x
            return self.finish(x)


class memory_normalised:
    """In pre-norm you put the memory through the final norm too. The encoder has normalised it already; `norm` is for
    the output."""

    class Decoder(_Stack):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            memory = self.finish(memory)
            for layer in self.layers:
                x = layer(x, memory, target_mask, memory_mask)
            return self.finish(x)


class masks_only_in_the_first_layer:
    """Only your first layer gets the masks. Every layer needs them: what is hidden below would be seen above."""

    class Decoder(_Stack):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            for i, layer in enumerate(self.layers):
                x = layer(x, memory, target_mask, memory_mask) if i == 0 else layer(x, memory, None, None)
            return self.finish(x)


class target_mask_only_in_the_first_layer:
    """Only your first layer gets target_mask, so the layers above see the future. Every layer needs it."""

    class Decoder(_Stack):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            for layer in self.layers:
                x = layer(x, memory, target_mask, memory_mask)
                target_mask = None
            return self.finish(x)


class masks_swapped:
    """Your masks are swapped on their way to the layers: target_mask belongs to x, memory_mask to the memory. Check
    the order of the arguments."""

    class Decoder(_Stack):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            for layer in self.layers:
                x = layer(x, memory, memory_mask, target_mask)
            return self.finish(x)


class target_mask_ignored:
    """target_mask does not reach your layers: every position sees the future."""

    class Decoder(_Stack):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            for layer in self.layers:
                x = layer(x, memory, None, memory_mask)
            return self.finish(x)


class memory_mask_ignored:
    """memory_mask does not reach your layers: the padding of the memory is seen."""

    class Decoder(_Stack):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            for layer in self.layers:
                x = layer(x, memory, target_mask, None)
            return self.finish(x)


class always_causal:
    """Your decoder is causal even without a mask. target_mask=None means no mask; whoever calls the decoder passes a
    causal one."""

    class Decoder(_Stack):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            causal = torch.ones(x.size(1), x.size(1), dtype=torch.bool).tril()
            target_mask = causal if target_mask is None else target_mask & causal
            for layer in self.layers:
                x = layer(x, memory, target_mask, memory_mask)
            return self.finish(x)
