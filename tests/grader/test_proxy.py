"""What a check sees of a solution: calls, autograd, callables, weights and faults, across a real pipe and in place."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from tracker.grader.calls import written
from tracker.grader.endpoint import Endpoint
from tracker.grader.errors import CheckFailed, SolutionError, WireBroken
from tracker.grader.loading import new_session
from tracker.grader.proxy import RemoteObject, Session
from tracker.grader.solution import Solution
from tracker.grader.solver import serve
from tracker.grader.testing import copy_weights, fails_with, gradients, output
from tracker.grader.transport import LocalTransport, PipeTransport, Transport
from tracker.grader.wire import Frame, Header, Wire


class Layer(nn.Module):
    """A learner's module with one weight."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.w_q = nn.Linear(size, size, bias=False)
        self.size = size

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        y = self.w_q(x)
        return y, y.detach()

    def doubled(self, x: Tensor) -> Tensor:
        return 2 * self(x)[0]


class Answers:
    """A learner's file."""

    Layer = Layer

    @staticmethod
    def softmax(x: Tensor, dim: int = -1) -> Tensor:
        exps = (x - x.amax(dim, keepdim=True)).exp()
        return exps / exps.sum(dim, keepdim=True)

    @staticmethod
    def mixed(x: Tensor, y: Tensor) -> dict[str, Any]:
        return {"sum": x + y, "parts": (x.detach(), [x * y, 3]), "none": None}

    @staticmethod
    def becomes(x: Tensor, value: float) -> None:
        x.fill_(value)

    @staticmethod
    def in_place(x: Tensor, y: Tensor) -> Tensor:
        y += 1
        return x + y

    @staticmethod
    def fills(x: Tensor, mask: Tensor) -> Tensor:
        return x.masked_fill_(mask, 0.0)

    @staticmethod
    def applied(function: Any, x: Tensor) -> Any:
        return function(function(x))

    @staticmethod
    def noise(count: int) -> Tensor:
        return torch.randn(count)

    @staticmethod
    def trained(layer: Layer) -> float:
        with torch.no_grad():
            layer.w_q.weight += 1
        return layer.w_q.weight.sum().item()

    @staticmethod
    def breaks(x: Tensor) -> Tensor:
        raise IndexError("no such row")

    @staticmethod
    def leaves(x: Tensor) -> Tensor:
        raise SystemExit(0)

    @staticmethod
    def detaches(x: Tensor) -> Tensor:
        return x.detach() * 2

    @staticmethod
    def careless(x: Tensor) -> Tensor:
        torch.set_default_dtype(torch.float64)
        torch.set_grad_enabled(False)
        torch.manual_seed(0)
        return x * torch.ones(1).item()

    @staticmethod
    def defaults() -> tuple[str, bool]:
        return str(torch.get_default_dtype()), torch.is_grad_enabled()

    @staticmethod
    def thing() -> object:
        return SimpleNamespace()

    @staticmethod
    def view(x: Tensor) -> Tensor:
        return x[0]


@pytest.fixture(params=["pipe", "place"])
def transport(request: pytest.FixtureRequest) -> Iterator[Transport]:
    """The way to `Answers`: over a socket to a thread that serves it, or in place."""
    if request.param == "place":
        yield LocalTransport(Answers, "answers.py")
        return
    left, right = socket.socketpair()
    judge, solver = Wire(left.fileno(), left.fileno()), Wire(right.fileno(), right.fileno())

    def call_back(header: Header, buffers: list[bytes]) -> Frame:
        solver.send(header, buffers)
        return solver.receive()

    thread = threading.Thread(target=serve, args=(Endpoint(Answers, "answers.py", call_back), solver))
    thread.start()
    yield PipeTransport(judge)
    left.shutdown(socket.SHUT_RDWR)
    thread.join()
    left.close()
    right.close()


@pytest.fixture
def session(transport: Transport) -> Session:
    return new_session(transport, 1, "test_it")


@pytest.fixture
def solution(session: Session) -> Solution:
    torch.manual_seed(0)
    return Solution(session)


def test_a_call_answers(solution: Solution) -> None:
    x = torch.randn(2, 5)
    assert torch.allclose(solution.softmax(x), torch.softmax(x, -1))
    assert torch.allclose(solution.softmax(x, dim=0), torch.softmax(x, 0))


def test_structures_keep_their_form(solution: Solution) -> None:
    x, y = torch.randn(3), torch.randn(3)
    got = solution.mixed(x, y=y)
    assert list(got) == ["sum", "parts", "none"]
    assert type(got["parts"]) is tuple
    assert torch.equal(got["parts"][1][0], x * y)
    assert (got["parts"][1][1], got["none"]) == (3, None)


