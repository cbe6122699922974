"""Known wrong ways to write cross-entropy; each docstring is what the learner is told."""

import math

import torch


class _CrossEntropy:
    """Correct; a mistake overrides one step."""

    @classmethod
    def cross_entropy(cls, logits, targets, ignore_index=-100):
        kept = cls.kept(targets, ignore_index)
        index = targets.masked_fill(~kept, 0).unsqueeze(-1)
        losses = -cls.log_probs(logits).gather(-1, index).squeeze(-1)
        return cls.reduce(losses, kept)

    @staticmethod
    def kept(targets, ignore_index):
        return targets != ignore_index

    @staticmethod
    def log_probs(logits):
        return torch.log_softmax(logits, dim=-1)

    @staticmethod
    def reduce(losses, kept):
        return (losses * kept).sum() / kept.sum()


class mean_over_ignored(_CrossEntropy):
    """You divide by the number of all positions, the ignored ones included: divide by the number of those that
    count."""

    @staticmethod
    def reduce(losses, kept):
        return (losses * kept).mean()


class ignored_counted_as_class_zero(_CrossEntropy):
    """You look up ignored targets as class 0 and keep their loss: they must add nothing, neither to the sum nor to
    the count."""

    @staticmethod
    def reduce(losses, kept):
        return losses.mean()


class ignored_in_the_sum(_CrossEntropy):
    """You divide by the right number, but the ignored positions are still in the sum: set their loss to 0 first."""

    @staticmethod
    def reduce(losses, kept):
        return losses.sum() / kept.sum()


class ignored_not_skipped:
    """You look up `ignore_index` as if it were a class, and −100 is no position in the last dimension: leave these
    targets out first."""

    @staticmethod
    def cross_entropy(logits, targets, ignore_index=-100):
        return -torch.log_softmax(logits, dim=-1).gather(-1, targets.unsqueeze(-1)).mean()


class ignore_index_fixed(_CrossEntropy):
    """You ignore −100 only (or everything below 0), whatever `ignore_index` says: compare the targets with the
    argument."""

    @staticmethod
    def kept(targets, ignore_index):
        return targets != -100


class sum_not_mean(_CrossEntropy):
    """You return the sum of the losses: divide by the number of positions that count."""

    @staticmethod
    def reduce(losses, kept):
        return (losses * kept).sum()


class divided_by_the_batch(_CrossEntropy):
    """You divide by the size of the first dimension: the mean runs over all positions that count, batch and length
    together."""

    @staticmethod
    def reduce(losses, kept):
        return (losses * kept).sum() / losses.size(0)


class mean_of_means(_CrossEntropy):
    """You take a mean for each sentence and then the mean of those: a short sentence weighs too much. Put all
    positions together, then take one mean."""

    @staticmethod
    def reduce(losses, kept):
        return ((losses * kept).sum(-1) / kept.sum(-1)).mean()


class not_reduced(_CrossEntropy):
    """You return one loss for each position: the mean of them is asked."""

    @staticmethod
    def reduce(losses, kept):
        return losses * kept


class sign_forgotten(_CrossEntropy):
    """Your loss is negative: the minus is missing."""

    @staticmethod
    def reduce(losses, kept):
        return -(losses * kept).sum() / kept.sum()


class classes_in_dim_one(_CrossEntropy):
    """Your softmax runs over dimension 1: the classes stand in the last dimension here, dim=-1."""

    @staticmethod
    def log_probs(logits):
        return torch.log_softmax(logits, dim=1)


class softmax_over_the_batch(_CrossEntropy):
    """Your softmax runs over dimension 0, the batch: use dim=-1, the classes."""

    @staticmethod
    def log_probs(logits):
        return torch.log_softmax(logits, dim=0)


class log_of_softmax(_CrossEntropy):
    """You take the logarithm of the finished probabilities: a tiny one was rounded to 0, and the loss is infinite.
    Use log-softmax."""

    @staticmethod
    def log_probs(logits):
        return torch.softmax(logits, dim=-1).log()


class small_number_added(_CrossEntropy):
    """You add a small number inside the logarithm: a very wrong answer costs about 20, however wrong it is. Use
    log-softmax; then there is no 0 to protect from."""

    @staticmethod
    def log_probs(logits):
        return (torch.softmax(logits, dim=-1) + 1e-9).log()


class overflows(_CrossEntropy):
    """You take exp of the raw logits: large ones overflow. Subtract the row's maximum first, or use log-softmax."""

    @staticmethod
    def log_probs(logits):
        return logits - logits.exp().sum(-1, keepdim=True).log()


class probabilities_not_logs(_CrossEntropy):
    """You average the probabilities of the right classes: take their logarithm first."""

    @staticmethod
    def log_probs(logits):
        return torch.softmax(logits, dim=-1)


class raw_logits(_CrossEntropy):
    """You take the score of the right class itself: turn the scores into log-probabilities first."""

    @staticmethod
    def log_probs(logits):
        return logits


class softmax_twice(_CrossEntropy):
    """You apply softmax before log-softmax: log-softmax wants the raw logits."""

    @staticmethod
    def log_probs(logits):
        return torch.log_softmax(torch.softmax(logits, dim=-1), dim=-1)


class logarithm_base_two(_CrossEntropy):
    """Your logarithm has base 2: use the natural one."""

    @staticmethod
    def log_probs(logits):
        return torch.log_softmax(logits, dim=-1) / math.log(2)
