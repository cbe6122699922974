"""Checks of the Transformer."""

from copy import deepcopy

import torch

from tracker.grader.testing import CheckFailed, assert_close, check, output, plain_tensor, points

WHERE = "Only positions whose target id is no padding are compared."


def draw(low, high):
    """A random size, both ends included."""
    return int(torch.randint(low, high + 1, ()))


def initialise(ours, biases):
    """Random weights; the generator holds the numbers of the target's embedding, so that tied or not is the same."""
    with torch.no_grad():
        for name, parameter in ours.named_parameters():
            if name.endswith("bias") and ("attention" in name or "generator" in name):
                parameter.normal_(std=0.5 * biases)
            elif "norm" in name:
                parameter.uniform_(0.5, 1.5) if name.endswith("weight") else parameter.normal_(std=0.3)
            else:
                parameter.normal_(std=parameter.size(-1) ** -0.5)
        ours.generator.weight.copy_(ours.tgt_embedding.weight)


def load(theirs, ours):
    """Put the weights in; biases that find no place are zero in ours."""
    weights = dict(ours.named_parameters())
    optional = [n for n in weights if n.endswith("bias") and ("attention" in n or "generator" in n)]
    optional.append("generator.weight")
    try:
        placed = theirs.load(weights, optional=optional)
    except CheckFailed:
        # final norms may be there, unused: they get weights of their own, so that using them would show
        size = ours.tgt_embedding.embedding_dim
        unused = {f"{side}.norm.weight": 1 + torch.rand(size) for side in ("encoder", "decoder")}
        unused |= {f"{side}.norm.bias": torch.randn(size) for side in ("encoder", "decoder")}
        placed = theirs.load({**weights, **unused}, optional=[*optional, *unused])
    with torch.no_grad():
        for name in set(optional) - placed - {"generator.weight"}:
            ours.get_parameter(name).zero_()


def twins(solution, reference, *, num_layers=2, d_model=12, num_heads=3, biases=False, vocabs=(11, 8), **named):
    """The learner's model and the reference with the same random weights, both in eval()."""
    sizes = (*vocabs, d_model, num_heads, num_layers, 10)
    ours = reference.Transformer(*sizes, **named).eval()
    initialise(ours, biases)
    theirs = solution.Transformer(*sizes, **named)
    load(theirs, ours)
    theirs.eval()
    return theirs, ours


def without(ours, *parts):
    """A copy of ours whose biases in these parts are zero."""
    copy = deepcopy(ours)
    with torch.no_grad():
        for name, parameter in copy.named_parameters():
            if name.endswith("bias") and any(part in name for part in parts):
                parameter.zero_()
    return copy


def sentences(batch, length, vocab, pad_id=None, shortest=2):
    """Ids (batch, length) without `pad_id`, or with it at the end of all sentences but the first."""
    ids = torch.randint(vocab - 1, (batch, length))
    ids = ids + (ids >= (pad_id or 0))  # every id but the padding
    if pad_id is not None:
        for row in range(1, batch):
            ids[row, draw(shortest, length - 1) :] = pad_id
    return ids


def compare(pair, src, tgt, pad_id=0, hint="", tolerance=1e-5):
    """The learner's logits are the reference's wherever the target is no padding."""
    theirs, ours = pair
    got, expected = plain_tensor(output(theirs(src, tgt))), ours(src, tgt)
    check(got.shape == expected.shape, f"The output has shape {tuple(got.shape)}; {tuple(expected.shape)} is asked.")
    kept = (tgt != pad_id)[..., None]
    got = torch.where(kept, got, expected.to(got.dtype))
    assert_close(got, expected, hint=f"{hint} {WHERE}".strip(), rtol=tolerance, atol=tolerance)


