"""The references compute what PyTorch's own modules and its optimizer compute, forward and backward."""

from pathlib import Path

import pytest
import torch
from torch import nn

from tracker.grader.loading import load_module

EXERCISES = Path(__file__).parents[2] / "exercises"
SIZES = {"d_model": 12, "num_heads": 3, "d_ff": 20, "dropout": 0.0}
PADDING = torch.tensor([[1, 1, 1, 1, 0], [1, 1, 1, 0, 0]], dtype=torch.bool)  # True = a real token
CAUSAL = torch.ones(5, 5, dtype=torch.bool).tril()


def reference(slug):
    (folder,) = EXERCISES.glob(f"*/{slug}")
    return load_module(folder / "reference.py", f"reference_of_{slug}")


def copy_attention(ours, theirs):
    with torch.no_grad():
        theirs.in_proj_weight.copy_(torch.cat([ours.w_q.weight, ours.w_k.weight, ours.w_v.weight]))
        theirs.in_proj_bias.copy_(torch.cat([ours.w_q.bias, ours.w_k.bias, ours.w_v.bias]))
    theirs.out_proj.load_state_dict(ours.w_o.state_dict())


def copy_layer(ours, theirs):
    copy_attention(ours.self_attention, theirs.self_attn)
    if hasattr(ours, "cross_attention"):
        copy_attention(ours.cross_attention, theirs.multihead_attn)
    theirs.linear1.load_state_dict(ours.feed_forward.linear_1.state_dict())
    theirs.linear2.load_state_dict(ours.feed_forward.linear_2.state_dict())
    for number in (1, 2, 3):
        if hasattr(ours, f"norm_{number}"):
            theirs.get_submodule(f"norm{number}").load_state_dict(getattr(ours, f"norm_{number}").state_dict())


def randomised(module):
    """Norms and biases that are not 1 and 0."""
    with torch.no_grad():
        for parameter in module.parameters():
            if parameter.ndim == 1:
                parameter.uniform_(0.2, 1.2)
    return module


def assert_agree(ours, theirs, inputs):
    """The same output, and the same gradient for every input."""
    torch.testing.assert_close(ours, theirs, rtol=1e-5, atol=1e-5)
    above = torch.randn_like(ours)
    got, expected = torch.autograd.grad(ours, inputs, above), torch.autograd.grad(theirs, inputs, above)
    for mine, wanted in zip(got, expected, strict=True):
        torch.testing.assert_close(mine, wanted, rtol=1e-5, atol=1e-5)


@pytest.fixture(autouse=True)
def _seed():
    torch.manual_seed(0)


@pytest.fixture
def x():
    return torch.randn(2, 5, 12, requires_grad=True)


@pytest.fixture
def memory():
    return torch.randn(2, 5, 12, requires_grad=True)


def test_multi_head_attention(x, memory):
    ours = randomised(reference("multi_head_attention").MultiHeadAttention(12, 3))
    theirs = nn.MultiheadAttention(12, 3, batch_first=True)
    copy_attention(ours, theirs)
    expected, _ = theirs(x, memory, memory, attn_mask=~CAUSAL, key_padding_mask=~PADDING)
    assert_agree(ours(x, memory, memory, CAUSAL & PADDING[:, None, None]), expected, (x, memory))


@pytest.mark.parametrize("norm_first", [False, True])
def test_encoder_layer(x, norm_first):
    ours = randomised(reference("encoder_layer").EncoderLayer(*SIZES.values(), norm_first))
    theirs = nn.TransformerEncoderLayer(*SIZES.values(), batch_first=True, norm_first=norm_first)
    copy_layer(ours, theirs)
    assert_agree(ours(x, PADDING[:, None, None]), theirs(x, src_key_padding_mask=~PADDING), (x,))


@pytest.mark.parametrize("norm_first", [False, True])
def test_decoder_layer(x, memory, norm_first):
    ours = randomised(reference("decoder_layer").DecoderLayer(*SIZES.values(), norm_first))
    theirs = nn.TransformerDecoderLayer(*SIZES.values(), batch_first=True, norm_first=norm_first)
    copy_layer(ours, theirs)
    expected = theirs(x, memory, tgt_mask=~CAUSAL, memory_key_padding_mask=~PADDING)
    assert_agree(ours(x, memory, CAUSAL, PADDING[:, None, None]), expected, (x, memory))


@pytest.mark.parametrize("norm_first", [False, True])
def test_encoder(x, norm_first):
    ours = randomised(reference("encoder").Encoder(3, *SIZES.values(), norm_first))
    layer = nn.TransformerEncoderLayer(*SIZES.values(), batch_first=True, norm_first=norm_first)
    theirs = nn.TransformerEncoder(layer, 3, norm=nn.LayerNorm(12) if norm_first else None, enable_nested_tensor=False)
    for mine, other in zip(ours.layers, theirs.layers, strict=True):
        copy_layer(mine, other)
    if norm_first:
        theirs.norm.load_state_dict(ours.norm.state_dict())
    assert_agree(ours(x, PADDING[:, None, None]), theirs(x, src_key_padding_mask=~PADDING), (x,))


@pytest.mark.parametrize("norm_first", [False, True])
def test_decoder(x, memory, norm_first):
    ours = randomised(reference("decoder").Decoder(3, *SIZES.values(), norm_first))
    layer = nn.TransformerDecoderLayer(*SIZES.values(), batch_first=True, norm_first=norm_first)
    theirs = nn.TransformerDecoder(layer, 3, norm=nn.LayerNorm(12) if norm_first else None)
    for mine, other in zip(ours.layers, theirs.layers, strict=True):
        copy_layer(mine, other)
    if norm_first:
        theirs.norm.load_state_dict(ours.norm.state_dict())
    expected = theirs(x, memory, tgt_mask=~CAUSAL, memory_key_padding_mask=~PADDING)
    assert_agree(ours(x, memory, CAUSAL, PADDING[:, None, None]), expected, (x, memory))


def test_attention_backward():
    query, key, value = (torch.randn(2, 3, n, 4, requires_grad=True) for n in (5, 6, 6))
    above = torch.randn(2, 3, 5, 4)
    output = nn.functional.scaled_dot_product_attention(query, key, value)
    expected = torch.autograd.grad(output, (query, key, value), above)
    got = reference("attention_backward").attention_backward(above, query, key, value)
    for mine, wanted in zip(got, expected, strict=True):
        torch.testing.assert_close(mine, wanted, rtol=1e-5, atol=1e-5)


def test_five_steps_of_adamw_agree():
    torch.manual_seed(0)
    ours = torch.randn(3, 4, dtype=torch.float64)
    theirs = nn.Parameter(ours.clone())
    optimizer = torch.optim.AdamW([theirs], lr=0.05, betas=(0.7, 0.9), eps=1e-3, weight_decay=0.2)
    averages = (torch.zeros_like(ours), torch.zeros_like(ours))
    adamw_step = reference("adamw_step").adamw_step
    for step in range(1, 6):
        grad = torch.randn(3, 4, dtype=torch.float64)
        theirs.grad = grad.clone()
        optimizer.step()
        ours, *averages = adamw_step(ours, grad, *averages, step, 0.05, (0.7, 0.9), 1e-3, 0.2)
        torch.testing.assert_close(ours, theirs.detach())
