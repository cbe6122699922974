"""Checks of beam search."""

import math

import torch

from tracker.grader.testing import check, points

IDS = "next_logits takes a list of ints"


def draw(low, high):
    """A random whole number, both ends included."""
    return int(torch.randint(low, high + 1, ()))


def checked(ids):
    """The ids that the model was asked with, as a list."""
    check(isinstance(ids, list | tuple), f"{IDS}; a {type(ids).__name__} came.")
    check(all(type(i) is int for i in ids), f"{IDS}; the list that came holds something else.")
    return list(ids)


def random_model(vocab, scale=1.5):
    """A function next_logits whose scores depend on every id and its place."""
    table = scale * torch.randn(16, vocab, vocab)

    def next_logits(ids):
        return sum(table[place % 16, i] for place, i in enumerate(checked(ids))) + torch.zeros(vocab)

    return next_logits


class Story:
    """A small model by hand: after which letters comes which letter with which probability; a dot is the end.

    What is left of the probability is spread over all other ids. The ids of the letters are drawn.
    """

    def __init__(self, after):
        order = torch.randperm(40).tolist()
        self.letters = dict(zip("abcdef", order, strict=False))
        self.start_id, self.end_id = order[7], order[8]
        self.letters["."] = self.end_id
        self.after = after

    def next_logits(self, ids):
        """Scores (40,): log-probabilities, moved by a number that differs from prefix to prefix."""
        names = {i: letter for letter, i in self.letters.items()}
        prefix = "".join(names.get(i, "?") for i in checked(ids)[1:])
        known = self.after.get(prefix, {".": 0.3})
        probabilities = torch.full((40,), (1 - sum(known.values())) / (40 - len(known)))
        for letter, probability in known.items():
            probabilities[self.letters[letter]] = probability
        return probabilities.log() + 4 * math.sin(7 * sum(ids[1:]) + len(ids))


def compare(solution, reference, next_logits, *given, hint=""):
    """The learner's ids are the reference's."""
    got = solution.beam_search(next_logits, *given)
    got = got[0] if isinstance(got, tuple) and got and isinstance(got[0], list) else got
    check(isinstance(got, list), f"A list is asked; a {type(got).__name__} came.")
    strangers = [type(i).__name__ for i in got if type(i) is not int]
    check(not strangers, f"The list should hold ints; it holds a {(strangers or [''])[0]}.")
    expected = reference.beam_search(next_logits, *given)
    names = ("start_id", "end_id", "beam_size", "max_len", "length_penalty")
    shown = ", ".join(f"{name}={value}" for name, value in zip(names, given, strict=False))
    check(got == expected, f"With {shown}: expected {expected}, got {got}. {hint}")


def tell(solution, reference, after, *given, hint=""):
    """Compare on a story; `given` begins with the beam size."""
    story = Story(after)
    compare(solution, reference, story.next_logits, story.start_id, story.end_id, *given, hint=hint)


@points(2)
def test_beam_of_one(solution, reference):
    """A beam of 1 is greedy decoding."""
    for max_len in (2, 5, 9):
        compare(solution, reference, random_model(7), 1, 2, 1, max_len, hint="The best next id, again and again.")


@points(3)
def test_garden_path(solution, reference):
    """A beam of 2 finds a sentence whose first or second word is not the best one."""
    after = {"": {"a": 0.6, "b": 0.38}, "a": {"c": 0.3, "d": 0.3, ".": 0.2}, "b": {"e": 0.95}, "be": {".": 0.97}}
    hint = "After the best first word nothing is likely; after the second best, everything is."
    tell(solution, reference, after, 2, 6, hint=hint)
    after = {"": {"a": 0.5, "b": 0.4}, "a": {"c": 0.5, "d": 0.45}, "b": {"c": 0.3}, "ac": {".": 0.3}, "ad": {".": 0.99}}
    tell(
        solution, reference, after, 2, 6, hint="Two candidates of one hypothesis may both be kept, and none of another."
    )


@points(3)
def test_random_models(solution, reference):
    """Every step keeps the `beam_size` candidates with the largest summed log-probability."""
    for beam_size in (2, 3, 4, 2, 3, 4, 3, 3):
        hint = "A score is the sum of log_softmax(logits)[id]; all candidates of a step compete."
        compare(solution, reference, random_model(6), 1, 2, beam_size, draw(5, 8), hint=hint)


@points(2)
def test_finished_ones_stay(solution, reference):
    """A finished sentence stays in the beam with its score, and may win in the end."""
    after = {"": {".": 0.45, "a": 0.5}, "a": {"b": 0.5, "c": 0.45}, "ab": {"d": 0.6}, "ac": {".": 0.6}}
    tell(solution, reference, after, 2, 7, hint="The sentence that is over at once has a probability of 0.45.")


