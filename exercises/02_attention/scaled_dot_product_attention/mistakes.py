"""Known wrong ways to write scaled dot-product attention; each docstring is what the learner is told."""

import math

import torch


class _Attention:
    """Correct; a mistake overrides one step."""

    @classmethod
    def scaled_dot_product_attention(cls, query, key, value, mask=None):
        scores = cls.scale(query @ key.transpose(-2, -1), query, value)
        if mask is not None:
            scores = cls.mask(scores, mask)
        return cls.weights(scores, mask) @ value

    @staticmethod
    def scale(scores, query, value):
        return scores / math.sqrt(query.size(-1))

    @staticmethod
    def mask(scores, mask):
        return scores.masked_fill(~mask, -math.inf)

    @staticmethod
    def weights(scores, mask):
        return torch.softmax(scores, dim=-1)


class no_scaling(_Attention):
    """Your scores are not divided by √d_k: with long vectors they grow large and softmax sees almost only one key.
    Divide them before the softmax."""

    @staticmethod
    def scale(scores, query, value):
        return scores


class scaled_by_d_k(_Attention):
    """Your scores are divided by d_k instead of √d_k: the weights come out too flat. Take the square root, and scale
    only once."""

    @staticmethod
    def scale(scores, query, value):
        return scores / query.size(-1)


class multiplied_by_sqrt_d_k(_Attention):
    """You multiply the scores by √d_k instead of dividing by it: look at the sign of the exponent, d_k ** -0.5."""

    @staticmethod
    def scale(scores, query, value):
        return scores * math.sqrt(query.size(-1))


class scaled_by_sqrt_d_v(_Attention):
    """Your scores are divided by √d_v, the size of a value. The dot product runs over the d_k components of query and
    key: take the size from the query."""

    @staticmethod
    def scale(scores, query, value):
        return scores / math.sqrt(value.size(-1))


class scaled_by_sqrt_length(_Attention):
    """Your scores are divided by the square root of the number of keys. The size you need is d_k, the last dimension
    of the query."""

    @staticmethod
    def scale(scores, query, value):
        return scores / math.sqrt(scores.size(-1))


class scaled_after_softmax(_Attention):
    """You divide by √d_k after the softmax: then the weights of a query do not sum to 1. Scale the scores, before."""

    @staticmethod
    def scale(scores, query, value):
        return scores

    @classmethod
    def scaled_dot_product_attention(cls, query, key, value, mask=None):
        return super().scaled_dot_product_attention(query, key, value, mask) / math.sqrt(query.size(-1))


class no_softmax(_Attention):
    """You weigh the values with the raw scores: the weights must be a softmax over the keys."""

    @staticmethod
    def weights(scores, mask):
        return scores if mask is None else scores.masked_fill(~mask, 0.0)


class softmax_over_queries(_Attention):
    """Your softmax runs over the queries: the weights of one key sum to 1, those of one query do not. Use dim=-1."""

    @staticmethod
    def weights(scores, mask):
        return torch.softmax(scores, dim=-2)


class softmax_over_heads(_Attention):
    """Your softmax runs over dimension 1, the heads: use dim=-1, the keys."""

    @staticmethod
    def weights(scores, mask):
        return torch.softmax(scores, dim=1)


class softmax_over_batch(_Attention):
    """Your softmax runs over dimension 0, the batch: use dim=-1, the keys."""

    @staticmethod
    def weights(scores, mask):
        return torch.softmax(scores, dim=0)


class softmax_overflows(_Attention):
    """Your softmax takes exp of the raw scores: large scores overflow to nan. Subtract the row's maximum first."""

    @staticmethod
    def weights(scores, mask):
        exps = torch.exp(scores)
        return exps / exps.sum(dim=-1, keepdim=True)


class mask_ignored(_Attention):
    """Your mask changes nothing: every query sees every key. Fill the scores where the mask is False, and keep the
    result: masked_fill returns a new tensor."""

    @staticmethod
    def mask(scores, mask):
        return scores


class mask_inverted(_Attention):
    """Your mask works the wrong way round: True means may attend. Fill where the mask is False, `~mask`."""

    @staticmethod
    def mask(scores, mask):
        return scores.masked_fill(mask, -math.inf)


class masked_with_zero(_Attention):
    """You set the forbidden scores to 0 (or 1e-9), but exp(0) = 1 is a real weight: fill with −inf or −1e9."""

    @staticmethod
    def mask(scores, mask):
        return scores.masked_fill(~mask, 0.0)


class masked_after_softmax(_Attention):
    """You set weights to 0 after the softmax: what is left no longer sums to 1. Mask the scores, before the softmax."""

    @staticmethod
    def mask(scores, mask):
        return scores

    @staticmethod
    def weights(scores, mask):
        weights = torch.softmax(scores, dim=-1)
        return weights if mask is None else weights.masked_fill(~mask, 0.0)


class mask_too_weak(_Attention):
    """Your forbidden scores are filled with about −100: when the allowed scores are as low, the forbidden keys win.
    Fill with −inf or −1e9."""

    @staticmethod
    def mask(scores, mask):
        return scores.masked_fill(~mask, -100.0)


class mask_added_as_number(_Attention):
    """You add the boolean mask to the scores: True adds only 1 and nothing is forbidden. Fill with −inf where it is
    False."""

    @staticmethod
    def mask(scores, mask):
        return scores + mask


class weights_detached(_Attention):
    """Your values are right, but no gradient reaches query and key: the weights are cut out of the graph (detach,
    no_grad, .data)."""

    @staticmethod
    def weights(scores, mask):
        return torch.softmax(scores, dim=-1).detach()
