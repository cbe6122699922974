"""Known wrong ways to write the positional encoding; each docstring is what the learner is told."""

import torch


def _interleave(sines, cosines, d_model):
    """Columns sin, cos, sin, cos, …, cut to d_model."""
    return torch.stack((sines, cosines), dim=-1).flatten(1)[:, :d_model]


def _angles(max_len, d_model, base=10000.0, divide_by=None):
    """The correct angles (max_len, pairs), for the defaults."""
    evens = torch.arange(0, d_model, 2)
    return torch.arange(max_len)[:, None] / base ** (evens / (divide_by or d_model))


class swapped:
    """Your sine and cosine are swapped, position 0 begins with 1. Columns 0, 2, … are sines, 1, 3, … cosines."""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        angles = _angles(max_len, d_model)
        return _interleave(angles.cos(), angles.sin(), d_model)


class concatenated:
    """Your table holds all sines first and all cosines after them. Here they alternate: sin, cos, sin, cos, …"""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        angles = _angles(max_len, d_model)
        return torch.cat((angles.sin(), angles[:, : d_model // 2].cos()), dim=1)


class base_1000:
    """Your base is 1000: the wavelengths do not reach far enough. The paper's base is 10000, with four zeros."""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        angles = _angles(max_len, d_model, base=1000.0)
        return _interleave(angles.sin(), angles.cos(), d_model)


class exponent_without_2:
    """Your exponent is i / d_model, but the formula says 2i / d_model: your wavelengths reach only halfway. Count `i`
    in pairs and multiply by 2, or count the even columns 0, 2, 4, …"""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        angles = _angles(max_len, d_model, base=100.0)  # 10000^(i/d) = 100^(2i/d)
        return _interleave(angles.sin(), angles.cos(), d_model)


class exponent_with_4:
    """Your exponent counts the 2 twice: it grows by 4 / d_model from pair to pair. If your range already steps by 2, do
    not multiply by 2 again."""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        angles = _angles(max_len, d_model, base=10000.0**2)
        return _interleave(angles.sin(), angles.cos(), d_model)


class own_angle_for_each_column:
    """Each of your columns has its own angle, with the exponent (column / d_model). Sine and cosine of a pair share one
    angle: in column 2i + 1 the exponent is still 2i / d_model."""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        columns = torch.arange(d_model)
        angles = torch.arange(max_len)[:, None] / 10000.0 ** (columns / d_model)
        return torch.where(columns % 2 == 0, angles.sin(), angles.cos())


class doubled_column_as_exponent:
    """Your exponent is 2 · column / d_model, so each column has its own angle, and the wavelengths grow too fast. `i`
    counts pairs of columns, not columns: column 2i and column 2i + 1 both have the exponent 2i / d_model."""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        columns = torch.arange(d_model)
        angles = torch.arange(max_len)[:, None] / 10000.0 ** (2 * columns / d_model)
        return torch.where(columns % 2 == 0, angles.sin(), angles.cos())


class odd_denominator_rounded_up:
    """For an odd d_model your exponent is divided by d_model + 1: as if you made a wider table and cut it. Divide by
    d_model itself."""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        angles = _angles(max_len, d_model, divide_by=d_model + d_model % 2)
        return _interleave(angles.sin(), angles.cos(), d_model)


class odd_column_left_empty:
    """For an odd d_model your last column stays 0. It is the sine of the last pair; only its cosine is left out."""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        angles = _angles(max_len, d_model)
        table = _interleave(angles.sin(), angles.cos(), d_model)
        if d_model % 2:
            table[:, -1] = 0
        return table


class odd_crashes:
    """For an odd d_model there is one sine more than there are cosines, so the cosines do not fit into `[:, 1::2]`: cut
    them to d_model // 2 columns first."""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        angles = _angles(max_len, d_model)
        table = torch.zeros(max_len, d_model)
        table[:, 0::2] = torch.sin(angles)
        table[:, 1::2] = torch.cos(angles)
        return table


class positions_from_1:
    """Your positions start at 1: the first row is not 0, 1, 0, 1, … Count from 0."""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        angles = _angles(max_len + 1, d_model)[1:]
        return _interleave(angles.sin(), angles.cos(), d_model)


class multiplied:
    """You multiply the position by 10000^(2i / d_model) instead of dividing by it: the angles explode instead of
    getting slower."""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        angles = _angles(max_len, d_model, base=1 / 10000.0)
        return _interleave(angles.sin(), angles.cos(), d_model)


class integer_exponent:
    """Your exponent is rounded to a whole number (// instead of /): every pair has the same
    angle, pos / 1. Divide with /."""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        angles = _angles(max_len, d_model, base=1.0)
        return _interleave(angles.sin(), angles.cos(), d_model)


class sine_everywhere:
    """All your columns are sines. The odd columns (1, 3, …) are cosines of the same angle."""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        angles = _angles(max_len, d_model)
        return _interleave(angles.sin(), angles.sin(), d_model)


class batch_dimension:
    """Your table has a batch dimension, (1, max_len, d_model): the statement asks for (max_len, d_model)."""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        angles = _angles(max_len, d_model)
        return _interleave(angles.sin(), angles.cos(), d_model).unsqueeze(0)


class transposed:
    """Your table is (d_model, max_len): a row should be a position, a column a wave. Swap the two."""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        angles = _angles(max_len, d_model)
        return _interleave(angles.sin(), angles.cos(), d_model).T


class float64:
    """Your table is float64. Compute in float64 if you like, but return float32, the dtype of the embeddings."""

    @staticmethod
    def sinusoidal_positional_encoding(max_len, d_model):
        evens = torch.arange(0, d_model, 2, dtype=torch.float64)
        angles = torch.arange(max_len)[:, None] / 10000 ** (evens / d_model)
        return _interleave(angles.sin(), angles.cos(), d_model)