def test_gradients_cross(solution: Solution) -> None:
    x, g = torch.randn(4, 5), torch.randn(4, 5)
    expected = gradients(lambda x: torch.softmax(x, 0), [x], g)
    assert torch.allclose(gradients(lambda x: solution.softmax(x, dim=0), [x], g)[0], expected[0], atol=1e-6)


def test_gradcheck_works_across(solution: Solution) -> None:
    x = torch.randn(2, 3, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(solution.softmax, x)


def test_a_graph_goes_through_two_calls_and_the_check_between(solution: Solution) -> None:
    x = torch.randn(5, requires_grad=True)
    solution.softmax(3 * solution.softmax(x)).pow(2).sum().backward()
    y = x.detach().clone().requires_grad_()
    torch.softmax(3 * torch.softmax(y, -1), -1).pow(2).sum().backward()
    assert x.grad is not None
    assert torch.allclose(x.grad, y.grad, atol=1e-6)


def test_every_output_of_a_call_has_its_gradient(solution: Solution) -> None:
    x, y = torch.randn(3, requires_grad=True), torch.randn(3, requires_grad=True)
    got = solution.mixed(x, y)
    assert not got["parts"][0].requires_grad
    grads = torch.autograd.grad(got["sum"].sum() + 2 * got["parts"][1][0].sum(), [x, y])
    assert torch.allclose(grads[0], 1 + 2 * y)
    assert torch.allclose(grads[1], 1 + 2 * x)


def test_an_output_that_is_not_used_has_no_part_in_the_gradient(solution: Solution) -> None:
    x, y = torch.randn(3, requires_grad=True), torch.randn(3, requires_grad=True)
    (grad,) = torch.autograd.grad(solution.mixed(x, y)["sum"].sum(), [x])
    assert torch.equal(grad, torch.ones(3))


def test_the_same_graph_can_be_asked_twice(solution: Solution) -> None:
    x = torch.randn(3, requires_grad=True)
    out = solution.softmax(x)
    first = torch.autograd.grad(out[0], x, retain_graph=True)
    assert torch.equal(first[0], torch.autograd.grad(out[0], x)[0])


def test_no_history_without_grad_mode(solution: Solution) -> None:
    x = torch.randn(3, requires_grad=True)
    with torch.no_grad():
        assert not solution.softmax(x).requires_grad


def test_a_detached_answer_is_named(solution: Solution) -> None:
    with pytest.raises(CheckFailed, match="No gradient flows"):
        gradients(solution.detaches, [torch.randn(3)])


def test_the_solution_never_sees_the_checks_own_tensor(solution: Solution) -> None:
    x = torch.randn(2, 3)
    solution.view(x).zero_()
    assert x.abs().sum() > 0


@pytest.mark.parametrize("requires_grad", [False, True])
def test_an_input_changed_in_place_is_named(solution: Solution, requires_grad: bool) -> None:
    x, y = torch.zeros(2, requires_grad=requires_grad), torch.zeros(2, requires_grad=requires_grad)
    with pytest.raises(CheckFailed, match=r"`in_place` changes argument 2 in place"):
        solution.in_place(x, y)
    with pytest.raises(CheckFailed, match=r"`in_place` changes `y` in place"):
        solution.in_place(x, y=y)
    with pytest.raises(CheckFailed, match=r"changes argument 1 in place"):
        solution.fills(torch.ones(2), torch.tensor([True, False]))


def test_filling_what_is_already_so_is_no_change(solution: Solution) -> None:
    solution.fills(torch.zeros(2), torch.tensor([True, False]))


def test_functions_of_the_check_can_be_called(solution: Solution) -> None:
    assert torch.equal(solution.applied(lambda x: 3 * x, torch.ones(2)), torch.full((2,), 9.0))


def test_a_check_can_fail_inside_its_function(solution: Solution) -> None:
    def refuse(x: Tensor) -> Tensor:
        raise CheckFailed("called with the wrong thing")

    with pytest.raises(CheckFailed, match="the wrong thing"):
        solution.applied(refuse, torch.ones(2))


def test_an_error_in_the_checks_function_is_the_learners(solution: Solution) -> None:
    def refuse(x: Tensor) -> Tensor:
        raise ValueError("two dimensions are needed")

    with pytest.raises(SolutionError, match="two dimensions are needed"):
        solution.applied(refuse, torch.ones(2))


def test_output_and_extra_are_accepted(solution: Solution) -> None:
    layer = solution.Layer(3)
    x = torch.randn(2, 3)
    assert torch.equal(output(layer(x)), output((layer(x)[0], None)))
    assert output(x) is x
    (grad,) = gradients(layer, [x])
    assert grad.shape == x.shape


def test_objects_stay_there_and_are_driven_from_here(solution: Solution) -> None:
    layer = solution.Layer(size=3)
    assert isinstance(layer, RemoteObject)
    assert repr(layer) == "<Layer>"
    assert layer.attribute("size") == 3
    x = torch.randn(2, 3)
    assert torch.allclose(layer.doubled(x), 2 * layer(x)[0])
    assert list(layer.parameters()) == ["w_q.weight"]


class Reference(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.w_q = nn.Linear(3, 3)


def test_weights_cross_and_so_do_their_gradients(solution: Solution) -> None:
    reference, layer = Reference(), solution.Layer(3)
    placed = copy_weights(reference, layer, optional=("w_q.bias",))
    assert placed == {"w_q.weight"}
    assert reference.w_q.bias.abs().sum() == 0
    x = torch.randn(2, 3)
    assert torch.allclose(layer(x)[0], reference.w_q(x), atol=1e-6)
    (layer(x)[0] ** 2).sum().backward()
    (reference.w_q(x) ** 2).sum().backward()
    assert torch.allclose(layer.gradients()["w_q.weight"], reference.w_q.weight.grad, atol=1e-5)
    layer.zero_grad()
    assert layer.gradients()["w_q.weight"] is None or layer.gradients()["w_q.weight"].abs().sum() == 0


def test_a_fault_tells_the_call(solution: Solution) -> None:
    with pytest.raises(SolutionError) as caught:
        solution.mixed(torch.ones(2, 3), y=torch.ones(4, dtype=torch.int64))
    assert caught.value.message().endswith("Called as `mixed(float32[2, 3], y=int64[4])`.")
    with pytest.raises(SolutionError) as caught:
        solution.nothing(1)
    assert caught.value.message() == str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (([1, 2, 3, 4, 5], (0.9, None)), "f([1, 2, 3, 4, …], (0.9, None))"),
        ((print, "x" * 60), f"f(a function, {chr(39)}{'x' * 39}…)"),
        (([torch.ones(2), torch.zeros(0, 3).bool()],), "f([float32[2], bool[0, 3]])"),
    ],
)
def test_a_call_is_written_with_shapes(arguments: tuple[Any, ...], says: str) -> None:
    assert written("f", (arguments, {})) == says


