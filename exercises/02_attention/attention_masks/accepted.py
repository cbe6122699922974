"""Correct ways to write the masks that differ in kind."""

import torch


class comparing_positions:
    """Compares two ranges of positions instead of cutting a triangle."""

    @staticmethod
    def padding_mask(token_ids, pad_id):
        return token_ids.ne(pad_id).unsqueeze(1).unsqueeze(2)

    @staticmethod
    def causal_mask(length):
        positions = torch.arange(length)
        return positions[:, None] >= positions[None, :]

    @staticmethod
    def decoder_mask(token_ids, pad_id):
        positions = torch.arange(token_ids.shape[1])
        not_future = positions.view(1, 1, 1, -1) <= positions.view(1, 1, -1, 1)
        return torch.logical_and(token_ids.ne(pad_id)[:, None, None], not_future)


class by_lengths:
    """Counts the tokens of each row; a key counts when it stands before the row's end."""

    @staticmethod
    def padding_mask(token_ids, pad_id):
        lengths = (token_ids != pad_id).sum(dim=1)  # (B,)
        return (torch.arange(token_ids.size(1)) < lengths[:, None]).view(len(token_ids), 1, 1, -1)

    @staticmethod
    def causal_mask(length):
        return ~torch.triu(torch.ones(length, length, dtype=torch.bool), diagonal=1)

    @staticmethod
    def decoder_mask(token_ids, pad_id):
        length = token_ids.size(1)
        lengths = (token_ids != pad_id).sum(dim=1)
        visible = torch.minimum(torch.arange(1, length + 1)[None, :], lengths[:, None])  # (B, L): keys a query sees
        return (torch.arange(length) < visible[:, :, None]).unsqueeze(1)


class loops:
    """Plain Python lists, one cell at a time."""

    @staticmethod
    def padding_mask(token_ids, pad_id):
        return torch.tensor([[[[token != pad_id for token in row]]] for row in token_ids.tolist()])

    @staticmethod
    def causal_mask(length):
        return torch.tensor([[key <= query for key in range(length)] for query in range(length)])

    @staticmethod
    def decoder_mask(token_ids, pad_id):
        return torch.tensor(
            [
                [[[key <= query and row[key] != pad_id for key in range(len(row))] for query in range(len(row))]]
                for row in token_ids.tolist()
            ]
        )


class additive_inside:
    """Builds the float masks of 0 and -inf that old code adds to the scores, and makes them boolean at the end."""

    @staticmethod
    def _padding(token_ids, pad_id):
        return torch.zeros(token_ids.shape).masked_fill(token_ids == pad_id, -torch.inf)[:, None, None, :]

    @staticmethod
    def _causal(length):
        return torch.full((length, length), -torch.inf).triu(diagonal=1)

    @classmethod
    def padding_mask(cls, token_ids, pad_id):
        return cls._padding(token_ids, pad_id) == 0

    @classmethod
    def causal_mask(cls, length):
        return cls._causal(length) == 0

    @classmethod
    def decoder_mask(cls, token_ids, pad_id):
        return (cls._padding(token_ids, pad_id) + cls._causal(token_ids.shape[1])) == 0


class with_lengths:
    """Returns (mask, extra), the extra being the number of allowed keys."""

    @staticmethod
    def padding_mask(token_ids, pad_id):
        mask = (token_ids != pad_id)[:, None, None, :]
        return mask, mask.sum(dim=-1)

    @staticmethod
    def causal_mask(length):
        return torch.ones(length, length).tril().bool(), torch.arange(1, length + 1)

    @staticmethod
    def decoder_mask(token_ids, pad_id):
        length = token_ids.size(1)
        causal = torch.ones(length, length).tril() == 1
        mask = (token_ids != pad_id)[:, None, None, :].expand(-1, 1, length, -1) * causal
        return mask, mask.sum(dim=-1)
