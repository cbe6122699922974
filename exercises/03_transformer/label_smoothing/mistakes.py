"""Known wrong ways to write label smoothing; each docstring is what the learner is told."""

import torch
import torch.nn.functional as F


class _Smoothing:
    """Correct; a mistake overrides one step."""

    @classmethod
    def label_smoothing_loss(cls, logits, targets, smoothing=0.1, ignore_index=-100):
        kept = cls.kept(targets, ignore_index)
        one_hot = F.one_hot(targets.masked_fill(~kept, 0), logits.size(-1)).to(logits.dtype)
        losses = -(cls.rows(one_hot, smoothing, ignore_index) * cls.log_probs(logits)).sum(-1)
        return cls.reduce(losses, kept)

    @staticmethod
    def kept(targets, ignore_index):
        return targets != ignore_index

    @staticmethod
    def log_probs(logits):
        return torch.log_softmax(logits, dim=-1)

    @staticmethod
    def rows(one_hot, smoothing, ignore_index):
        return (1 - smoothing) * one_hot + smoothing / one_hot.size(-1)

    @staticmethod
    def reduce(losses, kept):
        return (losses * kept).sum() / kept.sum()


class spread_over_wrong_classes(_Smoothing):
    """You spread s over the K − 1 wrong classes, and the right one gets 1 − s. Here every class gets s/K, the right one
    too."""

    @staticmethod
    def rows(one_hot, smoothing, ignore_index):
        return (1 - smoothing) * one_hot + smoothing / (one_hot.size(-1) - 1) * (1 - one_hot)


class mass_missing(_Smoothing):
    """Your smoothed target sums to less than 1: the wrong classes have s/K, but the right one only 1 − s. It gets its
    share s/K on top."""

    @staticmethod
    def rows(one_hot, smoothing, ignore_index):
        return torch.where(one_hot > 0, 1 - smoothing, smoothing / one_hot.size(-1))


class mass_too_large(_Smoothing):
    """Your smoothed target sums to more than 1: you add s/K everywhere, but the right class keeps its whole 1. Take s
    away from it first."""

    @staticmethod
    def rows(one_hot, smoothing, ignore_index):
        return one_hot + smoothing / one_hot.size(-1)


class not_divided_by_k(_Smoothing):
    """You give every class s instead of s/K: the log-probabilities of all classes are summed and not averaged."""

    @staticmethod
    def rows(one_hot, smoothing, ignore_index):
        return (1 - smoothing) * one_hot + smoothing


class spread_over_k_minus_two(_Smoothing):
    """You spread s over K − 2 classes, as in code that leaves out the right class and the padding. Here every class
    gets s/K."""

    @staticmethod
    def rows(one_hot, smoothing, ignore_index):
        return (1 - smoothing) * one_hot + smoothing / (one_hot.size(-1) - 2) * (1 - one_hot)


class padding_gets_no_share(_Smoothing):
    """You take the share away from the class `ignore_index`. Ignoring is about targets: as a class it keeps its s/K at
    the positions that count."""

    @staticmethod
    def rows(one_hot, smoothing, ignore_index):
        rows = (1 - smoothing) * one_hot + smoothing / one_hot.size(-1)
        if not 0 <= ignore_index < one_hot.size(-1):
            return rows
        return torch.cat([rows[..., :ignore_index], 0 * rows[..., :1], rows[..., ignore_index + 1 :]], dim=-1)


class not_smoothed(_Smoothing):
    """Your loss is plain cross-entropy: `smoothing` has no effect."""

    @staticmethod
    def rows(one_hot, smoothing, ignore_index):
        return one_hot


class smoothing_fixed(_Smoothing):
    """Your smoothing is always 0.1: use the argument."""

    @staticmethod
    def rows(one_hot, smoothing, ignore_index):
        return 0.9 * one_hot + 0.1 / one_hot.size(-1)


class smoothing_swapped(_Smoothing):
    """You give s to the right class and spread 1 − s: swap the two weights."""

    @staticmethod
    def rows(one_hot, smoothing, ignore_index):
        return smoothing * one_hot + (1 - smoothing) / one_hot.size(-1)


class mean_over_ignored(_Smoothing):
    """You divide by the number of all positions, the ignored ones included: divide by the number of those that
    count."""

    @staticmethod
    def reduce(losses, kept):
        return (losses * kept).mean()


