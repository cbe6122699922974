"""Known wrong ways to write the gradient of cross-entropy; each docstring is what the learner is told."""

import torch


class _Gradient:
    """Correct; a mistake overrides one step."""

    @classmethod
    def cross_entropy_grad(cls, logits, targets):
        right = torch.zeros_like(logits).scatter(-1, targets.unsqueeze(-1), 1.0)
        return cls.difference(cls.probs(logits), right) / cls.count(logits, targets)

    @staticmethod
    def probs(logits):
        return torch.softmax(logits, dim=-1)

    @staticmethod
    def difference(probs, right):
        return probs - right

    @staticmethod
    def count(logits, targets):
        return targets.numel()


class not_divided(_Gradient):
    """You return the gradient of the sum of the losses: the loss is their mean, so divide by the number of
    positions."""

    @staticmethod
    def count(logits, targets):
        return 1


class divided_by_the_batch(_Gradient):
    """You divide by the size of the first dimension: divide by the number of all positions, batch times length."""

    @staticmethod
    def count(logits, targets):
        return targets.size(0)


class divided_by_all_numbers(_Gradient):
    """You divide by the number of all logits: divide by the number of positions. The classes of one position share
    one loss."""

    @staticmethod
    def count(logits, targets):
        return logits.numel()


class divided_by_classes(_Gradient):
    """You divide by the number of classes: divide by the number of positions."""

    @staticmethod
    def count(logits, targets):
        return logits.size(-1)


class one_hot_not_subtracted(_Gradient):
    """You return the probabilities: subtract 1 at the right class of every row."""

    @staticmethod
    def difference(probs, right):
        return probs


class sign_flipped(_Gradient):
    """Your gradient points the other way: it is what the model said minus what was right, p − 1 at the target."""

    @staticmethod
    def difference(probs, right):
        return right - probs


class only_the_right_class(_Gradient):
    """Your gradient is 0 for all wrong classes: they get a gradient too, their probability, because they share the
    sum below the fraction line."""

    @staticmethod
    def difference(probs, right):
        return (probs - 1) * right


class subtracted_everywhere(_Gradient):
    """You subtract 1 from every class: subtract it only at the target of each row."""

    @staticmethod
    def difference(probs, right):
        return probs - 1


class gradient_of_probabilities(_Gradient):
    """You return the gradient with respect to the probabilities, −1 / p: go one step further back, through softmax."""

    @staticmethod
    def difference(probs, right):
        return -right / probs


class times_softmax_derivative(_Gradient):
    """You multiply p − y by p · (1 − p): the derivative of softmax is already in p − y. Leave the factor out."""

    @staticmethod
    def difference(probs, right):
        return (probs - right) * probs * (1 - probs)


class raw_logits(_Gradient):
    """You subtract from the scores themselves: turn them into probabilities first."""

    @staticmethod
    def probs(logits):
        return logits


class log_probabilities(_Gradient):
    """You subtract from the log-probabilities: the gradient has the probabilities in it, softmax without the
    logarithm."""

    @staticmethod
    def probs(logits):
        return torch.log_softmax(logits, dim=-1)


class softmax_over_the_batch(_Gradient):
    """Your softmax runs over dimension 0, the batch: use dim=-1, the classes."""

    @staticmethod
    def probs(logits):
        return torch.softmax(logits, dim=0)


class classes_in_dim_one(_Gradient):
    """Your softmax runs over dimension 1: the classes stand in the last dimension here, dim=-1."""

    @staticmethod
    def probs(logits):
        return torch.softmax(logits, dim=1)


class overflows(_Gradient):
    """You take exp of the raw logits: large ones overflow and give nan. Subtract the row's maximum first, or use
    torch.softmax."""

    @staticmethod
    def probs(logits):
        exps = logits.exp()
        return exps / exps.sum(-1, keepdim=True)


class always_float32(_Gradient):
    """Your result is float32 whatever came in: return the dtype of `logits`."""

    @classmethod
    def cross_entropy_grad(cls, logits, targets):
        return super().cross_entropy_grad(logits.float(), targets)
