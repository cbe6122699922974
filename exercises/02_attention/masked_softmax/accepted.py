"""Correct ways to write the masked softmax that differ in kind."""

import torch


class nan_to_num:
    """Fills with -inf and turns nan into 0; masked_fill stops the gradient, so that it never meets the nan."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        return torch.nan_to_num(scores.masked_fill(~mask, float("-inf")).softmax(dim))


class own_exp:
    """exp, sum and division by hand; the maximum is taken over the allowed scores only."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        floor = torch.finfo(scores.dtype).min
        top = scores.detach().masked_fill(~mask, floor).amax(dim=dim, keepdim=True)
        shifted = torch.where(mask, scores - top, 0.0)
        exps = torch.exp(shifted) * mask
        total = exps.sum(dim=dim, keepdim=True)
        return exps / torch.where(total == 0, 1.0, total)


class additive:
    """Adds a bias of 0 and -1e9 that is made inside, then multiplies with the mask for the empty rows."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        bias = torch.zeros(mask.shape, dtype=scores.dtype).masked_fill_(mask.logical_not(), -1e9)
        return torch.softmax(scores + bias, dim=dim) * mask.to(scores.dtype)


class empty_rows_first:
    """Lets an empty row attend to everything before the softmax and clears it afterwards; returns (output, extra)."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        mask = mask.expand_as(scores)
        alive = mask.any(dim=dim, keepdim=True)
        weights = torch.where(mask | ~alive, scores, -torch.inf).softmax(dim=dim)
        return torch.where(alive, weights, torch.zeros_like(weights)), alive


class logsumexp:
    """Subtracts the logarithm of the sum over the allowed places."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        safe = scores.masked_fill(~mask, torch.finfo(scores.dtype).min / 2)
        log_total = torch.logsumexp(safe, dim=dim, keepdim=True)
        return torch.where(mask, torch.exp(safe - log_total), torch.zeros_like(scores))


class row_by_row:
    """A loop over the rows that takes the softmax of what is allowed and puts it into a row of zeros."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        moved, allowed = scores.movedim(dim, -1), mask.expand_as(scores).movedim(dim, -1)
        rows = []
        for row, keep in zip(moved.reshape(-1, moved.size(-1)), allowed.reshape(-1, moved.size(-1)), strict=True):
            result = torch.zeros_like(row)
            if keep.any():
                result = result.masked_scatter(keep, row[keep].softmax(0))
            rows.append(result + 0 * row)
        return torch.stack(rows).view(moved.shape).movedim(-1, dim)
