"""Correct ways to write gradient clipping that differ in kind."""

import math

import torch


class one_long_vector:
    """Really builds the long vector; the factor is clamped to 1, with 1e-6 below the fraction line, as PyTorch
    does."""

    @staticmethod
    def clip_grad_norm(grads, max_norm):
        total_norm = torch.cat([grad.reshape(-1) for grad in grads]).norm()
        factor = torch.clamp(max_norm / (total_norm + 1e-6), max=1.0)
        return tuple(grad * factor for grad in grads), total_norm


class norm_of_norms:
    """The norm of the tensors' norms, by `torch.linalg`."""

    @staticmethod
    def clip_grad_norm(grads, max_norm):
        norms = torch.stack([torch.linalg.vector_norm(grad) for grad in grads])
        total_norm = torch.linalg.vector_norm(norms)
        if total_norm <= max_norm:
            return [grad.clone() for grad in grads], total_norm
        return [grad / total_norm * max_norm for grad in grads], total_norm


class plain_numbers:
    """Python's own numbers for everything but the product."""

    @staticmethod
    def clip_grad_norm(grads, max_norm):
        total_norm = math.hypot(*(number for grad in grads for number in grad.flatten().tolist()))
        factor = min(1.0, max_norm / total_norm) if total_norm else 1.0
        return [torch.mul(grad, factor) for grad in grads], total_norm


class foreach:
    """PyTorch's functions on whole lists of tensors."""

    @staticmethod
    def clip_grad_norm(grads, max_norm):
        total_norm = torch.stack(torch._foreach_norm(grads)).pow(2).sum().pow(0.5)
        factor = max_norm / max(total_norm.item(), max_norm)
        return torch._foreach_mul(grads, factor), total_norm.item()