@points(1)
def test_shape(solution, reference):
    """There is one row of `tgt_vocab` scores for every position of the target."""
    theirs, _ = twins(solution, reference)
    source, target = draw(5, 7), draw(3, 4)
    got = plain_tensor(output(theirs(sentences(2, source, 11), sentences(2, target, 8))))
    wanted = (2, target, 8)
    check(tuple(got.shape) == wanted, f"The output has shape {tuple(got.shape)}; (batch, T, tgt_vocab) is {wanted}.")


@points(3)
def test_one_layer(solution, reference):
    """With one layer and one sentence, the scores are those of the paper's model."""
    pair = twins(solution, reference, num_layers=1)
    hint = "Embed times √d_model, add the positions, encode, decode, generate."
    compare(pair, sentences(1, draw(5, 7), 11), sentences(1, draw(3, 4), 8), hint=hint)


@points(3)
def test_several_layers(solution, reference):
    """Every decoder layer reads what the last encoder layer has returned."""
    pair = twins(solution, reference, num_layers=3)
    compare(pair, sentences(3, 6, 11), sentences(3, 4, 8), hint="Here are 3 layers in each stack.")


@points(2)
def test_padded_sources(solution, reference):
    """Padding in the source is hidden from the encoder and from the decoder, in each sentence its own."""
    pair = twins(solution, reference)
    hint = "The source's mask belongs into the encoder's self-attention and into the decoder's cross-attention."
    compare(pair, sentences(4, 7, 11, pad_id=0), sentences(4, 5, 8), hint=hint)


@points(2)
def test_alone_or_in_a_batch(solution, reference):
    """A sentence alone has the same scores as in a batch, with padding after it."""
    theirs, ours = twins(solution, reference)
    src, tgt = sentences(3, 6, 11), sentences(3, 4, 8)
    assert_close(output(theirs(src, tgt)), ours(src, tgt))
    longer = torch.cat([src, torch.zeros(3, 3, dtype=torch.int64)], dim=1)
    hint = "Three ids of padding were added to the source, and the scores changed with them."
    assert_close(output(theirs(longer, tgt)), ours(src, tgt), hint=hint)
    assert_close(output(theirs(longer[1:2], tgt[1:2])), ours(src, tgt)[1:2], hint="This is sentence 1 alone.")


@points(3)
def test_no_look_ahead(solution, reference):
    """A position of the target sees itself and what is before it, never what comes after."""
    theirs, ours = twins(solution, reference)
    src, tgt, cut = sentences(2, 5, 11), sentences(2, 7, 8), draw(2, 5)
    expected = ours(src, tgt)[:, :cut]
    got = plain_tensor(output(theirs(src, tgt)))
    check(got.shape == (2, 7, 8), f"The output has shape {tuple(got.shape)}; (2, 7, 8) is asked.")
    assert_close(got[:, :cut], expected, hint="A causal mask hides the future in the decoder.")
    changed = torch.cat([tgt[:, :cut], sentences(2, 7 - cut, 8)], dim=1)
    hint = f"Only ids from position {cut} on were changed, and scores before it changed with them."
    assert_close(plain_tensor(output(theirs(src, changed)))[:, :cut], expected, hint=hint)


@points(1)
def test_padded_targets(solution, reference):
    """Padding in the target is hidden too, wherever it stands, together with the future."""
    pair = twins(solution, reference)
    tgt = sentences(3, 7, 8, pad_id=0, shortest=6)
    tgt[0, 2] = tgt[1, 3] = tgt[2, 1] = 0
    compare(pair, sentences(3, 6, 11, pad_id=0), tgt, hint="Here some padding stands inside the target.")


@points(1)
def test_any_pad_id(solution, reference):
    """`pad_id` may be any id, and then 0 is a word like any other."""
    pad_id = draw(2, 6)
    pair = twins(solution, reference, pad_id=pad_id)
    src, tgt = sentences(3, 6, 11, pad_id=pad_id), sentences(3, 5, 8, pad_id=pad_id)
    src[:, 1] = tgt[0, 2] = 0
    compare(pair, src, tgt, pad_id=pad_id, hint=f"Here pad_id is {pad_id}, and some ids are 0.")


