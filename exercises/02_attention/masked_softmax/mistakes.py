"""Known wrong ways to write the masked softmax; each docstring is what the learner is told."""

import torch


class mask_inverted:
    """Your mask works the wrong way round: what is allowed gets 0. True means "may attend", so fill where the mask is
    False: masked_fill(~mask, …)."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        return scores.masked_fill(mask, -1e9).softmax(dim).masked_fill(mask, 0.0)


class mask_ignored:
    """Your function does not use the mask: forbidden places get weight too. Fill their scores before the softmax."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        return scores.softmax(dim)


class empty_row_is_nan:
    """A row with nothing allowed gives nan: every score is -inf, and softmax divides 0 by 0. Fill with a finite
    number, and put 0 into the forbidden places afterwards."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        return scores.masked_fill(~mask, -torch.inf).softmax(dim)


class empty_row_is_uniform:
    """A row with nothing allowed gives 1/n everywhere: all its scores are the same very negative number. Put 0 into
    the forbidden places after the softmax."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        return scores.masked_fill(~mask, -1e9).softmax(dim)


class empty_row_gradient_is_nan:
    """Your values are right, but the gradient of a row with nothing allowed is nan: the backward pass still goes
    through 0 / 0. Replacing nan afterwards repairs only the values; keep nan from arising, with a finite fill."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        bias = torch.zeros(mask.shape, dtype=scores.dtype).masked_fill(~mask, -torch.inf)
        return torch.nan_to_num((scores + bias).softmax(dim))


class partly_masked_rows_cleared:
    """You clear every row in which something is forbidden. Only a row with *nothing* allowed becomes zeros: look at
    any() against all()."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        weights = scores.masked_fill(~mask, -1e9).softmax(dim)
        return weights * mask.expand_as(scores).all(dim, keepdim=True)


class masked_after_softmax:
    """You mask after the softmax, so the allowed weights no longer sum to 1. Mask the scores first, then take the
    softmax."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        return scores.softmax(dim).masked_fill(~mask, 0.0)


class renormalised_after_softmax:
    """You take exp or softmax over everything, mask, and then divide by the sum. When the forbidden scores are much
    larger, all that is allowed has become 0 by then, because the maximum was a forbidden one. Mask before you take
    the maximum."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        weights = scores.softmax(dim) * mask
        return weights / (weights.sum(dim, keepdim=True) + 1e-9)


class renormalised_by_zero:
    """You mask after the softmax and divide by the sum of what is left. In a row with nothing allowed, and where
    forbidden scores are much larger than the allowed ones, that sum is 0 and you get nan. Mask before the softmax."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        weights = scores.softmax(dim) * mask
        return weights / weights.sum(dim, keepdim=True)


class masked_with_zero:
    """You set the forbidden scores to 0, or multiply them by the mask; but exp(0) = 1 is still a weight. Fill them
    with a very negative number."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        return (scores * mask).softmax(dim)


class masked_with_zero_and_cleared:
    """You set the forbidden scores to 0 before the softmax and clear them after it: exp(0) = 1 still counts in the
    sum below the fraction line. Fill them with a very negative number."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        return (scores * mask).softmax(dim) * mask


class fill_not_low_enough:
    """You fill with about -100: when the allowed scores are lower than that, the forbidden ones win. Fill with -inf,
    -1e9 or the smallest number of the dtype."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        return scores.masked_fill(~mask, -100.0).softmax(dim).masked_fill(~mask, 0.0)


class always_last_dim:
    """Your result sums to 1 along the last dimension whatever `dim` says: pass `dim` on."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        return scores.masked_fill(~mask, -1e9).softmax(-1).masked_fill(~mask, 0.0)


class overflows:
    """You take exp of the raw scores: above 88 it overflows float32, and far below zero it is 0. Subtract the largest
    allowed score of each row first."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        exps = torch.where(mask, torch.exp(torch.where(mask, scores, 0.0)), 0.0)
        return exps / exps.sum(dim, keepdim=True).clamp(min=1e-30)


class max_of_everything:
    """You subtract the maximum of the whole tensor: a row far below it becomes 0. Take the maximum of each row, along
    `dim`."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        exps = torch.exp(scores.masked_fill(~mask, -1e9) - scores.masked_fill(~mask, -1e9).max()) * mask
        return exps / exps.sum(dim, keepdim=True).clamp(min=1e-30)


class mask_of_the_first_sequence:
    """You use the mask of the first sequence for the whole batch. Each sequence has its own mask: do not index its
    first dimension."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        if mask.dim() == scores.dim():
            mask = mask[:1]
        return scores.masked_fill(~mask, -1e9).softmax(dim).masked_fill(~mask, 0.0)


class always_float32:
    """Your result is float32 whatever came in: compute wider inside if you like, but return the dtype of `scores`."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        return scores.float().masked_fill(~mask, -1e9).softmax(dim).masked_fill(~mask, 0.0)


class sum_detached:
    """Your values are right but the gradient is not: the sum is cut out of the graph (detach, .item(), no_grad).
    Every allowed score moves it, so the gradient must pass through it."""

    @staticmethod
    def masked_softmax(scores, mask, dim=-1):
        filled = scores.masked_fill(~mask, -1e9)
        exps = torch.exp(filled - filled.amax(dim, keepdim=True).detach()) * mask
        return exps / exps.sum(dim, keepdim=True).clamp(min=1e-30).detach()
