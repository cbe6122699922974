"""Correct ways to split and merge heads that differ in kind."""

import torch


class view_and_permute:
    """view and permute, as most code does it; the result is made contiguous."""

    @staticmethod
    def split_heads(x, num_heads):
        batch, length, d_model = x.shape
        return x.reshape(batch, length, num_heads, d_model // num_heads).permute(0, 2, 1, 3).contiguous()

    @staticmethod
    def merge_heads(x):
        batch, num_heads, length, d_head = x.size()
        return x.permute(0, 2, 1, 3).contiguous().view(batch, length, num_heads * d_head)


class chunk_and_stack:
    """Cuts columns into chunks and stacks them; merges by cat."""

    @staticmethod
    def split_heads(x, num_heads):
        return torch.stack(x.chunk(num_heads, dim=-1), dim=1)

    @staticmethod
    def merge_heads(x):
        return torch.cat(x.unbind(dim=1), dim=-1)


class copying_loop:
    """A loop over the heads that copies slices into a new tensor."""

    @staticmethod
    def split_heads(x, num_heads):
        d_head = x.shape[-1] // num_heads
        heads = x.new_zeros(x.shape[0], num_heads, x.shape[1], d_head)
        for head in range(num_heads):
            heads[:, head] = x[:, :, head * d_head : (head + 1) * d_head]
        return heads

    @staticmethod
    def merge_heads(x):
        merged = x.new_zeros(x.shape[0], x.shape[2], x.shape[1] * x.shape[3])
        for head in range(x.shape[1]):
            merged[..., head * x.shape[3] : (head + 1) * x.shape[3]] = x[:, head]
        return merged


class columns_first:
    """Works on the transposed matrix, where a head is a block of rows."""

    @staticmethod
    def split_heads(x, num_heads):
        return x.mT.unflatten(1, (num_heads, -1)).mT  # (B, d_model, L) -> (B, H, d_head, L) -> (B, H, L, d_head)

    @staticmethod
    def merge_heads(x):
        return x.mT.flatten(1, 2).mT


class by_index:
    """Looks up which column every place of a head comes from, and the other way round; returns (output, extra)."""

    @staticmethod
    def split_heads(x, num_heads):
        columns = torch.arange(x.size(-1)).view(num_heads, -1)  # (H, d_head)
        return x[:, :, columns].movedim(2, 1), columns

    @staticmethod
    def merge_heads(x):
        columns = torch.arange(x.size(1) * x.size(3))
        return x[:, columns // x.size(3), :, columns % x.size(3)].movedim(0, -1), columns
