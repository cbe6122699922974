"""Wrong masks that stand in no mistakes file; each docstring is what the report must say, parts divided by |."""

import torch


def _pad(ids, pad_id):
    return (ids != pad_id)[:, None, None, :]


def _causal(n):
    return torch.ones(n, n, dtype=torch.bool).tril()


class causal_of_all_but_the_diagonal:
    """row|diagonal|expected"""

    padding_mask = staticmethod(_pad)

    @staticmethod
    def causal_mask(length):
        return ~torch.eye(length, dtype=torch.bool)

    @staticmethod
    def decoder_mask(token_ids, pad_id):
        return _pad(token_ids, pad_id) & causal_of_all_but_the_diagonal.causal_mask(token_ids.shape[1])


class swapped_axes:
    """shape"""

    @staticmethod
    def padding_mask(token_ids, pad_id):
        return (token_ids != pad_id)[None, None]

    causal_mask = staticmethod(_causal)

    @staticmethod
    def decoder_mask(token_ids, pad_id):
        return _pad(token_ids, pad_id) & _causal(token_ids.shape[1])
