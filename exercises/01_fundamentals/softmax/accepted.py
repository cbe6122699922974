"""Correct ways to write softmax that differ in kind."""

import torch


class logsumexp:
    """Subtracts the logarithm of the sum instead of dividing by the sum; returns it too, as (output, extra)."""

    @staticmethod
    def softmax(x, dim=-1):
        log_total = torch.logsumexp(x, dim=dim, keepdim=True)
        return torch.exp(x - log_total), log_total


class rows_of_a_matrix:
    """Moves `dim` to the end, works on a matrix of rows, moves it back."""

    @staticmethod
    def softmax(x, dim=-1):
        moved = x.movedim(dim, -1)
        rows = moved.reshape(-1, moved.shape[-1])  # (rows, n)
        exps = torch.exp(rows - rows.max(dim=1).values[:, None])
        normed = exps / (exps @ exps.new_ones(rows.shape[1], 1))
        return normed.view(moved.shape).movedim(-1, dim)


class wider_inside:
    """Computes in float64 and returns in the dtype that came, with the maximum detached from the graph."""

    @staticmethod
    def softmax(x, dim=-1):
        wide = x.double()
        exps = torch.exp(wide - wide.detach().amax(dim=dim, keepdim=True))
        return (exps / exps.sum(dim=dim, keepdim=True)).to(x.dtype)


class online:
    """One pass over the scores with a running maximum and a running sum, as FlashAttention does it."""

    @staticmethod
    def softmax(x, dim=-1):
        first, *others = x.unbind(dim)
        top = first.clamp(min=torch.finfo(x.dtype).min)  # -inf - -inf would be nan
        total = torch.exp(first - top)
        for score in others:
            new_top = torch.maximum(top, score)
            total = total * torch.exp(top - new_top) + torch.exp(score - new_top)
            top = new_top
        return torch.exp(x - top.unsqueeze(dim)) / total.unsqueeze(dim)


class row_by_row:
    """A Python loop over the rows, stacked at the end."""

    @staticmethod
    def softmax(x, dim=-1):
        moved = x.movedim(dim, -1)
        results = []
        for row in moved.reshape(-1, moved.shape[-1]):
            exps = torch.exp(row - max(row.tolist()))
            results.append(exps / exps.sum())
        return torch.stack(results).reshape(moved.shape).movedim(-1, dim)
