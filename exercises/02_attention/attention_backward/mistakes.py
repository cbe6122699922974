"""Known wrong ways to write attention's backward pass; each docstring is what the learner is told."""

import math

import torch


class _Backward:
    """Correct; a mistake overrides the step that it gets wrong."""

    @classmethod
    def attention_backward(cls, grad_output, query, key, value):
        weights = cls.weights(query, key)
        grad_weights = grad_output @ value.mT
        grad_scores = cls.through_softmax(weights, grad_weights)
        grad_query, grad_key = cls.to_query_and_key(grad_scores, query, key)
        return grad_query, grad_key, cls.to_value(weights, grad_output)

    @classmethod
    def weights(cls, query, key):
        return (query @ key.mT / math.sqrt(query.size(-1))).softmax(dim=-1)

    @classmethod
    def through_softmax(cls, weights, grad_weights):
        return weights * (grad_weights - (weights * grad_weights).sum(dim=-1, keepdim=True))

    @classmethod
    def to_query_and_key(cls, grad_scores, query, key):
        scale = 1 / math.sqrt(query.size(-1))
        return grad_scores @ key * scale, grad_scores.mT @ query * scale

    @classmethod
    def to_value(cls, weights, grad_output):
        return weights.mT @ grad_output


class no_scaling(_Backward):
    """You leave out √d_k, forward and backward: these are the gradients of unscaled attention. Divide the scores by
    √d_k, and their gradients too."""

    @classmethod
    def weights(cls, query, key):
        return (query @ key.mT).softmax(dim=-1)

    @classmethod
    def to_query_and_key(cls, grad_scores, query, key):
        return grad_scores @ key, grad_scores.mT @ query


class scale_forgotten_on_the_way_back(_Backward):
    """You scale the scores forward, but not their gradients: S = Q Kᵀ / √d_k, so dQ and dK are divided by √d_k
    too."""

    @classmethod
    def to_query_and_key(cls, grad_scores, query, key):
        return grad_scores @ key, grad_scores.mT @ query


class scale_forgotten_for_the_key(_Backward):
    """Your grad_query is divided by √d_k, but your grad_key is not. The factor stands in both."""

    @classmethod
    def to_query_and_key(cls, grad_scores, query, key):
        return grad_scores @ key / math.sqrt(query.size(-1)), grad_scores.mT @ query


class scale_forgotten_forward(_Backward):
    """You forget √d_k when you compute the weights again: they are not those of the forward pass. Divide the scores
    by √d_k before the softmax."""

    @classmethod
    def weights(cls, query, key):
        return (query @ key.mT).softmax(dim=-1)


class scaled_by_d_k(_Backward):
    """You divide by d_k instead of √d_k, forward and backward."""

    @classmethod
    def weights(cls, query, key):
        return (query @ key.mT / query.size(-1)).softmax(dim=-1)

    @classmethod
    def to_query_and_key(cls, grad_scores, query, key):
        return grad_scores @ key / query.size(-1), grad_scores.mT @ query / query.size(-1)


class row_sum_forgotten(_Backward):
    """Your softmax passes back P ∘ dP alone. A score also moves all other weights of its row, through the sum below
    the fraction line: subtract rowsum(P ∘ dP) from dP first."""

    @classmethod
    def through_softmax(cls, weights, grad_weights):
        return weights * grad_weights


class softmax_skipped(_Backward):
    """You use the gradient of the weights as if it were the gradient of the scores: the softmax is missing on the way
    back. dS = P ∘ (dP − rowsum(P ∘ dP))."""

    @classmethod
    def through_softmax(cls, weights, grad_weights):
        return grad_weights


class only_the_diagonal(_Backward):
    """Your softmax passes back P ∘ (1 − P) ∘ dP, which is the derivative of a sigmoid: only each weight by its own
    score. Each score also moves the other weights of its row."""

    @classmethod
    def through_softmax(cls, weights, grad_weights):
        return weights * (1 - weights) * grad_weights


class row_sum_not_weighted(_Backward):
    """You subtract the sum of dP. It has to be the sum of P ∘ dP: the mean of dP under the weights."""

    @classmethod
    def through_softmax(cls, weights, grad_weights):
        return weights * (grad_weights - grad_weights.sum(dim=-1, keepdim=True))


