"""Wrong softmaxes that stand in no mistakes file; each docstring is what the report must say, parts divided by |."""

import torch


class log_of_it:
    """sum to"""

    @staticmethod
    def softmax(x, dim=-1):
        return x - x.logsumexp(dim, keepdim=True)


class twice:
    """expected .*, got"""

    @staticmethod
    def softmax(x, dim=-1):
        for _ in range(2):
            e = (x - x.amax(dim, keepdim=True)).exp()
            x = e / e.sum(dim, keepdim=True)
        return x


class percent:
    """constant factor of 100"""

    @staticmethod
    def softmax(x, dim=-1):
        e = (x - x.amax(dim, keepdim=True)).exp()
        return 100 * e / e.sum(dim, keepdim=True)


class returns_numbers:
    """tensor is asked"""

    @staticmethod
    def softmax(x, dim=-1):
        e = (x - x.amax(dim, keepdim=True)).exp()
        return (e / e.sum(dim, keepdim=True)).tolist()


class power_of_two:
    """sums to|expected"""

    @staticmethod
    def softmax(x, dim=-1):
        e = torch.pow(2.0, x - x.amax(dim, keepdim=True))
        return e / e.sum(dim, keepdim=True)


class sigmoid_instead:
    """sum to 1|do not sum"""

    @staticmethod
    def softmax(x, dim=-1):
        return 1 / (1 + (-x).exp())


class keeps_a_memory:
    """called again with the same input"""

    calls = 0

    @staticmethod
    def softmax(x, dim=-1):
        keeps_a_memory.calls += 1
        e = (x - x.amax(dim, keepdim=True)).exp()
        return e / e.sum(dim, keepdim=True) * (1.0 if keeps_a_memory.calls == 1 else 1.01)


class in_place:
    """in place"""

    @staticmethod
    def softmax(x, dim=-1):
        x -= x.amax(dim, keepdim=True)
        e = x.exp()
        return e / e.sum(dim, keepdim=True)