def test_weights_without_a_place_fail_the_check(solution: Solution) -> None:
    with pytest.raises(CheckFailed, match=r"No place for the weights `alpha\.weight`"):
        solution.Layer(3).load({"w_q.weight": torch.ones(3, 3), "alpha.weight": torch.ones(1)})


def test_an_exception_names_itself(solution: Solution) -> None:
    with pytest.raises(SolutionError, match="IndexError: no such row") as caught:
        solution.breaks(torch.ones(1))
    assert caught.value.fault.kind == "IndexError"
    with fails_with(("IndexError",), "It must raise."):
        solution.breaks(torch.ones(1))
    with pytest.raises(SolutionError), fails_with(("ValueError",), "It must raise."):
        solution.breaks(torch.ones(1))
    with pytest.raises(CheckFailed, match="It must raise"), fails_with(("ValueError",), "It must raise."):
        solution.softmax(torch.ones(1))


def test_exit_inside_a_call_is_an_exception_like_others(solution: Solution) -> None:
    with pytest.raises(SolutionError) as caught:
        solution.leaves(torch.ones(1))
    assert caught.value.fault.kind == "SystemExit"
    assert torch.equal(solution.softmax(torch.ones(1)), torch.ones(1))


def test_what_a_call_does_to_torch_ends_with_it(solution: Solution) -> None:
    state = torch.get_rng_state()
    solution.careless(torch.ones(1))
    assert solution.defaults() == ("torch.float32", True)
    assert torch.is_grad_enabled()
    if isinstance(vars(solution)["_session"].transport, LocalTransport):
        assert torch.equal(torch.get_rng_state(), state)


def test_random_numbers_follow_from_the_seed(transport: Transport) -> None:
    def drawn(seed: int, name: str) -> Tensor:
        draws: Tensor = Solution(new_session(transport, seed, name)).noise(4)
        return draws

    assert torch.equal(drawn(1, "a"), drawn(1, "a"))
    assert not torch.equal(drawn(1, "a"), drawn(2, "a"))
    assert not torch.equal(drawn(1, "a"), drawn(1, "b"))


def test_private_names_are_no_part_of_a_solution(solution: Solution) -> None:
    with pytest.raises(AttributeError):
        solution._secret  # noqa: B018
    with pytest.raises(AttributeError):
        solution.Layer(3)._secret  # noqa: B018


def test_an_object_without_a_meaning_here_stays_there(solution: Solution) -> None:
    assert repr(solution.thing()) == "<SimpleNamespace>"


