"""Checks of greedy decoding."""

from itertools import pairwise

import torch

from tracker.grader.testing import check, points

IDS = "next_logits takes a list of ints"


def draw(low, high):
    """A random whole number, both ends included."""
    return int(torch.randint(low, high + 1, ()))


def model(vocab, end_id, end_at=None):
    """A function next_logits whose scores depend on every id and its place; `end_id` wins at place `end_at` only."""
    table = torch.randn(16, vocab, vocab)

    def next_logits(ids):
        check(isinstance(ids, list | tuple), f"{IDS}; a {type(ids).__name__} came.")
        check(all(type(i) is int for i in ids), f"{IDS}; the list that came holds something else.")
        logits = sum(table[place % 16, i] for place, i in enumerate(ids)) + torch.zeros(vocab)
        logits[end_id] = 100.0 if len(ids) == end_at else -100.0
        return logits

    return next_logits


def compare(solution, reference, next_logits, start_id, end_id, max_len, hint=""):
    """The learner's ids are the reference's."""
    got = solution.greedy_decode(next_logits, start_id, end_id, max_len)
    got = got[0] if isinstance(got, tuple) and got and isinstance(got[0], list) else got
    check(isinstance(got, list), f"A list is asked; a {type(got).__name__} came.")
    strangers = [type(i).__name__ for i in got if type(i) is not int]
    check(not strangers, f"The list should hold ints; it holds a {(strangers or [''])[0]}.")
    expected = reference.greedy_decode(next_logits, start_id, end_id, max_len)
    given = f"start_id={start_id}, end_id={end_id}, max_len={max_len}"
    check(got == expected, f"With {given}: expected {expected}, got {got}. {hint}")


@points(2)
def test_the_best_next_id(solution, reference):
    """From the start on, the id with the largest score is taken, and the last one is the end."""
    table = torch.full((8, 8), -1.0)
    path = [1, *(torch.randperm(5) + 3).tolist(), 2]  # each id leads to the next one
    for here, there in pairwise(path):
        table[here, there] = 1.0
    compare(solution, reference, lambda ids: table[ids[-1]], 1, 2, 12, "Here the last id alone decides.")


@points(2)
def test_all_ids_so_far(solution, reference):
    """The model is asked with all ids so far, from the start on."""
    for vocab in (9, 12):
        next_logits = model(vocab, end_id=2, end_at=draw(6, 8))
        compare(solution, reference, next_logits, 1, 2, 14, "The scores depend on every id before.")


@points(2)
def test_stops_at_the_end(solution, reference):
    """It stops at `end_id`, which is part of the result."""
    for end_at in (1, draw(2, 4), draw(5, 7)):
        next_logits = model(9, end_id=4, end_at=end_at)
        compare(solution, reference, next_logits, 0, 4, 12, f"The end comes as id number {end_at + 1}.")


@points(2)
def test_max_len(solution, reference):
    """Without an end there are exactly `max_len` ids, the start included."""
    for max_len in (2, draw(3, 5), draw(6, 9)):
        next_logits = model(9, end_id=2)
        compare(solution, reference, next_logits, 1, 2, max_len, "The end never comes here.")


@points(1)
def test_the_edges(solution, reference):
    """The end may come as the last id that has room, or have none; `max_len` may be 1."""
    max_len = draw(4, 7)
    for end_at, room in ((max_len - 1, max_len), (max_len, max_len), (3, 1)):
        next_logits = model(9, end_id=2, end_at=end_at)
        compare(solution, reference, next_logits, 1, 2, room, f"The end would be id number {end_at + 1}.")


@points(1)
def test_any_id(solution, reference):
    """0 is an id like any other, and so is `start_id` when it comes again."""
    start, end = 5, 3
    path = [0, start, 0, 7, start, end]

    def next_logits(ids):
        logits = torch.randn(8, generator=torch.Generator().manual_seed(len(ids)))
        logits[path[min(len(ids), len(path)) - 1]] = 9.0
        return logits

    compare(solution, reference, next_logits, start, end, 12, "No id is special but the end.")


@points(1)
def test_any_score(solution, reference):
    """Scores may be negative, in the hundreds, or −∞, and in any dtype."""
    for shift, factor, dtype in ((900.0, 90.0, torch.float32), (-500.0, 1.0, torch.float32), (0.0, 1.0, torch.float64)):
        plain = model(9, end_id=2, end_at=draw(4, 6))
        forbidden = draw(5, 8)

        def next_logits(ids, plain=plain, shift=shift, factor=factor, dtype=dtype, forbidden=forbidden):
            logits = (plain(ids) * factor + shift).to(dtype)
            logits[forbidden] = -torch.inf
            return logits

        compare(solution, reference, next_logits, 1, 2, 10, f"The scores lie around {shift:g}.")


@points(1)
def test_asks_no_more_than_needed(solution, reference):
    """The model is asked only about sentences that go on, and once for each new id."""
    for end_at, max_len in ((draw(3, 5), 10), (None, 6)):
        plain, asked = model(9, end_id=2, end_at=end_at), []

        def next_logits(ids, plain=plain, asked=asked):
            asked.append(list(ids))
            return plain(ids)

        compare(solution, reference, next_logits, 1, 2, max_len)
        wanted = (end_at or max_len - 1) * 2  # the reference has asked too
        check(len(asked) == wanted, f"For {wanted // 2} new ids the model was asked {len(asked) - wanted // 2} times.")
