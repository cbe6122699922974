"""Checks of the capstone: does a model that the learner built and trained copy what it has never seen?"""

import math

import torch

from tracker.grader.testing import assert_close, check, output, plain_tensor, points

PAD, START = 0, 1
STEPS = 400


def draw(low, high):
    """A random whole number, both ends included."""
    return int(torch.randint(low, high + 1, ()))


def sequences(count, vocab_size, max_len, shortest=1):
    """Ids (count, max_len): random symbols from 2 on, then padding; the first row is full."""
    lengths = torch.randint(shortest, max_len + 1, (count, 1))
    lengths[0] = max_len
    return torch.randint(2, vocab_size, (count, max_len)).masked_fill(torch.arange(max_len) >= lengths, PAD)


def scores(model, src, tgt, vocab_size):
    """The learner's logits, with the shape that is asked."""
    got, wanted = plain_tensor(output(model(src, tgt))), (*tgt.shape, vocab_size)
    given = f"src_ids {tuple(src.shape)} and tgt_ids {tuple(tgt.shape)}"
    check(got.shape == wanted, f"For {given}, model(src_ids, tgt_ids) is {tuple(got.shape)}; {wanted} is asked.")
    return got.detach()


def copied(model, src, vocab_size):
    """The share of the symbols of `src` that the model writes down again, one after the other."""
    written = torch.full((len(src), 1), START)
    for _ in range(src.size(1)):
        best = scores(model, src, written, vocab_size)[:, -1].argmax(dim=-1, keepdim=True)
        written = torch.cat([written, best], dim=1)
    return ((written[:, 1:] == src) & (src != PAD)).sum(dim=1) / (src != PAD).sum(dim=1)  # (count,), one for each row


def looks_ahead(model, vocab_size, max_len):
    """Fail when the scores of a position depend on a later id of the target."""
    src, tgt, cut = sequences(2, vocab_size, max_len), torch.randint(2, vocab_size, (2, max_len)), max_len // 2
    changed = torch.cat([tgt[:, :cut], (tgt[:, cut:] - 1) % (vocab_size - 2) + 2], dim=1)
    before, after = (scores(model, src, ids, vocab_size)[:, :cut] for ids in (tgt, changed))
    hint = f"Only target ids from position {cut} on were changed: in training your model could read off the answer."
    assert_close(after, before, hint=hint + " The decoder needs a causal mask.")


def train(solution, model, steps):
    """Train, and return the losses."""
    losses = solution.train(model, steps, draw(1, 10_000))
    check(isinstance(losses, list), f"train returns the losses, a list of floats; a {type(losses).__name__} came.")
    strangers = [type(loss).__name__ for loss in losses if type(loss) is not float]
    check(not strangers, f"train returns a list of floats; it holds a {(strangers or [''])[0]}. Use loss.item().")
    check(len(losses) == steps, f"{steps} steps were asked; {len(losses)} losses came back.")
    broken = [step for step, loss in enumerate(losses, start=1) if not math.isfinite(loss)]
    check(not broken, f"The loss of step {(broken or [0])[0]} is NaN or infinite.")
    return losses


def untrained(solution, vocab_size, max_len):
    """A new model, after two steps with another one have shown that training runs and looks at no later id."""
    first = solution.build_model(vocab_size, max_len)
    train(solution, first, 2)
    first.eval()
    looks_ahead(first, vocab_size, max_len)
    return solution.build_model(vocab_size, max_len)


def must_copy(solution, vocab_size, max_len, steps, count):
    """Build, train and decode."""
    model = untrained(solution, vocab_size, max_len)
    model.eval()
    src = sequences(count, vocab_size, max_len)
    before = float(copied(model, src, vocab_size).mean())
    check(before < 0.9, f"Your model copies {before:.0%} of the symbols before it was trained.")
    model.train()
    losses = train(solution, model, steps)
    model.eval()
    shares, lengths = copied(model, src, vocab_size), (src != PAD).sum(dim=1)
    total = float((shares * lengths).sum() / lengths.sum())
    if total >= 0.99:
        return
    forced = scores(model, src, torch.cat([torch.full((count, 1), START), src[:, :-1]], dim=1), vocab_size).argmax(-1)
    teacher = float((forced == src)[src != PAD].float().mean())
    full, short = (float(shares[part].mean()) for part in (lengths == max_len, lengths < max_len))
    check(
        False,
        f"After {steps} steps {total:.1%} of the symbols of unseen sequences are copied; 99 % are asked. In full "
        f"sequences {full:.0%}, in shorter ones {short:.0%}; {teacher:.0%} when the right symbols before are given. "
        f"The loss went from {losses[0]:.3f} to {sum(losses[-10:]) / len(losses[-10:]):.3f}.",
    )


@points(1)
def test_shape(solution):
    """model(src_ids, tgt_ids) gives one row of vocab_size scores for every position of the target."""
    for vocab_size, max_len in ((draw(6, 9), draw(4, 6)), (draw(10, 15), 9)):
        model = solution.build_model(vocab_size, max_len)
        model.eval()
        src = sequences(3, vocab_size, max_len)
        for length in (1, 3, max_len):
            scores(model, src, torch.randint(1, vocab_size, (3, length)), vocab_size)
        other = sequences(3, vocab_size, max_len, shortest=max_len)
        tgt = torch.full((3, 1), START)
        same = torch.allclose(scores(model, src, tgt, vocab_size), scores(model, other, tgt, vocab_size))
        check(not same, "The scores are the same for another source: your model does not look at src_ids.")


@points(2)
def test_no_look_ahead(solution):
    """The scores of a position do not depend on later ids of the target."""
    model = solution.build_model(9, 7)
    model.eval()
    looks_ahead(model, 9, 7)
    src, tgt = sequences(3, 9, 7), torch.randint(2, 9, (3, 7))
    whole, part = scores(model, src, tgt, 9), scores(model, src, tgt[:, :4], 9)
    assert_close(part, whole[:, :4], hint="Here the target ends after 4 ids.", rtol=1e-4, atol=1e-4)
    other = torch.where(src == PAD, src, src % 7 + 2)
    changed = not torch.allclose(scores(model, other, tgt, 9), whole)
    check(changed, "Every symbol of the source was changed, and no score changed with it.")


@points(2)
def test_training(solution):
    """`train` trains the model that it is given, and returns a falling loss for each step."""
    model = untrained(solution, 6, 3)
    src, tgt = sequences(4, 6, 3), torch.randint(2, 6, (4, 3))
    model.eval()
    before = scores(model, src, tgt, 6)
    model.train()
    losses = train(solution, model, 80)
    model.eval()
    after = scores(model, src, tgt, 6)
    check(not torch.allclose(after, before), "After 80 steps the model gives the same scores as before them.")
    first, last = losses[0], sum(losses[-10:]) / 10
    check(last < 0.8 * first, f"The loss was {first:.3f} at first and {last:.3f} after 80 steps: it hardly falls.")


@points(3)
def test_short_sequences(solution):
    """After 200 steps, sequences of up to 3 symbols out of 4 are copied: at least 99 %."""
    must_copy(solution, 6, 3, 200, 100)


@points(5)
def test_unseen_sequences(solution):
    """After 400 steps, unseen sequences of up to 6 symbols out of 10 are copied: at least 99 %."""
    must_copy(solution, 12, 6, STEPS, 200)
