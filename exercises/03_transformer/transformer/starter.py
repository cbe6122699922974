"""The Transformer: encoder, decoder, and everything between ids and
logits.
"""

import torch
from torch import nn


class Transformer(nn.Module):
    """Logits for the id after each position of the target, given the
    source and the target up to there.
    """

    def __init__(
        self,
        src_vocab: int,
        tgt_vocab: int,
        d_model: int,
        num_heads: int,
        num_layers: int,
        d_ff: int,
        dropout: float = 0.1,
        pad_id: int = 0,
    ) -> None:
        super().__init__()
        raise NotImplementedError("Write Transformer, then save.")

    def forward(
        self,
        src_ids: torch.Tensor,
        tgt_ids: torch.Tensor,
    ) -> torch.Tensor:
        """Return logits (batch, T, tgt_vocab) for src_ids (batch, S)
        and tgt_ids (batch, T).
        """
        raise NotImplementedError("Write forward, then save.")
