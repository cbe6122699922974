"""Rating by evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.practice.evidence import Evidence, Rating, rate

CLEAN = Evidence(
    runs=1, errors=0, hints=0, active_minutes=5, expected_minutes=20, reference_seen=False, days=1, is_first=False
)
ORDER = [Rating.AGAIN, Rating.HARD, Rating.GOOD, Rating.EASY]


@pytest.mark.parametrize(
    ("change", "rating"),
    [
        ({}, Rating.EASY),
        ({"errors": 12}, Rating.EASY),
        ({"runs": 2}, Rating.GOOD),
        ({"hints": 1}, Rating.GOOD),
        ({"active_minutes": 30}, Rating.GOOD),
        ({"hints": 2}, Rating.HARD),
        ({"runs": 6}, Rating.HARD),
        ({"active_minutes": 41}, Rating.HARD),
        ({"reference_seen": True}, Rating.AGAIN),
        ({"days": 2}, Rating.AGAIN),
        ({"days": 2, "is_first": True}, Rating.EASY),
        ({"reference_seen": True, "is_first": True}, Rating.AGAIN),
    ],
)
def test_what_a_pass_took_is_its_rating(change: dict[str, object], rating: Rating) -> None:
    assert rate(replace(CLEAN, **change)) is rating  # type: ignore[arg-type]


EVIDENCE = st.builds(
    Evidence,
    runs=st.integers(1, 20),
    errors=st.integers(0, 50),
    hints=st.integers(0, 5),
    active_minutes=st.floats(0, 600),
    expected_minutes=st.integers(1, 90),
    reference_seen=st.booleans(),
    days=st.integers(1, 5),
    is_first=st.booleans(),
)


@given(EVIDENCE, st.integers(0, 5), st.integers(0, 3), st.floats(0, 100))
def test_more_trouble_never_rates_better(evidence: Evidence, runs: int, hints: int, minutes: float) -> None:
    harder = replace(
        evidence,
        runs=evidence.runs + runs,
        hints=evidence.hints + hints,
        active_minutes=evidence.active_minutes + minutes,
    )
    assert ORDER.index(rate(harder)) <= ORDER.index(rate(evidence))


@given(EVIDENCE)
def test_evidence_survives_the_log(evidence: Evidence) -> None:
    assert Evidence.from_dict(evidence.to_dict()) == evidence
