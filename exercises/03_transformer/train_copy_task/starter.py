"""The capstone of track 3: build a model, and teach it to copy."""

from torch import nn

PAD, START = 0, 1  # the symbols are 2 … vocab_size - 1


def build_model(vocab_size: int, max_len: int) -> nn.Module:
    """Return an untrained model for ids 0 … vocab_size - 1 and sequences of at most `max_len` symbols.

    model(src_ids, tgt_ids) gives logits (batch, T, vocab_size) for src_ids (batch, S) and tgt_ids (batch, T).
    """
    raise NotImplementedError("Write build_model, then save.")


def train(model: nn.Module, steps: int, seed: int) -> list[float]:
    """Train `model` on random sequences for `steps` steps of the optimiser; return the loss of each step."""
    raise NotImplementedError("Write train, then save.")


def show(step: int, loss: float) -> None:
    """Print one line with a bar: call it every 20 steps or so, and you see your curve while it grows."""
    print(f"step {step:4d}  loss {loss:.4f}  {'█' * round(12 * loss)}", flush=True)