@points(1)
def test_larger_target_vocabulary(solution, reference):
    """The two vocabularies are independent of each other."""
    pair = twins(solution, reference, vocabs=(7, 13))
    compare(pair, sentences(2, 4, 7), sentences(2, 6, 13), hint="Here the target has the larger vocabulary.")


@points(1)
def test_biases(solution, reference):
    """Biases of attention and of the output are added, where your classes have them."""
    theirs, ours = twins(solution, reference, biases=True)
    src, tgt = sentences(2, 4, 11), sentences(2, 5, 8)
    got, possible = plain_tensor(output(theirs(src, tgt))), [ours]
    if not theirs.gradients():  # load_canonical takes what it needs: which biases there are can't be seen from here
        possible += [without(ours, "generator"), without(ours, "attention"), without(ours, "generator", "attention")]
    expected = [model(src, tgt) for model in possible]
    check(got.shape == expected[0].shape, f"The output has shape {tuple(got.shape)}; (2, 5, 8) is asked.")
    nearest = min(expected, key=lambda each: float((got - each).abs().max().nan_to_num(torch.inf)))
    assert_close(got, nearest, hint="The scores were right until the biases were not zero.")


@points(1)
def test_long_sentences(solution, reference):
    """Sentences may be long: there are positions for all of them."""
    pair = twins(solution, reference, num_layers=1, d_model=8, num_heads=2)
    hint = "The source has 700 ids here, the target 530."
    compare(pair, sentences(1, 700, 11), sentences(1, 530, 8), hint=hint, tolerance=1e-3)


@points(2)
def test_gradients(solution, reference):
    """Every weight learns: the gradients are right, also those of the embeddings."""
    theirs, ours = twins(solution, reference)
    src, tgt = sentences(3, 6, 11, pad_id=0), sentences(3, 5, 8)
    above = torch.randn(3, 5, 8)
    got = plain_tensor(output(theirs(src, tgt)))
    assert_close(got, ours(src, tgt))
    check(got.requires_grad, "No gradient flows from the scores back to the weights.")
    got.backward(above)
    ours(src, tgt).backward(above)
    expected = {name: parameter.grad for name, parameter in ours.named_parameters()}
    grads = theirs.gradients()
    for name in ("generator.weight", "tgt_embedding.weight"):
        if name in grads and grads[name] is not None and not torch.allclose(grads[name], expected[name], atol=1e-4):
            expected[name] = ours.generator.weight.grad + ours.tgt_embedding.weight.grad  # tied: both uses add up
    for name, grad in grads.items():
        check(grad is not None, f"`{name}` gets no gradient: forward does not use it, or cuts it out of the graph.")
        assert_close(grad, expected[name], hint=f"This is the gradient of `{name}`.", rtol=1e-4, atol=1e-4)


@points(1)
def test_dropout(solution, reference):
    """Dropout acts in train() and is absent in eval()."""
    theirs, ours = twins(solution, reference, dropout=0.5)
    src, tgt = sentences(2, 6, 11), sentences(2, 5, 8)
    expected = ours(src, tgt)
    theirs.train()
    got = plain_tensor(output(theirs(src, tgt)))
    check(got.shape == expected.shape, f"The output has shape {tuple(got.shape)}; {tuple(expected.shape)} is asked.")
    check(not torch.allclose(got, expected, atol=1e-3), "In train() with dropout=0.5 your output is the one of eval().")
    theirs.eval()
    assert_close(output(theirs(src, tgt)), expected, hint="The module is in eval(), where dropout must do nothing.")


@points(1)
def test_float64(solution, reference):
    """After .double() it computes in float64."""
    pair = twins(solution, reference)
    for model in pair:
        model.double()
    compare(pair, sentences(2, 6, 11), sentences(2, 5, 8), hint="Give the positions the dtype of x.", tolerance=1e-4)
