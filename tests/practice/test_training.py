"""The loss as it is read from what a solution prints."""

from __future__ import annotations

import math

import pytest

from tracker.practice.training import Training


@pytest.mark.parametrize(
    "line",
    [
        "step 100 loss 1.5",
        "step  100  loss 1.5000  ███████",
        "Step 100: loss=1.5",
        "step 100/400, loss: 1.5",
        "[epoch 100] train loss 1.5 lr 3e-4",
        "iter 100: loss 1.5, time 20ms",
        "step=100 lr=0.003 loss=15e-1",
    ],
)
def test_many_ways_to_print_it(line: str) -> None:
    training = Training.of(line)
    assert (training.steps, training.losses) == ((100,), (1.5,))
    assert training.words == "step 100 · loss 1.5"


@pytest.mark.parametrize("line", ["", "loss 1.5", "step 100", "a loss of face at step 3", "losses at steps 1 to 3"])
def test_other_lines_say_nothing(line: str) -> None:
    training = Training.of(line)
    assert training.words == ""
    assert not training.is_curve


def test_it_grows_as_it_is_printed() -> None:
    training = Training().read("step 1 loss 2.5\nste").read("p 50 lo").read("ss 1.25\nstep 100 loss 0.5")
    assert training.steps == (1, 50)
    assert training.read("\n").losses == (2.5, 1.25, 0.5)


def test_a_step_that_does_not_rise_begins_another_training() -> None:
    training = Training.of("step 1 loss 3\nstep 200 loss 0.1\nstep 1 loss 2.5\nstep 50 loss 1\n")
    assert (training.steps, training.losses) == ((1, 50), (2.5, 1.0))


def test_a_broken_loss_is_kept_and_is_no_point_of_a_curve() -> None:
    training = Training.of("step 1 loss 2.5\nstep 2 loss nan\nstep 3 loss inf")
    assert training.steps == (1, 2, 3)
    assert math.isnan(training.losses[1])
    assert training.losses[2] == math.inf
    assert not training.is_curve
    assert training.words == "step 3 · loss inf"
