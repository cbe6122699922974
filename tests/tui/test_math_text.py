"""Formulas become one line of Unicode."""

import pytest

from tracker.tui.math_text import readable


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\frac{QK^T}{\sqrt{d_k}}", "QKᵀ/√dₖ"),
        (r"\mathrm{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V", "softmax(QKᵀ/√dₖ)V"),
        (r"\frac{x-\mu}{\sqrt{\sigma^2+\epsilon}}", "(x-μ)/(√(σ²+ε))"),
        (r"x \in \mathbb{R}^{n\times d}", "x ∈ ℝ^(n× d)"),
        (r"\hat{y} = \sum_{i=1}^{n} w_i x_i", "ŷ = ∑ᵢ₌₁ⁿ wᵢ xᵢ"),
        (r"d_{\text{model}}", "d_model"),
        (r"PE_{(pos,2i)}", "PE_(pos,2i)"),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "a = b\nc = d"),
        (r"\unknown{x}", "unknownx"),
        ("}{", ""),
        ("\\", ""),
    ],
)
def test_readable(latex, text):
    assert readable(latex) == text


@pytest.mark.parametrize("nonsense", ["{" * 5000, "^" * 5000, "\\sqrt" * 3000])
def test_nesting_without_end_is_left_as_it_is(nonsense):
    assert readable(nonsense) == nonsense
