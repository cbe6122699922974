"""Correct ways to write cross-entropy that differ in kind."""

import torch


class masked_sum:
    """Looks up every position, ignored ones at class 0, and multiplies those by 0; then sum over count."""

    @staticmethod
    def cross_entropy(logits, targets, ignore_index=-100):
        logits, targets = logits.reshape(-1, logits.size(-1)), targets.reshape(-1)
        counted = targets.ne(ignore_index)
        safe = torch.where(counted, targets, torch.zeros_like(targets))
        losses = -logits.log_softmax(dim=1)[torch.arange(len(safe)), safe]
        return (losses * counted).sum() / counted.sum()


class one_hot:
    """Sums the log-probabilities against a one-hot row, which is all zeros where the target is ignored."""

    @staticmethod
    def cross_entropy(logits, targets, ignore_index=-100):
        classes = torch.arange(logits.size(-1))
        counted = (targets != ignore_index).unsqueeze(-1)
        rows = ((targets.unsqueeze(-1) == classes) & counted).to(logits.dtype)
        return -(rows * torch.log_softmax(logits, -1)).sum() / rows.sum()


class logsumexp_minus_score:
    """log Σ exp(logits) minus the right score, without any log-probabilities of the other classes."""

    @staticmethod
    def cross_entropy(logits, targets, ignore_index=-100):
        counted = targets != ignore_index
        index = targets.masked_fill(~counted, 0).unsqueeze(-1)
        losses = torch.logsumexp(logits, dim=-1) - logits.gather(-1, index).squeeze(-1)
        return losses.masked_select(counted).mean()


class own_log_softmax:
    """Everything by hand, log-softmax too."""

    @staticmethod
    def cross_entropy(logits, targets, ignore_index=-100):
        shifted = logits - logits.amax(-1, keepdim=True)
        log_probs = shifted - shifted.exp().sum(-1, keepdim=True).log()
        flat, labels = log_probs.flatten(0, -2), targets.flatten()
        where = torch.nonzero(labels != ignore_index).squeeze(1)
        return -flat[where, labels[where]].sum() / where.numel()


class position_by_position:
    """A Python loop that skips what is ignored."""

    @staticmethod
    def cross_entropy(logits, targets, ignore_index=-100):
        losses = []
        for scores, target in zip(logits.reshape(-1, logits.shape[-1]), targets.reshape(-1).tolist(), strict=True):
            if target != ignore_index:
                losses.append(torch.logsumexp(scores, 0) - scores[target])
        return torch.stack(losses).mean()
