"""Wrong attentions that stand in no mistakes file; each docstring is what the report must say, parts divided by |."""

import math

import torch


def _softmax(s):
    return torch.softmax(s, -1)


def _hidden(s, mask, fill=float("-inf")):
    return s if mask is None else s.masked_fill(~mask, fill)


class scaling_and_mask_wrong:
    """scaled|divid|√d_k"""

    @staticmethod
    def scaled_dot_product_attention(query, key, value, mask=None):
        return _softmax(_hidden(query @ key.mT, None if mask is None else ~mask)) @ value


class returns_the_weights:
    """shape"""

    @staticmethod
    def scaled_dot_product_attention(query, key, value, mask=None):
        return _softmax(_hidden(query @ key.mT / math.sqrt(query.shape[-1]), mask))


class returns_the_values:
    """every query|same|shape|expected"""

    @staticmethod
    def scaled_dot_product_attention(query, key, value, mask=None):
        return value.mean(-2, keepdim=True).expand(*query.shape[:-1], value.shape[-1])


class the_value_as_it_came:
    """The output is argument 3 of `scaled_dot_product_attention`, unchanged"""

    @staticmethod
    def scaled_dot_product_attention(query, key, value, mask=None):
        return value


class scaled_by_the_logarithm:
    """square root"""

    @staticmethod
    def scaled_dot_product_attention(query, key, value, mask=None):
        return _softmax(_hidden(query @ key.mT / math.log(query.shape[-1] + 2), mask)) @ value


class keys_reversed:
    """expected .*, got"""

    @staticmethod
    def scaled_dot_product_attention(query, key, value, mask=None):
        return _softmax(_hidden(query @ key.flip(-2).mT / math.sqrt(query.shape[-1]), mask)) @ value


class cosine:
    """expected .*, got"""

    @staticmethod
    def scaled_dot_product_attention(query, key, value, mask=None):
        q, k = query / query.norm(dim=-1, keepdim=True), key / key.norm(dim=-1, keepdim=True)
        return _softmax(_hidden(q @ k.mT, mask)) @ value
