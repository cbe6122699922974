"""Correct ways to write label smoothing that differ in kind."""

import torch


class smoothed_rows:
    """The rows q are built as a tensor: a full one of s/K, with 1 − s added at the right class."""

    @staticmethod
    def label_smoothing_loss(logits, targets, smoothing=0.1, ignore_index=-100):
        kept = targets != ignore_index
        safe = targets.masked_fill(~kept, 0)
        q = torch.full_like(logits, smoothing / logits.size(-1))
        q = q.scatter_add(-1, safe[..., None], torch.full_like(logits[..., :1], 1 - smoothing))
        losses = -(q * logits.log_softmax(dim=-1)).sum(dim=-1)
        return (losses * kept).sum() / kept.sum()


class from_logsumexp:
    """No log-softmax: logsumexp minus the score of the right class and minus the mean score."""

    @staticmethod
    def label_smoothing_loss(logits, targets, smoothing=0.1, ignore_index=-100):
        kept = (targets != ignore_index).reshape(-1)
        scores, labels = logits.flatten(0, -2)[kept], targets.flatten()[kept]
        picked = scores[torch.arange(len(labels)), labels]
        losses = scores.logsumexp(-1) - (1 - smoothing) * picked - smoothing * scores.mean(-1)
        return losses.sum() / len(losses)


class kl_divergence:
    """The Annotated Transformer's way: KL divergence from the smoothed rows, plus their entropy."""

    @staticmethod
    def label_smoothing_loss(logits, targets, smoothing=0.1, ignore_index=-100):
        kept = targets != ignore_index
        log_probs = torch.log_softmax(logits[kept], dim=-1)
        one_hot = torch.nn.functional.one_hot(targets[kept], logits.size(-1)).to(logits.dtype)
        q = one_hot * (1 - smoothing) + smoothing / logits.size(-1)
        divergence = torch.nn.functional.kl_div(log_probs, q, reduction="batchmean")
        return divergence - torch.xlogy(q, q).sum() / q.size(0)


class position_by_position:
    """A Python loop that skips what is ignored; returns (loss, count)."""

    @staticmethod
    def label_smoothing_loss(logits, targets, smoothing=0.1, ignore_index=-100):
        losses = []
        for scores, target in zip(logits.reshape(-1, logits.shape[-1]), targets.reshape(-1).tolist(), strict=True):
            if target == ignore_index:
                continue
            log_probs = scores - scores.logsumexp(0)
            losses.append(-(1 - smoothing) * log_probs[target] - smoothing * log_probs.sum() / len(scores))
        return torch.stack(losses).mean(), len(losses)