@points(2)
def test_not_stopped_too_early(solution, reference):
    """A first finished sentence is not the end: a better one may come."""
    after = {"": {".": 0.3, "a": 0.68}, "a": {"b": 0.97}, "ab": {"c": 0.97}, "abc": {".": 0.98}}
    tell(solution, reference, after, 2, 8, hint="One sentence of probability 0.3 ends at once; a longer one has 0.63.")


@points(2)
def test_finished_ones_take_a_place(solution, reference):
    """A finished sentence takes one of the `beam_size` places, and can be pushed out."""
    after = {"": {"a": 0.6, "b": 0.38}, "a": {".": 0.9}, "b": {"c": 0.5, "d": 0.4}, "bc": {".": 0.4}, "bd": {".": 0.99}}
    hint = "The finished sentence takes one of the 2 places, so only one other goes on."
    tell(solution, reference, after, 2, 7, 3.0, hint=hint)
    after = {"": {"a": 0.6, ".": 0.2}, "a": {"b": 0.46, "c": 0.42}, "ab": {".": 0.3}, "ac": {".": 0.99}}
    tell(solution, reference, after, 2, 7, hint="0.6 · 0.46 and 0.6 · 0.42 push the finished one out, which has 0.2.")


@points(2)
def test_length_penalty(solution, reference):
    """In the end each score is divided by generated_length ** length_penalty: longer sentences get a chance."""
    for first, second, third in ((0.8, 0.75, 0.75), (0.8, 0.6, 0.57), (0.8, 0.4, 0.31), (0.8, 0.3, 0.17)):
        after = {"": {".": 0.135, "a": first}, "a": {"b": second}, "ab": {".": third}}
        score = math.log(first * second * third)
        tell(solution, reference, after, 2, 4, 1.0, hint=f"−2 / 1 is to be compared with {score:.1f} / 3.")


@points(1)
def test_only_generated_ids_count(solution, reference):
    """The generated length counts the end, but not the start."""
    after = {"": {".": 0.135, "a": 0.8}, "a": {"b": 0.1}, "ab": {".": 0.085}}
    tell(
        solution, reference, after, 2, 4, 1.0, hint="−2 / 1 is to be compared with −5 / 3: 1 and 3 ids were generated."
    )


@points(2)
def test_any_length_penalty(solution, reference):
    """The penalty may be any number from 0 up; with 0 the plain sum decides."""
    for penalty in (0.0, 0.6, 1.0, 2.0, 0.6, 1.0, 2.0):
        compare(solution, reference, random_model(6), 1, 2, 3, 7, penalty)


@points(2)
def test_penalty_only_in_the_end(solution, reference):
    """The length penalty chooses the result; which candidates stay is decided by the plain sums, to the last step."""
    after = {"": {"a": 0.65, ".": 0.34}, "a": {"b": 0.5, "c": 0.46}, "ab": {".": 0.3}, "ac": {".": 0.99}}
    tell(solution, reference, after, 2, 5, 1.0, hint="Prune by the sums: 0.34, 0.65 · 0.5 and 0.65 · 0.46.")
    after = {"": {".": 0.7, "a": 0.28}, "a": {"b": 0.98}, "ab": {"c": 0.98}, "abc": {"d": 0.98}, "abcd": {".": 0.98}}
    hint = "The best of the beam is over at once, but with the penalty a longer one overtakes it."
    tell(solution, reference, after, 2, 8, 2.0, hint=hint)


@points(1)
def test_unfinished_ones(solution, reference):
    """When the room is full, unfinished sentences are compared with the finished ones."""
    after = {"": {"a": 0.9, ".": 0.08}, "a": {"b": 0.9, ".": 0.08}, "ab": {"c": 0.9, ".": 0.08}}
    tell(solution, reference, after, 3, 4, hint="The unfinished one has 0.73, the finished ones at most 0.08.")
    compare(solution, reference, random_model(7), 1, 2, 3, 1, 1.0, hint="With max_len=1 there is only the start.")


@points(1)
def test_wide_beam(solution, reference):
    """The beam may be wider than the vocabulary, and holds fewer candidates then; some scores may be −∞."""
    plain, forbidden = random_model(5), draw(3, 4)

    def next_logits(ids):
        logits = plain(ids) + 900.0
        logits[forbidden] = -torch.inf
        return logits

    for penalty in (0.0, 1.0):
        compare(solution, reference, next_logits, 0, 2, 8, 4, penalty, hint="log_softmax is safe for large scores.")
