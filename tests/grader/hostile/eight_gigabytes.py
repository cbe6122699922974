"""Takes eight gigabytes, page by page."""

import torch


def double(x):
    return torch.ones(1 << 31)