class Forger:
    """A solver that answers whatever it likes."""

    def __init__(self, *replies: Frame) -> None:
        self.replies = list(replies)

    def request(self, header: Header, buffers: list[bytes], answer: Any) -> Frame:
        return self.replies.pop(0)


TENSOR = {"t": ["float32", [1], None, True]}
ONE = b"\0\0\x80?"


@pytest.mark.parametrize(
    "reply",
    [
        ({"value": {"t": ["float32", [9], None, False]}}, [ONE]),
        ({"value": {"d": [[{"l": []}, 1]]}}, []),
        ({"value": {"o": "x", "type": "y"}}, []),
        ({"value": {"o": 1}}, []),
        ({"value": {"f": 0}}, []),
        ({"value": {"generator": True}}, [b"short"]),
        ({"value": [1]}, []),
        ({"fault": "a string"}, []),
        ({"fault": None}, []),
    ],
)
def test_a_forged_answer_is_a_broken_wire(reply: Frame) -> None:
    with pytest.raises(WireBroken):
        Solution(Session(Forger(reply))).softmax(torch.ones(1))


@pytest.mark.parametrize("loaded", [[], None, "w_q.weight", {"w_q.weight": 1}, [["w_q.weight"]], ["w_q.bias"]])
def test_weights_that_nobody_took_are_missed(loaded: object) -> None:
    """What finds no place becomes zero in the reference: a solver must not choose that."""
    layer = RemoteObject(Session(Forger(({"loaded": loaded, "problem": ""}, []))), 1, "Layer")
    with pytest.raises(CheckFailed, match=r"No place was found for the weights w_q\.weight\."):
        copy_weights(Reference(), layer, optional=("w_q.bias",))


@pytest.mark.parametrize("graph", [0, True, "1", None, 2.5, [1]])
def test_a_history_without_a_graph_is_no_history(graph: object) -> None:
    x = torch.ones(1, requires_grad=True)
    got = Solution(Session(Forger(({"value": TENSOR, "graph": graph}, [ONE])))).softmax(x)
    assert not got.requires_grad


@pytest.mark.parametrize(
    "gradient",
    [({"value": 3}, []), ({"value": {"l": [3]}}, []), ({}, []), ({"value": {"u": []}}, [])],
)
def test_a_forged_gradient_is_a_broken_wire(gradient: Frame) -> None:
    x = torch.ones(1, requires_grad=True)
    got = Solution(Session(Forger(({"value": TENSOR, "graph": 1}, [ONE]), gradient))).softmax(x)
    with pytest.raises(WireBroken):
        got.backward()


@pytest.mark.parametrize("forged", [({"value": {"d": []}}, []), ({"value": 3}, []), ({}, [])])
def test_gradients_that_are_left_out_are_a_broken_wire(forged: Frame) -> None:
    layer = RemoteObject(Session(Forger(({"loaded": ["w_q.weight"], "problem": ""}, []), forged)), 1, "Layer")
    layer.load({"w_q.weight": torch.ones(1)})
    with pytest.raises(WireBroken, match="no gradients"):
        layer.gradients()


def test_a_fault_is_believed_only_as_far_as_its_types_go() -> None:
    forged = {"kind": ["x"] * 500, "message": {"a": 1}, "line": "12", "source": None}
    with pytest.raises(SolutionError) as caught:
        Solution(Session(Forger(({"fault": forged}, [])))).softmax(torch.ones(1))
    fault = caught.value.fault
    assert isinstance(fault.kind, str)
    assert len(fault.kind) <= 200
    assert fault.line == 0


def test_a_function_that_was_not_given_cannot_be_called(session: Session) -> None:
    for number in (5, -1, True, "0", None):
        with pytest.raises(WireBroken):
            session._answer({"f": number, "arguments": {"u": [{"u": []}, {"d": []}]}}, [])


def test_a_function_that_is_meant_to_change_its_argument_shows_what_it_made(solution: Solution) -> None:
    x = torch.ones(3)
    became = solution.becomes.in_place(x, value=2.5)
    assert became.tolist() == [2.5, 2.5, 2.5]
    assert x.tolist() == [1.0, 1.0, 1.0]
    with pytest.raises(SolutionError, match="leaf"):
        solution.becomes.in_place(torch.ones(3, requires_grad=True), value=1.0)
    with pytest.raises(SolutionError, match="has no `nothing`"):
        solution.nothing.in_place(x)


def test_a_call_that_is_given_an_object_is_not_asked_again(solution: Solution, session: Session) -> None:
    layer = solution.Layer(3)
    before = solution.trained(layer)
    session.repeat()
    assert solution.trained(layer) == pytest.approx(before + 9)