class plain_mean_subtracted(_Backward):
    """You subtract the plain mean of dP. It has to be the mean under the weights, rowsum(P ∘ dP)."""

    @classmethod
    def through_softmax(cls, weights, grad_weights):
        return weights * (grad_weights - grad_weights.mean(dim=-1, keepdim=True))


class row_sum_not_multiplied(_Backward):
    """You subtract rowsum(P ∘ dP) after multiplying with P. The sum is multiplied with P too: P ∘ (dP − sum)."""

    @classmethod
    def through_softmax(cls, weights, grad_weights):
        passed = weights * grad_weights
        return passed - passed.sum(dim=-1, keepdim=True)


class summed_over_queries(_Backward):
    """Your sum runs over the queries (dim=-2). Each *row* of the weights is one softmax: sum over the keys,
    dim=-1."""

    @classmethod
    def through_softmax(cls, weights, grad_weights):
        return weights * (grad_weights - (weights * grad_weights).sum(dim=-2, keepdim=True))


class sum_over_everything(_Backward):
    """You subtract one sum for the whole tensor. Each row has its own: sum(dim=-1, keepdim=True)."""

    @classmethod
    def through_softmax(cls, weights, grad_weights):
        return weights * (grad_weights - (weights * grad_weights).sum())


class softmax_over_queries(_Backward):
    """Your softmax runs over the queries (dim=-2), forward already. It must run over the keys, dim=-1."""

    @classmethod
    def weights(cls, query, key):
        return (query @ key.mT / math.sqrt(query.size(-1))).softmax(dim=-2)


class value_weights_not_transposed(_Backward):
    """Your grad_value is P dO. A value collects from all queries that looked at it: that is Pᵀ dO."""

    @classmethod
    def to_value(cls, weights, grad_output):
        return weights @ grad_output


class key_gradient_not_transposed(_Backward):
    """Your grad_key is dS Q / √d_k. A key collects from all queries: that is dSᵀ Q / √d_k."""

    @classmethod
    def to_query_and_key(cls, grad_scores, query, key):
        scale = 1 / math.sqrt(query.size(-1))
        return grad_scores @ key * scale, grad_scores @ query * scale


class transposed_by_T(_Backward):
    """You transpose with .T, which turns *all* dimensions round. For a batch, swap only the last two: .transpose(-2,
    -1) or .mT."""

    @classmethod
    def attention_backward(cls, grad_output, query, key, value):
        if query.dim() == 2:
            return super().attention_backward(grad_output, query, key, value)
        return super().attention_backward(grad_output, query, key.permute(*range(key.dim())[::-1]).mT, value)


class query_and_key_swapped(_Backward):
    """You return (grad_key, grad_query, grad_value). The order is query, key, value."""

    @classmethod
    def attention_backward(cls, grad_output, query, key, value):
        grad_query, grad_key, grad_value = super().attention_backward(grad_output, query, key, value)
        return grad_key, grad_query, grad_value


class value_first(_Backward):
    """You return the gradients in the order in which you found them, value first. The order is query, key, value."""

    @classmethod
    def attention_backward(cls, grad_output, query, key, value):
        grad_query, grad_key, grad_value = super().attention_backward(grad_output, query, key, value)
        return grad_value, grad_query, grad_key


class sign_of_the_row_sum(_Backward):
    """You add the row sum instead of subtracting it: dS = P ∘ (dP − rowsum(P ∘ dP))."""

    @classmethod
    def through_softmax(cls, weights, grad_weights):
        return weights * (grad_weights + (weights * grad_weights).sum(dim=-1, keepdim=True))


class overflows(_Backward):
    """You take exp of the raw scores: large ones overflow and give nan. Subtract the row's maximum first, or use
    softmax."""

    @classmethod
    def weights(cls, query, key):
        exps = torch.exp(query @ key.mT / math.sqrt(query.size(-1)))
        return exps / exps.sum(dim=-1, keepdim=True)


class always_float32(_Backward):
    """Your gradients are float32 whatever came in. Keep the dtype of the inputs."""

    @classmethod
    def attention_backward(cls, grad_output, query, key, value):
        return super().attention_backward(*(x.float() for x in (grad_output, query, key, value)))