class ignored_smoothed(_Smoothing):
    """Your ignored positions still pay the smoothing term: only the one-hot part is masked. An ignored position adds
    nothing at all."""

    @classmethod
    def label_smoothing_loss(cls, logits, targets, smoothing=0.1, ignore_index=-100):
        kept = targets != ignore_index
        log_probs = torch.log_softmax(logits, dim=-1)
        right = log_probs.gather(-1, targets.masked_fill(~kept, 0)[..., None]).squeeze(-1) * kept
        return -((1 - smoothing) * right + smoothing * log_probs.mean(-1)).sum() / kept.sum()


class smoothing_averaged_over_all(_Smoothing):
    """Your smoothing term is a mean over all positions, the ignored ones included. Both terms count only the positions
    that are not ignored."""

    @classmethod
    def label_smoothing_loss(cls, logits, targets, smoothing=0.1, ignore_index=-100):
        kept = targets != ignore_index
        log_probs = torch.log_softmax(logits, dim=-1)
        right = log_probs.gather(-1, targets.masked_fill(~kept, 0)[..., None]).squeeze(-1)[kept]
        return -((1 - smoothing) * right.mean() + smoothing * log_probs.mean())


class ignored_as_class_zero(_Smoothing):
    """You look up ignored targets as class 0 and keep their loss: they must add nothing, neither to the sum nor to
    the count."""

    @staticmethod
    def reduce(losses, kept):
        return losses.mean()


class ignored_not_skipped(_Smoothing):
    """You look up `ignore_index` as if it were a class, and −100 is no position in the last dimension: leave these
    targets out first."""

    @classmethod
    def label_smoothing_loss(cls, logits, targets, smoothing=0.1, ignore_index=-100):
        log_probs = torch.log_softmax(logits, dim=-1)
        right = log_probs.gather(-1, targets.unsqueeze(-1)).squeeze(-1)
        return -((1 - smoothing) * right + smoothing * log_probs.mean(-1)).mean()


class ignore_index_fixed(_Smoothing):
    """You ignore −100 only, whatever `ignore_index` says: compare the targets with the argument."""

    @staticmethod
    def kept(targets, ignore_index):
        return targets >= 0


class sum_not_mean(_Smoothing):
    """You return the sum of the losses: divide by the number of positions that count."""

    @staticmethod
    def reduce(losses, kept):
        return (losses * kept).sum()


class mean_of_means(_Smoothing):
    """You take a mean for each sentence and then the mean of those: a short sentence weighs too much. Put all
    positions together, then take one mean."""

    @staticmethod
    def reduce(losses, kept):
        return ((losses * kept).sum(-1) / kept.sum(-1)).mean()


class mean_over_classes_too(_Smoothing):
    """You take a mean over positions and classes together: the loss is too small by a factor of K. Sum over the
    classes, then take the mean over the positions."""

    @classmethod
    def label_smoothing_loss(cls, logits, targets, smoothing=0.1, ignore_index=-100):
        return super().label_smoothing_loss(logits, targets, smoothing, ignore_index) / logits.size(-1)


class kl_without_entropy(_Smoothing):
    """You return the KL divergence: its gradient is right, but the value lacks the entropy of the smoothed target. Sum
    −q · log p."""

    @classmethod
    def label_smoothing_loss(cls, logits, targets, smoothing=0.1, ignore_index=-100):
        kept = targets != ignore_index
        q = cls.rows(F.one_hot(targets[kept], logits.size(-1)).to(logits.dtype), smoothing, ignore_index)
        return F.kl_div(torch.log_softmax(logits[kept], dim=-1), q, reduction="batchmean")


class log_of_softmax(_Smoothing):
    """You take the logarithm of the finished probabilities: a tiny one was rounded to 0, and the loss is infinite.
    Every class counts here, so this happens soon. Use log-softmax."""

    @staticmethod
    def log_probs(logits):
        return torch.softmax(logits, dim=-1).log()


class probabilities_not_logs(_Smoothing):
    """You compare with the probabilities themselves: take their logarithm, with log-softmax."""

    @staticmethod
    def log_probs(logits):
        return torch.softmax(logits, dim=-1)


class smoothed_logits(_Smoothing):
    """You sum the raw scores: turn the logits into log-probabilities first."""

    @staticmethod
    def log_probs(logits):
        return logits
