"""Wrong position tables that stand in no mistakes file; each docstring is what the report must say."""

import torch


def _table(max_len, d_model):
    position = torch.arange(max_len)[:, None].float()
    i = torch.arange(0, d_model, 2).float()
    angle = position / 10000 ** (i / d_model)
    table = torch.zeros(max_len, d_model)
    table[:, 0::2] = angle.sin()
    table[:, 1::2] = angle.cos()[:, : d_model // 2]
    return table


class scaled_by_d_model:
    """constant factor|√"""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        return _table(max_len, d_model) * d_model**0.5


class backwards:
    """Position 0|position|shifted|expected"""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        return _table(max_len, d_model).flip(0)


class in_degrees:
    """sin\\(pos\\)|expected"""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        position = torch.arange(max_len)[:, None].float()
        i = torch.arange(0, d_model, 2).float()
        angle = torch.deg2rad(position / 10000 ** (i / d_model))
        table = torch.zeros(max_len, d_model)
        table[:, 0::2] = angle.sin()
        table[:, 1::2] = angle.cos()[:, : d_model // 2]
        return table
