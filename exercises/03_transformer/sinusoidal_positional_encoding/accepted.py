"""Correct ways to write the positional encoding that differ in kind."""

import math

import torch


class exp_and_log:
    """Denominators by exp and log, in float32, as in the Annotated Transformer."""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        pe = torch.zeros(max_len, d_model)
        position = torch.arange(0, max_len).unsqueeze(1)
        div_term = torch.exp(torch.arange(0, d_model, 2) * -(math.log(10000.0) / d_model))
        pe[:, 0::2] = torch.sin(position * div_term)
        pe[:, 1::2] = torch.cos(position * div_term[: d_model // 2])
        return pe


class loops:
    """Python's own math, one number at a time."""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        def entry(position, column):
            angle = position / 10000 ** (column // 2 * 2 / d_model)
            return math.sin(angle) if column % 2 == 0 else math.cos(angle)

        return torch.tensor([[entry(position, column) for column in range(d_model)] for position in range(max_len)])


class stacked_pairs:
    """Stacks sine and cosine in a new last dimension, flattens it, and cuts off what an odd d_model has too much."""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        pairs = (d_model + 1) // 2
        frequencies = 10000.0 ** (-2.0 * torch.arange(pairs) / d_model)
        angles = torch.outer(torch.arange(max_len).float(), frequencies)
        return torch.stack((angles.sin(), angles.cos()), dim=-1).flatten(1)[:, :d_model]


class where_even:
    """One angle for every column, then sine or cosine by the column's parity."""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        columns = torch.arange(d_model)
        rates = torch.pow(10000.0, -(columns - columns % 2) / d_model)
        angles = torch.arange(max_len)[:, None] * rates[None, :]
        return torch.where(columns % 2 == 0, torch.sin(angles), torch.cos(angles))


class shifted_sine:
    """Only sines: a cosine is a sine a quarter turn later."""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        columns = torch.arange(d_model, dtype=torch.float64)
        even = columns - columns % 2
        angles = torch.arange(max_len, dtype=torch.float64)[:, None] / 10000 ** (even / d_model)
        return torch.sin(angles + columns % 2 * math.pi / 2).float()


class complex_rotation:
    """A pair is a unit complex number that turns; returns (table, extra)."""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        frequencies = 10000.0 ** (-torch.arange(0, d_model, 2) / d_model)
        angles = torch.arange(max_len)[:, None] * frequencies
        turning = torch.polar(torch.ones_like(angles), angles)  # cos + i sin
        table = torch.view_as_real(turning).flip(-1).reshape(max_len, -1)[:, :d_model]
        return table, frequencies
