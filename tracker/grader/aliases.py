"""The names that learners and well-known codebases give to weights, and the canonical name of each.

One table for all exercises; the statements show it. A name may stand for several canonical ones (`proj` is an output
projection here and a generator there): whichever the exercise has is meant.
"""

from __future__ import annotations

from collections.abc import Sequence

ALIASES: dict[str, tuple[str, ...]] = {
    "w_q": ("q_proj", "wq", "query", "queries", "to_q", "q_linear", "linear_q", "query_proj", "q", "fc_q", "w_query"),
    "w_k": ("k_proj", "wk", "key", "keys", "to_k", "k_linear", "linear_k", "key_proj", "k", "fc_k", "w_key"),
    "w_v": ("v_proj", "wv", "value", "values", "to_v", "v_linear", "linear_v", "value_proj", "v", "fc_v", "w_value"),
    "w_o": (
        "out_proj", "o_proj", "wo", "out", "proj", "c_proj", "to_out", "output", "output_proj", "dense", "out_linear",
        "fc_out", "fc", "o", "output_linear", "linear_out", "projection", "fc_o", "w_out",
    ),
    "c_attn": ("qkv", "qkv_proj", "in_proj", "wqkv", "w_qkv", "to_qkv"),
    "c_proj": ("out_proj", "o_proj", "proj", "wo", "w_o", "out"),
    "w_gate": ("gate_proj", "gate", "w1"),
    "w_up": ("up_proj", "up", "w3"),
    "w_down": ("down_proj", "down", "w2"),
    "linear_1": ("w_1", "w1", "fc1", "fc_1", "lin1", "linear1", "c_fc", "lin_1", "dense1", "up_proj", "layer1"),
    "linear_2": ("w_2", "w2", "fc2", "fc_2", "lin2", "linear2", "c_proj", "lin_2", "dense2", "down_proj", "layer2"),
    "weight": ("gamma", "a_2", "scale", "w", "g", "kernel", "table"),
    "bias": ("beta", "b_2", "shift", "b", "offset"),
    "self_attention": (
        "self_attn", "attn", "attention", "mha", "self_mha", "multi_head_attention", "multihead_attention", "msa",
        "masked_attention", "masked_self_attention", "masked_self_attn", "self_multihead_attn", "attn1",
    ),
    "attention": ("self_attention", "self_attn", "attn", "mha"),
    "cross_attention": (
        "cross_attn", "multihead_attn", "src_attn", "encoder_attn", "enc_attn", "encoder_attention", "memory_attn",
        "encoder_decoder_attention", "enc_dec_attn", "cross_mha", "attn2",
    ),
    "feed_forward": ("ffn", "ff", "mlp", "feedforward", "positionwise_feed_forward", "pos_ffn", "ffw"),
    "norm_1": ("norm1", "ln1", "ln_1", "layernorm1", "layer_norm_1", "layer_norm1", "attn_norm", "input_layernorm",
               "attention_norm", "self_attn_layer_norm"),
    "norm_2": ("norm2", "ln2", "ln_2", "layernorm2", "layer_norm_2", "layer_norm2", "ffn_norm", "mlp_norm",
               "post_attention_layernorm", "cross_attn_norm"),
    "norm_3": ("norm3", "ln3", "ln_3", "layernorm3", "layer_norm_3", "layer_norm3", "ffn_norm"),
    "layers": ("blocks", "encoder_layers", "decoder_layers", "layer", "h", "stack", "encoder_blocks", "decoder_blocks"),
    "norm": ("ln_f", "final_norm", "layer_norm", "layernorm", "ln", "norm_f", "final_layer_norm"),
    "src_embedding": ("src_embed", "src_emb", "encoder_embedding", "src_tok_emb", "source_embedding", "enc_embedding"),
    "tgt_embedding": ("tgt_embed", "tgt_emb", "decoder_embedding", "tgt_tok_emb", "target_embedding", "dec_embedding"),
    "token_embedding": ("tok_emb", "wte", "token_emb", "embedding", "embed", "tok_embeddings", "embed_tokens"),
    "position_embedding": ("pos_emb", "wpe", "positional_embedding", "pos_embedding", "position_emb", "pos_embed"),
    "embedding": ("embed", "emb", "table", "token_embedding", "tok_emb"),
    "encoder": ("enc", "transformer_encoder"),
    "decoder": ("dec", "transformer_decoder"),
    "generator": ("project", "projection", "proj", "out", "lm_head", "fc_out", "output", "head", "output_projection",
                  "final_linear", "linear", "output_layer", "fc", "unembed", "out_proj"),
    "router": ("gate", "gating"),
    "lora_a": ("a", "lora_down", "w_a"),
    "lora_b": ("b", "lora_up", "w_b"),
}  # fmt: skip

FUSED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("qkv", "c_attn", "in_proj", "qkv_proj", "w_qkv", "wqkv", "to_qkv", "qkv_linear", "fused_qkv"),
        ("w_q", "w_k", "w_v"),
    ),
    **dict.fromkeys(("kv", "kv_proj", "w_kv", "wkv", "to_kv", "kv_linear"), ("w_k", "w_v")),
}

WRAPPERS = frozenset({"module", "sublayer", "fn", "net", "lut", "inner"})
"""Components that only wrap; they are left out of a name before it is looked up."""

PLACES = {
    **{f"{sub}.{i}.norm": f"norm_{i + 1}" for sub in ("sublayer", "sublayers") for i in range(3)},
    **{f"linears.{i}": f"w_{part}" for i, part in enumerate("qkvo")},
}
"""Places in the lists of the Annotated Transformer: norms in residual wrappers, the four layers of attention."""

_STANDS_FOR: dict[str, set[str]] = {}
for _canonical, _names in ALIASES.items():
    for _name in _names:
        _STANDS_FOR.setdefault(_name, set()).add(_canonical)


def canonical_components(parts: Sequence[str]) -> list[list[str]]:
    """For each component of a parameter's name, what it may stand for; itself first.

    A bare parameter such as `W_q` or `w_q_weight` counts as `w_q.weight`.
    """
    choices: list[list[str]] = []
    for part in parts:
        lowered = part.lower()
        choices.append([part, *sorted({lowered, *_STANDS_FOR.get(lowered, ())} - {part})])
    return choices
