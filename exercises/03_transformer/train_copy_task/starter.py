"""The capstone of track 3: build a model, and teach it to copy."""

from torch import nn

PAD, START = 0, 1  # the symbols are 2 … vocab_size - 1


def build_model(vocab_size: int, max_len: int) -> nn.Module:
    """Return an untrained model for ids 0 … vocab_size - 1.

    model(src_ids, tgt_ids) gives logits (batch, T, vocab_size) for
    src_ids (batch, S) and tgt_ids (batch, T); S and T are at most
    max_len.
    """
    raise NotImplementedError("Write build_model, then save.")


def train(model: nn.Module, steps: int, seed: int) -> list[float]:
    """Train `model` on random sequences; return each step's loss."""
    raise NotImplementedError("Write train, then save.")


def show(step: int, loss: float) -> None:
    """Call this every 10 steps or so: the tracker draws the curve."""
    print(f"step {step:4d}  loss {loss:.4f}")
